"""A coordinator's way: packs are made, results dropped, what came back is seen, packs are extended."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QMessageBox, QPushButton
from pytestqt.qtbot import QtBot

from annotator.domain.review import Verdict
from annotator.packs.values import PackOptions
from annotator.ui.shell import Shell
from annotator.ui.travelling.adjudication_window import AdjudicationWindow
from annotator.ui.travelling.create_dialog import CreateDialog
from annotator.ui.travelling.returns_window import ReturnsWindow
from annotator.ui.travelling.taking_in import RESULTS, taking_in
from annotator.workflow.adjudicating import disputes
from annotator.workflow.merging import merge_files
from annotator.workflow.pack_opening import open_pack
from annotator.workflow.result_sending import send_result
from annotator.workflow.returns import reviewer_returns
from tests.ui.conftest import opened_shell
from tests.unit.packs.travelling import Travels, ask_again, document, grade, refs


@pytest.fixture
def desk_of(qtbot: QtBot, travels: Travels) -> Iterator[Shell]:
    """The coordinator's window."""
    made = opened_shell(qtbot, travels.folder / "coordinator")
    qtbot.waitUntil(lambda: made.window.review_screen.opening is not None)
    yield made
    assert made.close()


def test_packs_are_made_for_everybody_who_is_named(qtbot, desk_of, tmp_path):
    desk_of.window.verbs.travel.create_packs()
    dialog = desk_of.window.findChild(CreateDialog)
    assert not dialog.create_button.isEnabled()
    qtbot.keyClicks(dialog.reviewers, "Ada")
    qtbot.keyClick(dialog.reviewers, Qt.Key.Key_Return)
    qtbot.keyClicks(dialog.reviewers, "Ben")
    dialog.folder.setText(str(tmp_path / "out"))
    dialog.overlap.setValue(100)
    qtbot.mouseClick(dialog.check, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: dialog.news.toPlainText() == "Nothing gives a model away.")
    qtbot.mouseClick(dialog.create_button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: "The packs are ready" in dialog.news.toPlainText())
    assert sorted(path.name for path in (tmp_path / "out").iterdir()) == ["Pilot_Ada.annotator", "Pilot_Ben.annotator"]
    dialog.close()


def test_a_reviewer_who_has_a_pack_is_said_in_the_dialog(qtbot, desk_of, tmp_path, pack):
    desk_of.window.verbs.travel.create_packs()
    dialog = desk_of.window.findChild(CreateDialog)
    qtbot.keyClicks(dialog.reviewers, "Ada")
    dialog.folder.setText(str(tmp_path / "out"))
    qtbot.mouseClick(dialog.create_button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: "Ada has a pack of this study" in dialog.news.toPlainText())
    assert dialog.create_button.isEnabled()
    dialog.close()


def test_results_that_are_dropped_are_counted(qtbot, desk_of, travels, pack):
    ada = travels.workspace("ada")
    open_pack(ada, pack)
    first, second, *_rest = refs(ada)
    grade(ada, first, seconds=90)
    ask_again(ada, second, "Kinder, please.")
    grade(ada, second, seconds=30)
    sent = send_result(ada, travels.folder / "back", "Why?")
    desk_of.open_files([sent.path])
    qtbot.waitUntil(lambda: desk_of.window.findChild(ReturnsWindow) is not None)
    view = desk_of.window.findChild(ReturnsWindow)
    qtbot.waitUntil(lambda: view.table.rowCount() == 1)
    texts = [view.table.item(0, column).text() for column in range(view.table.columnCount())]
    assert texts == ["Ada", "2030-01-31", "1", "4", "2", "0", "0", "2", "2.0", "2.0", "1", "0", "Why?"]
    assert "2 reviews added" in view.news.toPlainText()

    more = document(1)
    more["jobs"][0]["deliverables"] = [
        {"id": "b", "attempt": 2, "arm": "feedback", "parent": "model-beta/secret-1", "content": "Dearest client"}
    ]
    travels.take(more)
    view.extension_requested.emit(travels.folder / "more")
    qtbot.waitUntil(lambda: "1 pack was written" in view.news.toPlainText())
    assert (travels.folder / "more" / "Pilot_Ada_2.annotator").is_file()
    view.pay_list_requested.emit(travels.folder / "pay.csv")
    qtbot.waitUntil((travels.folder / "pay.csv").is_file)
    assert (travels.folder / "pay.csv").read_text("utf-8-sig").splitlines()[1].startswith("Ada,")
    view.close()


def test_a_third_decision_is_made_without_names(qtbot, desk_of, travels):
    for at, pack in enumerate(travels.pack("Ada", "Ben", options=PackOptions(overlap=1.0)).packs):
        workbench = travels.workspace(pack.manifest.reviewer.name)
        open_pack(workbench, pack.path)
        grade(workbench, refs(workbench)[1], Verdict.FAIL if at else Verdict.PASS)
        merge_files(travels.coordinator, [send_result(workbench, travels.folder / "back").path])
    desk_of.window.verbs.travel.adjudicate()
    view = desk_of.window.findChild(AdjudicationWindow)
    qtbot.waitUntil(lambda: view.list.count() == 1)
    assert view.list.item(0).text() == "≠  Letter 1"
    headings = [view.table.horizontalHeaderItem(column).text() for column in range(4)]
    assert headings == ["Criterion", "Review A", "Review B", "Decision"]
    assert view.table.item(1, 1).text().startswith("≠")
    view.verdict.setCurrentIndex(view.verdict.findData("fail"))
    view.cause.setCurrentIndex(view.cause.findData("ambiguous brief"))
    qtbot.mouseClick(view.decide_button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: view.list.item(0).text() == "✓  Letter 1")
    assert disputes(travels.coordinator)[0].decided == "fail"
    view.close()


def test_a_decision_before_everybody_sent_theirs_is_asked_about(qtbot, desk_of, travels):
    for name in ("Ada", "Ben", "Cem"):
        (pack,) = travels.pack(name).packs
        if name != "Cem":
            workbench = travels.workspace(name)
            open_pack(workbench, pack.path)
            grade(workbench, refs(workbench)[1])
            merge_files(travels.coordinator, [send_result(workbench, travels.folder / "back").path])
    desk_of.window.verbs.travel.adjudicate()
    view = desk_of.window.findChild(AdjudicationWindow)
    qtbot.waitUntil(lambda: view.list.count() == 1)
    assert view.list.item(0).text() == "…  Letter 1"
    assert view.awaited.text() == "No review of this has come yet from: Cem"

    def answer(label: str) -> None:
        qtbot.mouseClick(view.decide_button, Qt.MouseButton.LeftButton)
        qtbot.waitUntil(lambda: view.findChild(QMessageBox) is not None)
        (box,) = view.findChildren(QMessageBox)
        assert "Cem" in box.text()
        next(each for each in box.buttons() if each.text() == label).click()
        qtbot.waitUntil(lambda: view.findChild(QMessageBox) is None)

    with qtbot.assertNotEmitted(view.decided):
        answer("Wait")
    answer("Decide without them")
    qtbot.waitUntil(lambda: view.list.item(0).text() == "✓  Letter 1")
    assert disputes(travels.coordinator)[0].decided == "pass"
    view.close()


def test_taking_results_in_is_stopped_and_says_what_is_left(qtbot, desk_of, travels):
    sent = []
    for pack in travels.pack("Ada", "Ben", options=PackOptions(overlap=1.0)).packs:
        workbench = travels.workspace(pack.manifest.reviewer.name)
        open_pack(workbench, pack.path)
        grade(workbench, refs(workbench)[0])
        sent.append(send_result(workbench, travels.folder / "back").path)
    desk_of.window.verbs.travel.show_returns()
    view = desk_of.window.findChild(ReturnsWindow)
    qtbot.waitUntil(lambda: view.table.rowCount() == 2)
    taking = taking_in(desk_of.desk)

    with qtbot.waitSignal(taking.finished):
        view.files_given.emit(sent)
        assert view.notices.text_of(RESULTS) == "Taking results in…"
        (cancel,) = [each for each in view.notices.findChildren(QPushButton) if each.text() == "Cancel"]
        qtbot.mouseClick(cancel, Qt.MouseButton.LeftButton)
    names = ", ".join(path.name for path in sent)
    assert view.news.toPlainText() == f"Not taken in: {names}. Add them again when you wish."
    assert view.notices.text_of(RESULTS) is None
    assert not any(each.is_returned for each in reviewer_returns(travels.coordinator))

    with qtbot.waitSignals([taking.finished, taking.finished]):  # one batch waits for the other
        view.files_given.emit(sent[1:])
        view.files_given.emit(sent[:1])
        view.close()
    assert all(each.is_returned for each in reviewer_returns(travels.coordinator))
