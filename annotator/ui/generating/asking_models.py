"""What the window does about rounds of first attempts: the dialog, and a line while it is closed."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject, Slot

from annotator.i18n import _
from annotator.ui.generating.words import end_line

if TYPE_CHECKING:
    from annotator.ui.generating.dialog import RoundDialog
    from annotator.ui.main_window import MainWindow
    from annotator.workflow.prompting import PromptTemplate
    from annotator.workflow.rounds import Outlook, Round
    from annotator.workflow.workbench import Workbench

ROUND: Final = "round"
"""The key of the notice about a round."""


class AskingModels(QObject):
    """Wires the dialog to the desk; it is imported when it is first asked for."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        self._generating = window.desk.asking.generating
        self._dialog: RoundDialog | None = None
        self._outlook: Outlook | None = None
        self._token = 0
        self._generating.progressed.connect(self._show_progress)
        self._generating.ended.connect(self._show_end)

    @Slot()
    def open(self) -> None:
        """Show the dialog, or bring it to the front."""
        if self._window.desk.is_ready and self._window.preferences.connections:
            self._window.desk.read(_load, self._show_dialog)

    def _show_dialog(self, _loaded: None) -> None:
        from annotator.ui.generating.dialog import RoundDialog  # noqa: PLC0415 -- when it is first asked for

        window = self._window
        if self._dialog is None:
            has_queue = window.review_screen.opening is not None
            self._dialog = dialog = RoundDialog(window.preferences.connections, has_queue=has_queue, parent=window)
            dialog.finished.connect(self._forget)
            dialog.send_requested.connect(self._send)
            dialog.stop_requested.connect(self._generating.stop)
            dialog.retry_requested.connect(self._retry)
            dialog.plan_requested.connect(self._plan)
            dialog.plan.changed.connect(self._look)
            dialog.plan.job_chosen.connect(self._read_messages)
            dialog.plan.template_requested.connect(self._ask_template)
        window.notices.close_notice(ROUND)
        if self._generating.progress is not None and (self._generating.is_running or not self._is_fine):
            self._show_progress()
        else:
            self._plan()
        self._dialog.show()
        self._dialog.raise_()
        self._dialog.activateWindow()

    @property
    def _is_fine(self) -> bool:
        """Whether the last round left nothing that one would want to read."""
        progress = self._generating.progress
        return progress is None or (progress.generated == progress.planned and not progress.possibly_paid)

    @Slot()
    def _forget(self) -> None:
        self._dialog = None
        if self._generating.is_running:
            self._show_progress()

    # -- the plan -----------------------------------------------------------------------------------------------------

    @Slot()
    def _plan(self) -> None:
        if self._dialog is not None:
            self._dialog.show_plan()
            self._look()

    @property
    def _wanted(self) -> Round | None:
        from annotator.ui.generating.plan_page import Scope  # noqa: PLC0415
        from annotator.workflow.rounds import Round  # noqa: PLC0415

        if self._dialog is None:
            return None
        plan, screen = self._dialog.plan, self._window.review_screen
        among: frozenset[int] | None = None
        if plan.chosen_scope is Scope.SHOWN:
            among = frozenset(screen.model.keys)
        elif plan.chosen_scope is Scope.OPEN:
            among = frozenset() if screen.opening is None else frozenset({screen.opening.sheet.key})
        return Round(plan.chosen, among, plan.at_once.value(), plan.cost_limit)

    @Slot()
    def _look(self) -> None:
        """Find out what the wish would do; a newer wish overtakes an older one."""
        from annotator.workflow.rounds import outlook  # noqa: PLC0415

        wanted = self._wanted
        if wanted is None:
            return
        self._token += 1
        desk = self._window.desk
        desk.errand(
            lambda workbench: outlook(workbench, wanted), partial(self._show_outlook, self._token), desk.failed.emit
        )

    def _show_outlook(self, token: int, outlook: Outlook) -> None:
        if token == self._token and self._dialog is not None:
            self._outlook = outlook
            self._dialog.show_outlook(outlook)

    @Slot(int)
    def _read_messages(self, at: int) -> None:
        from annotator.workflow.rounds import leaving_messages  # noqa: PLC0415

        if self._outlook is None or self._dialog is None:
            return
        leaving, plan = self._outlook.leaving[at], self._dialog.plan
        self._window.desk.read(
            lambda workbench: leaving_messages(workbench, leaving),
            lambda messages: plan.show_messages(messages) if self._dialog is not None else None,
        )

    @Slot()
    def _ask_template(self) -> None:
        from annotator.workflow.sending import prompt_template  # noqa: PLC0415

        self._window.desk.read(prompt_template, self._open_template)

    def _open_template(self, template: PromptTemplate) -> None:
        from annotator.ui.connections.template_dialog import TemplateDialog  # noqa: PLC0415
        from annotator.workflow.sending import use_prompt_template  # noqa: PLC0415

        if self._dialog is None:
            return
        dialog = TemplateDialog(template, self._dialog)
        desk = self._window.desk
        dialog.template_chosen.connect(
            lambda chosen: desk.write(lambda workbench: use_prompt_template(workbench, chosen), self._look_again)
        )
        dialog.open()

    def _look_again(self, _done: None) -> None:
        self._look()

    # -- the round ----------------------------------------------------------------------------------------------------

    @Slot()
    def _send(self) -> None:
        wanted = self._wanted
        if wanted is not None and self._outlook is not None:
            self._generating.start(replace(wanted, study=self._outlook.study))
            self._show_progress()

    @Slot()
    def _retry(self) -> None:
        if self._generating.wanted is not None:
            self._generating.start(self._generating.wanted)  # what has an answer by now is not asked again
            self._show_progress()

    @Slot()
    def _show_progress(self) -> None:
        progress, is_running = self._generating.progress, self._generating.is_running
        if progress is None:
            return
        if self._dialog is not None:
            self._dialog.show_progress(progress, is_running=is_running)
        elif is_running:
            self._window.notices.show_progress(
                ROUND, _("Asking models for first attempts…"), progress.done, progress.planned, self._generating.stop
            )

    @Slot()
    def _show_end(self) -> None:
        progress = self._generating.progress
        if progress is None or self._dialog is not None:
            return
        self._window.notices.close_notice(ROUND)
        way_out = None if self._is_fine else (_("Details…"), self.open)
        self._window.notices.show_notice(ROUND, end_line(progress), is_trouble=not self._is_fine, way_out=way_out)


def _load(_workbench: Workbench) -> None:
    """Import what talks to servers off the window's thread, which would stand still for as long."""
    import annotator.workflow.asking  # noqa: PLC0415
    import annotator.workflow.rounds  # noqa: F401, PLC0415
