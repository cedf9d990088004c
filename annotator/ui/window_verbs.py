"""What the acts of the table do that belong to the window and not to a screen: files, settings, help."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, Slot

from annotator.i18n import _
from annotator.ui.generating.asking_models import AskingModels
from annotator.ui.outbox.answer_news import AnswerNews
from annotator.ui.outbox.outgoing import Outgoing
from annotator.ui.travelling.travel import Travel

if TYPE_CHECKING:
    from collections.abc import Callable

    from annotator.domain.job import Attachment
    from annotator.ui.main_window import MainWindow


class WindowVerbs(QObject):
    """Opens the dialogs; each is imported when it is first asked for, not with the window."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        self.travel = Travel(window)
        self.asking_models = AskingModels(window)
        self.outgoing = Outgoing(window)
        self._answers = AnswerNews(window)

    def verbs(self) -> dict[str, Callable[[], object]]:
        """Return what each act does, by the act's id."""
        return {
            "import": self.import_files,
            "export": self.export,
            "open_workspace": self.open_workspace,
            "show_saved": self.show_saved,
            "settings": self.open_settings,
            "close": self._window.close,
            "search": self.search,
            "results": self.open_results,
            "help": self.open_help,
            "keys": self.open_keys,
            "tour": self.show_tour,
            **self.travel.verbs(),
            "generate": self.asking_models.open,
            "outbox": self.outgoing.open,
        }

    @Slot()
    def search(self) -> None:
        """Put the focus into the search field."""
        self._window.bar.search.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self._window.bar.search.selectAll()

    @Slot()
    def show_saved(self) -> None:
        """Answer the old habit: nothing needs saving, and the bar says since when all is stored."""
        self._window.flush()
        self._window.bar.point_out_saved()

    @Slot()
    def import_files(self) -> None:
        """Ask for files and bring them in."""
        from annotator.ui.screens.exchange import ask_import  # noqa: PLC0415

        ask_import(self._window)

    @Slot()
    def import_samples(self) -> None:
        """Bring the sample jobs in."""
        from annotator.ui.screens.exchange import import_samples  # noqa: PLC0415

        import_samples(self._window)

    @Slot()
    def export(self) -> None:
        """Ask for a file and write the annotations into it."""
        from annotator.ui.screens.exchange import ask_export  # noqa: PLC0415

        ask_export(self._window)

    @Slot()
    def open_workspace(self) -> None:
        """Ask for a folder and open the workspace in it."""
        from PySide6.QtWidgets import QFileDialog  # noqa: PLC0415

        folder = QFileDialog.getExistingDirectory(self._window, _("Open a workspace, or choose an empty folder"))
        if folder:
            self._window.workspace_requested.emit(folder)

    @Slot()
    def open_results(self) -> None:
        """Show the results, unless they are kept from this workspace's reviewer."""
        from annotator.ui.results.opening import open_results  # noqa: PLC0415

        open_results(self._window)

    @Slot()
    def open_settings(self) -> None:
        """Show the settings."""
        from annotator.ui.screens.settings_dialog import SettingsDialog  # noqa: PLC0415

        window = self._window
        SettingsDialog(window.preferences, window.content.acts.offered, window, window.desk).open()

    @Slot()
    def open_keys(self) -> None:
        """Show every key."""
        from annotator.ui.screens.shortcut_sheet import ShortcutSheet  # noqa: PLC0415

        ShortcutSheet(self._window.preferences.keymap, self._window.content.acts.offered, self._window).open()

    @Slot()
    def open_help(self) -> None:
        """Show the instructions of the open study, if it has some, and how to begin."""
        from annotator.ui.screens.help_window import HelpWindow  # noqa: PLC0415
        from annotator.workflow.studies_here import read_instructions  # noqa: PLC0415

        progress = self.travel.progress
        HelpWindow(self._window, progress).show()
        if progress is not None and progress.has_new_instructions:
            self._window.desk.write(partial(read_instructions, progress.instructions), self.travel.after_reading)

    @Slot()
    def show_tour(self) -> None:
        """Show what is where in the window."""
        from annotator.ui.starting.first_steps import TOUR  # noqa: PLC0415
        from annotator.ui.starting.tour import show_tour  # noqa: PLC0415

        self._window.notices.close_notice(TOUR)
        show_tour(self._window)

    @Slot(str)
    def open_link(self, address: str) -> None:
        """Ask once a site, then open a link outside."""
        from annotator.ui.screens.outside import open_link  # noqa: PLC0415

        open_link(address, self._window)

    @Slot(object)
    def open_file(self, file: Attachment) -> None:
        """Open a file of the job beside the text."""
        from annotator.ui.screens.outside import open_file  # noqa: PLC0415

        open_file(file, self._window)
