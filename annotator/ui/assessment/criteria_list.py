"""The criteria of a job in groups by importance, one of them current."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from annotator.domain.review import Mark, MarkKind
from annotator.i18n import _
from annotator.ui.assessment.criterion_card import CriterionCard
from annotator.ui.assessment.earlier_line import earlier_line
from annotator.ui.parts import plain_label, set_shown
from annotator.ui.reading.typeface import Typeface
from annotator.ui.words import GROUP_ORDER, group_word

if TYPE_CHECKING:
    from collections.abc import Mapping

    from annotator.domain.ids import CriterionId
    from annotator.domain.review import Review
    from annotator.domain.rubric import Criterion
    from annotator.ui.assessment.subject import Badge
    from annotator.workflow.sheets import Earlier, Sheet


class CriteriaList(QWidget):
    """Shows the criteria and moves among them. Cards and headings are kept for the next job: making them is slow.

    Signals:
        current_changed: another criterion is current, or its mark changed.
        mark_requested: mark this criterion (its card's place among the criteria, MarkKind).
        edit_requested: a note was typed (EditText).
        typed: something is typed into a note that is not on its way yet.
        note_ended: the focus should come back.
        evidence_requested: offer kinds of evidence for the current criterion at this button (QWidget).
        evidence_shown: go to its place (Evidence).
        evidence_removed: take it away (place, Evidence).
    """

    current_changed = Signal()
    mark_requested = Signal(int, object)
    edit_requested = Signal(object)
    typed = Signal()
    note_ended = Signal()
    evidence_requested = Signal(object)
    evidence_shown = Signal(object)
    evidence_removed = Signal(int, object)

    def __init__(self, badge: Badge, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._badge = badge
        self._cards: list[CriterionCard] = []
        self._headings: list[QLabel] = []
        self._criteria: tuple[Criterion, ...] = ()
        self._marks: dict[str, Mark] = {}
        self._current = 0
        self._shows_open_only = self._shows_earlier_at_once = False
        self._earlier: Earlier | None = None
        self._opinions: Mapping[CriterionId, str] = {}
        self._failed: tuple[Criterion, ...] = ()
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setSpacing(6)

    def show_sheet(self, sheet: Sheet) -> None:
        """Show the criteria that are asked, in groups, with their marks; the first unmarked one is current.

        On a further attempt, those that failed before come first.
        """
        review = sheet.review
        order = {importance: place for place, importance in enumerate(GROUP_ORDER)}
        self._earlier = sheet.earlier
        failed = frozenset() if sheet.earlier is None else sheet.earlier.failed
        self._failed = tuple(each for each in sheet.job.rubric.active if each.id in failed)
        rest = [each for each in sheet.job.rubric.active if each.id not in failed]
        self._criteria = (*self._failed, *sorted(rest, key=lambda criterion: order[criterion.importance]))
        self._marks = {mark.criterion_id: mark for mark in review.marks}
        self._place_cards()
        typeface = Typeface(sheet.job.language)
        for number, criterion in enumerate(self._criteria, start=1):
            self._cards[number - 1].use_typeface(typeface)
            self._cards[number - 1].show_criterion(number, criterion, sheet.ref, self.mark_of(number - 1))
        unmarked = next((place for place in range(len(self._criteria)) if self.mark_of(place).kind is None), 0)
        self._current = unmarked
        self._show_earlier()
        self._show_current()

    def show_earlier_at_once(self, is_on: bool) -> None:
        """Show the marks of the attempt before at once, or only when all criteria are marked."""
        self._shows_earlier_at_once = is_on
        self._show_earlier()

    @property
    def hides_earlier(self) -> bool:
        """Whether the marks of an earlier attempt could lead those that are not set yet."""
        return not self._shows_earlier_at_once and self.marked() < len(self._criteria)

    def _show_earlier(self) -> None:
        """Show what the attempt before was given, as earlier, where it can no longer lead."""
        earlier = None if self.hides_earlier else self._earlier
        for card, criterion in zip(self._cards, self._criteria, strict=False):
            before = earlier_line(earlier, criterion) if earlier is not None else ""
            card.show_earlier("\n".join(filter(None, (before, self._opinions.get(criterion.id, "")))))

    def show_opinions(self, lines: Mapping[CriterionId, str]) -> None:
        """Show what a model said beside the reviewer's own marks, which it can no longer lead."""
        if lines != self._opinions:
            self._opinions = dict(lines)
            self._show_earlier()

    def show_marks(self, review: Review) -> None:
        """Show the marks of the review that is open. Emits only that the current criterion's state changed."""
        self._marks = {mark.criterion_id: mark for mark in review.marks}
        for place in range(len(self._criteria)):
            self._cards[place].show_mark(self.mark_of(place))
        self._show_earlier()
        self._show_open_only()
        self.current_changed.emit()

    def show_open_only(self, is_on: bool) -> None:
        """Hide the criteria that are marked, or show all."""
        self._shows_open_only = is_on
        self._show_open_only()

    @property
    def criteria(self) -> tuple[Criterion, ...]:
        """The criteria in the order shown."""
        return self._criteria

    @property
    def current(self) -> int:
        """The place of the current criterion, from 0."""
        return self._current

    @property
    def current_card(self) -> CriterionCard | None:
        """The card of the current criterion, if there are criteria."""
        return self._cards[self._current] if self._criteria else None

    def card(self, place: int) -> CriterionCard:
        """Return the card at a place."""
        return self._cards[place]

    def mark_of(self, place: int) -> Mark:
        """Return the mark on the criterion at a place."""
        criterion = self._criteria[place]
        return self._marks.get(criterion.id, Mark(criterion.id))

    def place_of(self, criterion_id: str) -> int | None:
        """Return where a criterion stands, if it is asked."""
        return next((place for place, each in enumerate(self._criteria) if each.id == criterion_id), None)

    def make_current(self, place: int) -> None:
        """Judge the criterion at `place` now; places outside are brought inside."""
        if self._criteria:
            self._current = min(max(place, 0), len(self._criteria) - 1)
            self._show_current()

    def next_open(self, after: int) -> int | None:
        """Return the next unmarked place after `after`, going round; `None` if all are marked."""
        count = len(self._criteria)
        places = ((after + step) % count for step in range(1, count + 1)) if count else iter(())
        return next((place for place in places if self.mark_of(place).kind is None), None)

    def marked(self) -> int:
        """Return how many criteria are marked."""
        return sum(self.mark_of(place).kind is not None for place in range(len(self._criteria)))

    def _place_cards(self) -> None:
        for widget in (*self._headings, *self._cards):
            self._layout.removeWidget(widget)  # an item taken out would live on and the card keep a height for ever
        while len(self._cards) < len(self._criteria):
            self._cards.append(self._new_card(len(self._cards)))
        heading = 0
        for place in range(len(self._criteria)):
            if place == 0 or self._heading(place) != self._heading(place - 1):
                if heading == len(self._headings):
                    self._headings.append(plain_label("groupTitle", wraps=True))
                self._headings[heading].setText(self._heading(place))
                self._layout.addWidget(self._headings[heading])  # first: shown without a parent it would be a window
                self._headings[heading].show()
                heading += 1
            self._layout.addWidget(self._cards[place])
            self._cards[place].show()
        for label in self._headings[heading:]:
            label.hide()
        for card in self._cards[len(self._criteria) :]:
            card.hide()

    def _heading(self, place: int) -> str:
        if self._earlier is not None and place < len(self._failed):
            return _("Asked first: failed on attempt {number}").format(number=self._earlier.attempt)
        return group_word(self._criteria[place].importance)

    def _new_card(self, place: int) -> CriterionCard:
        card = CriterionCard(self._badge, self)
        card.chosen.connect(partial(self.make_current, place))
        card.mark_chosen.connect(partial(self._request_mark, place))
        card.note_requested.connect(partial(self.open_note, place))
        card.note_ended.connect(self.note_ended)
        card.edit_requested.connect(self.edit_requested)
        card.field.typed.connect(self.typed)
        card.evidence_requested.connect(partial(self._request_evidence, place))
        card.evidence_shown.connect(self.evidence_shown)
        card.evidence_removed.connect(partial(self.evidence_removed.emit, place))
        return card

    def _request_evidence(self, place: int, button: QWidget) -> None:
        self.make_current(place)
        self.evidence_requested.emit(button)

    def _request_mark(self, place: int, kind: MarkKind) -> None:
        self.mark_requested.emit(place, kind)

    def open_note(self, place: int) -> None:
        """Make the criterion at `place` current and put the focus into its note."""
        self.make_current(place)
        self._cards[place].open_note()

    def _show_current(self) -> None:
        for place in range(len(self._criteria)):
            self._cards[place].show_current(place == self._current)
        self._show_open_only()
        self.current_changed.emit()

    def _show_open_only(self) -> None:
        for place in range(len(self._criteria)):
            is_open = self.mark_of(place).kind is None
            is_shown = is_open or place == self._current or not self._shows_open_only
            set_shown(self._cards[place], is_shown=is_shown)
