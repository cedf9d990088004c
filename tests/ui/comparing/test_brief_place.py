"""Another attempt or a file in the brief's place, chosen by keys."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from annotator.domain.spans import Span, SpanTarget
from annotator.ui.shell import Shell
from annotator.workflow.importing import import_files
from annotator.workflow.workspaces import open_workspace
from tests.ui.conftest import opened_shell

LONG = 20_000
TABLE = "name,minutes\nAda,*12*\n"


@pytest.fixture
def shell(qtbot: QtBot, tmp_path: Path) -> Iterator[Shell]:
    """A job with two attempts and a table."""
    (tmp_path / "data.csv").write_text(TABLE)
    file = {"name": "data.csv", "path": "data.csv", "sha256": hashlib.sha256(TABLE.encode()).hexdigest()}
    delivered = [{"id": f"j/{at}", "model": "hidden-model", "attempt": at, "content": f"Text {at}."} for at in (1, 2)]
    job = {"id": "j", "title": "T", "brief": "Please write.", "attachments": [file], "deliverables": delivered}
    other = {"id": "k", "title": "U", "brief": "Another.", "deliverables": [{"id": "k/1", "content": "Alone."}]}
    source = tmp_path / "jobs.json"
    source.write_text(json.dumps({"format": "annotator/1", "jobs": [job, other]}))
    workbench = open_workspace(tmp_path / "workspace")
    assert import_files(workbench, [source]).is_clean
    workbench.close()
    made = opened_shell(qtbot, tmp_path / "workspace")
    qtbot.waitUntil(lambda: made.window.review_screen.opening is not None)
    yield made
    assert made.close()


def choose(shell: Shell, downs: int) -> None:
    """Choose by keys from the menu behind the pane's title."""
    menu = shell.window.review_screen.brief_place.chooser.menu()
    menu.popup(QPoint(0, 0))
    for _time in range(downs):
        QTest.keyClick(menu, Qt.Key.Key_Down)
    QTest.keyClick(menu, Qt.Key.Key_Return)


def shown(shell: Shell) -> str:
    pane = shell.window.review_screen.brief_place.stack.currentWidget()
    return pane.pages.current.map.plain_text.strip() if pane.pages.current else ""


def test_an_attempt_and_a_file_take_the_briefs_place_and_give_it_back(qtbot, shell):
    screen = shell.window.review_screen
    assert shown(shell) == "Please write."
    choose(shell, 2)
    qtbot.waitUntil(lambda: shown(shell) == "Text 2.", timeout=LONG)
    assert screen.brief_place.chooser.accessibleName().endswith("hidden-model")
    choose(shell, 3)
    qtbot.waitUntil(lambda: "Ada,*12*" in shown(shell), timeout=LONG)
    shell.desk.open(screen.model.keys[1])
    qtbot.waitUntil(lambda: screen.opening.sheet.deliverable.attempt == 2)
    assert "Ada,*12*" in shown(shell)  # a file of the job stays for its next attempt
    screen.panel.span_shown.emit(Span(SpanTarget.BRIEF, 0, 6, "Please"))
    assert shown(shell) == "Please write."


def test_a_job_with_nothing_else_has_a_title_and_no_chooser(qtbot, shell):
    screen = shell.window.review_screen
    choose(shell, 3)
    qtbot.waitUntil(lambda: "Ada" in shown(shell), timeout=LONG)
    shell.desk.open(screen.model.keys[2])
    qtbot.waitUntil(lambda: shown(shell) == "Another.", timeout=LONG)
    assert not screen.brief_place.chooser.isVisible()
    assert screen.brief_place.title.isVisible()


def test_where_models_are_hidden_no_choice_names_one(qtbot, shell):
    shell.preferences.set_value("blind", True)
    qtbot.waitUntil(lambda: shell.window.review_screen.opening.sheet.is_blind)
    actions = shell.window.review_screen.brief_place.chooser.menu().actions()
    assert len(actions) == 3
    assert not any("hidden-model" in action.text() for action in actions)
