"""What the window knows of the pack that is open: how much is not sent, its instructions, and the ways out and in."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal, Slot

if TYPE_CHECKING:
    from collections.abc import Callable

    from annotator.ui.main_window import MainWindow
    from annotator.workflow.progress import StudyProgress
    from annotator.workflow.workbench import Workbench


class Travel(QObject):
    """Keeps up with the open study; each dialog is imported when it is first asked for.

    Signals:
        progressed: how far the open study is (StudyProgress), nothing for one that did not come in a pack.
    """

    progressed = Signal(object)

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        self.progress: StudyProgress | None = None
        window.desk.ready.connect(self.refresh)
        window.desk.followed.connect(self.refresh)
        window.desk.counts_changed.connect(self.refresh)

    def verbs(self) -> dict[str, Callable[[], object]]:
        """Return what each act does, by the act's id."""
        return {
            "open_pack": self.open_file,
            "send": self.send,
            "studies": self.show_studies,
            "create_packs": self.create_packs,
            "returns": self.show_returns,
            "adjudicate": self.adjudicate,
        }

    @Slot()
    def refresh(self) -> None:
        """Ask how far the open study is."""
        if self._window.desk.is_ready:
            self._window.desk.read(_progress, self._show)

    def _show(self, progress: StudyProgress | None) -> None:
        self.progress = progress
        self.progressed.emit(progress)

    @Slot()
    def open_file(self) -> None:
        """Ask for a pack or a result, and open it."""
        from annotator.ui.travelling.opening import ask_file  # noqa: PLC0415

        ask_file(self._window)

    @Slot()
    def send(self) -> None:
        """Show what would be sent, and send it."""
        from annotator.ui.travelling.send_dialog import show_send  # noqa: PLC0415

        show_send(self._window)

    @Slot()
    def show_studies(self) -> None:
        """Show the studies of this workspace."""
        from annotator.ui.travelling.studies_dialog import show_studies  # noqa: PLC0415

        show_studies(self._window)

    @Slot()
    def create_packs(self) -> None:
        """Ask who gets what, and write packs."""
        from annotator.ui.travelling.create_dialog import show_create  # noqa: PLC0415

        show_create(self._window)

    @Slot()
    def show_returns(self) -> None:
        """Show what came back."""
        from annotator.ui.travelling.returns_window import show_returns  # noqa: PLC0415

        show_returns(self._window)

    @Slot()
    def adjudicate(self) -> None:
        """Show where reviewers disagree, and decide."""
        from annotator.ui.travelling.adjudication_window import show_adjudication  # noqa: PLC0415

        show_adjudication(self._window)

    def after_reading(self, _nothing: object) -> None:
        """The instructions were read: they are not new any more."""
        self.refresh()

    def show_new_instructions(self) -> None:
        """Show the instructions of the pack that was just opened, unless these were read before."""
        self._window.desk.read(_progress, self._show_if_new)

    def _show_if_new(self, progress: StudyProgress | None) -> None:
        self._show(progress)
        if progress is not None and progress.has_new_instructions:
            self._window.verbs.open_help()


def _progress(workbench: Workbench) -> StudyProgress | None:
    from annotator.workflow.result_sending import study_progress  # noqa: PLC0415 -- imports the packs, after the paint

    return study_progress(workbench)
