"""Nothing in the window is cut off: in both languages, on small windows, with long criteria and with none."""

from __future__ import annotations

import contextlib
import json

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QFont, QFontMetrics
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QToolButton, QVBoxLayout, QWidget
from pytestqt.exceptions import TimeoutError as PytestQtTimeoutError

from annotator.domain.review import MarkKind
from annotator.ui.reading.view import ReadingView
from annotator.workflow.importing import import_files
from annotator.workflow.workspaces import open_workspace
from tests.ui.clipping import clipped
from tests.ui.conftest import opened_shell
from tests.ui.test_window import press

SIZES = ((1280, 720), (853, 480), (1920, 1080))
SUPPLIERS = (
    "Every supplier of the attached list is named, in the order of the list, with the unit price excluding VAT, and it "
    "is said on which page of which quotation the figure stands, so that it can be checked without opening the files."
)
KEY = (
    "The_key_of_the_configuration_is_one_long_word_without_any_place_to_break_it_and_it_stands_in_the_file at "
    "https://example.com/a/long/path/that/has/no/space/in/it/and/goes/on/for/quite/a/while?first=1&second=2."
)
DATES = (
    "すべての日付は西暦で書かれ、曜日が正しく、祝日の扱いが依頼文の別表と一致しており、"
    "発送日から起算した納期が営業日で計算されていること。"
)
FEEDBACK = "I1"
LONG = (SUPPLIERS, KEY, DATES)


@pytest.fixture(scope="module")
def long_job(tmp_path_factory):
    """A workspace with a job of twenty long criteria and one of none."""
    folder = tmp_path_factory.mktemp("long")
    kinds = ("critical", "important", "optional", "pitfall", None)
    rubric = [{"id": f"c{at}", "text": LONG[at % 3], "importance": kinds[at // 4]} for at in range(20)]
    jobs = [
        {"id": "long", "title": KEY, "brief": KEY, "category": KEY, "rubric": rubric},
        {"id": "none", "brief": DATES, "language": "ja"},
    ]
    for job in jobs:
        job["deliverables"] = [{"id": f"{job['id']}/1", "model": "m", "attempt": 1, "content": KEY}]
    path = folder / "jobs.json"
    path.write_text(json.dumps({"format": "annotator/1", "jobs": jobs}), encoding="utf-8")
    workbench = open_workspace(folder / "workspace")
    assert import_files(workbench, [path]).is_clean
    workbench.close()
    return folder / "workspace"


def settle(qtbot, window, size) -> None:
    """Resize the window and let everything in it find its place."""
    window.resize(*size)
    qtbot.waitUntil(lambda: window.width() == size[0])
    qtbot.waitUntil(lambda: not window.desk.has_unsaved)


def cut_off(qtbot, window) -> list[str]:
    """Return what is cut off once everything has found its place, which takes some rounds of layout."""
    with contextlib.suppress(PytestQtTimeoutError):
        qtbot.waitUntil(lambda: clipped(window) == [], timeout=1500)
    return clipped(window)


def look(qtbot, shell) -> list[str]:
    """Return what is cut off on any size, in each of the deliverable's tabs."""
    window, found = shell.window, []
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    window.review_screen.panel.take_focus()
    press(Qt.Key.Key_F)
    press(Qt.Key.Key_U)
    if (reasons := QApplication.activePopupWidget()) is not None:  # there is none where there are no criteria
        QTest.keyClick(reasons, Qt.Key.Key_1)
        qtbot.waitUntil(lambda: MarkKind.CANNOT_JUDGE in kinds_of_marks(window))
    for tab in ("read", "edit", "compare", FEEDBACK):
        open_tab(qtbot, window, tab)
        for size in SIZES:
            settle(qtbot, window, size)
            found += [f"{tab} {size}: {each}" for each in cut_off(qtbot, window)]
    window.content.acts["read"].trigger()
    return found


def kinds_of_marks(window) -> set[MarkKind | None]:
    return {mark.kind for mark in window.review_screen.opening.sheet.review.marks}


def open_tab(qtbot, window, tab: str) -> None:
    """Open one of the deliverable's tabs; for feedback the step is begun first."""
    if tab != FEEDBACK:
        window.content.acts[tab].trigger()
        return
    window.review_screen.stepping.begin(FEEDBACK)
    qtbot.waitUntil(lambda: window.review_screen.stepping.is_open, timeout=20_000)


@pytest.mark.parametrize("language", ["en", "ja"])
def test_the_samples_are_whole(qtbot, shell, language):
    shell.preferences.set_value("language", language)
    assert look(qtbot, shell) == []


@pytest.mark.parametrize("language", ["en", "ja"])
def test_long_criteria_and_none_are_whole(qtbot, long_job, language):
    shell = opened_shell(qtbot, long_job)
    qtbot.waitUntil(lambda: shell.window.review_screen.opening is not None)
    shell.preferences.set_value("language", language)
    found = look(qtbot, shell)
    shell.desk.open(shell.window.review_screen.model.keys[1])
    qtbot.waitUntil(lambda: shell.window.review_screen.opening.sheet.key == 2)
    found += look(qtbot, shell)
    assert shell.close()
    assert found == []


def test_the_check_finds_what_is_cut(qtbot):
    window = QWidget()
    qtbot.addWidget(window)
    column = QVBoxLayout(window)
    whole, cut, low = QLabel("short"), QLabel("a text that is wider than it may be"), QLabel("words that wrap " * 8)
    cut.setFixedWidth(60)
    low.setWordWrap(True)
    low.setFixedSize(200, 16)
    for each in (whole, cut, low):
        column.addWidget(each)
    window.show()
    qtbot.waitExposed(window)
    assert [each.split("'")[1][:6] for each in clipped(window)] == ["a text", "words "]


def test_a_picture_is_as_narrow_as_its_pane(qtbot, window):
    brief = window.review_screen.texts.brief
    for size in ((1920, 1080), (1280, 720)):
        settle(qtbot, window, size)
    qtbot.waitUntil(lambda: sideways(brief) == 0)


def sideways(pane: QWidget) -> int:
    """Return how far the text in sight scrolls sideways."""
    return max(each.horizontalScrollBar().maximum() for each in pane.findChildren(ReadingView) if each.isVisible())


def test_a_job_without_a_title_is_called_by_its_id(qtbot, long_job):
    shell = opened_shell(qtbot, long_job)
    qtbot.waitUntil(lambda: shell.window.review_screen.opening is not None)
    model = shell.window.review_screen.model
    qtbot.waitUntil(lambda: model.entry(2) is not None)
    title = model.entry(2).title
    assert shell.close()
    assert title == "none"


@pytest.mark.parametrize("language", ["en", "ja"])
def test_the_tabs_are_whole_in_a_narrow_pane_whichever_is_chosen(qtbot, shell, language):
    shell.preferences.set_value("language", language)
    window = shell.window
    open_tab(qtbot, window, FEEDBACK)
    header = window.review_screen.header
    header.setFixedWidth(380)
    settle(qtbot, window, (1280, 720))
    for tab in header.findChildren(QToolButton, "pane_tab"):
        tab.setChecked(True)
        QApplication.processEvents()
        assert tab.isVisible()
        bold = QFont(tab.font())
        bold.setWeight(QFont.Weight.DemiBold)
        frame = 2 * (6 + 1)
        assert tab.width() >= QFontMetrics(bold).horizontalAdvance(tab.text()) + frame, tab.text()
    attempts = header.findChild(QToolButton, "link")
    assert attempts.width() >= attempts.sizeHint().width()
    assert attempts.accessibleName() == ("Attempt 1" if language == "en" else "1回目")
