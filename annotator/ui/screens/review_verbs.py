"""What the acts of the table do on the review screen."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from annotator.domain.review import MarkKind
from annotator.ui.reading.pane import ReadingPane

if TYPE_CHECKING:
    from collections.abc import Callable

    from annotator.ui.screens.review_screen import ReviewScreen

Verbs = dict[str, "Callable[[], object]"]


def review_verbs(screen: ReviewScreen) -> Verbs:
    """Return what each act does, by the act's id."""
    return _on_texts(screen) | _on_assessment(screen) | _on_panes(screen)


def _on_texts(screen: ReviewScreen) -> Verbs:
    texts = screen.texts
    return {
        "find": partial(texts.on_focused, ReadingPane.open_find),
        "find_next": partial(texts.on_focused, ReadingPane.find_next),
        "find_previous": partial(texts.on_focused, ReadingPane.find_previous),
        "next_highlight": partial(texts.on_focused, ReadingPane.next_highlight),
        "previous_highlight": partial(texts.on_focused, ReadingPane.previous_highlight),
        "hide_highlights": texts.switch_highlights,
        "select_by_keyboard": partial(texts.on_focused, ReadingPane.toggle_keyboard_selection),
        "larger": partial(screen.comparing.zoom, 1),
        "smaller": partial(screen.comparing.zoom, -1),
        "usual_size": partial(screen.comparing.zoom, None),
        "read": screen.editing.close,
        "edit": screen.editing.open,
        "step_in": screen.stepping.open_menu,
        "compare": screen.comparing.open,
        "other_tab": screen.comparing.switch,
        "next_change": partial(screen.comparing.next_change, 1),
        "previous_change": partial(screen.comparing.next_change, -1),
        "take_back": screen.editing.take_back,
        "diff_look": screen.editing.switch_look,
        "grade_edit": screen.editing.grade,
        "take_over": screen.editing.take_over,
        "mark_changes": screen.recheck.toggle,
        "evidence": partial(texts.request, "evidence"),
        "strength": partial(texts.request, "strength"),
        "gap": partial(texts.request, "gap"),
    }


def _on_assessment(screen: ReviewScreen) -> Verbs:
    panel = screen.panel
    marking, deciding = panel.marking, panel.deciding
    return {
        "mark_pass": partial(marking.mark, MarkKind.PASS),
        "mark_fail": partial(marking.mark, MarkKind.FAIL),
        "mark_na": partial(marking.mark, MarkKind.NOT_APPLICABLE),
        "mark_unsure": partial(marking.mark, MarkKind.CANNOT_JUDGE),
        "mark_clear": marking.clear_mark,
        "next_criterion": partial(marking.move, 1),
        "previous_criterion": partial(marking.move, -1),
        "next_unmarked": marking.move_to_unmarked,
        "note": marking.open_note,
        "last_note": marking.open_last_note,
        "evidence_absent": marking.add_absent_evidence,
        "whole_note": panel.open_whole_note,
        "client_question": deciding.ask_client_question,
        "verdict": deciding.ask_verdict,
        "flag": deciding.ask_flag,
        "skip": deciding.ask_skip,
        "done": deciding.finish,
    }


def _on_panes(screen: ReviewScreen) -> Verbs:
    return {
        **{f"pane_{number}": partial(screen.walk.go_to_pane, number) for number in (1, 2, 3, 4)},
        "next_pane": partial(screen.walk.go_round, 1),
        "previous_pane": partial(screen.walk.go_round, -1),
        "reading_mode": screen.walk.switch_reading_mode,
        "next": partial(screen.open_neighbour, 1),
        "previous": partial(screen.open_neighbour, -1),
        "next_unfinished": screen.open_next,
        "undo": screen.desk.undo,
        "redo": screen.desk.redo,
    }
