from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from annotator.packs.values import PackOptions
from annotator.ui.screens.help_window import HelpWindow
from annotator.ui.shell import Shell
from tests.ui.conftest import opened_shell
from tests.unit.packs.travelling import Travels


@pytest.fixture
def travels(tmp_path: Path) -> Iterator[Travels]:
    """A coordinator with two jobs."""
    travels = Travels(tmp_path)
    travels.prepare(2)
    yield travels
    travels.close()


@pytest.fixture
def pack(travels: Travels) -> Path:
    """Ada's pack of the two jobs."""
    options = PackOptions(deadline="2030-01-31")
    return travels.pack("Ada", options=options, instructions="# Be fair\n\nRead it all.").packs[0].path


@pytest.fixture
def empty(qtbot: QtBot, tmp_path: Path) -> Iterator[Shell]:
    """The program's window on an empty workspace."""
    made = opened_shell(qtbot, tmp_path / "reviewer")
    yield made
    assert made.close()


@pytest.fixture
def opened(qtbot: QtBot, empty: Shell, pack: Path) -> Shell:
    """The window with Ada's pack open, its instructions read."""
    empty.open_files([pack])
    qtbot.waitUntil(lambda: empty.window.review_screen.opening is not None)
    qtbot.waitUntil(lambda: empty.window.verbs.travel.progress is not None)
    qtbot.waitUntil(lambda: not empty.window.verbs.travel.progress.has_new_instructions)
    empty.window.findChild(HelpWindow).close()
    qtbot.waitUntil(lambda: empty.window.findChild(HelpWindow) is None)
    empty.window.activateWindow()
    qtbot.waitUntil(empty.window.isActiveWindow)
    return empty
