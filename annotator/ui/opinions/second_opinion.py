"""A model's opinion beside the reviewer's own: offered, asked for, and shown once it can no longer lead."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Slot
from PySide6.QtWidgets import QVBoxLayout

from annotator.domain.review import ReviewStatus
from annotator.i18n import _
from annotator.ui.opinions.dialog import OpinionDialog
from annotator.ui.opinions.strip import OpinionStrip
from annotator.ui.words import mark_sign, mark_word

if TYPE_CHECKING:
    from collections.abc import Sequence

    from annotator.domain.ids import CriterionId, ReviewRef
    from annotator.domain.message import Message
    from annotator.domain.opinions import Opinion
    from annotator.settings.connections import Connection
    from annotator.ui.screens.review_screen import ReviewScreen
    from annotator.workflow.changes import Change
    from annotator.workflow.opining import Opined
    from annotator.workflow.sheets import Sheet


class SecondOpinion(QObject):
    """Puts the strip above the criteria, and what differs onto their cards. Off unless somebody wants it."""

    def __init__(self, screen: ReviewScreen) -> None:
        super().__init__(screen)
        self._screen = screen
        self._opinions = screen.desk.asking.opinions
        self._connections: tuple[Connection, ...] = ()
        self._is_on = False
        self._found: Opined | None = None
        self.strip = OpinionStrip()
        column = screen.panel.layout()
        assert isinstance(column, QVBoxLayout), "the panel is a column"
        column.insertWidget(1, self.strip)  # below the head, above the criteria
        self.strip.ask_requested.connect(self._show_leaving)
        self.strip.stop_requested.connect(self._stop)
        self.strip.compare_requested.connect(self._compare)
        screen.sheet_shown.connect(self._show_opening)
        screen.desk.changed.connect(self._show_change)
        self._opinions.changed.connect(self._show_news)

    def use(self, connections: Sequence[Connection], *, is_on: bool) -> None:
        """Offer this from now on, with these connections, or do not."""
        self._connections, self._is_on = tuple(connections), is_on and bool(connections)
        self._look()

    @property
    def _sheet(self) -> Sheet | None:
        return None if self._screen.opening is None else self._screen.opening.sheet

    # -- news ---------------------------------------------------------------------------------------------------------

    @Slot(object)
    def _show_opening(self) -> None:
        self._found = None
        self._screen.panel.criteria.show_opinions({})
        self._show_state()
        self._look()

    @Slot(object)
    def _show_change(self, change: Change) -> None:
        if self._sheet is not None and change.review.ref == self._sheet.ref:
            self._show_state()

    @Slot(object)
    def _show_news(self, ref: ReviewRef) -> None:
        if self._sheet is not None and ref == self._sheet.ref:
            self._look()

    def _look(self) -> None:
        """Ask what there is: what was stored is shown though nothing may be asked any more."""
        if self._sheet is not None and self._sheet.job.rubric.active:
            self._opinions.look(self._sheet.ref, partial(self._show, self._sheet.ref))

    def _show(self, ref: ReviewRef, found: Opined) -> None:
        if self._sheet is not None and ref == self._sheet.ref:
            self._found = found
            self._show_state()

    def _show_state(self) -> None:
        sheet, found, strip = self._sheet, self._found, self.strip
        if sheet is None or found is None or not self._concerns(sheet, found):
            strip.hide()
        elif found.comparison is not None:
            name = _("The model") if sheet.is_blind and not self._is_done(sheet) else found.model
            strip.show_comparison(name, found.comparison)
            lines = {each.criterion_id: self._line(sheet, name, each) for each in found.comparison.differing}
            self._screen.panel.criteria.show_opinions(lines)
        elif found.is_stored:
            criteria = self._screen.panel.criteria
            strip.show_stored(may_look=criteria.marked() == len(criteria.criteria))
        elif self._opinions.is_asked(sheet.ref):
            strip.show_asked()
        else:
            strip.offer(self._opinions.trouble(sheet.ref))

    def _concerns(self, sheet: Sheet, found: Opined) -> bool:
        return found.is_stored or (self._is_on and sheet.review.status is not ReviewStatus.SKIPPED)

    @staticmethod
    def _is_done(sheet: Sheet) -> bool:
        return sheet.review.status is ReviewStatus.SUBMITTED

    @staticmethod
    def _line(sheet: Sheet, name: str, opinion: Opinion) -> str:
        is_pitfall = _is_pitfall(sheet, opinion.criterion_id)
        word = f"{mark_sign(opinion.mark)} {mark_word(opinion.mark, is_pitfall=is_pitfall)}"
        said = _("{model}: {mark}").format(model=name, mark=word)
        return f"{said}\n{opinion.note}" if opinion.note else said

    # -- wishes -------------------------------------------------------------------------------------------------------

    @Slot()
    def _show_leaving(self) -> None:
        if self._sheet is not None:
            self._opinions.preview(self._sheet.ref, partial(self._open_dialog, self._sheet.ref))

    def _open_dialog(self, ref: ReviewRef, messages: tuple[Message, ...]) -> None:
        is_blind = self._sheet is None or self._sheet.is_blind
        dialog = OpinionDialog(self._connections, messages, is_blind=is_blind, parent=self._screen)
        dialog.send_requested.connect(partial(self._opinions.ask, ref))
        dialog.open()

    @Slot()
    def _stop(self) -> None:
        if self._sheet is not None:
            self._opinions.stop(self._sheet.ref)

    @Slot()
    def _compare(self) -> None:
        if self._sheet is not None:
            self._screen.flush()
            self._opinions.compare(self._sheet.ref, partial(self._show, self._sheet.ref))


def _is_pitfall(sheet: Sheet, id_: CriterionId) -> bool:
    return any(each.id == id_ and each.is_pitfall for each in sheet.job.rubric.active)
