"""An error in the program: what is told of it, what never is, and that nothing typed is lost."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QPushButton

from annotator.errors import KnownError
from annotator.paths import log_folder
from annotator.ui.crashes import CrashWatch, place_of, report_of
from annotator.ui.screens.report_dialog import ReportDialog
from annotator.workflow.sheets import QueueFilter
from annotator.workflow.workspaces import open_workspace
from tests.ui.crashing import KEY, NOTE, fail

BRIEF = "Larkmoor Cycles wants a blog article"


def live(way: str, folder: Path, expected: int = 0) -> dict[str, Any]:
    """Run a program's life; return what it printed."""
    command = [sys.executable, "-m", "tests.ui.crashing", way, str(folder)]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=240)
    assert (done.returncode == 0) is (expected == 0), done.stderr
    return json.loads(done.stdout.splitlines()[-1]) if expected == 0 else {}


def test_an_error_is_reported_without_the_job_and_what_was_typed_is_stored(workspace):
    told = live("error", workspace.parent)
    assert told["is_done"]
    (report,) = told["said"]
    saved = (workspace.parent / "report.txt").read_text(encoding="utf-8")
    logged = (log_folder() / "annotator.log").read_text(encoding="utf-8")
    assert saved == report + "\n"
    for text in (report, logged):
        assert "RuntimeError" in text
        assert "in fail" in text
        assert not [secret for secret in ("Larkmoor", "winter", KEY, "Bearer", NOTE) if secret in text]
        assert str(Path.home()) not in text
    workbench = open_workspace(workspace)
    (entry,) = workbench.entries(workbench.queue(QueueFilter())[:1])
    assert workbench.sheet(entry.key).review.note == NOTE
    workbench.close()
    assert not list(log_folder().glob("crash-*"))


def test_a_program_that_died_says_so_at_its_next_start_once(workspace):
    live("die", workspace.parent, expected=1)
    (report,) = live("after", workspace.parent)["said"]
    assert "Segmentation fault" in report
    assert "tests/ui/crashing.py" in report
    assert "Larkmoor" not in report
    assert live("after", workspace.parent)["said"] == []


@pytest.fixture
def report() -> str:
    """The report on an error that quotes a job and a key, in its words, in its cause and in its locals."""
    with pytest.raises(RuntimeError) as raised:
        fail(BRIEF, KEY)
    return report_of(raised.value)


def test_a_report_names_places_below_the_program_and_no_words(report):
    assert not [secret for secret in ("Larkmoor", KEY, "Bearer") if secret in report]
    assert "builtins.RuntimeError" in report
    assert "builtins.KeyError" in report
    assert "  tests/ui/crashing.py:" in report
    assert place_of("/home/ada/somewhere/module.py") == "module.py"


def test_a_report_is_copied_and_saved(qtbot, report, tmp_path):
    dialog = ReportDialog(report)
    qtbot.addWidget(dialog)
    dialog.findChild(QPushButton, "copy_report").click()
    assert QGuiApplication.clipboard().text() == report
    dialog.save(str(tmp_path / "report.txt"))
    assert (tmp_path / "report.txt").read_text(encoding="utf-8") == report + "\n"
    (tmp_path / "file").touch()
    with qtbot.waitSignal(dialog.failed) as failed:
        dialog.save(str(tmp_path / "file" / "report.txt"))
    assert isinstance(failed.args[0], KnownError)


def test_an_error_that_causes_itself_ends(report):
    error = ValueError()
    error.__cause__ = error
    assert report_of(error).splitlines()[1:] == ["builtins.ValueError"]


def test_what_cannot_be_written_or_read_does_not_stop_the_program(tmp_path):
    (tmp_path / "crash-1.txt").mkdir()
    (tmp_path / "file").touch()
    assert CrashWatch(tmp_path / "file").begin() == ""
    watch = CrashWatch(tmp_path / "none")
    assert watch.begin() == ""
    watch.end()
