"""Which key does what: the table's own keys, those the reviewer changed, and the keys that nobody may take."""

from __future__ import annotations

import re
import sys
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence

from annotator.i18n import _
from annotator.ui.acts import ACTS, BY_ID, Where

if TYPE_CHECKING:
    from collections.abc import Mapping

    from PySide6.QtGui import QKeyEvent

STORED_AS: Final = "keys"
"""The name under which the settings file holds changed keys: act id to a list of keys."""

_RESERVED: Final = re.compile(
    r"(Alt\+(?!.*(?:Tab|F\d)).*"  # accents, menus
    r"|Ctrl\+(Alt|Shift\+Alt)\+.*|Ctrl\+Space|Shift\+Space|Ctrl\+;|Ctrl\+Shift\+U"  # AltGr, input methods
    r"|(Ctrl|Meta)\+[HM]|(Ctrl|Meta)\+Shift\+[345]"  # Command keys of macOS
    r"|(Shift\+)?[\[\]\\`{}|~]|(Shift\+)?(Return|Enter|Space|Tab|Esc|Backtab))"
)
_SINGLE: Final = re.compile(r"(Shift\+)?[^+]|\+")
_COMMAND: Final = (
    Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier | Qt.KeyboardModifier.MetaModifier
)

# Where the Latin letters are, by what the system calls the key. Windows counts as the Linux kernel does; X11 adds 8.
_ROWS: Final = ((16, "QWERTYUIOP"), (30, "ASDFGHJKL"), (44, "ZXCVBNM"))
_PC: Final = {start + at: letter for start, row in _ROWS for at, letter in enumerate(row)}
_MAC: Final = dict(
    zip(
        (*range(10), 11, 12, 13, 14, 15, 16, 17, 31, 32, 34, 35, 37, 38, 40, 45, 46),
        "ASDFHGZXCVBQWERYTOUIPLJKNM",
        strict=True,
    )
)
_X11_OFFSET: Final = 8


class Keymap:
    """The keys in force. `changed` holds only what differs from the table."""

    def __init__(self, changed: Mapping[str, object], *, has_letters: bool) -> None:
        self.changed: dict[str, tuple[str, ...]] = {}
        self.has_letters = has_letters
        for act_id, keys in changed.items():
            if act_id in BY_ID and isinstance(keys, list | tuple) and all(isinstance(key, str) for key in keys):
                self.changed[act_id] = tuple(portable(key) for key in keys)

    def all_keys(self, act_id: str) -> tuple[str, ...]:
        """Return an act's keys, those that a setting turned off included."""
        return self.changed.get(act_id, BY_ID[act_id].keys)

    def keys(self, act_id: str) -> tuple[str, ...]:
        """Return the keys that do the act now."""
        return tuple(key for key in self.all_keys(act_id) if self.has_letters or not is_single(key))

    def badge(self, act_id: str) -> str:
        """Return the act's first key as the platform writes it; empty if it has none now, or there is no such act."""
        keys = self.keys(act_id) if act_id in BY_ID else ()
        return QKeySequence(keys[0]).toString(QKeySequence.SequenceFormat.NativeText) if keys else ""

    def act_of(self, key: str) -> str | None:
        """Return the id of the act that a key does now."""
        return next((act.id for act in ACTS if key in self.keys(act.id)), None)

    def held_back_in_fields(self) -> frozenset[str]:
        """Return the keys that must not act while a text field has the focus."""
        return frozenset(portable(key) for act in ACTS if act.where is not Where.ANY for key in self.keys(act.id))

    def refusal(self, act_id: str, key: str) -> str | None:
        """Return why an act cannot have a key, or `None` if it can."""
        if _RESERVED.fullmatch(key):
            return _("{key} belongs to the system, to input methods or to text.").format(key=native(key))
        for other in ACTS:
            if other.id != act_id and key in self.all_keys(other.id):
                return _("{key} is already “{act}”.").format(key=native(key), act=_(other.text))
        if is_single(key) and BY_ID[act_id].where is Where.ANY:
            return _("“{act}” also acts in text fields, where {key} is typed.").format(
                key=native(key), act=_(BY_ID[act_id].text)
            )
        return None

    def with_keys(self, act_id: str, keys: tuple[str, ...]) -> Keymap:
        """Return the keymap with an act's keys changed; the table's own are not stored."""
        others = {name: kept for name, kept in self.changed.items() if name != act_id}
        if keys != BY_ID[act_id].keys:
            others[act_id] = keys
        return Keymap(others, has_letters=self.has_letters)


def portable(key: str) -> str:
    """Return a key in Qt's portable spelling, which is how keys are compared and stored."""
    return QKeySequence(key).toString(QKeySequence.SequenceFormat.PortableText)


def native(key: str) -> str:
    """Return a key as the platform writes it."""
    return QKeySequence(key).toString(QKeySequence.SequenceFormat.NativeText)


def is_single(key: str) -> bool:
    """Return whether a key is a single character, with or without Shift."""
    return _SINGLE.fullmatch(key) is not None


def pressed(event: QKeyEvent) -> str:
    """Return the key that was pressed, in the portable spelling."""
    return QKeySequence(event.keyCombination()).toString(QKeySequence.SequenceFormat.PortableText)


def latin_key(event: QKeyEvent) -> str | None:
    """Return the key that stands in the pressed place of a Latin keyboard, if the layout's own letter is not Latin."""
    if not event.text() or event.text().isascii() or event.modifiers() & _COMMAND:
        return None
    letter = _letter_at(event)
    shift = "Shift+" if event.modifiers() & Qt.KeyboardModifier.ShiftModifier else ""
    return f"{shift}{letter}" if letter else None


def _letter_at(event: QKeyEvent) -> str | None:
    if sys.platform == "darwin":
        return _MAC.get(event.nativeVirtualKey())
    code = event.nativeScanCode()
    return _PC.get(code if sys.platform == "win32" else code - _X11_OFFSET)
