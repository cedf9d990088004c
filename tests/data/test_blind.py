"""Blind on the shared jobs, where most ids hold the model's name: nothing says it before the review is done."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QApplication, QPushButton
from pytestqt.qtbot import QtBot

from annotator.domain.review import ReviewStatus, Verdict
from annotator.settings.connections import Connection
from annotator.ui.generating.dialog import RoundDialog
from annotator.ui.outbox.window import OutboxWindow
from annotator.ui.shell import Shell
from annotator.ui.widgets.filter_popup import FilterPopup
from annotator.workflow.commands import SetStatus, SetVerdict
from annotator.workflow.export_formats import FORMATS
from annotator.workflow.exporting import ExportWish, export_file
from annotator.workflow.importing import import_files
from annotator.workflow.sheets import QueueFilter
from annotator.workflow.workspaces import open_workspace
from tests.data.markdown_corpus import DATA
from tests.ui.conftest import opened_shell
from tests.ui.everything_said import everything_said
from tests.ui.steppingin.test_guess import be_asked, finish

pytestmark = pytest.mark.data

JOBS = 3
"""Of each file: each has several models."""

AT = "2026-11-25T12:00:00.000Z"
TABS = ("read", "edit", "compare")
LONG = 20_000


def jobs_of(name: str) -> list[dict]:
    lines = (DATA / "jobs" / name).read_text(encoding="utf-8").split("\n")[:JOBS]
    return [json.loads(line) for line in lines]


@pytest.fixture(scope="module")
def jobs() -> list[dict]:
    """Return some jobs of files in whose ids models are named."""
    names = ("arena_bench.jsonl", "prometheus_rubric.jsonl", "pandalm_human3.jsonl")
    return [job for name in names for job in jobs_of(name)]


@pytest.fixture(scope="module")
def models(jobs: list[dict]) -> set[str]:
    """Return the models' names, but for those that the texts themselves speak of."""
    texts = json.dumps([[job["title"], job["brief"], job["category"], job["rubric"]] for job in jobs])
    texts += json.dumps([each["content"] for job in jobs for each in job["deliverables"]])
    named = {each["model"] for job in jobs for each in job["deliverables"]}
    kept = {name for name in named if name.lower() not in texts.lower()}
    assert len(kept) >= 8
    assert any(name in each["id"] for name in kept for job in jobs for each in job["deliverables"])
    return kept


@pytest.fixture
def shell(qtbot: QtBot, tmp_path: Path, jobs: list[dict]) -> Iterator[Shell]:
    source = tmp_path / "jobs.json"
    source.write_text(json.dumps({"format": "annotator/1", "study": {"id": "s", "name": "S"}, "jobs": jobs}))
    workbench = open_workspace(tmp_path / "workspace")
    assert import_files(workbench, [source]).is_clean
    workbench.close()
    made = opened_shell(qtbot, tmp_path / "workspace")
    qtbot.waitUntil(lambda: made.window.review_screen.opening is not None)
    made.preferences.set_value("blind", True)
    qtbot.waitUntil(lambda: made.window.review_screen.opening.sheet.is_blind)
    yield made
    assert made.close()


def naming(texts: set[str], models: set[str]) -> list[tuple[str, str]]:
    return [(model, text[:200]) for text in texts for model in models if model.lower() in text.lower()]


def look_everywhere(qtbot: QtBot, shell: Shell) -> set[str]:
    """Open every tab of the open deliverable, the filter and the menu of the ways to step in."""
    window, screen = shell.window, shell.window.review_screen
    said = set(everything_said())
    for tab in TABS:
        window.content.acts.trigger(tab)
        qtbot.waitUntil(lambda: not shell.desk.has_unsaved)
        said |= everything_said()
    screen.stepping.open_menu()
    said |= everything_said()
    screen.stepping.menu.hide()
    popup = screen.queue.findChild(FilterPopup)
    popup.open_at(QPoint(0, 0), QueueFilter())
    said |= everything_said()
    popup.hide()
    return said


def test_no_widget_names_a_model_before_the_review_is_done(qtbot, shell, models):
    desk, screen = shell.desk, shell.window.review_screen
    for key in list(screen.model.keys)[:8]:
        desk.open(key)
        qtbot.waitUntil(lambda key=key: screen.opening.sheet.key == key)
        desk.run(SetVerdict(screen.opening.sheet.ref, Verdict.FAIL))
        qtbot.waitUntil(lambda: screen.opening.sheet.review.verdict is Verdict.FAIL)
        assert naming(look_everywhere(qtbot, shell), models) == []


def test_no_way_to_a_model_names_one_before_the_review_is_done(qtbot, shell, models):
    """The box that sends, the outbox and the dialog of first attempts, with connections to the very models hidden."""
    window, desk, screen = shell.window, shell.desk, shell.window.review_screen
    hidden = sorted(models)[:2]
    shell.preferences.set_connections(
        [
            Connection(f"Server {number}", f"http://localhost:{number}/v1", model)
            for number, model in enumerate(hidden, 1)
        ]
    )
    desk.run(SetVerdict(screen.opening.sheet.ref, Verdict.FAIL))
    qtbot.waitUntil(lambda: screen.opening.sheet.review.verdict is Verdict.FAIL)
    screen.stepping.begin("I1")
    qtbot.waitUntil(lambda: screen.stepping.is_open)
    box = screen.stepping.pane.sending
    screen.stepping.pane.findChild(QPushButton, "send").click()
    qtbot.waitUntil(lambda: box.view.toPlainText() != "", timeout=LONG)
    assert box.choice.count() == len(hidden)
    assert naming(everything_said(), models) == []
    window.content.acts.trigger("outbox")
    qtbot.waitUntil(lambda: [len(each.lines) for each in window.findChildren(OutboxWindow)] == [1], timeout=LONG)
    outbox = window.findChild(OutboxWindow)
    assert naming(everything_said(), models) == []
    outbox.send.click()
    qtbot.waitUntil(lambda: outbox.is_sending and outbox.sending.view.toPlainText() != "", timeout=LONG)
    assert naming(everything_said(), models) == []
    outbox.close()
    window.content.acts.trigger("generate")
    qtbot.waitUntil(lambda: bool(window.findChildren(RoundDialog)), timeout=LONG)
    plan = window.findChild(RoundDialog).plan
    qtbot.waitUntil(lambda: plan.count > 0 and plan.view.toPlainText() != "", timeout=LONG)
    assert naming(everything_said(), models) == []


def test_the_question_which_model_it_was_names_none(qtbot, shell, models):
    window, screen = shell.window, shell.window.review_screen
    be_asked(window)
    shell.desk.open(screen.model.keys[1])
    qtbot.waitUntil(lambda: screen.opening.sheet.key == screen.model.keys[1])
    be_asked(window)
    window.content.show_anew()
    workbench = shell.desk.house.workbench
    qtbot.waitUntil(lambda: screen.opening.sheet.review.reviewer == workbench.reviewer.id)
    screen.panel.take_focus()
    finish(qtbot, window)
    assert QApplication.focusWidget().accessibleName() == "Which model made this, do you think?"
    assert naming(everything_said(), models) == []


def test_once_it_is_done_the_window_says_which_model_it_was(qtbot, shell):
    desk, screen = shell.desk, shell.window.review_screen
    desk.run(SetStatus(screen.opening.sheet.ref, ReviewStatus.SUBMITTED, AT))
    qtbot.waitUntil(screen.recheck.isVisible)
    model = screen.opening.sheet.entry.model
    assert screen.recheck.text == f"Now that it is done: {model} made it."
    assert (model, screen.recheck.text) in naming(everything_said(), {model})


@pytest.mark.parametrize("name", [name for name in FORMATS if not FORMATS[name].is_folder])
def test_no_export_names_a_model_before_everything_is_done(shell, models, tmp_path, name):
    workbench = shell.desk.house.workbench
    workbench.run(SetVerdict(workbench.sheet(workbench.queue(QueueFilter())[0]).ref, Verdict.FAIL))
    output = tmp_path / f"export-{name}"
    export_file(workbench, output, ExportWish(name))
    written = output.read_bytes().lower()
    assert [model for model in models if model.lower().encode() in written] == []
