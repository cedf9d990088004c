"""The desk between the windows and the workbench: wishes go in, news comes out, and the work happens elsewhere.

It outlives every window, so no result ever meets a deleted widget. It holds no rules: what a wish means, the workbench
knows.
"""

from __future__ import annotations

from collections import deque
from functools import partial
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject, QTimer, Signal, Slot
from typing_extensions import override

from annotator.ui.backroom import Backroom
from annotator.ui.shelf import Opening, Shelf
from annotator.workflow.commands import EditText, SetStatus

if TYPE_CHECKING:
    from array import array
    from collections.abc import Callable, Iterable, Sequence

    from annotator.domain.ids import ReviewRef
    from annotator.formats.markdown.values import Rendered
    from annotator.ui.house import House
    from annotator.workflow.changes import Change
    from annotator.workflow.commands import Command
    from annotator.workflow.sheets import Place, QueueFilter, Sheet
    from annotator.workflow.workbench import Workbench

_RETRY_MS: Final = 3000
_COUNT_MS: Final = 150


class Desk(Backroom):
    """The one door from the windows to everything else.

    Signals:
        opened: a deliverable is to be shown (Opening).
        looked_ahead: a deliverable that may come next was read and rendered (Opening).
        nothing_left: the next unfinished deliverable was asked for, and there is none.
        changed: a command was carried out and stored (Change).
        save_failed: a command was not stored (Exception, Command or None).
        saved: everything is stored; the time of the last commit (ISO 8601, UTC).
        pending: something is on its way to the disk.
        queue_shown: the keys of the queue under the filter asked for last (array of int).
        rows_loaded: rows of the queue (tuple of QueueEntry).
        counts_changed: how far the study is (QueueCounts).
        choices_changed: what a filter can be set to (QueueChoices).
    """

    opened = Signal(object)
    looked_ahead = Signal(object)
    nothing_left = Signal()
    changed = Signal(object)
    save_failed = Signal(object, object)
    saved = Signal(str)
    pending = Signal()
    queue_shown = Signal(object)
    rows_loaded = Signal(object)
    counts_changed = Signal(object)
    choices_changed = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._shelf = Shelf()
        self._ahead: set[int] = set()
        self._news: dict[ReviewRef, Change] = {}
        self._unsaved: deque[Command] = deque()
        self._opening = self._queueing = 0
        self._saved_at = ""
        self._writes.emptied.connect(self._say_saved)
        self._count_soon = QTimer(self, interval=_COUNT_MS, singleShot=True)
        self._count_soon.timeout.connect(self.refresh_counts)
        self._again = QTimer(self, interval=_RETRY_MS, singleShot=True)
        self._again.timeout.connect(self.retry)
        self.followed.connect(self._forget)

    @property
    def has_unsaved(self) -> bool:
        """Whether a command is on its way to the disk, or did not get there."""
        return bool(self._unsaved) or not self._writes.is_empty

    @override
    def close(self) -> bool:
        self._again.stop()
        self._count_soon.stop()
        return super().close()

    @override
    def _move_in(self, house: House) -> None:
        self._forget()
        self._news.clear()
        self._saved_at = ""
        super()._move_in(house)

    @Slot()
    def _forget(self) -> None:
        self._shelf.clear()

    # -- wishes -------------------------------------------------------------------------------------------------------

    @Slot(object)
    def run(self, command: Command) -> None:
        """Carry out a command; `changed` or `save_failed` follows."""
        self.run_all((command,))

    def run_all(self, commands: Sequence[Command]) -> None:
        """Carry out commands as one step of undo."""
        self.pending.emit()
        workbench = self.house.workbench
        if len(commands) == 1:
            self._writes.submit(partial(workbench.run, commands[0]), self._announce, partial(self._keep, commands))
        else:
            self._writes.submit(partial(workbench.run_all, commands), self._announce, partial(self._keep, commands))

    def undo(self) -> None:
        """Take the latest act back."""
        self.pending.emit()
        self._writes.submit(self.house.workbench.undo, self._announce, partial(self._keep, ()))

    def redo(self) -> None:
        """Do again what was last taken back."""
        self.pending.emit()
        self._writes.submit(self.house.workbench.redo, self._announce, partial(self._keep, ()))

    @Slot()
    def retry(self) -> None:
        """Try to store again what could not be stored."""
        waiting = tuple(self._unsaved)
        self._unsaved.clear()
        for command in waiting:
            self.run(command)

    def break_typing(self) -> None:
        """End the run of typing that is undone in one step."""
        self.write(_break_typing)

    def set_place(self, place: Place) -> None:
        """Remember where the reviewer stopped."""
        self.write(lambda workbench: workbench.set_place(place))

    def _announce(self, change: Change | None) -> None:
        if change is None:
            return
        self._saved_at = change.saved_at
        self._news[change.review.ref] = change
        self._shelf.show_change(change)
        self.changed.emit(change)
        if isinstance(change.command, SetStatus):
            self._count_soon.start()

    def _keep(self, commands: Sequence[Command], error: Exception) -> None:
        """A command was not stored: keep it, unless it is typed text, which its editor keeps and sends again."""
        self._unsaved.extend(command for command in commands if not _is_typed(command))
        if self._unsaved:
            self._again.start()
        self.save_failed.emit(error, commands[0] if commands else None)

    @Slot()
    def _say_saved(self) -> None:
        if self._saved_at and not self._unsaved:
            self.saved.emit(self._saved_at)

    # -- deliverables -------------------------------------------------------------------------------------------------

    def open(self, key: int) -> None:
        """Open a deliverable: at once if it was read ahead, else as soon as it is read."""
        self._opening += 1
        at_hand = self._shelf.take(key)
        if at_hand is not None:
            self.opened.emit(at_hand)
        else:
            self._fetch(partial(_sheet, key), partial(self._land, self._opening))

    def open_ref(self, ref: ReviewRef) -> None:
        """Open the deliverable that a review is about."""
        self._opening += 1
        self._fetch(partial(_sheet_of, ref), partial(self._land, self._opening))

    def open_next(self, key: int) -> None:
        """Open the next unfinished deliverable after `key`, from the beginning again at the end."""
        token = self._opening
        self.read(lambda workbench: workbench.next_unfinished(key), partial(self._open_found, token))

    def look_ahead(self, keys: Iterable[int]) -> None:
        """Read and render what may be opened next."""
        for key in keys:
            if key not in self._shelf and key not in self._ahead:
                self._ahead.add(key)
                self._fetch(partial(_sheet, key), self._put_by)

    def _open_found(self, token: int, key: int | None) -> None:
        if key is None:
            self.nothing_left.emit()
        elif token == self._opening:  # else the reviewer has gone elsewhere meanwhile
            self.open(key)

    def _fetch(self, find: Callable[[Workbench], Sheet], landed: Callable[[Opening], None]) -> None:
        render = self.house.render
        self._reads.submit(partial(find, self.house.workbench), partial(self._render, render, landed), self.failed.emit)

    def _render(self, render: Callable[[str], Rendered], landed: Callable[[Opening], None], sheet: Sheet) -> None:
        def work() -> Opening:
            return Opening(sheet, render(sheet.job.brief), render(sheet.deliverable.content))

        self._renderings.submit(work, landed, self.failed.emit)

    def _land(self, token: int, opening: Opening) -> None:
        fresh = self._put(opening)
        if token == self._opening:
            self.opened.emit(fresh)

    def _put_by(self, opening: Opening) -> None:
        self._ahead.discard(opening.sheet.key)
        self.looked_ahead.emit(self._put(opening))

    def _put(self, opening: Opening) -> Opening:
        """Shelve what was read, with what was stored since it was read."""
        news = self._news.get(opening.sheet.ref)
        fresh = opening.after(news) if news is not None else opening
        self._shelf.put(fresh)
        return fresh

    # -- the queue ----------------------------------------------------------------------------------------------------

    def show_queue(self, wanted: QueueFilter) -> None:
        """Find the keys under a filter; a newer wish overtakes an older one that has not begun."""
        self._queueing += 1
        token = self._queueing

        def work(workbench: Workbench) -> array[int] | None:
            return workbench.queue(wanted) if token == self._queueing else None

        self.read(work, partial(self._show_keys, token))

    def _show_keys(self, token: int, keys: array[int] | None) -> None:
        if keys is not None and token == self._queueing:
            self.queue_shown.emit(keys)

    def load_rows(self, keys: Sequence[int]) -> None:
        """Read rows of the queue."""
        self.read(lambda workbench: workbench.entries(keys), self.rows_loaded.emit)

    @Slot()
    def refresh_counts(self) -> None:
        """Count how far the study is."""
        self.read(lambda workbench: workbench.counts(), self.counts_changed.emit)

    def refresh_choices(self) -> None:
        """Ask what a filter can be set to."""
        self.read(lambda workbench: workbench.choices(), self.choices_changed.emit)


def _is_typed(command: Command) -> bool:
    return isinstance(command, EditText)


def _break_typing(workbench: Workbench) -> None:
    workbench.break_typing()


def _sheet(key: int, workbench: Workbench) -> Sheet:
    return workbench.sheet(key)


def _sheet_of(ref: ReviewRef, workbench: Workbench) -> Sheet:
    return workbench.sheet_of(ref)
