"""Everything that a window says anywhere: on the screen, in tool tips, to screen readers, in menus and lists."""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtCore import QAbstractItemModel, QAbstractListModel, Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import (
    QAbstractItemView,
    QApplication,
    QComboBox,
    QLineEdit,
    QPlainTextEdit,
    QTextEdit,
    QWidget,
)

_SAID_BY_WIDGETS = (
    "text", "title", "placeholderText", "toolTip", "statusTip", "whatsThis", "accessibleName", "accessibleDescription",
    "windowTitle", "objectName",
)  # fmt: skip
_ROLES = (
    Qt.ItemDataRole.DisplayRole,
    Qt.ItemDataRole.ToolTipRole,
    Qt.ItemDataRole.AccessibleTextRole,
    Qt.ItemDataRole.AccessibleDescriptionRole,
)


def everything_said() -> set[str]:
    """Return every text of every widget there is, hidden ones too, without the places where a line may break."""
    every = (text for widget in QApplication.allWidgets() for text in _said(widget) if text)
    return {text.replace("\u200b", "") for text in every}


def _said(widget: QWidget) -> Iterator[str]:
    for name in _SAID_BY_WIDGETS:
        said = getattr(widget, name, None)
        text = said() if callable(said) and not (name == "text" and isinstance(widget, QLineEdit)) else ""
        if isinstance(text, str):
            yield text
    if isinstance(widget, QLineEdit):
        yield widget.text()
    if isinstance(widget, QPlainTextEdit | QTextEdit):
        yield widget.toPlainText()
    if isinstance(widget, QComboBox):
        yield from (widget.itemText(at) for at in range(widget.count()))
    if isinstance(widget, QAbstractItemView) and widget.model() is not None:
        yield from _in_model(widget.model())
    for action in widget.actions():
        yield from _of_action(action)


def _of_action(action: QAction) -> tuple[str, ...]:
    return action.text(), action.toolTip(), action.statusTip(), action.whatsThis()


def _in_model(model: QAbstractItemModel) -> Iterator[str]:
    for row in range(model.rowCount()):
        for column in range(1 if isinstance(model, QAbstractListModel) else model.columnCount()):
            for role in _ROLES:
                yield str(model.data(model.index(row, column), role) or "")
