"""Notices that somebody is there: keys, clicks and the wheel, in whatever window of the program has the focus."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QEvent, QObject, Qt, Signal, Slot
from PySide6.QtWidgets import QApplication
from typing_extensions import override

if TYPE_CHECKING:
    from PySide6.QtGui import QWindow
    from PySide6.QtWidgets import QWidget

_INPUT: Final = frozenset(
    {
        QEvent.Type.ShortcutOverride,  # all that is seen of a key that does an act
        QEvent.Type.KeyPress,
        QEvent.Type.InputMethod,
        QEvent.Type.MouseButtonPress,
        QEvent.Type.MouseMove,
        QEvent.Type.Wheel,
        QEvent.Type.TouchBegin,
        QEvent.Type.TabletPress,
    }
)


class InputWatch(QObject):
    """Watches the focused widget and its window, and only those: a filter over the whole program costs each event.

    Signals:
        stirred: there was an input.
        presence_changed: the program came to the front, or another one did (bool).
    """

    stirred = Signal()
    presence_changed = Signal(bool)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        application = QApplication.instance()
        assert isinstance(application, QApplication), "input comes to an application"
        application.focusChanged.connect(self._watch_widget)
        application.focusWindowChanged.connect(self._watch_window)
        application.applicationStateChanged.connect(self._tell_presence)
        self._window: QWindow | None = None
        self._watch_widget(None, application.focusWidget())
        self._watch_window(application.focusWindow())

    @Slot(object, object)
    def _watch_widget(self, old: QWidget | None, new: QWidget | None) -> None:
        if old is not None:
            old.removeEventFilter(self)
        if new is not None:
            new.installEventFilter(self)

    @Slot(object)
    def _watch_window(self, window: QWindow | None) -> None:
        if self._window is not None:
            self._window.removeEventFilter(self)
            self._window.destroyed.disconnect(self._forget_window)
        self._window = window
        if window is not None:
            window.installEventFilter(self)
            window.destroyed.connect(self._forget_window)

    @Slot()
    def _forget_window(self) -> None:
        self._window = None

    @Slot(object)
    def _tell_presence(self, state: Qt.ApplicationState) -> None:
        self.presence_changed.emit(state is Qt.ApplicationState.ApplicationActive)

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in _INPUT:
            self.stirred.emit()
        return False
