"""The settings while the program runs: changed at once, stored at once, known to everybody who asks."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from annotator.errors import KnownError
from annotator.settings.connections import STORED_AS as CONNECTIONS
from annotator.settings.connections import connections_of, with_connections
from annotator.settings.store import Settings, load_settings, save_settings
from annotator.ui.keys import STORED_AS, Keymap

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from annotator.settings.connections import Connection
    from annotator.settings.schema import Value


class Preferences(QObject):
    """Holds the settings and their file.

    Signals:
        changed: a setting has another value now; its key (str), "keys" for the keymap.
        failed: the file could not be written (KnownError).
    """

    changed = Signal(str)
    failed = Signal(object)

    def __init__(self, path: Path, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._path = path
        self.settings = load_settings(path)

    @property
    def keymap(self) -> Keymap:
        """The keys in force."""
        stored = self.settings.overrides.get(STORED_AS)
        return Keymap(stored if isinstance(stored, dict) else {}, has_letters=self.settings.is_on("letter_keys"))

    def set_value(self, key: str, value: Value) -> None:
        """Change a setting."""
        if self.settings[key] != value:
            self._take(key, self.settings.with_value(key, value))

    def set_keymap(self, keymap: Keymap) -> None:
        """Change the keys."""
        others = {name: kept for name, kept in self.settings.overrides.items() if name != STORED_AS}
        keys = {act_id: list(each) for act_id, each in keymap.changed.items()}
        self._take(STORED_AS, Settings({**others, STORED_AS: keys} if keys else others))

    @property
    def connections(self) -> tuple[Connection, ...]:
        """The connections to models that were made."""
        return connections_of(self.settings)

    def set_connections(self, connections: Iterable[Connection]) -> None:
        """Change the connections; `changed` says "connections"."""
        self._take(CONNECTIONS, with_connections(self.settings, connections))

    def _take(self, key: str, settings: Settings) -> None:
        self.settings = settings
        try:
            save_settings(self._path, settings)
        except KnownError as error:
            self.failed.emit(error)
        self.changed.emit(key)
