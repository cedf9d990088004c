"""Where models are hidden, one review in five asks which model it was."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit

from annotator.domain.blinding import asks_for_guess
from annotator.domain.ids import DeliverableId, ReviewerId, ReviewRef, StudyId
from annotator.domain.review import ReviewStatus
from tests.ui.test_window import CTRL, press


def test_one_review_in_five_is_asked_and_always_the_same_ones():
    refs = [ReviewRef(StudyId("s"), DeliverableId(f"job/{number}")) for number in range(2000)]
    asked = [asks_for_guess(ref, ReviewerId("ada")) for ref in refs]
    assert 0.17 < sum(asked) / len(asked) < 0.24
    assert asked == [asks_for_guess(ref, ReviewerId("ada")) for ref in refs]
    assert asked != [asks_for_guess(ref, ReviewerId("bob")) for ref in refs]


def be_asked(window) -> None:
    """Be a reviewer who is asked about the open deliverable; nobody has done anything in this workspace yet."""
    ref, workbench = window.review_screen.opening.sheet.ref, window.desk.house.workbench
    names = (ReviewerId(f"reviewer-{number}") for number in range(1000))
    workbench.reviewer = replace(workbench.reviewer, id=next(name for name in names if asks_for_guess(ref, name)))


def finish(qtbot, window) -> None:
    """Press done twice: the first time something may be pointed out."""
    for _time in range(2):
        press(Qt.Key.Key_Return, CTRL)
        qtbot.waitUntil(lambda: not window.desk.has_unsaved)


def test_the_guess_is_asked_before_the_review_is_done_and_stored_with_it(qtbot, window):
    screen, workbench = window.review_screen, window.desk.house.workbench
    be_asked(window)
    window.preferences.set_value("blind", True)
    qtbot.waitUntil(lambda: screen.opening.sheet.is_blind)
    sheet = screen.opening.sheet
    assert sheet.review.reviewer == workbench.reviewer.id
    screen.panel.take_focus()
    finish(qtbot, window)
    field = QApplication.focusWidget()
    assert isinstance(field, QLineEdit)
    assert field.accessibleName() == "Which model made this, do you think?"
    assert screen.opening.sheet.review.status is ReviewStatus.DRAFT
    QTest.keyClicks(field, "gpt, perhaps")
    press(Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: workbench.sheet(sheet.key).review.status is ReviewStatus.SUBMITTED)
    assert workbench.sheet(sheet.key).review.guessed_model == "gpt, perhaps"


def test_without_hiding_nobody_is_asked(qtbot, window):
    sheet, workbench = window.review_screen.opening.sheet, window.desk.house.workbench
    be_asked(window)
    finish(qtbot, window)
    qtbot.waitUntil(lambda: workbench.sheet(sheet.key).review.status is ReviewStatus.SUBMITTED)
    assert workbench.sheet(sheet.key).review.guessed_model is None
