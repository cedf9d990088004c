from __future__ import annotations

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent

from annotator.ui import keys as keys_module
from annotator.ui.acts import ACTS, BY_ID, Where
from annotator.ui.keys import Keymap, is_single, latin_key, portable


@pytest.fixture
def keymap() -> Keymap:
    return Keymap({}, has_letters=True)


def test_no_key_does_two_things(keymap):
    keys = [key for act in ACTS for key in keymap.keys(act.id)]
    assert len(keys) == len(set(keys))


def test_the_table_spells_keys_as_they_are_compared():
    assert {key: portable(key) for act in ACTS for key in act.keys if portable(key) != key} == {}


def test_the_tables_own_keys_are_free_to_take(keymap):
    assert {act.id: keymap.refusal(act.id, key) for act in ACTS for key in act.keys if keymap.refusal(act.id, key)} == {
        "search": "“Search the queue” also acts in text fields, where / is typed."
    }


@pytest.mark.parametrize(
    "key",
    [
        "Alt+P",
        "Ctrl+Alt+E",
        "Ctrl+Space",
        "Shift+Space",
        "Ctrl+;",
        "Ctrl+Shift+U",
        "Ctrl+H",
        "Ctrl+M",
        "[",
        "\\",
        "`",
        "Return",
        "Enter",
        "Ctrl+Shift+3",
        "Tab",
        "Esc",
        "Space",
    ],
)
def test_keys_of_the_system_and_of_input_methods_are_refused(keymap, key):
    assert "belongs to the system" in keymap.refusal("mark_pass", portable(key))


def test_a_taken_key_is_refused_with_its_reason(keymap):
    assert keymap.refusal("mark_pass", "F") == "F is already “Fail, then on”."
    assert keymap.refusal("mark_pass", "P") is None
    assert keymap.refusal("mark_pass", "X") is None
    assert "typed" in keymap.refusal("next", "X")


def test_changed_keys_are_kept_and_the_usual_ones_are_not(keymap):
    changed = keymap.with_keys("mark_pass", ("X",))
    assert changed.keys("mark_pass") == ("X",)
    assert changed.act_of("X") == "mark_pass"
    assert changed.act_of("P") is None
    assert changed.with_keys("mark_pass", BY_ID["mark_pass"].keys).changed == {}


def test_what_is_stored_wrongly_is_left_out():
    assert Keymap({"mark_pass": 7, "nonsense": ["X"], "mark_fail": ["ctrl+b"]}, has_letters=True).changed == {
        "mark_fail": ("Ctrl+B",)
    }


def test_a_setting_turns_every_single_letter_off():
    keymap = Keymap({}, has_letters=False)
    left = [key for act in ACTS for key in keymap.keys(act.id)]
    assert not [key for key in left if is_single(key)]
    assert keymap.badge("mark_pass") == ""
    assert keymap.keys("done") == ("Ctrl+Enter", "Ctrl+Return")


def test_keys_that_act_anywhere_are_not_single():
    single = {act.id for act in ACTS if act.where is Where.ANY and any(is_single(key) for key in act.keys)}
    assert single == {"search"}  # "/" is typed in a text field, and its other key acts there


@pytest.mark.parametrize(("scan_code", "letter"), [(33, "P"), (41, "F"), (24, "Q"), (52, "Z"), (58, "M"), (9, None)])
def test_a_letter_of_another_script_is_the_latin_one_in_its_place(monkeypatch, scan_code, letter):
    monkeypatch.setattr(keys_module.sys, "platform", "linux")
    event = QKeyEvent(QEvent.Type.KeyPress, 0x0437, Qt.KeyboardModifier.NoModifier, scan_code, 0, 0, "з")
    assert latin_key(event) == letter


def test_shift_goes_with_it_and_commands_do_not(monkeypatch):
    monkeypatch.setattr(keys_module.sys, "platform", "linux")
    shifted = QKeyEvent(QEvent.Type.KeyPress, 0x041E, Qt.KeyboardModifier.ShiftModifier, 44, 0, 0, "О")
    command = QKeyEvent(QEvent.Type.KeyPress, 0x041E, Qt.KeyboardModifier.ControlModifier, 44, 0, 0, "О")
    latin = QKeyEvent(QEvent.Type.KeyPress, Qt.Key.Key_J, Qt.KeyboardModifier.NoModifier, 44, 0, 0, "j")
    assert [latin_key(event) for event in (shifted, command, latin)] == ["Shift+J", None, None]
