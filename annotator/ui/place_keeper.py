"""Where the reviewer stopped: kept while they work, and gone back to at the next start."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, Final

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from annotator.i18n import _
from annotator.ui.reading.values import ScrollState
from annotator.workflow.sheets import Place

if TYPE_CHECKING:
    from annotator.ui.screens.review_screen import ReviewScreen
    from annotator.ui.shelf import Opening

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
            self._look_as(_view(going), opening)
        self._ticks.start()
        self.keep()

    def _look_as(self, view: dict[str, Any], opening: Opening) -> None:
        texts, panel = self._screen.texts, self._screen.panel
        for pane, name in ((texts.brief, "brief"), (texts.deliverable, "deliverable")):
            stored = view.get(name)
            if isinstance(stored, list) and len(stored) == 2:  # noqa: PLR2004 -- place and shift
                pane.restore_scroll_state(ScrollState(int(stored[0]), int(stored[1])))
        criterion = view.get("criterion")
        if isinstance(criterion, str):
            panel.go_to_criterion(criterion)
        entry = opening.sheet.entry
        line = _("You are where you stopped: {title}").format(title=entry.title)
        if entry.asked:
            line = _("{place}, {marked} of {asked} marked").format(place=line, marked=entry.marked, asked=entry.asked)
        self.came_back.emit(f"{line}.")

    def _place(self) -> Place | None:
        opening = self._screen.opening
        if opening is None:
            return None
        texts = self._screen.texts
        brief, deliverable = texts.brief.scroll_state(), texts.deliverable.scroll_state()
        view = {
            "brief": [brief.offset, brief.shift],
            "deliverable": [deliverable.offset, deliverable.shift],
            "criterion": self._screen.panel.current_criterion_id,
        }
        return Place(opening.sheet.ref, json.dumps(view))


def _view(place: Place) -> dict[str, Any]:
    try:
        view = json.loads(place.view)
    except ValueError:
        return {}
    return view if isinstance(view, dict) else {}
