"""Choosing a strength or gap by typing, with one's own tags and a gap's severity."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QModelIndex, QObject, QSize, Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent, QStandardItem, QStandardItemModel
from PySide6.QtWidgets import QFrame, QLineEdit, QListView, QVBoxLayout, QWidget
from typing_extensions import override

from annotator.domain.review import Severity
from annotator.domain.taxonomy import TagDefinition, TagKind
from annotator.i18n import _, current_language
from annotator.ui.parts import plain_label
from annotator.ui.words import severity_word

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtGui import QHideEvent

_WIDTH, _ROWS = 360, 10
_CODE = Qt.ItemDataRole.UserRole
_SEVERITY_KEYS = {
    Qt.Key.Key_1: Severity.CRITICAL,
    Qt.Key.Key_2: Severity.MAJOR,
    Qt.Key.Key_3: Severity.MINOR,
    Qt.Key.Key_Return: None,
    Qt.Key.Key_Enter: None,
}


class TagPicker(QFrame):
    """A small window over the text: type to filter, Up and Down, Enter; for a gap then 1, 2 or 3; Esc leaves.

    Signals:
        tag_chosen: a tag's code and severity (str, Severity or None).
        own_tag_chosen: the label of a new tag and its severity (str, Severity or None).
        closed: the picker is gone, with or without a choice.
    """

    tag_chosen = Signal(str, object)
    own_tag_chosen = Signal(str, object)
    closed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent, Qt.WindowType.Popup)
        self.setObjectName("tagPicker")
        self.setFrameShape(QFrame.Shape.StyledPanel)
        self._kind = TagKind.STRENGTH
        self._offered: Sequence[TagDefinition] = ()
        self._picked: tuple[str | None, str] | None = None  # code (None: own tag) and label, while asking how bad it is
        self._title = plain_label("sectionTitle")
        self._filter = QLineEdit(clearButtonEnabled=True)
        self._model = QStandardItemModel(self)
        self._list = QListView(uniformItemSizes=True)
        self._list.setEditTriggers(QListView.EditTrigger.NoEditTriggers)
        self._list.setModel(self._model)
        self._list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._hint = plain_label("hint", wraps=True)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(10, 8, 10, 8)
        for widget in (self._title, self._filter, self._list, self._hint):
            layout.addWidget(widget)
        self._filter.textChanged.connect(self._narrow)
        self._filter.installEventFilter(self)
        self._list.clicked.connect(self._pick)

    def open_for(self, kind: TagKind, offered: Sequence[TagDefinition], where: str) -> None:
        """Open with the tags offered; `where` says what is tagged, such as the quote."""
        self._kind, self._offered, self._picked = kind, [tag for tag in offered if tag.kind is kind], None
        self._title.setText((_("Gap: {where}") if kind is TagKind.GAP else _("Strength: {where}")).format(where=where))
        self._filter.setPlaceholderText(_("Type to filter, or to add a tag of your own"))
        self._filter.setAccessibleName(self._title.text())
        self._list.setAccessibleName(_("Tags"))
        self._filter.clear()
        self._narrow("")
        self.resize(QSize(_WIDTH, self.fontMetrics().height() * (_ROWS + 9)))
        self.show()
        self._filter.setFocus()

    @Slot(str)
    def _narrow(self, typed: str) -> None:
        """Show the tags whose label or definition holds what was typed, those that start with it first."""
        language, wanted = current_language(), typed.strip().casefold()
        self._model.clear()
        rows = [(tag.label_in(language), tag) for tag in self._offered]
        found = [(label, tag) for label, tag in rows if wanted in f"{label} {tag.label_in('en')} {tag.code}".casefold()]
        for label, tag in sorted(found, key=lambda row: not row[0].casefold().startswith(wanted)) if wanted else found:
            item = QStandardItem(label if tag.parent is None else f"   {label}")
            item.setData(tag.code, _CODE)
            item.setToolTip(tag.definition.get(language, ""))
            self._model.appendRow(item)
        if wanted and all(label.casefold() != wanted for label, _tag in rows):
            item = QStandardItem(_("Add “{label}” as a tag of your own").format(label=typed.strip()))
            self._model.appendRow(item)
        self._list.setCurrentIndex(self._model.index(0, 0))
        self._show_hint()

    def _show_hint(self) -> None:
        definition = str(self._list.currentIndex().data(Qt.ItemDataRole.ToolTipRole) or "")
        keys = _("↑ ↓ choose · Enter take · Esc leave")
        self._hint.setText(f"{definition}\n{keys}" if definition else keys)

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is not self._filter or event.type() != QEvent.Type.KeyPress or not isinstance(event, QKeyEvent):
            return False
        if self._picked is not None:
            return self._answer_severity(event)
        match event.key():
            case Qt.Key.Key_Down | Qt.Key.Key_Up:
                step = 1 if event.key() == Qt.Key.Key_Down else -1
                row = min(max(self._list.currentIndex().row() + step, 0), self._model.rowCount() - 1)
                self._list.setCurrentIndex(self._model.index(row, 0))
                self._show_hint()
                return True
            case Qt.Key.Key_Return | Qt.Key.Key_Enter:
                self._pick(self._list.currentIndex())
                return True
            case _:
                return False

    @Slot(QModelIndex)
    def _pick(self, index: QModelIndex) -> None:
        if not index.isValid():
            return
        code = index.data(_CODE)
        self._picked = (code, str(index.data()).strip() if code else self._filter.text().strip())
        if self._kind is TagKind.STRENGTH:
            self._take(None)
            return
        self._filter.setReadOnly(True)
        self._title.setText(_("How bad is it? {tag}").format(tag=self._picked[1]))
        self._model.clear()
        for number, severity in enumerate(Severity, start=1):
            row = QStandardItem(f"{number}  {severity_word(severity)}")
            row.setData(severity.value, _CODE)
            self._model.appendRow(row)
        self._list.clicked.disconnect(self._pick)
        self._list.clicked.connect(self._pick_severity)
        self._hint.setText(_("1 2 3 · Enter without · Esc leave"))

    @Slot(QModelIndex)
    def _pick_severity(self, index: QModelIndex) -> None:
        self._take(Severity(index.data(_CODE)))

    def _answer_severity(self, event: QKeyEvent) -> bool:
        key = Qt.Key(event.key())
        if key in _SEVERITY_KEYS and not event.isAutoRepeat():
            self._take(_SEVERITY_KEYS[key])
        return key != Qt.Key.Key_Escape

    def _take(self, severity: Severity | None) -> None:
        if self._picked is None:
            return
        code, label = self._picked
        self.close()
        if code is None:
            self.own_tag_chosen.emit(label, severity)
        else:
            self.tag_chosen.emit(code, severity)

    @override
    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        if self._filter.isReadOnly():
            self._filter.setReadOnly(False)
            self._list.clicked.disconnect(self._pick_severity)
            self._list.clicked.connect(self._pick)
        self.closed.emit()
