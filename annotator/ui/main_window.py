"""The main window: it hosts the screens, the menus and the notices, and decides nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QEvent, Signal, Slot
from PySide6.QtWidgets import QMainWindow, QStackedWidget, QVBoxLayout, QWidget
from typing_extensions import override

from annotator.ui.actions import Actions
from annotator.ui.key_guard import KeyGuard, is_typed_into
from annotator.ui.keys import latin_key
from annotator.ui.place_keeper import PlaceKeeper
from annotator.ui.saving_news import SavingNews
from annotator.ui.screens.review_screen import ReviewScreen
from annotator.ui.screens.review_verbs import review_verbs
from annotator.ui.screens.welcome import Welcome
from annotator.ui.undo_news import UndoNews
from annotator.ui.widgets.notice_strip import NoticeStrip
from annotator.ui.widgets.top_bar import TopBar
from annotator.ui.window_news import WindowNews
from annotator.ui.window_state import WindowState, filter_from_json, filter_to_json
from annotator.ui.window_verbs import WindowVerbs
from annotator.workflow.sheets import QueueFilter

if TYPE_CHECKING:
    from PySide6.QtGui import QCloseEvent, QKeyEvent

    from annotator.ui.desk import Desk
    from annotator.ui.preferences import Preferences
    from annotator.workflow.sheets import QueueCounts

_LEAST_WIDTH: Final = 820
_LEAST_HEIGHT: Final = 440
_USUAL: Final = (1440, 900)


class MainWindow(QMainWindow):
    """One window on one workspace.

    Signals:
        closed: the window is gone; everything typed is on its way.
        workspace_requested: open the workspace in this folder (str).
    """

    closed = Signal()
    workspace_requested = Signal(str)

    def __init__(self, desk: Desk, preferences: Preferences, state: WindowState) -> None:
        super().__init__()
        self.desk = desk
        self.preferences = preferences
        self._state = state
        self.guard = KeyGuard(self)
        self.notices = NoticeStrip()
        self.allowed_sites: set[str] = set()
        self._verbs = WindowVerbs(self)
        self._news = WindowNews(self, self._verbs)
        self.setMinimumSize(_LEAST_WIDTH, _LEAST_HEIGHT)
        if not state.restore_geometry(self):
            self.resize(*_USUAL)
        self._build()
        desk.ready.connect(self._fill)
        desk.counts_changed.connect(self._show_counts)
        desk.followed.connect(self.refill)
        desk.nothing_left.connect(self._news.say_nothing_left)

    def _build(self) -> None:
        """Build everything that says words or shows keys; it is built anew when either changes."""
        keymap = self.preferences.keymap
        self.guard.show_keymap(keymap)
        self.bar = TopBar()
        self.bar.show_key(keymap.badge("search"))
        self.review_screen = ReviewScreen(self.desk, keymap, self.preferences.settings.text("pass_rule"))
        self.welcome = Welcome()
        self.pages = QStackedWidget()
        self.pages.addWidget(self.review_screen)
        self.pages.addWidget(self.welcome)
        content = QWidget()
        column = QVBoxLayout(content)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.bar)
        column.addWidget(self.notices)
        column.addWidget(self.pages, 1)
        self.setCentralWidget(content)
        verbs = {**review_verbs(self.review_screen), **self._verbs.verbs()}
        self.acts = Actions(content, self.review_screen.panel, verbs)
        self.acts.show_keymap(keymap)
        self.acts.fill(self.menuBar())
        self.place = PlaceKeeper(self.review_screen)
        self.undo_news = UndoNews(self.review_screen, self.acts, self.notices)
        self.saving = SavingNews(self.desk, self.bar, self.notices, content)
        self._wire()
        self._look_as_before()

    def _wire(self) -> None:
        screen = self.review_screen
        self.bar.search_changed.connect(screen.queue.search)
        self.bar.search_left.connect(screen.panel.take_focus)
        self.place.came_back.connect(self._news.say_came_back)
        screen.sheet_shown.connect(self._show_sheet)
        screen.queue.filter_cleared.connect(self.clear_filter)
        screen.queue.filter_requested.connect(self._keep_look)
        screen.texts.link_requested.connect(self._verbs.open_link)
        screen.texts.file_requested.connect(self._verbs.open_file)
        screen.texts.nothing_selected.connect(self._news.say_select_first)
        for asks in (self.welcome, screen.queue):
            asks.import_requested.connect(self._verbs.import_files)
            asks.samples_requested.connect(self._verbs.import_samples)

    def rebuild(self) -> None:
        """Say everything anew: the language or the keys changed. What is open stays open."""
        self.flush()
        self._keep_look()
        opening, shown = self.review_screen.opening, self.review_screen.queue.filter
        scrolls = [
            pane.scroll_state() for pane in (self.review_screen.texts.brief, self.review_screen.texts.deliverable)
        ]
        criterion = self.review_screen.panel.current_criterion_id
        self.notices.setParent(self)
        self._build()
        if not self.desk.is_ready:
            return
        self._fill_queue(shown)
        if opening is not None:
            self.review_screen.show_opening(opening)
            self.review_screen.panel.go_to_criterion(criterion or "")
            for pane, scroll in zip(
                (self.review_screen.texts.brief, self.review_screen.texts.deliverable), scrolls, strict=True
            ):
                pane.restore_scroll_state(scroll)

    def use_rule(self, rule: str) -> None:
        """Judge by another pass rule from now on."""
        self.review_screen.use_rule(rule)
        if self.desk.is_ready:
            self.desk.write(lambda workbench: workbench.set_rule(rule))

    # -- filling ------------------------------------------------------------------------------------------------------

    @Slot()
    def _fill(self) -> None:
        """Show the workspace that was opened."""
        self._fill_queue(filter_from_json(self._state.value("filter")))
        self.desk.read(lambda workbench: workbench.place(), self.place.go_back_to)
        rule = self.preferences.settings.text("pass_rule")
        self.desk.write(lambda workbench: workbench.set_rule(rule))

    def _fill_queue(self, shown: QueueFilter) -> None:
        self.review_screen.queue.show_filter(shown)
        self.desk.refresh_counts()
        self.desk.refresh_choices()
        self.undo_news.ask()
        self.show_study()

    @Slot()
    def refill(self) -> None:
        """Show what is in the workspace now: an import brought something, or somebody else wrote."""
        self.desk.forget()
        self._fill_queue(self.review_screen.queue.filter)
        if self.review_screen.opening is None:
            self.desk.read(lambda workbench: workbench.place(), self.place.go_back_to)

    def show_study(self) -> None:
        """Show which study is open."""
        name = self.desk.house.name
        self.desk.read(
            lambda workbench: workbench.current_study(),
            lambda study: self._show_name(study.name if study is not None and study.name else name),
        )

    def _show_name(self, name: str) -> None:
        self.bar.show_study(name)
        self.setWindowTitle(name)

    @Slot(object)
    def _show_counts(self, counts: QueueCounts) -> None:
        self.welcome.show_ready(is_ready=counts.total == 0)
        page = self.review_screen if counts.total else self.welcome
        if page is not self.pages.currentWidget():
            self.pages.setCurrentWidget(page)
            self.review_screen.panel.take_focus()

    @Slot(object)
    def _show_sheet(self) -> None:
        self.acts.show_sheet(is_open=True)
        self._news.forget()

    @Slot()
    def clear_filter(self) -> None:
        """Show the whole queue again."""
        self.bar.search.clear()
        self.review_screen.queue.show_filter(QueueFilter())

    # -- what is remembered -------------------------------------------------------------------------------------------

    def _look_as_before(self) -> None:
        self.review_screen.panes.show_state(self._state.value("panes"))
        zooms = self._state.value("zoom")
        for name, pane in (
            ("brief", self.review_screen.texts.brief),
            ("deliverable", self.review_screen.texts.deliverable),
        ):
            if isinstance(zooms.get(name), int):
                pane.zoom_steps = zooms[name]

    @Slot()
    def _keep_look(self) -> None:
        texts = self.review_screen.texts
        self._state.keep("panes", self.review_screen.panes.state())
        self._state.keep("zoom", {"brief": texts.brief.zoom_steps, "deliverable": texts.deliverable.zoom_steps})
        self._state.keep("filter", filter_to_json(self.review_screen.queue.filter))

    @Slot()
    def flush(self) -> None:
        """Send everything that was typed to the desk, and where one is."""
        self.review_screen.flush()
        self.place.keep()

    @override
    def closeEvent(self, event: QCloseEvent) -> None:
        self.flush()
        self._keep_look()
        self._state.keep_geometry(self)
        self._state.sync()
        super().closeEvent(event)
        self.closed.emit()

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Let the key do what the Latin letter in its place would do: nobody else wanted it."""
        key = None if event.isAutoRepeat() or is_typed_into(self.focusWidget()) else latin_key(event)
        act = self.preferences.keymap.act_of(key) if key is not None else None
        if act is None or self.guard.is_composing or not self.acts.trigger(act):
            super().keyPressEvent(event)

    @override
    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.ActivationChange and not self.isActiveWindow():
            self.review_screen.flush()  # a field keeps its focus when another program comes to the front
