"""The ways from a message to the next attempt: a model that is asked, or an answer that is carried over by hand."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Slot

from annotator.domain.feedback import ARMS

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from annotator.domain.job import Attachment
    from annotator.domain.message import Message
    from annotator.domain.review import Intervention
    from annotator.errors import KnownError
    from annotator.settings.connections import Connection
    from annotator.ui.desk import Desk
    from annotator.ui.steppingin.message_pane import MessagePane
    from annotator.workflow.asking import Ended
    from annotator.workflow.requests import Ask
    from annotator.workflow.sheets import Sheet


class Ways(QObject):
    """Takes a step on to the next attempt. An answer under way goes on while other deliverables are open."""

    def __init__(self, desk: Desk, pane: MessagePane, parent: QObject) -> None:
        super().__init__(parent)
        self._desk = desk
        self._pane = pane
        self._connections: tuple[Connection, ...] = ()
        self._sheet: Sheet | None = None
        self._step: Intervention | None = None
        pane.send_requested.connect(self._show_leaving)
        pane.paste_requested.connect(self._paste)
        pane.answer.files_offered.connect(self._read_files)
        pane.answer.store_requested.connect(self._store)
        pane.answer.left.connect(self._close_box)
        pane.sending.send_requested.connect(self._send)
        pane.sending.stop_requested.connect(desk.asking.stop)
        pane.sending.keep_requested.connect(desk.asking.keep)
        pane.sending.left.connect(self._close_box)
        desk.asking.begun.connect(self._show_begun)
        desk.asking.text_arrived.connect(self._show_text)
        desk.asking.finished.connect(self._show_finished)
        desk.asking.failed.connect(self._show_failed)

    def use_connections(self, connections: Sequence[Connection]) -> None:
        """Offer these connections; without any there is no word of servers."""
        self._connections = tuple(connections)
        self._offer()

    def _offer(self) -> None:
        is_blind = self._sheet is None or self._sheet.is_blind
        self._pane.sending.show_connections(self._connections, is_blind=is_blind)
        self._pane.offer_sending(is_offered=bool(self._connections))

    def show_sheet(self, sheet: Sheet | None) -> None:
        """Another deliverable is open: what stood in the boxes was about the one before."""
        self._sheet, self._step = sheet, None
        self._pane.answer.clear()
        self._close_box()

    def show_step(self, sheet: Sheet, step: Intervention) -> None:
        """Take note of the step that is shown."""
        is_other = self._step is None or self._step.id != step.id
        self._sheet, self._step = sheet, step
        self._offer()
        if is_other and self._desk.asking.is_busy and self.shows_asked:
            self._pane.sending.show_begun()
            self._pane.sending.show_text(self._desk.asking.text)
            self._pane.show_box(self._pane.sending)

    @property
    def shows_asked(self) -> bool:
        """Whether what was asked last belongs to the step that is shown."""
        asked = self._desk.asking.asked
        if self._sheet is None or self._step is None or asked is None:
            return False
        return (asked.parent, asked.intervention_id) == (self._sheet.ref, self._step.id)

    @property
    def _ask(self) -> Ask | None:
        """What is asked of a model: the message as it stands in the editor."""
        from annotator.workflow.requests import Ask  # noqa: PLC0415 -- it brings the database

        if self._sheet is None or self._step is None:
            return None
        return Ask(self._sheet.ref, ARMS[self._step.kind], self._pane.message.text, self._step.id)

    # -- a model ------------------------------------------------------------------------------------------------------

    @Slot()
    def _show_leaving(self) -> None:
        self._pane.flush()
        ask = self._ask
        if ask is None or self._desk.asking.is_busy:
            return

        def show(messages: tuple[Message, ...]) -> None:
            if self._ask == ask:
                self._pane.show_box(self._pane.sending)
                self._pane.sending.show_leaving(messages)

        self._desk.asking.preview(ask, show)

    @Slot(object)
    def _send(self, connection: Connection) -> None:
        self._pane.flush()
        ask = self._ask
        if ask is not None:
            self._desk.asking.ask(ask, connection)

    @Slot()
    def _show_begun(self) -> None:
        if self.shows_asked:
            self._pane.sending.show_begun()
            self._pane.show_box(self._pane.sending)

    @Slot(str)
    def _show_text(self, piece: str) -> None:
        if self.shows_asked:
            self._pane.sending.show_text(piece)

    @Slot(object)
    def _show_finished(self, ended: Ended) -> None:
        self._pane.sending.show_ended()
        if ended.added is None or not self.shows_asked:
            self._close_box()

    @Slot(object)
    def _show_failed(self, error: KnownError) -> None:
        if self.shows_asked:
            self._pane.sending.show_failure(error, has_text=bool(self._desk.asking.text))

    # -- by hand ------------------------------------------------------------------------------------------------------

    @Slot()
    def _paste(self) -> None:
        self._pane.flush()
        self._pane.show_box(self._pane.answer)
        self._pane.answer.paste()

    @Slot(object)
    def _read_files(self, paths: Sequence[Path]) -> None:
        from annotator.workflow.by_hand import take_files  # noqa: PLC0415 -- it brings the database

        self._desk.write(lambda workbench: take_files(workbench, paths), self._pane.answer.show_files)

    @Slot(str, object)
    def _store(self, text: str, attachments: Sequence[Attachment]) -> None:
        from annotator.workflow.attempts import NewAttempt  # noqa: PLC0415 -- it brings the database
        from annotator.workflow.by_hand import delivery  # noqa: PLC0415 -- it brings the database

        if self._sheet is None or self._step is None:
            return
        new = NewAttempt(self._sheet.ref, ARMS[self._step.kind], delivery(text, attachments), self._step.id)
        self._pane.answer.clear()
        self._desk.add_attempt(new)

    @Slot()
    def _close_box(self) -> None:
        self._pane.show_box(None)
