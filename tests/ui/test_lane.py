from __future__ import annotations

import threading

import pytest
from PySide6.QtCore import QCoreApplication
from pytestqt.qtbot import QtBot

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


def test_draining_waits_for_work_but_not_for_ever(qtbot, lane):
    go_on = threading.Event()
    lane.submit(go_on.wait, lambda _result: None, pytest.fail)
    assert not lane.drain(timeout_ms=20)
    go_on.set()
    assert lane.drain(timeout_ms=2000)


def test_a_result_after_the_lane_is_gone_reaches_nobody(qtbot):
    lane = Lane("short")
    results: list[int] = []
    lane.submit(lambda: 1, results.append, pytest.fail)
    assert lane.drain(timeout_ms=2000)
    lane.deleteLater()
    QCoreApplication.sendPostedEvents(lane)
    assert results in ([], [1])
