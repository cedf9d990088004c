"""The real window on a workspace of its own that holds the sample jobs."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from annotator.bootstrap import make_shell
from annotator.paths import resource
from annotator.ui.main_window import MainWindow
from annotator.ui.shell import Shell
from annotator.workflow.importing import import_files
from annotator.workflow.workspaces import open_workspace


@pytest.fixture(scope="session")
def filled_workspace(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workspace with the sample jobs, to be copied."""
    folder = tmp_path_factory.mktemp("samples") / "workspace"
    workbench = open_workspace(folder)
    report = import_files(workbench, [resource("samples", "samples.jsonl")])
    workbench.close()
    assert report.is_clean
    return folder


@pytest.fixture
def workspace(filled_workspace: Path, tmp_path: Path) -> Path:
    """A workspace with the sample jobs."""
    folder = tmp_path / "workspace"
    shutil.copytree(filled_workspace, folder)
    return folder


@pytest.fixture
def shell(qtbot: QtBot, workspace: Path) -> Iterator[Shell]:
    """The program's window with the first sample open."""
    made = opened_shell(qtbot, workspace)
    qtbot.waitUntil(lambda: made.window.review_screen.opening is not None, timeout=20_000)
    yield made
    assert made.close()


@pytest.fixture
def window(shell: Shell) -> MainWindow:
    """The main window with the first sample open."""
    return shell.window


def opened_shell(qtbot: QtBot, workspace: Path, size: tuple[int, int] = (1440, 900)) -> Shell:
    """Return the program's window on a workspace, which is open."""
    made = make_shell()
    made.window.resize(*size)
    try:
        with qtbot.waitSignal(made.desk.counts_changed, timeout=20_000):
            made.show(workspace)
        qtbot.waitUntil(made.window.isActiveWindow, timeout=20_000)
    except BaseException:
        made.close()
        raise
    return made
