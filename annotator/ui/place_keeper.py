"""Where the reviewer stopped: kept while they work, and gone back to at the next start."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, Final

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from annotator.i18n import _
from annotator.ui.reading.values import ScrollState
from annotator.workflow.sheets import Place, QueueFilter, QueueState

if TYPE_CHECKING:
    from annotator.ui.screens.review_screen import ReviewScreen
    from annotator.ui.shelf import Opening
    from annotator.workflow.workbench import Workbench

_KEEP_MS: Final = 2000


class PlaceKeeper(QObject):
    """Writes the place down when a deliverable is opened and every few seconds if it changed.

    Signals:
        came_back: the place of last time is shown again; a line says so (str).
    """

    came_back = Signal(str)

    def __init__(self, screen: ReviewScreen) -> None:
        super().__init__(screen)
        self._screen = screen
        self._kept = Place()
        self._going_to: Place | None = None
        self._ticks = QTimer(self, interval=_KEEP_MS)
        self._ticks.timeout.connect(self.keep)
        screen.sheet_shown.connect(self._arrive)

    def go_back_to(self, place: Place) -> None:
        """Open the deliverable of a place and look at it as then; an empty place opens the next unfinished one."""
        if place.ref is None:
            self._screen.open_next()
        else:
            self._going_to = place
            self._screen.desk.open_ref(place.ref, self._give_up)

    def _give_up(self, _error: Exception) -> None:
        """Begin elsewhere: the place of last time is gone."""
        self._going_to = None
        self._screen.open_next()

    @Slot()
    def keep(self) -> None:
        """Write the place down, if it changed."""
        place = self._place()
        if place is not None and place != self._kept and self._screen.desk.is_ready:
            self._kept = place
            self._screen.desk.set_place(place)

    @Slot(object)
    def _arrive(self, opening: Opening) -> None:
        going, self._going_to = self._going_to, None
        if going is not None and going.ref == opening.sheet.ref:
            self.look_as(_view(going))
            self._say_where(opening)
        self._ticks.start()
        self.keep()

    def look_as(self, view: dict[str, Any]) -> None:
        """Look at the open deliverable as `view` says; what it does not say stays as it is."""
        screen = self._screen
        for pane, name in ((screen.texts.brief, "brief"), (screen.texts.deliverable, "deliverable")):
            stored = view.get(name)
            if isinstance(stored, list) and len(stored) == 2:  # noqa: PLR2004 -- place and shift
                pane.restore_scroll_state(ScrollState(int(stored[0]), int(stored[1])))
        criterion, caret = view.get("criterion"), view.get("caret")
        if isinstance(criterion, str):
            screen.panel.go_to_criterion(criterion)
        if isinstance(caret, int):
            screen.editing.open()
            screen.editing.pane.editor.go_to(caret)

    def _say_where(self, opening: Opening) -> None:
        entry = opening.sheet.entry
        line = _("You are where you stopped: {title}").format(title=entry.title)
        if entry.asked:
            line = _("{place}, {marked} of {asked} marked").format(place=line, marked=entry.marked, asked=entry.asked)
        self.came_back.emit(f"{line}.")

    def view(self) -> dict[str, Any]:
        """Return how the open deliverable is looked at; `caret` is there while its copy is edited."""
        texts, editing = self._screen.texts, self._screen.editing
        brief, deliverable = texts.brief.scroll_state(), texts.deliverable.scroll_state()
        return {
            "brief": [brief.offset, brief.shift],
            "deliverable": [deliverable.offset, deliverable.shift],
            "criterion": self._screen.panel.current_criterion_id,
            "caret": editing.pane.editor.textCursor().position() if editing.is_open else None,
        }

    def _place(self) -> Place | None:
        opening = self._screen.opening
        return None if opening is None else Place(opening.sheet.ref, json.dumps(self.view()))


def _view(place: Place) -> dict[str, Any]:
    try:
        view = json.loads(place.view)
    except ValueError:
        return {}
    return view if isinstance(view, dict) else {}


def first_unfinished(workbench: Workbench) -> int | None:
    """Return where to begin in a study: what is not finished, else the first; nothing in an empty workspace."""
    keys = workbench.queue(QueueFilter())
    for entry in workbench.entries(keys[:1]):
        is_finished = entry.state in {QueueState.DONE, QueueState.SKIPPED}
        return (workbench.next_unfinished(entry.key) if is_finished else None) or entry.key
    return None
