"""The queue as Qt sees it: the keys of all rows, and the entries of those that were looked at."""

from __future__ import annotations

from array import array
from bisect import bisect_left
from collections import OrderedDict
from enum import IntEnum
from typing import TYPE_CHECKING, Any, Final

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt, QTimer, Signal, Slot
from typing_extensions import override

from annotator.i18n import _
from annotator.ui.queue_words import spoken

if TYPE_CHECKING:
    from collections.abc import Iterable

    from annotator.workflow.sheets import QueueEntry

Index = QModelIndex | QPersistentModelIndex

_PAGE: Final = 64
_KEPT: Final = 4096
_NO_PARENT: Final = QModelIndex()


class QueueRole(IntEnum):
    """Data of a queue row beyond what Qt's own roles offer."""

    ENTRY = Qt.ItemDataRole.UserRole
    KEY = Qt.ItemDataRole.UserRole + 1
    IS_CURRENT = Qt.ItemDataRole.UserRole + 2


class QueueModel(QAbstractTableModel):
    """A read-only mirror that never asks the database: it says which rows it lacks and is told.

    Signals:
        rows_requested: keys of rows that are looked at and not loaded (array of int).
    """

    rows_requested = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._keys = array("q")
        self._entries: OrderedDict[int, QueueEntry] = OrderedDict()
        self._wanted: set[int] = set()
        self._asked: set[int] = set()
        self._current: int | None = None
        self._ask_soon = QTimer(self, interval=0, singleShot=True)
        self._ask_soon.timeout.connect(self._ask)

    @property
    def keys(self) -> array[int]:
        """The keys of all rows, ascending."""
        return self._keys

    def show_keys(self, keys: array[int]) -> None:
        """Show these rows; entries that are known stay known."""
        if keys == self._keys:
            return
        self.beginResetModel()
        self._keys = keys
        self._wanted.clear()
        self.endResetModel()

    def show_entries(self, entries: Iterable[QueueEntry]) -> None:
        """Fill in rows that were loaded."""
        for entry in entries:
            self._asked.discard(entry.key)
            self._entries[entry.key] = entry
            self._repaint(entry.key)
        while len(self._entries) > _KEPT:
            self._entries.popitem(last=False)

    def show_entry(self, entry: QueueEntry) -> None:
        """Repaint the one row that a change was about."""
        self.show_entries((entry,))

    def show_current(self, key: int | None) -> None:
        """Point out the row that is open."""
        before, self._current = self._current, key
        for each in (before, key):
            if each is not None:
                self._repaint(each)

    def forget_entries(self) -> None:
        """Load every row again when it is looked at: somebody else wrote."""
        self._asked.clear()
        known = list(self._entries)[-_PAGE * 2 :]
        self.rows_requested.emit(array("q", known))

    def row_of(self, key: int) -> int | None:
        """Return the row of a key, if the filter shows it."""
        row = bisect_left(self._keys, key)
        return row if row < len(self._keys) and self._keys[row] == key else None

    def neighbour(self, key: int, step: int) -> int | None:
        """Return the key `step` rows away; a key that the filter hides counts as standing where it would."""
        row = bisect_left(self._keys, key)
        is_shown = row < len(self._keys) and self._keys[row] == key
        target = row + step - (1 if step > 0 and not is_shown else 0)
        return self._keys[target] if 0 <= target < len(self._keys) else None

    def entry(self, key: int) -> QueueEntry | None:
        """Return the entry of a key, if it is loaded."""
        return self._entries.get(key)

    @override
    def rowCount(self, parent: Index = _NO_PARENT) -> int:
        return 0 if parent.isValid() else len(self._keys)

    @override
    def columnCount(self, parent: Index = _NO_PARENT) -> int:
        return 0 if parent.isValid() else 1

    @override
    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid() or not 0 <= index.row() < len(self._keys):
            return None
        key = self._keys[index.row()]
        match role:
            case QueueRole.KEY:
                return key
            case QueueRole.IS_CURRENT:
                return key == self._current
        entry = self._entries.get(key)
        if entry is None:
            self._want(index.row())
            return _("Loading…") if role == Qt.ItemDataRole.AccessibleTextRole else None
        return _shown(entry, role)

    @override
    def flags(self, index: Index) -> Qt.ItemFlag:
        if not index.isValid():
            return Qt.ItemFlag.NoItemFlags
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemNeverHasChildren

    def _repaint(self, key: int) -> None:
        row = self.row_of(key)
        if row is not None:
            index = self.index(row, 0)
            self.dataChanged.emit(index, index)

    def _want(self, row: int) -> None:
        self._wanted.add(row // _PAGE)
        if not self._ask_soon.isActive():
            self._ask_soon.start()

    @Slot()
    def _ask(self) -> None:
        pages, self._wanted = sorted(self._wanted), set()
        missing = array("q")
        for page in pages[-4:]:  # after a quick scroll only the last pages are still in sight
            for key in self._keys[page * _PAGE : (page + 1) * _PAGE]:
                if key not in self._entries and key not in self._asked:
                    missing.append(key)
        if missing:
            self._asked.update(missing)
            self.rows_requested.emit(missing)


def _shown(entry: QueueEntry, role: int) -> object:
    match role:
        case Qt.ItemDataRole.DisplayRole:
            return entry.title
        case Qt.ItemDataRole.ToolTipRole:
            return " · ".join(part for part in (entry.title, entry.category, entry.model) if part)
        case Qt.ItemDataRole.AccessibleTextRole:
            return spoken(entry)
        case QueueRole.ENTRY:
            return entry
        case _:
            return None
