"""Reads what the window shows: deliverables with their texts rendered, what may come next, and the queue."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject, Signal, Slot
from typing_extensions import override

from annotator.errors import Cancelled
from annotator.ui.backroom import Backroom
from annotator.ui.shelf import Opening, Shelf
from annotator.workflow.sheets import QueueState

if TYPE_CHECKING:
    from array import array
    from collections.abc import Callable, Iterable, Sequence

    from annotator.domain.ids import ReviewRef
    from annotator.ui.house import House
    from annotator.workflow.changes import Change
    from annotator.workflow.sheets import QueueFilter, Sheet
    from annotator.workflow.workbench import Workbench


_UNFINISHED: Final = frozenset({QueueState.TO_DO, QueueState.STARTED, QueueState.REOPENED, QueueState.RECHECK})


class Reader(Backroom):
    """Asks for what is to be shown; a newer wish overtakes an older one.

    Signals:
        opened: a deliverable is to be shown (Opening).
        sheet_read: a sheet was read again (Sheet).
        looked_ahead: a deliverable that may come next was read and rendered (Opening).
        nothing_left: the next unfinished deliverable was asked for, and there is none.
        queue_shown: the keys of the queue under the filter asked for last (array of int).
        rows_loaded: rows of the queue (tuple of QueueEntry).
        counts_changed: how far the study is (QueueCounts).
        choices_changed: what a filter can be set to (QueueChoices).
    """

    opened = Signal(object)
    sheet_read = Signal(object)
    looked_ahead = Signal(object)
    nothing_left = Signal()
    queue_shown = Signal(object)
    rows_loaded = Signal(object)
    counts_changed = Signal(object)
    choices_changed = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._shelf = Shelf()
        self._ahead: set[int] = set()
        self._next_of: dict[int, int] = {}
        self._news: dict[ReviewRef, Change] = {}
        self._opening = self._queueing = self._generation = 0
        self.followed.connect(self.forget)

    @override
    def _move_in(self, house: House) -> None:
        self.forget()
        super()._move_in(house)

    @Slot()
    def forget(self) -> None:
        """Read everything anew when it is asked for; what is being read just now is read once more."""
        self._generation += 1
        self._shelf.clear()
        self._next_of.clear()
        self._news.clear()

    def _note(self, change: Change) -> None:
        """Bring what was read before a change up to date, and what is being read while it happens."""
        self._news[change.review.ref] = change
        self._shelf.show_change(change)

    # -- deliverables -------------------------------------------------------------------------------------------------

    def open(self, key: int) -> None:
        """Open a deliverable: at once if it was read ahead, else as soon as it is read."""
        self._opening += 1
        at_hand = self._shelf.take(key)
        if at_hand is not None:
            self.opened.emit(at_hand)
        else:
            self._fetch(partial(_sheet, key), partial(self._land, self._opening))

    def open_ref(self, ref: ReviewRef, failed: Callable[[Exception], None] | None = None) -> None:
        """Open the deliverable that a review is about; without it `failed` is called, or the signal of that name."""
        self._opening += 1
        self._fetch(partial(_sheet_of, ref), partial(self._land, self._opening), failed)

    def reread(self, key: int) -> None:
        """Read a deliverable's sheet again; `sheet_read` follows."""
        self.read(partial(_sheet, key), self.sheet_read.emit)

    def scout(self, key: int, among: Sequence[int] | None) -> None:
        """Find out which unfinished deliverable comes after `key` and read it ahead."""
        self.read(lambda workbench: workbench.next_unfinished(key, among), partial(self._note_next, key))

    def open_next(self, key: int, among: Sequence[int] | None) -> None:
        """Open the next unfinished deliverable after `key`, round the end.

        Args:
            key: the one that is open.
            among: the keys that the queue shows; `None` if it shows all.
        """
        known = self._next_of.get(key)
        at_hand = self._shelf.take(known) if known is not None else None
        if at_hand is not None and at_hand.sheet.entry.state in _UNFINISHED:
            self.open(at_hand.sheet.key)
        else:
            found = partial(self._open_found, self._opening)
            self.read(lambda workbench: workbench.next_unfinished(key, among), found)

    def look_ahead(self, keys: Iterable[int]) -> None:
        """Read and render what may be opened next."""
        for key in keys:
            if key not in self._shelf and key not in self._ahead:
                self._ahead.add(key)
                self._fetch(partial(_sheet, key), self._put_by, partial(self._miss, key))

    def _note_next(self, key: int, found: int | None) -> None:
        if found is not None:
            self._next_of = {key: found}
            self.look_ahead((found,))

    def _open_found(self, token: int, key: int | None) -> None:
        if key is None:
            self.nothing_left.emit()
        elif token == self._opening:  # else the reviewer has gone elsewhere meanwhile
            self.open(key)

    def _fetch(
        self,
        find: Callable[[Workbench], Sheet],
        landed: Callable[[Opening], None],
        failed: Callable[[Exception], None] | None = None,
    ) -> None:
        """Read a sheet in one lane, then render its texts in another."""
        render, missed, generation = self.house.render, failed or self.failed.emit, self._generation

        def land(opening: Opening) -> None:
            if generation == self._generation:
                landed(opening)
            else:
                self._fetch(find, landed, failed)

        def render_texts(sheet: Sheet) -> None:
            def work() -> Opening:
                return Opening(sheet, render(sheet.job.brief), render(sheet.deliverable.content))

            self._renderings.submit(work, land, missed)

        self._reads.submit(partial(find, self.house.workbench), render_texts, missed)

    def _miss(self, key: int, _error: Exception) -> None:
        """What could not be read ahead is read, and its error told, when it is opened."""
        self._ahead.discard(key)

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
            try:
                return workbench.queue(wanted, lambda: token != self._queueing)
            except Cancelled:
                return None

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


def _sheet(key: int, workbench: Workbench) -> Sheet:
    return workbench.sheet(key)


def _sheet_of(ref: ReviewRef, workbench: Workbench) -> Sheet:
    return workbench.sheet_of(ref)
