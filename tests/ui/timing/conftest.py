"""A clock whose time is told, and a review it measures."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from annotator.domain.ids import DeliverableId, ReviewRef, StudyId
from annotator.formats.markdown.render import render
from annotator.storage.database import open_database
from annotator.ui.desk import Desk
from annotator.ui.house import House
from annotator.ui.timing.clock import ActivityClock
from annotator.workflow.commands import Command
from annotator.workflow.sheets import QueueFilter, Sheet
from annotator.workflow.workbench import Workbench
from tests.unit.small_study import ADA, add_small_study

REF = ReviewRef(StudyId("study"), DeliverableId("job/1"))
OTHER = ReviewRef(StudyId("study"), DeliverableId("job/2"))


class Watch:
    """A time that moves when it is told to."""

    def __init__(self) -> None:
        self.seconds = 1000.0

    def __call__(self) -> float:
        return self.seconds

    def moment(self) -> str:
        return f"2026-11-23T12:{int(self.seconds - 1000) // 60:02}:{int(self.seconds - 1000) % 60:02}.000Z"


@pytest.fixture
def watch() -> Watch:
    return Watch()


@pytest.fixture
def clock(qtbot: QtBot, watch: Watch) -> Iterator[ActivityClock]:
    made = ActivityClock(seconds=watch, moment=watch.moment)
    made.open(REF)
    yield made
    made.leave()


@pytest.fixture
def stored(clock: ActivityClock) -> list[Command]:
    commands: list[Command] = []
    clock.command_requested.connect(commands.append)
    return commands


@pytest.fixture
def desk(qtbot: QtBot, tmp_path: Path) -> Iterator[Desk]:
    """Return a desk with the small study open."""
    path = tmp_path / "annotator.sqlite"
    database = open_database(path)
    add_small_study(database)
    database.close()
    workbench = Workbench(open_database(path), ADA, tmp_path / "files")
    made = Desk()
    with qtbot.waitSignal(made.ready):
        made.start(lambda: House(workbench, render, "small", tmp_path, workbench.close))
    yield made
    assert made.close()


@pytest.fixture
def sheet(desk: Desk) -> Sheet:
    """Return the first deliverable's sheet."""
    return desk.house.workbench.sheet(next(iter(desk.house.workbench.queue(QueueFilter()))))
