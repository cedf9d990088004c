"""The dialog of a round of first attempts: the wish first, then how far it is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QPushButton, QStackedWidget, QVBoxLayout, QWidget

from annotator.i18n import _, ngettext
from annotator.ui.generating.plan_page import PlanPage
from annotator.ui.generating.running_page import RunningPage

if TYPE_CHECKING:
    from collections.abc import Sequence

    from annotator.settings.connections import Connection
    from annotator.workflow.generated import Progress
    from annotator.workflow.rounds import Outlook


class RoundDialog(QDialog):
    """Stands beside the window, which can be used all the while; closing it stops nothing.

    Signals:
        send_requested: begin what the plan says.
        stop_requested: send nothing more.
        retry_requested: ask again for what failed or was left.
        plan_requested: another round; `show_plan` is to follow.
    """

    send_requested = Signal()
    stop_requested = Signal()
    retry_requested = Signal()
    plan_requested = Signal()

    def __init__(self, connections: Sequence[Connection], *, has_queue: bool, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("round_dialog")
        self.setWindowTitle(_("Ask models for first attempts"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.plan = PlanPage(connections, has_queue=has_queue)
        self.running = RunningPage()
        self._pages = QStackedWidget()
        self._pages.addWidget(self.plan)
        self._pages.addWidget(self.running)
        self._buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        self.send = self._button("send_round", "")
        self.stop = self._button("stop_round", _("Stop"))
        self.retry = self._button("retry_round", _("Ask again for what is missing"))
        self.another = self._button("another_round", _("Another round…"))
        column = QVBoxLayout(self)
        column.addWidget(self._pages, 1)
        column.addWidget(self._buttons)
        self.resize(760, 640)
        self.send.clicked.connect(self.send_requested)
        self.stop.clicked.connect(self.stop_requested)
        self.retry.clicked.connect(self.retry_requested)
        self.another.clicked.connect(self.plan_requested)
        self._buttons.rejected.connect(self.close)
        self.plan.changed.connect(self._show_send)
        self.plan.limit.textChanged.connect(self._show_send)

    def _button(self, name: str, text: str) -> QPushButton:
        made = QPushButton(text)
        made.setObjectName(name)
        made.setAutoDefault(False)
        self._buttons.addButton(made, QDialogButtonBox.ButtonRole.ActionRole)
        return made

    def show_plan(self) -> None:
        """Show the wish."""
        self._pages.setCurrentWidget(self.plan)
        for button in (self.stop, self.retry, self.another):
            button.hide()
        self.send.show()
        self._show_send()

    def show_outlook(self, outlook: Outlook) -> None:
        """Show what the wish would do."""
        self.plan.show_outlook(outlook)
        self._show_send()

    def show_progress(self, progress: Progress, *, is_running: bool) -> None:
        """Show how far the round is, or what came of it."""
        is_new = self._pages.currentWidget() is not self.running
        self._pages.setCurrentWidget(self.running)
        self.running.show_progress(progress, is_running=is_running)
        self.send.hide()
        self.stop.setVisible(is_running)
        self.another.setVisible(not is_running)
        self.retry.setVisible(not is_running and progress.generated < progress.planned)
        if is_new or not (is_running or self.retry.isHidden()):
            (self.stop if is_running else self.retry).setFocus(Qt.FocusReason.OtherFocusReason)

    @Slot()
    def _show_send(self) -> None:
        count = self.plan.count
        self.send.setText(ngettext("Send {count} request", "Send {count} requests", count).format(count=f"{count:,}"))
        self.send.setEnabled(count > 0)
