"""What the window remembers by itself: its place on the screen, its panes, the size of the text, the last filter."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QByteArray, QSettings

from annotator.workflow.sheets import QueueFilter, QueueState

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from PySide6.QtWidgets import QWidget


class WindowState:
    """A small file beside the settings. It holds nothing that matters: a broken one is as good as none.

    Without a path, nothing is known and nothing is remembered.
    """

    def __init__(self, path: Path | None) -> None:
        self._store = QSettings(str(path), QSettings.Format.IniFormat) if path is not None else None

    def restore_geometry(self, window: QWidget) -> bool:
        """Put the window where it was; return whether that is known."""
        stored = self._store.value("geometry") if self._store is not None else None
        return isinstance(stored, QByteArray) and window.restoreGeometry(stored)

    def keep_geometry(self, window: QWidget) -> None:
        """Remember where the window is."""
        if self._store is not None:
            self._store.setValue("geometry", window.saveGeometry())

    def value(self, name: str) -> dict[str, Any]:
        """Return what was remembered under a name; empty if there is nothing."""
        try:
            found = json.loads(str(self._store.value(name, "{}"))) if self._store is not None else {}
        except (ValueError, RecursionError):
            return {}
        return found if isinstance(found, dict) else {}

    def keep(self, name: str, value: Mapping[str, object]) -> None:
        """Remember something under a name."""
        if self._store is not None:
            self._store.setValue(name, json.dumps(value))

    def sync(self) -> None:
        """Write the file now."""
        if self._store is not None:
            self._store.sync()


def filter_to_json(shown: QueueFilter) -> dict[str, object]:
    """Return a filter as plain values; its text is not remembered, or the queue would seem empty at the next start."""
    return {
        "states": sorted(state.value for state in shown.states),
        "categories": sorted(shown.categories),
        "models": sorted(shown.models),
        "languages": sorted(shown.languages),
        "is_flagged": shown.is_flagged,
    }


def filter_from_json(stored: Mapping[str, object]) -> QueueFilter:
    """Return the filter that `filter_to_json` wrote; what cannot be read does not filter."""

    def words(name: str) -> frozenset[str]:
        found = stored.get(name)
        return frozenset(str(word) for word in found) if isinstance(found, list) else frozenset()

    known = {state.value: state for state in QueueState}
    return QueueFilter(
        states=frozenset(known[word] for word in words("states") if word in known),
        categories=words("categories"),
        models=words("models"),
        languages=words("languages"),
        is_flagged=stored.get("is_flagged") is True,
    )
