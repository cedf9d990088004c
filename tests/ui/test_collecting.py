"""Garbage is found on the GUI thread alone: a widget that another thread destroys takes the program down."""

from __future__ import annotations

import gc
import threading
import weakref
from collections.abc import Iterator

import pytest
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from annotator.garbage import left_lying
from annotator.ui.collecting import Collecting, oldest_due
from annotator.ui.shell import Shell


@pytest.fixture
def looking() -> Iterator[None]:
    """Python looks for garbage by itself, as in a program that has just begun."""
    gc.enable()
    yield
    gc.disable()


def throw_away(found: list[int]) -> None:
    """Leave a widget that only its own circle holds; the thread that finds it is noted."""
    widget = QWidget()
    widget.itself = widget
    weakref.finalize(widget, lambda: found.append(threading.get_ident()))


def make_much() -> None:
    """Make so many values that Python would look for garbage many times."""
    for _number in range(100_000):
        circle: list[object] = []
        circle.append(circle)


def make_all_due() -> None:
    """Let Python's next look be one through everything."""
    while gc.get_count()[2] <= gc.get_threshold()[2]:
        gc.collect(1)


def test_another_thread_never_finds_a_widget(qtbot: QtBot, looking):
    collecting = Collecting()
    make_all_due()
    found: list[int] = []
    throw_away(found)
    thread = threading.Thread(target=make_much)
    thread.start()
    thread.join()
    assert found == []
    qtbot.waitUntil(lambda: found != [], timeout=20_000)
    assert found == [threading.get_ident()]
    assert not gc.isenabled()
    collecting.deleteLater()


def test_what_makes_many_values_is_not_halted(qtbot: QtBot, looking):
    collecting = Collecting()
    found: list[int] = []
    throw_away(found)
    with left_lying():
        make_much()
        with qtbot.waitSignal(collecting.findChild(QTimer).timeout):
            pass
        assert found == []
    qtbot.waitUntil(lambda: found != [], timeout=20_000)
    collecting.deleteLater()


def test_the_window_looks_for_garbage_itself(shell: Shell):
    assert shell.findChild(Collecting) is not None


@pytest.mark.parametrize(
    ("counts", "due"),
    [((700, 10, 10), None), ((701, 10, 10), 0), ((701, 11, 10), 1), ((5, 11, 10), 1), ((701, 11, 11), 2)],
)
def test_it_looks_as_far_back_as_python_would(counts, due):
    assert oldest_due(counts, (700, 10, 10)) == due
