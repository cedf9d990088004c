"""Keeps keys from acting where they are typed: in text fields, and while an input method composes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, Slot
from PySide6.QtGui import QInputMethodEvent, QKeyEvent
from PySide6.QtWidgets import QAbstractSpinBox, QApplication, QLineEdit, QPlainTextEdit, QTextEdit, QWidget
from typing_extensions import override

from annotator.ui.keys import pressed

if TYPE_CHECKING:
    from annotator.ui.keys import Keymap


class KeyGuard(QObject):
    """Watches the widget that has the focus, and only that one: a filter over the whole program costs each event."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._held_back: frozenset[str] = frozenset()
        self._is_composing = False
        self._watched: QWidget | None = None
        application = QApplication.instance()
        assert isinstance(application, QApplication), "a window needs an application"
        application.focusChanged.connect(self._watch)
        self._watch(None, application.focusWidget())

    @property
    def is_composing(self) -> bool:
        """Whether composition text of an input method stands in the focused widget."""
        return self._is_composing

    def show_keymap(self, keymap: Keymap) -> None:
        """Learn which keys must not act in text fields."""
        self._held_back = keymap.held_back_in_fields()

    @Slot(object, object)
    def _watch(self, old: QWidget | None, new: QWidget | None) -> None:
        self._is_composing = False
        if old is not None:
            old.removeEventFilter(self)
        if new is not None:
            new.installEventFilter(self)

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        match event.type():
            case QEvent.Type.InputMethod if isinstance(event, QInputMethodEvent):
                self._is_composing = bool(event.preeditString())
            case QEvent.Type.ShortcutOverride if isinstance(event, QKeyEvent):
                return self._hold_back(watched, event)
            case QEvent.Type.KeyPress | QEvent.Type.KeyRelease:
                return self._is_composing
            case _:
                pass
        return False

    def _hold_back(self, watched: QObject, event: QKeyEvent) -> bool:
        """Accept a key that must not act here; it then goes to the widget as an ordinary one."""
        if self._is_composing or (is_typed_into(watched) and pressed(event) in self._held_back):
            event.accept()
            return True
        return False


def is_typed_into(widget: QObject | None) -> bool:
    """Return whether keys pressed in a widget are typed into it."""
    match widget:
        case QLineEdit() | QTextEdit() | QPlainTextEdit():
            return not widget.isReadOnly()
        case QAbstractSpinBox():
            return True
        case _:
            return False
