"""Everything that lives as long as the program's window: application, settings, desk, messages, and what ties them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Slot

from annotator.i18n import _
from annotator.paths import data_folder, default_workspace, settings_file
from annotator.settings.connections import STORED_AS as CONNECTIONS
from annotator.ui import theme
from annotator.ui.application import Languages, make_application
from annotator.ui.collecting import Collecting
from annotator.ui.desk import Desk
from annotator.ui.keys import STORED_AS
from annotator.ui.main_window import MainWindow
from annotator.ui.messages import Messages
from annotator.ui.preferences import Preferences
from annotator.ui.travelling.arrivals import Arrivals
from annotator.ui.travelling.waiting_pack import take_waiting
from annotator.ui.window_state import WindowState

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from annotator.errors import KnownError
    from annotator.ui.house import House

_NEEDS_NEW_WORDS = frozenset({"language", "letter_keys", STORED_AS})


class Shell(QObject):
    """Puts the window up and opens workspaces in it.

    Args:
        open_house: opens a workspace (a folder or a database's URL) for a reviewer's name; runs off the GUI thread.
        is_safe: settings and the look of the window are the usual ones, and what is stored of them is not touched.
    """

    def __init__(self, open_house: Callable[[str | Path, str], House], *, is_safe: bool = False) -> None:
        self.application = make_application()
        super().__init__()
        self._open_house = open_house
        self._first: str | Path = ""
        Collecting(self)
        self.messages = Messages(self)
        self.preferences = Preferences(settings_file(), is_safe=is_safe)
        self._languages = Languages(self)
        self._languages.use(self.preferences.settings.text("language"))
        theme.apply(self.preferences.settings.text("colours"))
        self.desk = Desk(self)
        state = WindowState(None if is_safe else settings_file().with_name("window.ini"))
        self.window = MainWindow(self.desk, self.preferences, state)
        self.arrivals = Arrivals(self.application, self.window)
        self._arrived: list[Path] = []
        self._wire()

    def _wire(self) -> None:
        self.messages.trouble.connect(self._show_trouble)
        self.messages.bug.connect(self._show_report)
        self.messages.crashed.connect(self._show_crash)
        self.preferences.changed.connect(self._take_setting)
        self.preferences.failed.connect(self.messages.tell)
        self.desk.failed.connect(self.messages.tell)
        self.desk.refused.connect(self.messages.tell)
        self.arrivals.arrived.connect(self.open_files)
        self.desk.ready.connect(self._open_arrived)
        self.window.workspace_requested.connect(self.open)
        self.application.styleHints().colorSchemeChanged.connect(self._follow_system)

    def show(self, workspace: str | Path, files: Sequence[Path] = ()) -> None:
        """Show the window at once, and open a workspace once it is painted, then files that came with the start."""
        self._first = workspace
        self._arrived = list(files)
        self.window.painted.connect(self._begin)
        self.window.show()

    @Slot()
    def _begin(self) -> None:
        """The frame is painted: open the workspace off the GUI thread while the content is built on it."""
        self.open(self._first)
        self.window.fill()
        self.messages.start_log()
        self._tell_of_settings()

    def _tell_of_settings(self) -> None:
        """Say why the program looks as it does, if that is not what was set."""
        if self.preferences.trouble is not None:
            self.messages.tell(self.preferences.trouble)
        if self.preferences.is_safe:
            self.window.notices.show_notice(
                "safe mode",
                _("Safe mode: settings, colours and sizes are the usual ones. What you set now holds until you close."),
            )

    @Slot(str)
    def open(self, workspace: str | Path) -> None:
        """Open a workspace; what was open stays open if that fails."""
        name, is_blind = self.preferences.settings.text("reviewer"), self.preferences.settings.is_on("blind")

        rule = self.preferences.settings.text("pass_rule")

        def build() -> House:
            house = self._open_house(workspace, name)
            if not self.preferences.is_safe:
                house.workbench.set_rule(rule)
                house.workbench.set_blind(is_blind)  # before anything is read: nobody sees a model by the way
            return house

        self.desk.start(build)

    @Slot()
    def _open_arrived(self) -> None:
        """The workspace is open: what came before is opened in it, and second starts find it."""
        if (place := self.desk.house.folder) is not None:
            self.arrivals.listen(place)
        arrived, self._arrived = self._arrived, []
        if self._first == default_workspace():
            arrived += take_waiting(data_folder())
        if arrived:
            self.open_files(arrived)

    @Slot(object)
    def open_files(self, paths: list[Path]) -> None:
        """Open files that arrived, or keep them until a workspace is open."""
        if not self.desk.is_ready:
            self._arrived += paths
            return
        from annotator.ui.travelling.opening import open_files  # noqa: PLC0415 -- only when something arrives

        open_files(self.window, paths)

    def close(self) -> bool:
        """Close the window and the workspace; return whether everything under way was done in `DRAIN_MS`."""
        self.window.close()
        return self.desk.close()

    @Slot(object)
    def _show_trouble(self, error: KnownError) -> None:
        self.window.notices.show_notice(error.what, str(error), is_trouble=True)

    @Slot(str)
    def _show_report(self, report: str) -> None:
        """Store what was typed, whatever is broken, and show the report; further ones are added to it."""
        from annotator.ui.screens.report_dialog import ReportDialog  # noqa: PLC0415 -- only when something is wrong

        shown = [each for each in self.window.findChildren(ReportDialog) if each.isVisible()]
        if shown:
            shown[0].add(report)
        else:
            dialog = ReportDialog(report, self.window)
            dialog.failed.connect(self.messages.tell)
            dialog.close_requested.connect(self.window.close)
            dialog.show()
        if self.desk.is_ready:
            self.window.flush()

    @Slot(str)
    def _show_crash(self, report: str) -> None:
        from annotator.ui.screens.report_dialog import ReportDialog  # noqa: PLC0415 -- only when something was wrong

        dialog = ReportDialog(report, self.window, is_of_last_run=True)
        dialog.failed.connect(self.messages.tell)
        dialog.show()

    @Slot(str)
    def _take_setting(self, key: str) -> None:
        settings = self.preferences.settings
        if key == "language":
            self._languages.use(settings.text("language"))
        if key == "colours":
            self._use_colours()
        if key in _NEEDS_NEW_WORDS:
            self.window.rebuild()
        self._tell_window(key)

    def _tell_window(self, key: str) -> None:
        """Let the window go by a setting that changes nothing it says."""
        settings, window = self.preferences.settings, self.window
        match key:
            case "pass_rule":
                window.use_rule(settings.text(key))
            case "earlier_marks":
                window.review_screen.panel.criteria.show_earlier_at_once(settings.is_on(key))
            case "second_opinion":
                self._use_connections()
            case _ if key == CONNECTIONS:
                window.content.use_connections(self.preferences.connections)
                self._use_connections()
            case "blind":
                window.use_blind(settings.is_on(key))
            case "reviewer":
                window.use_name(settings.text(key))
            case "away_minutes":
                window.content.time.use_limit(settings.number(key))
            case _:
                pass

    def _use_connections(self) -> None:
        is_on = self.preferences.settings.is_on("second_opinion")
        self.window.content.second_opinion.use(self.preferences.connections, is_on=is_on)

    @Slot()
    def _follow_system(self) -> None:
        if self.preferences.settings.text("colours") == "system":
            self._use_colours()

    def _use_colours(self) -> None:
        theme.apply(self.preferences.settings.text("colours"))
