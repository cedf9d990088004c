"""Asking models for their opinions from the window: off its thread, and alive while the window says everything anew."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal, Slot

from annotator.errors import KnownError

if TYPE_CHECKING:
    from collections.abc import Callable

    from annotator.domain.ids import ReviewRef
    from annotator.domain.message import Message
    from annotator.settings.connections import Connection
    from annotator.ui.asking import Asking
    from annotator.ui.desk import Desk
    from annotator.workflow.opining import Opined
    from annotator.workflow.workbench import Workbench


class Opinions(QObject):
    """Knows which deliverables a model is marking, and why it did not.

    Nothing leaves before `ask`: `preview` says what would, and the connection where to.

    Signals:
        changed: something is under way, stored, or failed (ReviewRef).
    """

    changed = Signal(object)
    _landed = Signal(object)

    def __init__(self, asking: Asking, desk: Desk) -> None:
        super().__init__(asking)
        self._asking = asking
        self._desk = desk
        self._under_way: dict[ReviewRef, Callable[[], None] | None] = {}
        self._troubles: dict[ReviewRef, KnownError] = {}
        self._landed.connect(self._land)

    def is_asked(self, ref: ReviewRef) -> bool:
        """Whether a model is marking a deliverable."""
        return ref in self._under_way

    def trouble(self, ref: ReviewRef) -> KnownError | None:
        """Return why the latest one did not, if it did not."""
        return self._troubles.get(ref)

    def preview(self, ref: ReviewRef, done: Callable[[tuple[Message, ...]], object]) -> None:
        """Tell what would leave, message by message."""
        self._desk.read(partial(_previewed, ref), done)

    def look(self, ref: ReviewRef, done: Callable[[Opined], object]) -> None:
        """Tell what a model's opinion has come to, without a word of it before it may be seen."""
        self._desk.read(partial(_opined, ref), done)

    def compare(self, ref: ReviewRef, done: Callable[[Opined], object]) -> None:
        """Let the reviewer see a model's marks, now that all of their own are set."""
        self._desk.write(partial(_compared, ref), done)

    def ask(self, ref: ReviewRef, connection: Connection) -> None:
        """Ask a model to mark a deliverable; `changed` follows now, and when it has."""
        if ref in self._under_way or self._asking.is_closed:
            return
        self._under_way[ref] = None
        self._troubles.pop(ref, None)
        self._desk.read(_load, partial(self._begin, ref, connection))
        self.changed.emit(ref)

    def stop(self, ref: ReviewRef) -> None:
        """Stop asking; nothing of the answer is kept."""
        cancel = self._under_way.get(ref)
        if cancel is not None:
            cancel()
        elif ref in self._under_way:
            del self._under_way[ref]
            self.changed.emit(ref)

    def _begin(self, ref: ReviewRef, connection: Connection, workbench: Workbench) -> None:
        from annotator.workflow import preassessing  # noqa: PLC0415

        if ref not in self._under_way:  # stopped before it began
            return
        work = partial(preassessing.ask, workbench, ref, connection)

        def over(outcome: BaseException | None) -> None:
            self._landed.emit((ref, outcome))

        self._under_way[ref] = self._asking.asker.call(work, over, over)

    @Slot(object)
    def _land(self, news: tuple[ReviewRef, BaseException | None]) -> None:
        from asyncio import CancelledError  # noqa: PLC0415 -- not before the first paint

        if self._asking.is_closed:
            return
        ref, outcome = news
        self._under_way.pop(ref, None)
        match outcome:
            case None | CancelledError():
                pass
            case KnownError():
                self._troubles[ref] = outcome
            case _:
                self._asking.failed_otherwise(outcome)
        self.changed.emit(ref)


def _load(workbench: Workbench) -> Workbench:
    import annotator.workflow.preassessing  # noqa: F401, PLC0415 -- off the window's thread

    return workbench


def _previewed(ref: ReviewRef, workbench: Workbench) -> tuple[Message, ...]:
    from annotator.workflow import preassessing  # noqa: PLC0415 -- off the window's thread

    return preassessing.preview(workbench, ref)


def _opined(ref: ReviewRef, workbench: Workbench) -> Opined:
    from annotator.workflow import opining  # noqa: PLC0415 -- off the window's thread

    return opining.opined(workbench, ref)


def _compared(ref: ReviewRef, workbench: Workbench) -> Opined:
    from annotator.workflow import opining  # noqa: PLC0415

    return opining.compare(workbench, ref)
