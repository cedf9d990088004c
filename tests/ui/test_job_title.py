"""The job's title stands whole above its brief, whatever room the queue has."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from annotator.ui.shell import Shell
from annotator.ui.widgets.job_title import JobTitle
from annotator.workflow.importing import import_files
from annotator.workflow.workspaces import open_workspace
from tests.ui.conftest import opened_shell

ALONE = "Write three slogans for a bakery that opens at five in the morning"
ENDLESS = "endless " * 200
JOBS = (
    {"id": "a", "title": ALONE},
    {"id": "b", "title": "Sort the list …", "brief": "## Sort the list  \nof clinics."},
    {"id": "c", "title": ENDLESS, "brief": "Read."},
    {"id": "d", "brief": "No title."},
)


@pytest.fixture
def shell(qtbot: QtBot, tmp_path: Path) -> Iterator[Shell]:
    """The window, as narrow as it may be, on jobs with titles of all kinds."""
    jobs = [{**job, "deliverables": [{"id": f"{job['id']}/1", "content": "Text."}]} for job in JOBS]
    source = tmp_path / "jobs.json"
    source.write_text(json.dumps({"format": "annotator/1", "jobs": jobs}))
    workbench = open_workspace(tmp_path / "workspace")
    assert import_files(workbench, [source]).is_clean
    workbench.close()
    made = opened_shell(qtbot, tmp_path / "workspace", (1280, 720))
    qtbot.waitUntil(lambda: made.window.review_screen.opening is not None)
    yield made
    assert made.close()


def test_a_title_is_shown_whole_unless_the_brief_says_it_first(qtbot, shell):
    title = shell.window.review_screen.findChild(JobTitle)
    assert title.isVisible()
    assert title.text() == ALONE

    for job in "bcd":
        QTest.keyClick(shell.window, Qt.Key.Key_PageDown, Qt.KeyboardModifier.ControlModifier)
        qtbot.waitUntil(lambda job=job: shell.window.review_screen.opening.sheet.job.id == job)
        assert title.isVisible() is (job == "c"), job


def test_an_endless_title_leaves_room_for_the_brief_and_is_whole_in_its_tool_tip(qtbot, shell):
    screen = shell.window.review_screen
    shell.window.review_screen.open_neighbour(2)
    qtbot.waitUntil(lambda: screen.opening.sheet.job.id == "c")
    title = screen.findChild(JobTitle)

    assert title.text().endswith("…")
    assert title.toolTip() == title.accessibleName() == ENDLESS.strip()
    qtbot.waitUntil(lambda: title.height() < screen.texts.brief.height() / 2)
