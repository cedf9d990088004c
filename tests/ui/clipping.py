"""What of a window's texts cannot be read where it stands: cut by its own widget, or by whatever it scrolls in."""

from __future__ import annotations

from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QAbstractScrollArea, QLabel, QPushButton, QToolButton, QWidget

_SLACK = 1
"""Widths are rounded; a pixel is no letter."""


def clipped(root: QWidget) -> list[str]:
    """Return a line for every label and button that is on the screen and whose text is not whole."""
    found = []
    for widget in root.findChildren(QWidget):
        text = _text(widget)
        if text and widget.isVisible() and (why := _trouble(widget, text)):
            found.append(f"{widget.objectName() or type(widget).__name__} {text[:40]!r}: {why}")
    return found


def _text(widget: QWidget) -> str:
    if isinstance(widget, QLabel | QPushButton | QToolButton):
        return widget.text()
    return ""


def _trouble(widget: QWidget, text: str) -> str:
    needed, given = _width(widget, text), widget.contentsRect().width()
    if needed > given + _SLACK:
        return f"{needed} wide, has {given}"
    least = widget.heightForWidth(widget.width()) if _wraps(widget) else widget.fontMetrics().height()
    if least > widget.height() + _SLACK:
        return f"{least} high, has {widget.height()}"
    return _outside(widget)


def _wraps(widget: QWidget) -> bool:
    return isinstance(widget, QLabel) and widget.wordWrap()


def _width(widget: QWidget, text: str) -> int:
    """Return how wide a widget has to be: for its longest word, its longest line, or its frame and text."""
    if isinstance(widget, QPushButton):
        return widget.sizeHint().width()
    metrics, flags = widget.fontMetrics(), int(Qt.TextFlag.TextWordWrap)
    if _wraps(widget):
        return metrics.boundingRect(0, 0, widget.contentsRect().width(), 1_000_000, flags, text).width()
    return max(metrics.horizontalAdvance(line.replace("&&", "&")) for line in text.splitlines())


def _outside(widget: QWidget) -> str:
    """Return how far a widget reaches over the edge of one above it; what scrolls up and down may be above or below."""
    parent, scrolls = widget.parentWidget(), False
    while parent is not None and not widget.isWindow():
        begin = widget.mapTo(parent, QPoint(0, 0))
        end = widget.mapTo(parent, QPoint(widget.width() - 1, widget.height() - 1))
        where = parent.objectName() or type(parent).__name__
        if begin.x() < -_SLACK or end.x() > parent.width() + _SLACK:
            return f"from {begin.x()} to {end.x()} in {where}, {parent.width()} wide"
        scrolls = scrolls or isinstance(parent.parentWidget(), QAbstractScrollArea)
        if not scrolls and end.y() > parent.height() + _SLACK:
            return f"down to {end.y()} in {where}, {parent.height()} high"
        parent = None if parent.isWindow() else parent.parentWidget()
    return ""
