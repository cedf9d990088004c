"""The results window, by key, on a real workspace with its worker process."""

from __future__ import annotations

import csv
import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QLineEdit
from pytestqt.qtbot import QtBot

from annotator.domain.moments import now
from annotator.domain.review import ReviewStatus, Verdict
from annotator.errors import Refused
from annotator.packs.values import PackOptions
from annotator.storage.database import reading
from annotator.ui.lane import Lane
from annotator.ui.results.figure_view import FigureView
from annotator.ui.results.money_dialog import MoneyDialog
from annotator.ui.results.money_page import MoneyPage
from annotator.ui.results.table_view import TableView
from annotator.ui.results.window import ResultsWindow
from annotator.ui.screens.settings_dialog import SettingsDialog
from annotator.ui.shell import Shell
from annotator.workflow.commands import SetStatus, SetVerdict
from annotator.workflow.importing import import_files
from annotator.workflow.pack_opening import open_pack
from annotator.workflow.results import asking
from annotator.workflow.results.composing import page
from annotator.workflow.results.pages.values import Topic
from annotator.workflow.results.plots.look import Look
from annotator.workflow.results.question import Assumptions, Field, Question
from annotator.workflow.workspaces import open_workspace
from tests import studies
from tests.ui.conftest import opened_shell
from tests.unit.packs.travelling import Travels


@pytest.fixture(scope="module")
def graded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workspace with the fixture of M19 and gaps on its failures, to be copied."""
    folder = tmp_path_factory.mktemp("graded")
    content = studies.m19()
    for job in content["jobs"]:
        for deliverable in job["deliverables"]:
            (review,) = deliverable["reviews"]
            review["tags"] = (
                [{"code": "S01"}] if review["verdict"] == "pass" else [{"code": "G04", "severity": "major"}]
            )
    content["jobs"].append(studies.job("open", studies.deliverable("open/1"), category="Writing"))
    workbench = open_workspace(folder / "workspace")
    report = import_files(workbench, [studies.write(folder, content)])
    asking.assume(workbench.database, Assumptions(hourly_rate=30))
    workbench.close()
    assert report.is_clean
    return folder / "workspace"


@pytest.fixture
def shell(qtbot: QtBot, graded: Path, tmp_path: Path) -> Iterator[Shell]:
    folder = tmp_path / "graded"
    shutil.copytree(graded, folder)
    made = opened_shell(qtbot, folder)
    yield made
    close(qtbot, made)


def close(qtbot: QtBot, shell: Shell) -> None:
    """Close the window once nothing is under way: a page is computed for longer than closing waits."""
    lanes = shell.desk.findChildren(Lane)
    qtbot.waitUntil(lambda: all(lane.is_empty for lane in lanes), timeout=60_000)
    assert shell.close()


@pytest.fixture
def results(qtbot: QtBot, shell: Shell) -> ResultsWindow:
    """The results window, opened by its key, with the first page shown."""
    qtbot.waitUntil(lambda: shell.window.review_screen.opening is not None, timeout=20_000)
    QTest.keyClick(shell.window, Qt.Key.Key_R, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: bool(shell.window.findChildren(ResultsWindow)), timeout=20_000)
    (opened,) = shell.window.findChildren(ResultsWindow)
    wait_for_page(qtbot, opened, Topic.STEP_IN)
    return opened


def wait_for_page(qtbot: QtBot, results: ResultsWindow, topic: Topic) -> None:
    results.show_topic(topic)
    view = results.view(topic)
    qtbot.waitUntil(lambda: view.page is not None, timeout=60_000)
    qtbot.waitUntil(lambda: all(not each.pixmap().isNull() for each in view.findChildren(FigureView)), timeout=60_000)


def tables(results: ResultsWindow, topic: Topic) -> dict[str, TableView]:
    return {each.accessibleName(): each for each in results.view(topic).findChildren(TableView)}


def rows(table: TableView) -> list[list[str]]:
    return [[table.item(row, at).text() for at in range(table.columnCount())] for row in range(table.rowCount())]


def test_says_where_to_step_in_with_figures_and_reasons(results: ResultsWindow) -> None:
    (table,) = tables(results, Topic.STEP_IN).values()
    by_group = {row[0]: row for row in rows(table)}

    assert list(by_group) == ["Data", "Writing", "Translation", "Design"]  # by what stepping in brings
    assert by_group["Writing"][1] == "9/20  45 % [26–66]"
    assert by_group["Design"][18] == "Uncertain, collect more"
    notes = [label.text() for label in results.view(Topic.STEP_IN).findChildren(QLabel, "resultsNote")]
    assert any("Design: Uncertain, collect more." in note for note in notes)
    figures = results.view(Topic.STEP_IN).findChildren(QLabel, "figure")
    assert len(figures) == 5
    drawn = [figure.pixmap().deviceIndependentSize().toSize() for figure in figures]
    assert [figure.size() for figure in figures] == drawn  # what stands below did not move when they were drawn
    assert "Writing 9/20 → 15/20" in figures[0].accessibleName()


def test_a_gap_opens_the_deliverables_behind_it(qtbot: QtBot, results: ResultsWindow, shell: Shell) -> None:
    wait_for_page(qtbot, results, Topic.MISSING)
    gaps = tables(results, Topic.MISSING)["Gaps"]
    failures = int(rows(gaps)[0][1].split("/")[0])
    gaps.setCurrentCell(0, 0)
    gaps.setFocus()
    with qtbot.waitSignal(shell.desk.queue_shown, timeout=20_000) as shown:
        qtbot.keyClick(gaps, Qt.Key.Key_Return)

    assert len(shown.args[0]) == failures == 33 + 18


def test_every_page_has_something_to_say(qtbot: QtBot, results: ResultsWindow) -> None:
    for topic in Topic:
        wait_for_page(qtbot, results, topic)
    assert "Models" in tables(results, Topic.MODELS)
    assert "Each reviewer" in tables(results, Topic.PROGRESS)
    empty = [label.text() for label in results.view(Topic.REVIEWERS).findChildren(QLabel, "quiet")]
    assert "Nothing was reviewed by two reviewers yet." in empty


def test_a_submitted_review_changes_the_page(qtbot: QtBot, results: ResultsWindow, shell: Shell) -> None:
    workbench = shell.desk.house.workbench
    key = workbench.queue(shell.window.review_screen.queue.filter)[-1]
    ref = workbench.sheet(key).ref
    shell.desk.run(SetVerdict(ref, Verdict.PASS))
    shell.desk.run(SetStatus(ref, ReviewStatus.SUBMITTED, at=now()))

    def has_changed() -> bool:
        found = tables(results, Topic.STEP_IN).get("Where to step in")
        return found is not None and any(row[1].startswith("10/21") for row in rows(found))

    qtbot.waitUntil(has_changed, timeout=60_000)


def test_money_is_asked_for_and_remembered(qtbot: QtBot, results: ResultsWindow, shell: Shell) -> None:
    dialog = MoneyDialog(Assumptions(hourly_rate=30), results)
    qtbot.addWidget(dialog)
    dialog.findChild(QLineEdit, "hourly_rate").setText("lots")
    dialog._choose()
    assert dialog.findChild(QLabel, "refusal").isVisibleTo(dialog)
    dialog.findChild(QLineEdit, "hourly_rate").setText("45")
    dialog.findChild(QLineEdit, "exchange").setText("JPY=0.0067")
    with qtbot.waitSignal(dialog.chosen) as chosen:
        dialog._choose()

    assert chosen.args[0] == Assumptions(hourly_rate=45, exchange=(("JPY", 0.0067),))


def test_the_hourly_rate_is_set_in_the_settings_too(qtbot: QtBot, results: ResultsWindow, shell: Shell) -> None:
    dialog = SettingsDialog(shell.preferences, frozenset(), shell.window, shell.desk)
    qtbot.addWidget(dialog)
    (page,) = dialog.findChildren(MoneyPage)
    rate, currency = (page.findChild(QLineEdit, name) for name in ("hourly_rate", "currency"))
    qtbot.waitUntil(rate.isEnabled, timeout=20_000)
    assert (rate.text(), currency.text()) == ("30", "")

    rate.setText("lots")
    rate.editingFinished.emit()
    assert "Nothing was changed." in page.findChild(QLabel, "refusal").text()
    rate.setText("1234567.5")  # a currency may have large numbers
    rate.editingFinished.emit()
    currency.setText(" EUR ")  # left before the rate is stored
    with qtbot.waitSignals([shell.desk.assumed, shell.desk.assumed], timeout=20_000):
        currency.editingFinished.emit()

    assert (rate.text(), currency.text()) == ("1234567.5", "EUR")
    wanted = Assumptions(hourly_rate=1234567.5, currency="EUR")
    assert asking.assumptions(shell.desk.house.workbench.database) == wanted
    assert results.question.assumed == wanted
    shell.desk.assume(Assumptions(hourly_rate=20))  # as the results window does
    qtbot.waitUntil(lambda: (rate.text(), currency.text()) == ("20", ""), timeout=20_000)


def test_a_bar_opens_the_deliverables_behind_it(qtbot: QtBot, results: ResultsWindow, shell: Shell) -> None:
    wait_for_page(qtbot, results, Topic.MISSING)
    gaps, strengths = results.view(Topic.MISSING).findChildren(FigureView)
    gaps.setFocus()
    for key in (Qt.Key.Key_Up, Qt.Key.Key_Down):  # there is one gap only
        qtbot.keyClick(gaps, key)
    assert re.fullmatch(r"G04 .* 51/93", gaps.accessibleDescription())
    with qtbot.waitSignal(shell.desk.queue_shown, timeout=20_000) as shown:
        qtbot.keyClick(gaps, Qt.Key.Key_Return)
    assert len(shown.args[0]) == 51

    top, bottom = strengths.bands[0]
    middle = QPoint(60, round((top + bottom) / 2 * strengths.pixmap().deviceIndependentSize().height()))
    with qtbot.waitSignal(shell.desk.queue_shown, timeout=20_000) as shown:
        qtbot.mouseClick(strengths, Qt.MouseButton.LeftButton, pos=middle)
    assert len(shown.args[0]) == 93 - 51


def test_figures_without_anything_behind_them_take_no_focus(results: ResultsWindow) -> None:
    for figure in results.view(Topic.STEP_IN).findChildren(FigureView):
        assert figure.focusPolicy() == Qt.FocusPolicy.NoFocus


def test_a_page_without_its_figures_says_why_and_keeps_the_rest(results: ResultsWindow) -> None:
    view = results.view(Topic.STEP_IN)
    view.show_page(view.page, Look())
    view.show_undrawn("It took too long.")

    assert {figure.text() for figure in view.findChildren(FigureView) if figure.isVisible()} == {"It took too long."}
    assert rows(view.findChildren(TableView)[-1])[0][0] == "Data"


def test_saves_a_figure_as_picture_and_its_numbers(qtbot: QtBot, results: ResultsWindow, tmp_path: Path) -> None:
    asked = Question((Field.CATEGORY,), assumed=Assumptions(hourly_rate=30))
    with reading(results._desk.house.workbench.database) as session:
        (figure, *_others) = page(session, Topic.STEP_IN, asked).figures
    for kind, beginning in (("svg", b"<?xml"), ("png", b"\x89PNG"), ("csv", "\ufeffgroup,first_k".encode())):
        path = tmp_path / f"figure.{kind}"
        results.save_figure(figure, kind, path)
        qtbot.waitUntil(path.exists, timeout=60_000)
        assert path.read_bytes().startswith(beginning)

    rows = list(csv.DictReader((tmp_path / "figure.csv").read_text(encoding="utf-8-sig").splitlines()))
    by_name = {row["group"]: row for row in rows}
    assert list(by_name) == ["Data", "Writing", "Translation", "Design"]
    assert (by_name["Writing"]["first_k"], by_name["Writing"]["first_n"]) == ("9", "20")
    assert (float(by_name["Writing"]["first"]), float(by_name["Writing"]["overall"])) == (0.45, 0.75)


def test_saves_the_report(qtbot: QtBot, results: ResultsWindow, tmp_path: Path) -> None:
    results.save_report(tmp_path / "report.html")
    qtbot.waitUntil((tmp_path / "report.html").exists, timeout=60_000)
    html = (tmp_path / "report.html").read_text(encoding="utf-8")
    assert "<svg" in html
    assert "<script" not in html
    assert "src=" not in html


@pytest.mark.parametrize("shows_results", [False, True])
def test_a_pack_says_whether_its_reviewer_sees_results(qtbot: QtBot, tmp_path: Path, shows_results: bool) -> None:
    travels = Travels(tmp_path)
    travels.prepare()
    (pack,) = travels.pack("Ada", options=PackOptions(shows_results=shows_results)).packs
    open_pack(travels.workspace("ada", "Ada"), pack.path)
    travels.close()
    shell = opened_shell(qtbot, tmp_path / "ada")
    qtbot.waitUntil(lambda: shell.window.review_screen.opening is not None, timeout=20_000)
    QTest.keyClick(shell.window, Qt.Key.Key_R, Qt.KeyboardModifier.ControlModifier)
    if shows_results:
        qtbot.waitUntil(lambda: bool(shell.window.findChildren(ResultsWindow)), timeout=20_000)
        wait_for_page(qtbot, shell.window.findChildren(ResultsWindow)[0], Topic.PROGRESS)
    else:
        qtbot.waitUntil(lambda: shell.window.notices.text_of("results") is not None, timeout=20_000)
        assert not shell.window.findChildren(ResultsWindow)
        with pytest.raises(Refused, match="not shown"):
            asking.answer(shell.desk.house.workbench.database, Question())
    close(qtbot, shell)
