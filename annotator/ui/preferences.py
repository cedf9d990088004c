"""The settings while the program runs: changed at once, stored at once, known to everybody who asks."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from annotator.errors import KnownError
from annotator.i18n import _
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
    """Holds the settings and their file. In safe mode everything has its default, and the file is not touched.

    `trouble` says what was wrong with the file, if anything was.

    Signals:
        changed: a setting has another value now; its key (str), "keys" for the keymap.
        failed: the file could not be written (KnownError).
    """

    changed = Signal(str)
    failed = Signal(object)

    def __init__(self, path: Path, parent: QObject | None = None, *, is_safe: bool = False) -> None:
        super().__init__(parent)
        self._path = path
        self.is_safe = is_safe
        self.trouble: KnownError | None = None
        self.settings = Settings() if is_safe else self._load()

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

    def _load(self) -> Settings:
        """Return what the file sets; whatever is wrong with it, the program starts."""
        is_there = self._path.exists()
        try:
            loaded = load_settings(self._path)
        except KnownError as error:
            self.trouble = error
            return Settings()
        if is_there and not self._path.exists():
            self.trouble = KnownError(
                _("Your settings could not be read; the usual ones hold now."),
                safe=_("The file was set aside as {path}.").format(path=f"{self._path}.broken"),
                hint=_("Set what you need again."),
            )
        return loaded

    def _take(self, key: str, settings: Settings) -> None:
        self.settings = settings
        if not self.is_safe:
            self._save()
        self.changed.emit(key)

    def _save(self) -> None:
        try:
            save_settings(self._path, self.settings)
        except KnownError as error:
            self.failed.emit(error)
