"""A reviewer's way: a pack arrives, its instructions are shown, work is sent, studies are left behind."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QFileOpenEvent, QGuiApplication
from PySide6.QtNetwork import QLocalSocket
from PySide6.QtWidgets import QApplication, QMessageBox, QPushButton, QTextBrowser

from annotator.packs.sealing import write_sealed
from annotator.packs.unsealing import unsealed
from annotator.packs.values import RESULT_FORMAT
from annotator.ui.screens.help_window import HelpWindow
from annotator.ui.starting.first_steps import TOUR
from annotator.ui.starting.tour import Tour
from annotator.ui.travelling.arrivals import Arrivals, hand_over, server_name
from annotator.ui.travelling.instructions_page import InstructionsPage
from annotator.ui.travelling.send_dialog import SendDialog
from annotator.ui.travelling.studies_dialog import StudiesDialog
from annotator.workflow.pack_opening import open_pack
from annotator.workflow.packing import extend_packs
from annotator.workflow.result_sending import send_result
from annotator.workflow.sheets import QueueFilter
from tests.ui.conftest import opened_shell
from tests.unit.packs.test_damage import read
from tests.unit.packs.travelling import document, grade


def study_of(shell) -> str:
    study = shell.desk.house.workbench.current_study()
    return "" if study is None else study.name


def grade_first(qtbot, shell) -> None:
    """Pass everything and be done, by keys."""
    window = shell.window
    ref = window.review_screen.opening.sheet.ref
    window.review_screen.panel.take_focus()
    for _criterion in window.review_screen.opening.sheet.job.rubric.criteria:
        qtbot.keyClick(window.review_screen.panel, Qt.Key.Key_P)
    qtbot.keyClick(window.focusWidget(), Qt.Key.Key_O)
    qtbot.keyClick(window.focusWidget(), Qt.Key.Key_P)
    workbench = shell.desk.house.workbench
    qtbot.waitUntil(lambda: workbench.sheet_of(ref).review.verdict is not None, timeout=20_000)
    for _again in range(4):
        if workbench.sheet_of(ref).review.submitted_at:
            break
        qtbot.keyClick(window.focusWidget(), Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
        qtbot.waitUntil(lambda: not shell.desk.has_unsaved)
    qtbot.waitUntil(lambda: workbench.sheet_of(ref).review.submitted_at is not None, timeout=20_000)
    shell.desk.refresh_counts()
    qtbot.waitUntil(lambda: shell.window.verbs.travel.progress.unsent == 1, timeout=20_000)


def test_a_pack_opens_in_one_step_and_shows_its_instructions(qtbot, empty, pack):
    empty.open_files([pack])
    qtbot.waitUntil(lambda: empty.window.review_screen.opening is not None)
    qtbot.waitUntil(lambda: empty.window.findChild(HelpWindow) is not None)
    page = empty.window.findChild(InstructionsPage)
    assert "Be fair" in page.findChild(QTextBrowser, "instructions").toPlainText()
    assert not page.changed.isVisibleTo(page)
    assert "Sent: nothing by itself" in page.recorded.text()
    assert study_of(empty) == "Pilot"
    assert empty.window.review_screen.opening.sheet.deliverable.model is None
    assert empty.window.findChild(Tour) is None  # it is offered, not begun: the pack goes straight to its first job
    assert "New here?" in empty.window.notices.text_of(TOUR)


def test_changed_instructions_say_so(qtbot, opened, travels):
    more = document(1)
    more["jobs"][0]["deliverables"] = [{"id": "b", "attempt": 2, "parent": "model-alpha/secret-1", "content": "Later"}]
    travels.take(more)
    (again,) = extend_packs(travels.coordinator, travels.folder / "out").packs

    members = read(again.path)
    del members["manifest.json"]
    write_sealed(again.path, again.manifest.as_json(), {**members, "instructions.md": b"# Be kind"})
    opened.open_files([again.path])
    qtbot.waitUntil(lambda: opened.window.findChild(InstructionsPage) is not None)
    page = opened.window.findChild(InstructionsPage)
    assert page.changed.isVisibleTo(page)
    assert page.changed.text() == "● Changed since you read them"


def test_f1_shows_the_instructions_again(qtbot, opened):
    qtbot.waitUntil(lambda: opened.window.findChild(HelpWindow) is None)
    qtbot.keyClick(opened.window, Qt.Key.Key_F1)
    qtbot.waitUntil(lambda: opened.window.findChild(InstructionsPage) is not None)


def test_done_is_not_sent_until_it_is_sent(qtbot, opened, tmp_path):
    button = opened.window.content.send
    assert button.isVisible()
    assert button.text() == "Send to coordinator"
    grade_first(qtbot, opened)
    assert button.text() == "Send to coordinator · 1"

    qtbot.keyClick(opened.window, Qt.Key.Key_E, Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier)
    qtbot.waitUntil(lambda: opened.window.findChild(SendDialog) is not None)
    dialog = opened.window.findChild(SendDialog)
    dialog.folder.setText(str(tmp_path / "back"))
    qtbot.keyClicks(dialog.question, "Which tone?")
    qtbot.mouseClick(dialog.send, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: bool(dialog.receipt.toPlainText()))
    assert "1 done, 0 drafts, 0 skipped, 3 missing, of 4" in dialog.receipt.toPlainText()
    qtbot.waitUntil(lambda: button.text() == "Send to coordinator")
    with unsealed(tmp_path / "back" / "Pilot_Ada_1.annotator-result", RESULT_FORMAT) as sent:
        assert sent.manifest["questions"] == [{"text": "Which tone?", "deliverable": None}]
    copy = next(each for each in dialog.findChildren(QPushButton) if each.text() == "Copy text for the mail")
    qtbot.mouseClick(copy, Qt.MouseButton.LeftButton)
    assert "Pilot_Ada_1.annotator-result" in QGuiApplication.clipboard().text()
    dialog.close()


def test_a_pack_that_names_somebody_else_is_asked_about(qtbot, tmp_path, travels):
    (bens,) = travels.pack("Ben").packs

    other = travels.workspace("cleo", "Cleo")
    other.close()
    shell = opened_shell(qtbot, travels.folder / "cleo")
    shell.open_files([bens.path])
    qtbot.waitUntil(lambda: shell.window.findChild(QMessageBox, "whose_pack") is not None)
    box = shell.window.findChild(QMessageBox, "whose_pack")
    assert "addressed to Ben. You are Cleo here" in box.text()
    qtbot.mouseClick(box.buttons()[0], Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: shell.window.review_screen.opening is not None)
    assert shell.close()


def test_a_damaged_pack_is_a_notice(qtbot, empty, pack):
    pack.write_bytes(pack.read_bytes()[:-40])
    with qtbot.waitSignal(empty.desk.failed):
        empty.open_files([pack])
    assert study_of(empty) == ""


def drop(window, *paths: Path) -> None:
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    held = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    entering = QDragEnterEvent(QPoint(10, 10), Qt.DropAction.CopyAction, mime, *held)
    QApplication.sendEvent(window, entering)
    assert entering.isAccepted()
    QApplication.sendEvent(window, QDropEvent(QPointF(10, 10), Qt.DropAction.CopyAction, mime, *held))


def test_a_dropped_pack_opens(qtbot, empty, pack):
    drop(empty.window, pack)
    qtbot.waitUntil(lambda: study_of(empty) == "Pilot")
    qtbot.waitUntil(lambda: empty.window.findChild(HelpWindow) is not None)


def test_a_pack_that_the_system_hands_over_opens(qtbot, empty, pack):
    told = Arrivals(empty.application, empty.window, is_told_by_system=True)
    with qtbot.waitSignal(told.arrived) as arrived:
        QApplication.sendEvent(empty.application, QFileOpenEvent(str(pack)))
    assert arrived.args == [[pack]]
    empty.application.removeEventFilter(told)


def test_a_second_start_hands_its_files_over(qtbot, empty, pack, tmp_path):

    socket = QLocalSocket()
    socket.connectToServer(server_name(tmp_path / "reviewer"))
    assert socket.waitForConnected(1000)
    socket.write(json.dumps([str(pack)]).encode() + b"\n")
    qtbot.waitUntil(lambda: study_of(empty) == "Pilot")
    qtbot.waitUntil(lambda: socket.bytesAvailable() > 0)
    socket.disconnectFromServer()
    assert not hand_over([pack], tmp_path / "nobody")
    qtbot.waitUntil(lambda: empty.window.findChild(HelpWindow) is not None)


def test_her_own_result_goes_on_here(qtbot, opened, travels, pack):

    laptop = travels.workspace("laptop")
    open_pack(laptop, pack)
    grade(laptop, laptop.entries(laptop.queue(QueueFilter()))[0].ref)
    opened.open_files([send_result(laptop, travels.folder / "back").path])
    qtbot.waitUntil(lambda: opened.window.verbs.travel.progress.receipt.done == 1)


@pytest.fixture
def studies(qtbot, opened) -> StudiesDialog:
    opened.window.verbs.travel.show_studies()
    dialog = opened.window.findChild(StudiesDialog)
    qtbot.waitUntil(lambda: dialog.table.rowCount() == 1)
    return dialog


def test_studies_say_what_is_left(studies):
    assert [studies.table.item(0, column).text() for column in range(5)] == ["Pilot ✓", "2030-01-31", "4", "0", "never"]


def test_a_study_that_is_removed_leaves_nothing_but_its_minutes(qtbot, opened, studies):
    qtbot.mouseClick(studies.remove_button, Qt.MouseButton.LeftButton)
    box = studies.findChild(QMessageBox, "remove_study")
    remove = next(each for each in box.buttons() if each.text() == "Remove")
    qtbot.mouseClick(remove, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: study_of(opened) == "")
    qtbot.waitUntil(lambda: studies.table.rowCount() == 0)
    qtbot.waitUntil(lambda: opened.window.content.pages.currentWidget() is opened.window.content.welcome)
    assert "Pilot is removed: 4 deliverables" in opened.window.notices.text_of("study removed")
    studies.close()
