"""The stops of the tour: what each shows, and what it says of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from annotator.i18n import _
from annotator.ui.assessment.foot import Foot
from annotator.ui.widgets.pane_row import ASSESSMENT, BRIEF, DELIVERABLE

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtWidgets import QWidget

    from annotator.ui.window_content import WindowContent


@dataclass(frozen=True, slots=True)
class Stop:
    """One stop: the part of the window it is about, and the pane to unfold for it, if it is in one."""

    title: str
    text: str
    target: QWidget
    pane: int | None = None


def stops(content: WindowContent, badge: Callable[[str], str]) -> tuple[Stop, ...]:
    """Return the stops in order, in the window's language and with the keys as they are mapped."""
    screen = content.review_screen
    foot = screen.panel.findChild(Foot) or screen.panel
    return (
        Stop(_("The queue"), _queue_text(badge), screen.queue),
        Stop(
            _("The brief"),
            _("This is what the client asked for. Files that came with the job are listed under it."),
            screen.texts.brief,
            BRIEF,
        ),
        Stop(_("The deliverable"), _deliverable_text(badge), screen.tabs, DELIVERABLE),
        Stop(_("The criteria"), _criteria_text(badge), screen.panel.criteria, ASSESSMENT),
        Stop(_("The decision"), _decision_text(badge), foot, ASSESSMENT),
        Stop(_("Nothing to save"), _saved_text(badge), content.bar),
    )


def _queue_text(badge: Callable[[str], str]) -> str:
    return _("Here are the deliverables to review, in order. {key} opens the next unfinished one.").format(
        key=badge("next_unfinished")
    )


def _deliverable_text(badge: Callable[[str], str]) -> str:
    return _(
        "This is what a model handed in. Select a passage and press {strength} for a strength or {gap} for a gap; "
        "{edit} corrects a copy of it."
    ).format(strength=badge("strength"), gap=badge("gap"), edit=badge("edit"))


def _criteria_text(badge: Callable[[str], str]) -> str:
    return _(
        "Mark each criterion: {passed} if it is met, {failed} if it is not. The next one follows by itself; "
        "{undo} takes a mark back."
    ).format(passed=badge("mark_pass"), failed=badge("mark_fail"), undo=badge("undo"))


def _decision_text(badge: Callable[[str], str]) -> str:
    return _(
        "Would a client accept it ({question})? What is your verdict ({verdict})? {done} is done, and goes on."
    ).format(question=badge("client_question"), verdict=badge("verdict"), done=badge("done"))


def _saved_text(badge: Callable[[str], str]) -> str:
    return _(
        "Every mark is stored at once, and the bar says since when. {help} shows instructions and help, {keys} all "
        "keys; this tour is in the menu Help."
    ).format(help=badge("help"), keys=badge("keys"))
