"""What the window does about the outbox: the count, the view, and what becomes of each request."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject, QTimer, Signal, Slot
from PySide6.QtWidgets import QApplication

from annotator.domain.moments import now
from annotator.domain.review import ReviewStatus
from annotator.workflow.commands import (
    AddIntervention,
    EditText,
    RemoveIntervention,
    RestoreStanding,
    SetStatus,
    StartIntervention,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from annotator.domain.message import Message
    from annotator.errors import KnownError
    from annotator.settings.connections import Connection
    from annotator.ui.main_window import MainWindow
    from annotator.ui.outbox.window import OutboxWindow
    from annotator.workflow.changes import Change
    from annotator.workflow.commands import Command
    from annotator.workflow.outbox import OutboxLine
    from annotator.workflow.requests import Ask
    from annotator.workflow.workbench import Workbench

_COUNT_MS: Final = 300
_TOUCHING: Final = (
    AddIntervention, EditText, RemoveIntervention, RestoreStanding, SetStatus, StartIntervention
)  # fmt: skip


class Outgoing(QObject):
    """Keeps up with what waits, soon after anything changed.

    Signals:
        counted: so many requests wait (int).
    """

    counted = Signal(int)

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        self._dialog: OutboxWindow | None = None
        self._sending: Ask | None = None
        self.count = 0
        self._soon = QTimer(self, interval=_COUNT_MS, singleShot=True)
        self._soon.timeout.connect(self.refresh)
        desk, asking = window.desk, window.desk.asking
        desk.ready.connect(self.refresh)
        desk.followed.connect(self._soon.start)
        desk.walked.connect(self._soon.start)
        desk.changed.connect(self._take_change)
        asking.generating.ended.connect(self.refresh)
        asking.begun.connect(self._show_begun)
        asking.text_arrived.connect(self._show_text)
        asking.finished.connect(self._show_finished)
        asking.failed.connect(self._show_failed)

    @Slot(object)
    def _take_change(self, change: Change) -> None:
        if isinstance(change.command, _TOUCHING):
            self._soon.start()

    @Slot()
    def refresh(self) -> None:
        """Ask what waits."""
        desk = self._window.desk
        if desk.is_ready:
            request = desk.asking.request_id if desk.asking.is_busy else None
            desk.read(partial(_lines, request), self._show_lines)

    def _show_lines(self, lines: tuple[OutboxLine, ...]) -> None:
        self.count = len(lines)
        self.counted.emit(self.count)
        if self._dialog is not None and not self._dialog.is_sending:
            self._dialog.show_lines(lines)

    def shows(self, ask: Ask | None) -> bool:
        """Whether what becomes of a request is on the screen here."""
        return self._dialog is not None and self._sending is not None and self._sending == ask

    # -- the view -----------------------------------------------------------------------------------------------------

    @Slot()
    def open(self) -> None:
        """Show what waits."""
        from annotator.ui.outbox.window import OutboxWindow  # noqa: PLC0415 -- when it is first asked for

        if not self._window.desk.is_ready:
            return
        if self._dialog is None:
            self._dialog = dialog = OutboxWindow(self._window)
            dialog.finished.connect(self._forget)
            dialog.open_requested.connect(self._open_deliverable)
            dialog.send_requested.connect(self._show_leaving)
            dialog.copy_requested.connect(self._copy)
            dialog.keep_requested.connect(self._keep)
            dialog.withdraw_requested.connect(self._withdraw)
            dialog.sending.send_requested.connect(self._send)
            dialog.sending.stop_requested.connect(self._window.desk.asking.stop)
            dialog.sending.keep_requested.connect(self._window.desk.asking.keep)
            dialog.sending.left.connect(self._leave_sending)
        self._dialog.offer_sending(is_offered=bool(self._window.preferences.connections))
        self.refresh()
        self._dialog.show()
        self._dialog.raise_()
        self._dialog.activateWindow()

    @Slot()
    def _forget(self) -> None:
        self._dialog = self._sending = None

    @property
    def _chosen(self) -> OutboxLine | None:
        return None if self._dialog is None else self._dialog.chosen

    @Slot()
    def _open_deliverable(self) -> None:
        if (line := self._chosen) is not None and line.ask is not None:
            self._window.desk.open_ref(line.ask.parent)
            self._window.activateWindow()

    @Slot()
    def _copy(self) -> None:
        line = self._chosen
        if line is None or line.ask is None:
            return
        clipboard, ref = QApplication.clipboard(), line.ask.parent
        if line.ask.message:
            clipboard.setText(line.ask.message)
        else:
            self._window.desk.read(lambda workbench: workbench.sheet_of(ref).job.brief, clipboard.setText)

    @Slot()
    def _keep(self) -> None:
        if (line := self._chosen) is not None and line.request_id is not None:
            self._window.desk.asking.keep_stored(line.request_id)

    @Slot()
    def _withdraw(self) -> None:
        line = self._chosen
        if line is None:
            return
        if line.ask is not None and line.status is not None and line.ask.intervention_id is not None:
            self._window.desk.run_all(_without(line.ask, line.status))
        if line.request_id is not None:
            self._window.desk.asking.discard(line.request_id, self._refresh_after)
        self._soon.start()

    def _refresh_after(self, _done: None) -> None:
        self.refresh()

    # -- sending ------------------------------------------------------------------------------------------------------

    @Slot()
    def _show_leaving(self) -> None:
        line = self._chosen
        if line is None or line.ask is None or self._dialog is None or self._window.desk.asking.is_busy:
            return
        ask, sending, dialog = line.ask, self._dialog.sending, self._dialog
        is_blind = line.entry is None or line.entry.model is None
        sending.show_connections(self._window.preferences.connections, is_blind=is_blind)

        def show(messages: tuple[Message, ...]) -> None:
            if self._dialog is dialog and self._chosen is not None and self._chosen.ask == ask:
                self._sending = ask
                dialog.show_sending(is_shown=True)
                sending.show_leaving(messages)

        self._window.desk.asking.preview(ask, show)

    @Slot(object)
    def _send(self, connection: Connection) -> None:
        from annotator.workflow.outbox import Waiting  # noqa: PLC0415

        line = self._chosen
        if line is not None and line.ask is not None:
            never_left = line.request_id if line.waiting is Waiting.TO_BE_SENT else None
            self._window.desk.asking.ask(line.ask, connection, never_left)

    @Slot()
    def _leave_sending(self) -> None:
        self._sending = None
        if self._dialog is not None:
            self._dialog.show_sending(is_shown=False)
        self.refresh()

    def _if_shown(self, do: Callable[[OutboxWindow], object]) -> None:
        if self._dialog is not None and self.shows(self._window.desk.asking.asked):
            do(self._dialog)

    @Slot()
    def _show_begun(self) -> None:
        self._if_shown(lambda dialog: dialog.sending.show_begun())
        self._soon.start()

    @Slot(str)
    def _show_text(self, piece: str) -> None:
        self._if_shown(lambda dialog: dialog.sending.show_text(piece))

    @Slot(object)
    def _show_finished(self, _ended: object) -> None:
        self._if_shown(lambda _dialog: self._leave_sending())
        self._soon.start()

    @Slot(object)
    def _show_failed(self, error: KnownError) -> None:
        has_text = bool(self._window.desk.asking.text)
        self._if_shown(lambda dialog: dialog.sending.show_failure(error, has_text=has_text))
        self._soon.start()


def _lines(under_way: str | None, workbench: Workbench) -> tuple[OutboxLine, ...]:
    from annotator.workflow import outbox  # noqa: PLC0415 -- not before the first paint

    return outbox.lines(workbench, under_way)


def _without(ask: Ask, status: ReviewStatus) -> list[Command]:
    """Return what takes a step away; a review that is done is so again afterwards."""
    assert ask.intervention_id is not None, "a step has an id"
    remove = RemoveIntervention(ask.parent, ask.intervention_id)
    if status is not ReviewStatus.SUBMITTED:
        return [remove]
    at = now()
    return [SetStatus(ask.parent, ReviewStatus.DRAFT, at), remove, SetStatus(ask.parent, ReviewStatus.SUBMITTED, at)]
