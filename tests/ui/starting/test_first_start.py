"""The first start on an empty profile: what is asked, the ways to begin, the tour, and none of it in the way."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QComboBox, QDialog, QLineEdit, QPushButton
from pytestqt.qtbot import QtBot

from annotator.domain.review import MarkKind
from annotator.ui import theme
from annotator.ui.main_window import MainWindow
from annotator.ui.shell import Shell
from annotator.ui.starting.first_steps import TOUR
from annotator.ui.starting.tour import Tour
from annotator.workflow.workspaces import open_workspace
from tests.ui.clipping import clipped
from tests.ui.conftest import opened_shell
from tests.ui.test_window import marks, press


@pytest.fixture
def first(qtbot: QtBot, tmp_path: Path) -> Iterator[Shell]:
    """The window at the very first start."""
    made = opened_shell(qtbot, tmp_path / "workspace")
    qtbot.waitUntil(lambda: made.window.content.pages.currentWidget() is made.window.content.welcome)
    yield made
    assert made.close()


def field(window: MainWindow, kind: type, name: str):
    return window.content.welcome.findChild(kind, name)


def begin_with_samples(qtbot: QtBot, shell: Shell) -> Tour:
    """Try the samples, by key; return the tour that follows."""
    button = field(shell.window, QPushButton, "try_samples")
    button.setFocus()
    with qtbot.waitSignal(shell.desk.opened, timeout=20_000):
        QTest.keyClick(button, Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: shell.window.findChild(Tour) is not None, timeout=20_000)
    return shell.window.findChild(Tour)


def titles(tour: Tour, go: Qt.Key) -> list[str]:
    """Walk on by a key until the tour stays where it is; return the titles on the way."""
    seen = [tour.stop.title]
    while True:
        press(go)
        if not tour.card.isVisible() or tour.stop.title == seen[-1]:
            return seen
        seen.append(tour.stop.title)


def test_the_first_page_asks_for_language_name_and_look_and_nothing_else_opens(first):
    window = first.window
    assert not [each for each in window.findChildren(QDialog) if each.isVisible()]
    assert field(window, QComboBox, "language").hasFocus()
    assert all(field(window, kind, name) for kind, name in ((QLineEdit, "reviewer"), (QComboBox, "colours")))
    assert window.findChild(Tour) is None


def test_the_language_changes_at_once_and_the_focus_stays(qtbot, first):
    language = field(first.window, QComboBox, "language")
    for _system_english_japanese in range(2):
        language = field(first.window, QComboBox, "language")
        QTest.keyClick(language, Qt.Key.Key_Down)
    qtbot.waitUntil(lambda: field(first.window, QPushButton, "try_samples").text() == "サンプルを試す")
    assert QApplication.focusWidget() is field(first.window, QComboBox, "language")
    assert first.window.content.pages.currentWidget() is first.window.content.welcome


def test_the_look_changes_at_once(first):
    colours = field(first.window, QComboBox, "colours")
    colours.setFocus()
    for is_dark in (False, True):
        QTest.keyClick(colours, Qt.Key.Key_Down)
        assert theme.is_dark() is is_dark


def test_the_name_counts_from_the_first_review_on(qtbot, first, tmp_path):
    name = field(first.window, QLineEdit, "reviewer")
    name.setFocus()
    QTest.keyClicks(name, "Ada")
    begin_with_samples(qtbot, first).end()
    with qtbot.waitSignal(first.desk.saved, timeout=20_000):
        press(Qt.Key.Key_P)
    assert "reviewer" not in (first.window.notices._notices)
    elsewhere = open_workspace(tmp_path / "workspace")
    assert elsewhere.reviewer.name == "Ada"
    elsewhere.close()


def test_the_tour_is_walked_by_keys_and_comes_again_only_when_asked_for(qtbot, first, tmp_path):
    tour = begin_with_samples(qtbot, first)
    assert QApplication.focusWidget() is tour.card
    forth = titles(tour, Qt.Key.Key_Right)
    assert 4 <= len(forth) <= 6
    assert first.window.findChild(Tour) is None
    assert first.window.review_screen.panel.isAncestorOf(QApplication.focusWidget())
    assert first.close()

    again = opened_shell(qtbot, tmp_path / "workspace")
    qtbot.waitUntil(lambda: again.window.review_screen.opening is not None, timeout=20_000)
    assert again.window.findChild(Tour) is None
    assert again.window.notices.text_of(TOUR) is None
    again.window.content.acts["tour"].trigger()
    tour = again.window.findChild(Tour)
    assert titles(tour, Qt.Key.Key_Return) == forth
    assert again.close()


def test_the_tour_goes_back_and_escape_ends_it(qtbot, window):
    window.content.acts["tour"].trigger()
    tour = window.findChild(Tour)
    press(Qt.Key.Key_Left)
    first = tour.stop
    press(Qt.Key.Key_Space)
    assert tour.stop is not first
    press(Qt.Key.Key_Left)
    assert tour.stop is first
    press(Qt.Key.Key_Escape)
    assert window.findChild(Tour) is None


def test_the_window_works_while_the_tour_is_shown(qtbot, window):
    window.content.acts["tour"].trigger()
    tour = window.findChild(Tour)
    with qtbot.waitSignal(window.desk.changed, timeout=20_000):
        press(Qt.Key.Key_P)
    assert marks(window) == [MarkKind.PASS]
    window.content.acts["tour"].trigger()
    assert [each for each in window.findChildren(Tour) if each.isVisible()] != [tour]


@pytest.mark.parametrize("language", ["en", "ja"])
def test_every_stop_is_whole_on_small_windows(qtbot, shell, language):
    shell.preferences.set_value("language", language)
    window = shell.window
    qtbot.waitUntil(lambda: window.review_screen.opening is not None, timeout=20_000)
    for size in ((853, 480), (1280, 720)):
        window.resize(*size)
        qtbot.waitUntil(lambda size=size: window.width() == size[0])
        window.content.acts["tour"].trigger()
        tour = window.findChild(Tour)
        while tour.card.isVisible():
            assert window.content.rect().contains(tour.card.geometry())
            assert window.content.rect().contains(tour.ring)
            assert tour.ring.height() > 20
            qtbot.waitUntil(lambda tour=tour: clipped(tour.card) == [])
            tour.go_on()


@pytest.mark.parametrize("language", ["en", "ja"])
def test_the_first_page_is_whole_on_small_windows(qtbot, first, language):
    first.preferences.set_value("language", language)
    window = first.window
    for size in ((853, 480), (1280, 720)):
        window.resize(*size)
        qtbot.waitUntil(lambda size=size: window.width() == size[0])
        qtbot.waitUntil(lambda: window.content.welcome.isVisible() and clipped(window) == [], timeout=20_000)


def test_a_workspace_that_has_jobs_shows_neither_page_nor_tour(window):
    assert window.content.pages.currentWidget() is window.review_screen
    assert window.notices.text_of(TOUR) is None
    assert window.findChild(Tour) is None
