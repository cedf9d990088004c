"""The main window: a frame that is painted at once, and its content, which comes a moment later. It decides nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QEvent, QTimer, Signal, Slot
from PySide6.QtGui import QColor, QPainter
from PySide6.QtWidgets import QMainWindow, QWidget
from typing_extensions import override

from annotator.i18n import _
from annotator.ui import theme
from annotator.ui.acts import Group
from annotator.ui.key_guard import KeyGuard, is_typed_into
from annotator.ui.keys import latin_key
from annotator.ui.widgets.notice_strip import NoticeStrip
from annotator.ui.window_verbs import WindowVerbs

if TYPE_CHECKING:
    from PySide6.QtGui import QCloseEvent, QKeyEvent, QPaintEvent

    from annotator.ui.desk import Desk
    from annotator.ui.preferences import Preferences
    from annotator.ui.screens.review_screen import ReviewScreen
    from annotator.ui.widgets.top_bar import TopBar
    from annotator.ui.window_content import WindowContent
    from annotator.ui.window_state import WindowState
    from annotator.workflow.workbench import Workbench

_LEAST: Final = (820, 440)
_USUAL: Final = (1440, 900)
_BAR_HEIGHT: Final = 38
_UNPAINTED_MS: Final = 300


class MainWindow(QMainWindow):
    """One window on one workspace.

    Signals:
        painted: the frame is on the screen, or the window is where nobody sees it.
        closed: the window is gone; everything typed is on its way.
        workspace_requested: open the workspace in this folder (str).
    """

    painted = Signal()
    closed = Signal()
    workspace_requested = Signal(str)

    def __init__(self, desk: Desk, preferences: Preferences, state: WindowState) -> None:
        super().__init__()
        self.desk = desk
        self.preferences = preferences
        self.state = state
        self.guard = KeyGuard(self)
        self.notices = NoticeStrip()
        self.allowed_sites: set[str] = set()
        self.verbs = WindowVerbs(self)
        self._content: WindowContent | None = None
        self.setMinimumSize(*_LEAST)
        if not state.restore_geometry(self):
            self.resize(*_USUAL)
        for group in Group:  # the menus get their acts with the content; their room is there from the start
            self.menuBar().addMenu(_(group.value))
        self._frame = _Frame(self)
        self._frame.painted.connect(self.painted)
        self.setCentralWidget(self._frame)

    @property
    def content(self) -> WindowContent:
        """What is in the frame; built when it is first asked for."""
        if self._content is None:
            self._build()
        assert self._content is not None, "just built"
        return self._content

    @property
    def review_screen(self) -> ReviewScreen:
        """The screen on which deliverables are reviewed."""
        return self.content.review_screen

    @property
    def bar(self) -> TopBar:
        """The bar at the top."""
        return self.content.bar

    @Slot()
    def fill(self) -> None:
        """Build the content, if it is not there yet."""
        assert self.content is not None

    def rebuild(self) -> None:
        """Say everything anew: the language or the keys changed. What is open stays open."""
        before = self.content
        before.leave()
        self.notices.setParent(self)
        self._build()
        if self.desk.is_ready:
            self.content.take_over(before)

    def _build(self) -> None:
        from annotator.ui.window_content import WindowContent  # noqa: PLC0415 -- after the first paint

        self.guard.show_keymap(self.preferences.keymap)
        self._content = WindowContent(self)
        self.setCentralWidget(self._content)

    def use_rule(self, rule: str) -> None:
        """Judge by another pass rule from now on; a pack's own wins in its study."""
        self.review_screen.use_rule(rule)
        if self.desk.is_ready:
            self.desk.write(lambda workbench: workbench.set_rule(rule))

    def use_blind(self, is_on: bool) -> None:
        """Hide which model made what until a review is done, or show it; all that is shown is read anew."""
        if self.desk.is_ready:
            self.desk.write(lambda workbench: workbench.set_blind(is_on), lambda _done: self.content.show_anew())

    def use_name(self, name: str) -> None:
        """Let the reviewer go by another name from now on."""

        def rename(workbench: Workbench) -> None:
            from annotator.workflow.workspaces import rename_reviewer  # noqa: PLC0415 -- off the GUI thread

            rename_reviewer(workbench, name)

        if self.desk.is_ready:
            self.desk.write(rename)

    @Slot()
    def flush(self) -> None:
        """Send everything that was typed to the desk, and where one is."""
        if self._content is not None:
            self._content.flush()

    @override
    def closeEvent(self, event: QCloseEvent) -> None:
        if self._content is not None:
            self._content.leave()
        self.state.keep_geometry(self)
        self.state.sync()
        super().closeEvent(event)
        self.closed.emit()

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Let the key do what the Latin letter in its place would do: nobody else wanted it."""
        key = None if event.isAutoRepeat() or is_typed_into(self.focusWidget()) else latin_key(event)
        act = self.preferences.keymap.act_of(key) if key is not None else None
        if act is None or self.guard.is_composing or not self.content.acts.trigger(act):
            super().keyPressEvent(event)

    @override
    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.ActivationChange and not self.isActiveWindow():
            self.flush()  # a field keeps its focus when another program comes to the front


class _Frame(QWidget):
    """The bare frame: the bar and where the panes will be, in the colours they will have.

    Signals:
        painted: it is on the screen.
    """

    painted = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._is_told = False
        QTimer.singleShot(_UNPAINTED_MS, self, self._tell)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        scheme = theme.colours()
        painter = QPainter(self)
        painter.fillRect(self.rect(), QColor(scheme.chrome))
        painter.fillRect(0, _BAR_HEIGHT - 1, self.width(), 1, QColor(scheme.border))
        painter.end()
        if not self._is_told:
            QTimer.singleShot(0, self, self._tell)

    @Slot()
    def _tell(self) -> None:
        if not self._is_told:
            self._is_told = True
            self.painted.emit()
