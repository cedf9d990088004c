"""The assessment pane turns keys and clicks into commands, and shows what it is told."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QDialogButtonBox, QLabel, QMenu, QPlainTextEdit, QPushButton, QToolButton
from pytestqt.qtbot import QtBot

from annotator.domain.ids import CriterionId, DeliverableId, TagId
from annotator.domain.review import (
    ClientAcceptance,
    Evidence,
    EvidenceKind,
    Mark,
    MarkKind,
    Review,
    ReviewStatus,
    Severity,
    Tag,
    Verdict,
)
from annotator.domain.rubric import Criterion
from annotator.domain.spans import span_of
from annotator.domain.taxonomy import TagKind
from annotator.domain.textpatch import patch_between
from annotator.i18n import use_language
from annotator.ui.assessment.choice_bar import ChoiceBar
from annotator.ui.assessment.criterion_card import CriterionCard
from annotator.ui.assessment.evidence_dialog import EvidenceDialog
from annotator.ui.assessment.panel import AssessmentPanel
from annotator.ui.assessment.tag_picker import TagPicker
from annotator.ui.assessment.typed_field import NoteEdit
from annotator.ui.assessment.upright import Upright
from annotator.workflow.changes import Change
from annotator.workflow.commands import (
    AddTag,
    Command,
    EditText,
    RemoveTag,
    SetClientAcceptance,
    SetEvidence,
    SetFlag,
    SetMark,
    SetStatus,
    SetVerdict,
    TextField,
)
from tests.ui.assessment.conftest import REF, sheet_of

TABLE, TONE, FACTS = CriterionId("table"), CriterionId("tone"), CriterionId("facts")


def tell(panel: AssessmentPanel, command: Command, review: Review) -> None:
    """Tell the pane that a command was stored and left the review like this."""
    panel.show_change(Change(command, command, review, sheet_of(review).entry, "2026-11-23T12:00:00Z"))


def button(panel: AssessmentPanel, name: str) -> QPushButton:
    """Return the pane's visible button of this name."""
    found = [each for each in panel.findChildren(QPushButton, name) if each.isVisible()]
    assert len(found) == 1, f"{len(found)} visible buttons {name}"
    return found[0]


def text_of(panel: AssessmentPanel, name: str) -> str:
    """Return the text of a label, empty if it is hidden."""
    label = panel.findChild(QLabel, name)
    assert isinstance(label, QLabel)
    return label.text() if label.isVisible() else ""


def test_marks_decide_and_move_on(panel: AssessmentPanel, asked: list[Command]) -> None:
    panel.marking.mark(MarkKind.PASS)
    panel.marking.mark(MarkKind.FAIL)
    panel.marking.mark(MarkKind.NOT_APPLICABLE)
    assert asked == [
        SetMark(REF, TABLE, MarkKind.PASS),
        SetMark(REF, TONE, MarkKind.FAIL),
        SetMark(REF, FACTS, MarkKind.NOT_APPLICABLE),
    ]


def test_cannot_judge_asks_why_and_a_wrong_criterion_is_reported(
    qtbot: QtBot, panel: AssessmentPanel, asked: list[Command]
) -> None:
    panel.marking.mark(MarkKind.CANNOT_JUDGE)
    menu = next(each for each in panel.findChildren(QMenu) if each.isVisible())
    assert asked == []
    qtbot.keyClick(menu, Qt.Key.Key_4)
    assert asked == [SetMark(REF, TABLE, MarkKind.CANNOT_JUDGE, "criterion_wrong", is_criterion_wrong=True)]


def test_a_click_marks_the_card_it_is_on(qtbot: QtBot, panel: AssessmentPanel, asked: list[Command]) -> None:
    panel.marking.move(2)
    qtbot.mouseClick(button(panel, "mark_fail"), Qt.MouseButton.LeftButton)
    assert asked == [SetMark(REF, FACTS, MarkKind.FAIL)]


def test_the_buttons_of_a_card_higher_than_the_pane_are_whole(
    qtbot: QtBot, panel: AssessmentPanel, review: Review
) -> None:
    long = tuple(
        Criterion(CriterionId(f"c{number}"), "Every figure of the article has a source that can be checked. " * 12)
        for number in range(3)
    )
    panel.resize(340, 420)
    panel.show_sheet(sheet_of(review, long), "strict_upbench")
    panel.marking.move(1)
    window = panel.findChild(Upright).viewport()

    def are_whole() -> bool:
        ends = [button(panel, f"mark_{kind}") for kind in ("pass", "cannot_judge")]
        tops = [each.mapTo(window, QPoint(0, 0)).y() for each in ends]
        card = ends[0].parentWidget().parentWidget()
        assert isinstance(card, CriterionCard)
        return card.height() > window.height() and tops[0] > 0 and tops[1] + ends[1].height() <= window.height()

    qtbot.waitUntil(are_whole)


def test_a_pitfall_is_asked_as_a_question_and_answered_in_its_words(panel: AssessmentPanel) -> None:
    panel.marking.move(2)
    assert button(panel, "mark_pass").text().endswith("Did not occur")
    assert button(panel, "mark_fail").text().endswith("Occurred")


def test_japanese_marks_are_circle_and_cross(panel: AssessmentPanel, review: Review) -> None:
    use_language("ja")
    marks = (Mark(TABLE, MarkKind.PASS), Mark(TONE, MarkKind.FAIL))
    tell(panel, SetMark(REF, TABLE, MarkKind.PASS), replace(review, marks=marks))
    signs = [card.findChild(QLabel, "markSign") for card in panel.findChildren(CriterionCard)]
    assert [sign.text() for sign in signs if isinstance(sign, QLabel)] == ["○", "×", ""]


def test_a_note_is_sent_as_a_patch_within_a_second_of_the_first_key(
    qtbot: QtBot, panel: AssessmentPanel, asked: list[Command]
) -> None:
    panel.marking.open_note()
    note = panel.focusWidget()
    assert isinstance(note, NoteEdit)
    qtbot.keyClicks(note, "no table")
    assert asked == []
    qtbot.waitUntil(lambda: len(asked) == 1, timeout=1000)
    (edit,) = asked
    assert isinstance(edit, EditText)
    assert (edit.field, edit.key, edit.patch.hunks[0].inserted) == (TextField.MARK_NOTE, TABLE, "no table")


def test_what_is_typed_goes_to_its_own_deliverable_when_another_is_opened(
    qtbot: QtBot, panel: AssessmentPanel, asked: list[Command], review: Review
) -> None:
    panel.open_whole_note()
    note = panel.focusWidget()
    assert isinstance(note, NoteEdit)
    qtbot.keyClicks(note, "good")
    other = REF._replace(deliverable=DeliverableId("job/2"))
    sheet = sheet_of(review)
    panel.show_sheet(replace(sheet, ref=other, review=replace(review, ref=other)), "strict_upbench")
    assert [(each.about, each.field) for each in asked if isinstance(each, EditText)] == [(REF, TextField.NOTE)]
    assert note.toPlainText() == ""


def test_typing_goes_on_while_earlier_keys_are_stored(
    qtbot: QtBot, panel: AssessmentPanel, asked: list[Command], review: Review
) -> None:
    panel.open_whole_note()
    note = panel.focusWidget()
    assert isinstance(note, NoteEdit)
    qtbot.keyClicks(note, "one")
    panel.flush()
    qtbot.keyClicks(note, " two")
    tell(panel, asked[0], replace(review, note="one"))
    assert note.toPlainText() == "one two"
    panel.flush()
    second = asked[1]
    assert isinstance(second, EditText)
    assert [(hunk.start, hunk.inserted) for hunk in second.patch.hunks] == [(3, " two")]


def test_what_could_not_be_saved_is_sent_again_with_what_was_typed_since(
    qtbot: QtBot, panel: AssessmentPanel, asked: list[Command]
) -> None:
    panel.open_whole_note()
    note = panel.focusWidget()
    assert isinstance(note, NoteEdit)
    qtbot.keyClicks(note, "one")
    panel.flush()
    panel.save_failed()
    qtbot.keyClicks(note, " two")
    panel.flush()
    again = asked[-1]
    assert isinstance(again, EditText)
    assert [(hunk.start, hunk.inserted) for hunk in again.patch.hunks] == [(0, "one two")]


def test_an_undone_note_disappears_from_the_field(panel: AssessmentPanel, review: Review) -> None:
    stored = replace(review, note="stored")
    panel.show_sheet(sheet_of(stored), "strict_upbench")
    tell(panel, EditText(REF, TextField.NOTE, "", patch_between("stored", "")), review)
    panel.open_whole_note()
    note = panel.focusWidget()
    assert isinstance(note, NoteEdit)
    assert note.toPlainText() == ""


@pytest.mark.parametrize("key", [Qt.Key.Key_Escape, Qt.Key.Key_Return])
def test_escape_and_ctrl_enter_end_a_note_and_enter_is_a_new_line(
    qtbot: QtBot, panel: AssessmentPanel, key: Qt.Key
) -> None:
    panel.open_whole_note()
    note = panel.focusWidget()
    assert isinstance(note, NoteEdit)
    qtbot.keyClick(note, Qt.Key.Key_Return)
    assert note.toPlainText() == "\n"
    with_ctrl = Qt.KeyboardModifier.ControlModifier if key == Qt.Key.Key_Return else Qt.KeyboardModifier.NoModifier
    qtbot.keyClick(note, key, with_ctrl)
    assert not note.hasFocus()


@pytest.mark.parametrize(
    ("evidence", "said"),
    [
        (
            Evidence(EvidenceKind.FILE, file="data.xlsx", place='{"sheet": "S1", "cells": "B2:C4"}'),
            "data.xlsx · S1 B2:C4",
        ),
        (Evidence(EvidenceKind.FILE, file="a.pdf", place='{"page": 3}', text="No total"), "a.pdf · 3 · No total"),
        (Evidence(EvidenceKind.OUTSIDE, text="HTTP 404"), "HTTP 404"),
    ],
)
def test_evidence_in_a_file_says_which_file_and_where(qtbot, panel, review, evidence, said):
    tell(panel, SetEvidence(REF, TABLE, (evidence,)), replace(review, marks=(Mark(TABLE, evidence=(evidence,)),)))

    qtbot.waitUntil(lambda: any(each.isVisible() for each in panel.findChildren(QToolButton, "evidence")))
    shown = next(each for each in panel.findChildren(QToolButton, "evidence") if each.isVisible())
    assert shown.text().endswith(f": {said}")
    assert shown.toolTip() == said


@pytest.mark.parametrize(("kind", "files"), [(EvidenceKind.OUTSIDE, ()), (EvidenceKind.FILE, ("data.xlsx",))])
def test_evidence_that_says_nothing_is_not_taken(qtbot, kind, files):
    dialog = EvidenceDialog(kind, files)
    qtbot.addWidget(dialog)
    accept = dialog.findChild(QDialogButtonBox).button(QDialogButtonBox.StandardButton.Ok)
    assert accept.isEnabled() is bool(files)

    dialog.findChild(QPlainTextEdit).setPlainText("Line 3 is empty.")

    assert accept.isEnabled()
    assert dialog.evidence() == Evidence(kind, file=files[0] if files else None, text="Line 3 is empty.")


def test_a_job_without_files_offers_no_place_in_one(qtbot, panel):
    card = next(each for each in panel.findChildren(CriterionCard) if each.isVisible())
    card.evidence_requested.emit(card)
    qtbot.waitUntil(lambda: any(each.isVisible() for each in panel.findChildren(QMenu)))
    menu = next(each for each in panel.findChildren(QMenu) if each.isVisible())

    assert [each.isEnabled() for each in menu.actions()] == [True, True, False]
    menu.close()


def test_evidence_is_added_once_and_can_be_taken_away(
    panel: AssessmentPanel, asked: list[Command], review: Review
) -> None:
    span = span_of("The text.", 4, 8)
    panel.marking.add_span_evidence(span)
    evidence = Evidence(EvidenceKind.SPAN, span=span)
    assert asked == [SetEvidence(REF, TABLE, (evidence,))]
    tell(panel, asked[0], replace(review, marks=(Mark(TABLE, evidence=(evidence,)),)))
    panel.marking.add_span_evidence(span)
    assert len(asked) == 1
    panel.marking.add_absent_evidence()
    assert asked[-1] == SetEvidence(REF, TABLE, (evidence, Evidence(EvidenceKind.ABSENT)))


def test_a_gap_is_chosen_by_typing_and_gets_its_severity_by_a_digit(
    qtbot: QtBot, panel: AssessmentPanel, asked: list[Command]
) -> None:
    span = span_of("The text.", 0, 3)
    panel.tagging.open_picker(TagKind.GAP, span)
    picker = panel.findChild(TagPicker)
    assert isinstance(picker, TagPicker)
    field = picker.focusWidget()
    assert field is not None
    qtbot.keyClicks(field, "fabri")
    qtbot.keyClick(field, Qt.Key.Key_Return)
    qtbot.keyClick(field, Qt.Key.Key_2)
    (added,) = asked
    assert isinstance(added, AddTag)
    assert (added.tag.code, added.tag.severity, added.tag.span) == ("G06", Severity.MAJOR, span)
    assert not picker.isVisible()


def test_a_tag_of_ones_own_is_kept_for_later(qtbot: QtBot, panel: AssessmentPanel, asked: list[Command]) -> None:
    panel.tagging.open_picker(TagKind.STRENGTH)
    picker = panel.findChild(TagPicker)
    assert isinstance(picker, TagPicker)
    field = picker.focusWidget()
    assert field is not None
    qtbot.keyClicks(field, "Good jokes")
    with qtbot.waitSignal(panel.own_tag_added) as added:
        qtbot.keyClick(field, Qt.Key.Key_Return)
    (command,) = asked
    assert isinstance(command, AddTag)
    assert added.args is not None
    assert (added.args[0].code, dict(added.args[0].label)) == (command.tag.code, {"en": "Good jokes"})


def test_escape_leaves_the_picker_without_a_tag(qtbot: QtBot, panel: AssessmentPanel, asked: list[Command]) -> None:
    panel.tagging.open_picker(TagKind.GAP)
    picker = panel.findChild(TagPicker)
    assert isinstance(picker, TagPicker)
    field = picker.focusWidget()
    assert field is not None
    qtbot.keyClick(field, Qt.Key.Key_Return)
    qtbot.keyClick(field, Qt.Key.Key_Escape)
    assert not picker.isVisible()
    assert asked == []


def test_tags_are_listed_by_kind_and_removed(
    qtbot: QtBot, panel: AssessmentPanel, asked: list[Command], review: Review
) -> None:
    tags = (Tag(TagId("1"), "S05"), Tag(TagId("2"), "G06", Severity.MAJOR))
    tell(panel, RemoveTag(REF, TagId("9")), replace(review, tags=tags))
    rows = panel.tagging.lists[TagKind.GAP].findChildren(object, "removeTag")
    assert len(rows) == 1
    rows[0].click()  # type: ignore[attr-defined]
    assert asked == [RemoveTag(REF, TagId("2"))]


def test_client_question_and_verdict_answer_by_key(qtbot: QtBot, panel: AssessmentPanel, asked: list[Command]) -> None:
    panel.deciding.ask_client_question()
    bar = panel.focusWidget()
    assert isinstance(bar, ChoiceBar)
    qtbot.keyClick(bar, Qt.Key.Key_2)
    panel.deciding.ask_verdict()
    bar = panel.focusWidget()
    assert isinstance(bar, ChoiceBar)
    qtbot.keyClick(bar, Qt.Key.Key_F)
    assert asked == [SetClientAcceptance(REF, ClientAcceptance.AFTER_SMALL_FIXES), SetVerdict(REF, Verdict.FAIL)]
    assert not bar.hasFocus()


def test_the_rule_is_silent_until_there_is_a_verdict_and_then_points_out_a_difference(
    panel: AssessmentPanel, review: Review
) -> None:
    marked = replace(review, marks=(Mark(TABLE, MarkKind.FAIL, note="none"),))
    tell(panel, SetMark(REF, TABLE, MarkKind.FAIL), marked)
    assert text_of(panel, "ruleAnswer") == ""
    tell(panel, SetVerdict(REF, Verdict.PASS), replace(marked, verdict=Verdict.PASS))
    assert "✗ Fail" in text_of(panel, "ruleAnswer")
    assert "differs" in text_of(panel, "ruleAnswer")
    tell(panel, SetVerdict(REF, Verdict.FAIL), replace(marked, verdict=Verdict.FAIL))
    assert "differs" not in text_of(panel, "ruleAnswer")


def test_done_shows_concerns_once_and_the_same_key_confirms(
    qtbot: QtBot, panel: AssessmentPanel, asked: list[Command]
) -> None:
    panel.deciding.finish()
    assert "not marked" in text_of(panel, "concerns")
    assert asked == []
    with qtbot.waitSignal(panel.next_requested):
        panel.deciding.finish()
    (done,) = asked
    assert isinstance(done, SetStatus)
    assert (done.status, done.rule) == (ReviewStatus.SUBMITTED, "strict_upbench")


def test_a_review_that_is_done_takes_no_marks_until_it_is_reopened(
    qtbot: QtBot, panel: AssessmentPanel, asked: list[Command], review: Review
) -> None:
    done = replace(review, status=ReviewStatus.SUBMITTED, rule="strict_upbench")
    panel.show_sheet(sheet_of(done), "strict_upbench")
    panel.marking.mark(MarkKind.PASS)
    assert asked == []
    assert "Reopen" in text_of(panel, "lockedNotice")
    qtbot.mouseClick(button(panel, "reopen"), Qt.MouseButton.LeftButton)
    assert [(each.status) for each in asked if isinstance(each, SetStatus)] == [ReviewStatus.DRAFT]


def test_flag_and_skip_ask_for_a_reason(qtbot: QtBot, panel: AssessmentPanel, asked: list[Command]) -> None:
    panel.deciding.ask_flag()
    line = panel.focusWidget()
    assert line is not None
    qtbot.keyClicks(line, "unclear brief")
    qtbot.keyClick(line, Qt.Key.Key_Return)
    assert asked == [SetFlag(REF, is_flagged=True, reason="unclear brief")]
    panel.deciding.ask_skip()
    line = panel.focusWidget()
    assert line is not None
    qtbot.keyClick(line, Qt.Key.Key_Escape)
    assert len(asked) == 1


def test_a_job_without_criteria_shows_the_short_form(panel: AssessmentPanel, review: Review) -> None:
    panel.show_sheet(sheet_of(review, ()), "strict_upbench")
    assert "no criteria" in text_of(panel, "noCriteria")
    panel.marking.mark(MarkKind.PASS)
    panel.marking.move_to_unmarked()
    panel.marking.open_note()
    assert [card for card in panel.findChildren(CriterionCard) if card.isVisible()] == []


def test_showing_a_sheet_or_a_change_asks_for_nothing(qtbot: QtBot, panel: AssessmentPanel, review: Review) -> None:
    full = replace(
        review,
        note="whole",
        verdict=Verdict.FAIL,
        client_acceptance=ClientAcceptance.REJECT,
        marks=(Mark(TABLE, MarkKind.FAIL, note="why"), Mark(TONE, MarkKind.PASS)),
        tags=(Tag(TagId("1"), "G06"),),
    )
    with qtbot.assertNotEmitted(panel.command_requested):
        panel.show_sheet(sheet_of(full), "strict_upbench")
        tell(panel, SetVerdict(REF, Verdict.FAIL), full)
        panel.flush()
