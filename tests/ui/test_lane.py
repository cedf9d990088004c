from __future__ import annotations

import threading
from functools import partial

import pytest
from PySide6.QtCore import QCoreApplication, QObject
from pytestqt.qtbot import QtBot
from shiboken6 import delete

from annotator.errors import DomainError
from annotator.ui.lane import Lane


@pytest.fixture
def lane(qtbot: QtBot) -> Lane:
    return Lane("test")


def test_jobs_run_in_order_elsewhere_and_land_here(qtbot, lane):
    landed: list[tuple[int, bool]] = []
    here = threading.get_ident()
    with qtbot.waitSignal(lane.emptied):
        for number in range(50):
            lane.submit(
                lambda number=number: (number, threading.get_ident() != here),
                landed.append,
                pytest.fail,
            )
    assert landed == [(number, True) for number in range(50)]


def test_an_error_lands_as_an_error_and_the_lane_goes_on(qtbot, lane):
    errors: list[Exception] = []
    results: list[int] = []

    def refuse() -> int:
        raise DomainError("no")

    with qtbot.waitSignal(lane.emptied):
        lane.submit(refuse, results.append, errors.append)
        lane.submit(lambda: 7, results.append, errors.append)
    assert [str(error) for error in errors] == ["no"]
    assert results == [7]


def test_closing_waits_for_work_but_not_for_ever(qtbot, lane):
    go_on = threading.Event()
    lane.submit(go_on.wait, lambda _result: None, pytest.fail)
    assert not lane.close(timeout_ms=20)
    go_on.set()
    assert lane.close(timeout_ms=2000)


def test_closing_finishes_what_waits_or_drops_it(qtbot):
    for finishes_all, expected in ((True, list(range(20))), (False, [0])):
        lane, done = Lane("test"), []
        begun, go_on = threading.Event(), threading.Event()

        def first(done=done, begun=begun, go_on=go_on) -> None:
            done.append(0)
            begun.set()
            go_on.wait()

        lane.submit(first, pytest.fail, pytest.fail)
        assert begun.wait(5)
        for number in range(1, 20):
            lane.submit(lambda number=number, done=done: done.append(number), pytest.fail, pytest.fail)
        threading.Timer(0.05, go_on.set).start()
        assert lane.close(timeout_ms=5000, finishes_all=finishes_all)
        QCoreApplication.processEvents()
        assert done == expected


def test_a_closed_lane_takes_nothing_and_delivers_nothing(qtbot, lane):
    lane.submit(lambda: 1, pytest.fail, pytest.fail)
    assert lane.close(timeout_ms=2000, finishes_all=True)
    lane.submit(lambda: 2, pytest.fail, pytest.fail)
    QCoreApplication.processEvents()
    assert lane.close(timeout_ms=0)


def test_what_was_asked_for_by_somebody_who_is_gone_lands_nowhere(qtbot, lane):
    class Asker(QObject):
        def take(self, number: int) -> None:
            self.setObjectName(str(number))

        def take_named(self, _name: str, number: int) -> None:
            self.take(number)

    asker = Asker()
    with qtbot.captureExceptions() as caught, qtbot.waitSignal(lane.emptied):
        lane.submit(lambda: 1, asker.take, pytest.fail)
        lane.submit(lambda: 2, partial(asker.take_named, "x"), pytest.fail)
        delete(asker)
    assert not caught
