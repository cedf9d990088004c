"""Asking a model from the window: one request at a time, its answer as it streams in, and the requests that wait."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from annotator.errors import KnownError
from annotator.ui.connecting import Connecting
from annotator.ui.generating.running import Generating
from annotator.ui.opinions.service import Opinions

if TYPE_CHECKING:
    from collections.abc import Callable

    from annotator.domain.message import Message
    from annotator.settings.connections import Connection
    from annotator.ui.desk import Desk
    from annotator.workflow.asking import Asker, Ended, UnderWay
    from annotator.workflow.attempts import Added
    from annotator.workflow.requests import Ask, Request
    from annotator.workflow.workbench import Workbench

_SHOW_MS: Final = 50
"""What streams in is shown twenty times a second; more nobody sees."""


class Asking(QObject):
    """Sends what the reviewer asks a model, and keeps what comes.

    Nothing leaves before `ask`: `preview` says what would, and the connection where to. Every request is written down
    before it leaves. An answer becomes the next attempt by itself (`desk.attempt_added` says so first), one that is
    stopped as far as it came; of one that failed `text` is kept, and `keep` stores it if that is wished.

    Signals:
        begun: a request is on its way.
        text_arrived: the next piece of the answer (str).
        finished: the answer is stored; without an attempt if it was stopped before anything came (Ended).
        failed: there is no whole answer (KnownError).
    """

    begun = Signal()
    text_arrived = Signal(str)
    finished = Signal(object)
    failed = Signal(object)
    _landed = Signal(object)

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._desk = desk
        self._asker: Asker | None = None
        self._request: UnderWay | None = None
        self._is_busy = self._is_stopped = self.is_closed = False
        self.asked: Ask | None = None
        self._shown = 0
        self.connecting = Connecting(self)
        self.generating = Generating(self, desk)
        self.opinions = Opinions(self, desk)
        self._show_soon = QTimer(self, interval=_SHOW_MS)
        self._show_soon.timeout.connect(self._show_text)
        self._landed.connect(self._land)

    @property
    def is_busy(self) -> bool:
        """Whether an answer is under way."""
        return self._is_busy

    @property
    def text(self) -> str:
        """What came of the latest answer so far."""
        return "" if self._request is None else self._request.reception.text

    # -- sending ------------------------------------------------------------------------------------------------------

    def preview(self, ask: Ask, done: Callable[[tuple[Message, ...]], object]) -> None:
        """Tell what would leave, message by message."""
        from annotator.workflow import requests  # noqa: PLC0415 -- not before the first paint

        self._desk.read(lambda workbench: requests.preview(workbench, ask), done)

    def ask(self, ask: Ask, connection: Connection, request_id: str | None = None) -> None:
        """Send a request; `finished` or `failed` follows. With `request_id`, one that waits in the outbox."""
        if self._is_busy or self.is_closed:
            return
        self._request = None
        self._is_busy, self._is_stopped, self._shown, self.asked = True, False, 0, ask
        self._desk.read(_load, lambda workbench: self._begin(workbench, ask, connection, request_id))
        self.begun.emit()

    @Slot()
    def stop(self) -> None:
        """Stop the answer; what came becomes an attempt that is marked partial, and `finished` follows."""
        self._is_stopped = True
        if self._is_busy and self._request is not None:
            self._request.stop()

    @property
    def request_id(self) -> str | None:
        """The id under which the latest request is written down, once it is."""
        return None if self._request is None else self._request.request_id

    def keep(self) -> None:
        """Store what came of an answer that failed as an attempt that is marked partial; `finished` follows."""
        from annotator.workflow.asking import Ended  # noqa: PLC0415

        request = self._request
        if self._is_busy or request is None or not self.text:
            return

        def kept(added: Added) -> None:
            self._desk.announce_attempt(added)
            self.finished.emit(Ended(added, self.text, is_partial=True))

        self._desk.write(lambda _workbench: request.keep(), kept)

    def keep_stored(self, request_id: str) -> None:
        """Store what came of an answer that broke off some time ago; `desk.attempt_added` follows."""
        from annotator.workflow import outbox  # noqa: PLC0415

        self._desk.write(lambda workbench: outbox.keep(workbench, request_id), self._desk.announce_attempt)

    # -- the outbox ---------------------------------------------------------------------------------------------------

    def put_by(self, ask: Ask, done: Callable[[str], object]) -> None:
        """Put a request into the outbox, to be sent on demand; `done` gets its id."""
        from annotator.workflow import requests  # noqa: PLC0415

        self._desk.write(lambda workbench: requests.put_by(workbench, ask), done)

    def outbox(self, done: Callable[[tuple[Request, ...]], object]) -> None:
        """Tell which requests wait to be sent."""
        from annotator.workflow import requests  # noqa: PLC0415

        self._desk.read(requests.outbox, done)

    def discard(self, request_id: str, done: Callable[[None], object]) -> None:
        """Take a request out of the outbox: it is not wanted any more, or went another way."""
        from annotator.workflow import requests  # noqa: PLC0415

        self._desk.write(lambda workbench: requests.take_from_outbox(workbench, request_id), done)

    # -- how ----------------------------------------------------------------------------------------------------------

    @property
    def asker(self) -> Asker:
        """What talks to servers; made when it is first needed."""
        from annotator.workflow.asking import Asker  # noqa: PLC0415

        if self._asker is None:
            self._asker = Asker()
        return self._asker

    def failed_otherwise(self, error: BaseException) -> None:
        """Let the window tell of an error that is no answer's."""
        self._desk.failed.emit(error)

    def close(self, timeout_ms: int) -> bool:
        """Stop what is under way, keep what came, and return whether that was done in time."""
        self._show_soon.stop()
        self.is_closed = True
        return self._asker is None or self._asker.close(timeout_ms / 1000)

    def _begin(self, workbench: Workbench, ask: Ask, connection: Connection, request_id: str | None) -> None:
        from annotator.workflow.asking import UnderWay  # noqa: PLC0415 -- not before the first paint

        if self._is_stopped:
            self._is_busy = False
            self._end(None)
            return
        self._request = UnderWay(workbench, ask, connection, request_id)
        self.asker.ask(self._request, self._landed.emit, self._landed.emit)
        self._show_soon.start()

    @Slot()
    def _show_text(self) -> None:
        text = self.text
        if len(text) < self._shown:  # it was asked for again from its beginning
            self._shown = 0
        if len(text) > self._shown:
            piece, self._shown = text[self._shown :], len(text)
            self.text_arrived.emit(piece)

    @Slot(object)
    def _land(self, outcome: Ended | BaseException) -> None:
        from asyncio import CancelledError  # noqa: PLC0415 -- not before the first paint

        if self.is_closed:
            return
        self._show_soon.stop()
        self._show_text()
        self._is_busy = False
        match outcome:
            case KnownError():
                self.failed.emit(outcome)
            case CancelledError():  # before anything had left
                self._end(None)
            case BaseException():
                self.failed_otherwise(outcome)
            case _:
                self._end(outcome)

    def _end(self, ended: Ended | None) -> None:
        from annotator.workflow.asking import Ended  # noqa: PLC0415

        if ended is not None and ended.added is not None:
            self._desk.announce_attempt(ended.added)
        self.finished.emit(ended or Ended(None, "", is_partial=True))


def _load(workbench: Workbench) -> Workbench:
    """Import what talks to servers off the window's thread, which would stand still for as long."""
    import annotator.workflow.asking  # noqa: F401, PLC0415 -- not before the first paint

    return workbench
