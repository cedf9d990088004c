"""Settings and look of the window: broken ones are set aside, safe mode goes by none of them; neither is fatal."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QSettings, Qt
from pytestqt.qtbot import QtBot

from annotator.bootstrap import make_shell
from annotator.cli.main import main
from annotator.domain.review import MarkKind
from annotator.paths import settings_file
from annotator.ui import theme
from annotator.ui.shell import Shell
from tests.ui.test_window import marks, press

DARK = {"colours": "dark", "language": "ja", "reviewer": "Ada", "blind": True, "keys": {"mark_pass": ["X"]}}

BROKEN: dict[str, bytes] = {
    "empty": b"",
    "cut off": b'{"colours": "da',
    "list": b"[1, 2]",
    "text": b'"dark"',
    "number": b"7",
    "nested without end": b"[" * 100_000,
    "not UTF-8": b'{"reviewer": "\xff\xfe"}',
    "UTF-16": '{"colours": "dark"}'.encode("utf-16"),
    "zip": b"PK\x03\x04" + bytes(200),
    "zeros": bytes(4096),
}

ODD: dict[str, Any] = {
    "every value a list": {key: [[]] for key in ("colours", "language", "reviewer", "blind", "away_minutes", "keys")},
    "every value null": dict.fromkeys(("colours", "language", "reviewer", "pass_rule", "keys", "connections")),
    "unknown words": {"colours": "mauve", "language": "tlh", "pass_rule": "rule of tomorrow", "away_minutes": 10**30},
    "no text": {"reviewer": "\ud800\0"},
    "odd keys": {"keys": {"mark_pass": [7], "no such act": ["X"], "done": "X", "settings": ["", "Ctrl+"]}},
    "odd connections": {"connections": [1, {}, {"name": []}, {"name": "n", "base_url": "::", "model": 7}]},
}

WINDOWS: dict[str, bytes] = {
    "no ini": bytes(range(256)),
    "odd values": b'[General]\ngeometry=7\npanes="[1]"\nediting="{"\nzoom="{\\"brief\\": 1000000}"\nfilter="null"\n',
    "odd sizes": b'[General]\npanes="{\\"sizes\\": {\\"wide::0\\": [\\"a\\", 9e99]}, \\"folded\\": [[], true]}"\n',
    "odd filter": b'[General]\nfilter="{\\"states\\": [[], 7], \\"categories\\": 7, \\"is_flagged\\": \\"yes\\"}"\n',
    "deep": b'[General]\npanes="' + b"[" * 50_000 + b'"\n',
}


def started(qtbot: QtBot, workspace: Path, *, is_safe: bool = False) -> Shell:
    """Return the program's window with the first sample open."""
    shell = make_shell(is_safe=is_safe)
    shell.show(workspace)
    qtbot.waitUntil(lambda: shell.desk.is_ready and shell.window.review_screen.opening is not None, timeout=20_000)
    qtbot.waitUntil(shell.window.isActiveWindow)
    return shell


def works(qtbot: QtBot, shell: Shell) -> bool:
    """Return whether a mark is made and stored, and the window closes."""
    shell.window.review_screen.panel.take_focus()
    with qtbot.waitSignal(shell.desk.changed, timeout=20_000):
        press(Qt.Key.Key_P)
    assert marks(shell.window) == [MarkKind.PASS]
    return shell.close()


def settings(content: bytes) -> Path:
    path = settings_file()
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
    return path


@pytest.mark.parametrize("name", BROKEN)
def test_broken_settings_are_set_aside_and_said(qtbot, workspace, name):
    path = settings(BROKEN[name])
    shell = started(qtbot, workspace)
    said = shell.window.notices.text_of(shell.preferences.trouble.what)
    assert "Your settings could not be read" in said
    assert f"{path}.broken" in said
    assert works(qtbot, shell)
    assert path.with_name("settings.json.broken").read_bytes() == BROKEN[name]


@pytest.mark.parametrize("name", ODD)
def test_odd_values_count_as_the_usual_ones_and_stay_in_the_file(qtbot, workspace, name):
    path = settings(json.dumps(ODD[name]).encode())
    shell = started(qtbot, workspace)
    assert shell.preferences.trouble is None
    assert works(qtbot, shell)
    assert json.loads(path.read_bytes()) == ODD[name]


@pytest.mark.parametrize("name", WINDOWS)
def test_a_broken_look_is_as_good_as_none(qtbot, workspace, name):
    path = settings(b"{}").with_name("window.ini")
    path.write_bytes(WINDOWS[name])
    assert works(qtbot, started(qtbot, workspace))
    assert QSettings(str(path), QSettings.Format.IniFormat).value("panes")


def test_settings_that_cannot_be_read_do_not_stop_the_program(qtbot, workspace):
    settings_file().mkdir(parents=True)
    shell = started(qtbot, workspace)
    assert "could not be read" in shell.window.notices.text_of(shell.preferences.trouble.what)
    with qtbot.waitSignal(shell.preferences.failed):
        shell.preferences.set_value("away_minutes", 9)
    assert works(qtbot, shell)


def test_safe_mode_goes_by_nothing_that_was_set_and_keeps_it(qtbot, workspace):
    path = settings(json.dumps(DARK).encode())
    first = started(qtbot, workspace)
    qtbot.waitUntil(first.window.isActiveWindow)
    first.window.resize(1000, 500)
    assert theme.is_dark()
    assert first.close()
    window_file = path.with_name("window.ini")
    before = window_file.read_bytes()

    safe = started(qtbot, workspace, is_safe=True)
    assert not theme.is_dark()
    assert safe.window.width() != 1000
    assert "Safe mode" in safe.window.notices.text_of("safe mode")
    assert safe.desk.house.workbench.reviewer.name == "Ada"
    assert safe.desk.house.workbench.is_blind()
    safe.preferences.set_value("away_minutes", 9)
    assert works(qtbot, safe)
    assert json.loads(path.read_bytes()) == DARK
    assert window_file.read_bytes() == before


def test_safe_mode_starts_over_broken_settings_and_leaves_them(qtbot, workspace):
    path = settings(b"{")
    assert works(qtbot, started(qtbot, workspace, is_safe=True))
    assert path.read_bytes() == b"{"


def test_the_command_line_knows_it(capsys):
    with pytest.raises(SystemExit):
        main(["--help"])
    assert "--safe-mode" in capsys.readouterr().out
