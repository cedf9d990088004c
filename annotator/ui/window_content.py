"""Everything in the main window below its menus: bar, notices and screens, built once the frame is painted."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from annotator.ui.actions import Actions
from annotator.ui.opinions.second_opinion import SecondOpinion
from annotator.ui.outbox.button import OutboxButton
from annotator.ui.place_keeper import PlaceKeeper, first_unfinished
from annotator.ui.saving_news import SavingNews
from annotator.ui.screens.review_screen import ReviewScreen
from annotator.ui.screens.review_verbs import review_verbs
from annotator.ui.starting.first_steps import FirstSteps
from annotator.ui.timing.keeping import TimeKeeping
from annotator.ui.travelling.practice_news import PracticeNews
from annotator.ui.travelling.send_button import SendButton
from annotator.ui.typists import typists
from annotator.ui.undo_news import UndoNews
from annotator.ui.widgets.top_bar import TopBar
from annotator.ui.window_news import WindowNews
from annotator.ui.window_state import filter_from_json, filter_to_json
from annotator.workflow.sheets import QueueFilter

if TYPE_CHECKING:
    from collections.abc import Sequence

    from annotator.settings.connections import Connection
    from annotator.ui.main_window import MainWindow
    from annotator.ui.shelf import Opening
    from annotator.ui.window_state import WindowState
    from annotator.workflow.sheets import QueueCounts


class WindowContent(QWidget):
    """Says words and shows keys; it is built anew when the language or the keys change."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__()
        preferences = window.preferences
        keymap = preferences.keymap
        self.desk = window.desk
        self._state: WindowState = window.state
        self.verbs = window.verbs
        self.notices = window.notices
        self._news = WindowNews(self, window.verbs)
        self.bar = TopBar()
        self.bar.show_key(keymap.badge("search"))
        self.review_screen = ReviewScreen(self.desk, keymap, preferences.settings.text("pass_rule"))
        self.review_screen.panel.criteria.show_earlier_at_once(preferences.settings.is_on("earlier_marks"))
        self.second_opinion = SecondOpinion(self.review_screen)
        self.second_opinion.use(preferences.connections, is_on=preferences.settings.is_on("second_opinion"))
        self.time = TimeKeeping(self.desk, self, keymap.badge("time"))
        self.time.use_limit(preferences.settings.number("away_minutes"))
        self.send = SendButton(keymap.badge("send"))
        self.first = FirstSteps(self, window)
        self.welcome = self.first.welcome
        self.pages = QStackedWidget()
        self._lay_out()
        verbs = {**review_verbs(self.review_screen), **self.verbs.verbs(), **self.time.verbs()}
        self.acts = Actions(self, self.review_screen.panel, verbs)
        self.acts.show_keymap(keymap)
        self.use_connections(preferences.connections)
        self.acts.fill(window.menuBar())
        self.review_screen.sheet_shown.connect(self._show_sheet)  # before the place is gone back to, and said
        self.place = PlaceKeeper(self.review_screen)
        self.undo_news = UndoNews(self.review_screen, self.acts, self.notices)
        self.practice = PracticeNews(self.review_screen, self.notices)
        self.saving = SavingNews(self.desk, typists(self.review_screen), self.bar, self.notices, self)
        self._wire()
        self._look_as_before()

    def _lay_out(self) -> None:
        self.bar.add_at_end(self.time.label)
        self.bar.add_at_end(OutboxButton(self.verbs.outgoing))
        self.bar.add_at_end(self.send)
        self.pages.addWidget(self.review_screen)
        self.pages.addWidget(self.welcome)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.bar)
        column.addWidget(self.notices)
        column.addWidget(self.time.question)
        column.addWidget(self.pages, 1)

    def _wire(self) -> None:
        screen, desk = self.review_screen, self.desk
        self.bar.search_changed.connect(screen.queue.search)
        self.bar.search_left.connect(screen.panel.take_focus)
        self.place.came_back.connect(self._news.say_came_back)
        screen.editing.pane.stepped_in.connect(self.time.step_in)
        screen.stepping.stepped_in.connect(self.time.step_in)
        screen.editing.closed.connect(self.time.step_out)
        screen.queue.filter_cleared.connect(self.clear_filter)
        screen.queue.filter_requested.connect(self.keep_look)
        screen.texts.link_requested.connect(self.verbs.open_link)
        screen.texts.file_requested.connect(self.verbs.open_file)
        screen.texts.nothing_selected.connect(self._news.say_select_first)
        screen.queue.import_requested.connect(self.verbs.import_files)
        screen.queue.samples_requested.connect(self.verbs.import_samples)
        screen.sheet_shown.connect(self.first.see_sheet)
        desk.ready.connect(self.show_workspace)
        desk.counts_changed.connect(self._show_counts)
        desk.followed.connect(self.refill)
        desk.nothing_left.connect(self._news.say_nothing_left)
        travel = self.verbs.travel
        travel.progressed.connect(self.send.show_progress)
        self.send.clicked.connect(travel.send)
        self.send.show_progress(travel.progress)

    def use_connections(self, connections: Sequence[Connection]) -> None:
        """Offer to ask these models; without any there is no word of servers."""
        self.review_screen.stepping.ways.use_connections(connections)
        self.acts.offer("generate", is_offered=bool(connections))

    @Slot()
    def show_workspace(self) -> None:
        """Show the workspace that was opened, as it was left."""
        self._fill_queue(filter_from_json(self._state.value("filter")))
        self._go_back()

    @Slot()
    def refill(self) -> None:
        """Show what is in the workspace now: an import brought something, or somebody else wrote."""
        self.desk.forget()
        self._fill_queue(self.review_screen.queue.filter)
        if self.review_screen.opening is None:
            self._go_back()

    def leave_study(self) -> None:
        """Stop working on what is open: its study may be about to go."""
        self.flush()
        self.time.leave()
        self.review_screen.opening = None
        self.acts.show_sheet(is_open=False)

    def show_another_study(self) -> None:
        """Show the study that is the current one now, from its first unfinished deliverable on."""
        self.leave_study()
        self.desk.forget()
        self.bar.search.clear()
        self._fill_queue(QueueFilter())
        self.desk.read(first_unfinished, self._open_first)

    def _open_first(self, key: int | None) -> None:
        if key is not None:
            self.desk.open(key)

    def show_anew(self) -> None:
        """Read everything again, and open again what is open."""
        self.refill()
        if (opening := self.review_screen.opening) is not None:
            self.flush()
            self.review_screen.model.forget_entries()
            self.desk.open(opening.sheet.key)

    def take_over(self, before: WindowContent) -> None:
        """Show what another content showed: it said the same in other words."""
        screen, old = self.review_screen, before.review_screen
        self._fill_queue(old.queue.filter)
        self.bar.search.setText(before.bar.search.text())
        if before.pages.currentWidget() is before.welcome:
            self.pages.setCurrentWidget(self.welcome)
            self.welcome.take_over(before.welcome)
        if old.opening is None:
            return
        screen.show_opening(old.opening)
        self.place.look_as(before.place.view())

    def _fill_queue(self, shown: QueueFilter) -> None:
        self.review_screen.queue.show_filter(shown)
        self.desk.refresh_counts()
        self.desk.refresh_choices()
        self.undo_news.ask()
        self._ask_name()

    def _go_back(self) -> None:
        """Open what was open last; asked behind the queue, so that there is a first one if nothing was."""
        self.desk.read(lambda workbench: workbench.place(), self.place.go_back_to)

    def _ask_name(self) -> None:
        name = self.desk.house.name
        self.desk.read(
            lambda workbench: workbench.current_study(),
            lambda study: self._show_name(study.name if study is not None and study.name else name),
        )

    def _show_name(self, name: str) -> None:
        self.bar.show_study(name)
        self.window().setWindowTitle(name)

    @Slot(object)
    def _show_counts(self, counts: QueueCounts) -> None:
        self.welcome.show_ready(is_ready=counts.total == 0)
        page = self.review_screen if counts.total else self.welcome
        if page is self.pages.currentWidget():
            return
        self.pages.setCurrentWidget(page)
        if page is self.welcome:
            self.welcome.take_focus()
        else:
            self.review_screen.panel.take_focus()
            self.first.begin()

    @Slot(object)
    def _show_sheet(self, opening: Opening) -> None:
        self.time.show_sheet(opening.sheet)
        self.acts.show_sheet(is_open=True)
        self._news.forget()

    @Slot()
    def clear_filter(self) -> None:
        """Show everything, whatever text was searched."""
        self.bar.search.clear()
        self.review_screen.queue.show_filter(QueueFilter())

    def _look_as_before(self) -> None:
        texts, zooms = self.review_screen.texts, self._state.value("zoom")
        self.review_screen.panes.show_state(self._state.value("panes"))
        self.review_screen.editing.show_look(self._state.value("editing"))
        for name, pane in (("brief", texts.brief), ("deliverable", texts.deliverable)):
            if isinstance(zooms.get(name), int):
                pane.zoom_steps = zooms[name]

    @Slot()
    def keep_look(self) -> None:
        """Remember sizes, folded panes, zoom and filter."""
        texts = self.review_screen.texts
        self._state.keep("panes", self.review_screen.panes.state())
        self._state.keep("editing", self.review_screen.editing.look())
        self._state.keep("zoom", {"brief": texts.brief.zoom_steps, "deliverable": texts.deliverable.zoom_steps})
        self._state.keep("filter", filter_to_json(self.review_screen.queue.filter))

    @Slot()
    def flush(self) -> None:
        """Send everything that was typed to the desk, and where one is."""
        self.review_screen.flush()
        self.place.keep()

    def leave(self) -> None:
        """Keep everything as it is: the window closes, or says everything anew."""
        self.flush()
        self.keep_look()
        self.time.leave()
