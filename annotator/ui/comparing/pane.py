"""The compare pane: two texts of a job side by side, chosen freely, and their marks beside each other."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QSizePolicy, QSplitter, QVBoxLayout, QWidget

from annotator.i18n import _, ngettext
from annotator.ui.comparing.choices import Choice, deliverables, first_choice, sources
from annotator.ui.comparing.marks_table import MarksTable
from annotator.ui.comparing.pair_diff import PairDiff
from annotator.ui.comparing.pair_view import PairView
from annotator.ui.editing.sides import Sides
from annotator.ui.parts import flat_button, plain_label

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtWidgets import QToolButton

    from annotator.domain.review import Review
    from annotator.ui.comparing.choices import Side
    from annotator.workflow.sheets import Sheet

_LEFT, _RIGHT = 0, 1
_LEAST_CHOOSER: Final = 120


class ComparePane(QWidget):
    """Compares two texts. It says what it needs to be read and is told when that is there.

    Signals:
        side_wanted: a text is to be read for the left (0) or the right side (1) (int, Choice).
    """

    side_wanted = Signal(int, object)

    def __init__(self, badge: Callable[[str], str], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("compare_pane")
        self._sheet: Sheet | None = None
        self._sides: list[Side | None] = [None, None]
        self.hides_earlier: Callable[[], bool] = lambda: True
        self.choosers = (self._chooser(_("Left text")), self._chooser(_("Right text")))
        self._count = plain_label("quiet")
        self.view = PairView()
        self.marks = MarksTable()
        self.diff = PairDiff(self)
        self._previous = self._button("▲", _("Previous change"), badge("previous_change"))
        self._next = self._button("▼", _("Next change"), badge("next_change"))
        self.setFocusProxy(self.view.right)
        self._lay_out()
        self.diff.compared.connect(self._show_sides)
        self._previous.clicked.connect(lambda: self.go(-1))
        self._next.clicked.connect(lambda: self.go(1))
        for side, chooser in enumerate(self.choosers):
            chooser.activated.connect(lambda _index, side=side: self._choose(side))

    def _lay_out(self) -> None:
        choosers = QHBoxLayout()
        for chooser in self.choosers:
            choosers.addWidget(chooser, 1)
        walk = QHBoxLayout()
        for widget in (self._previous, self._next, self._count):
            walk.addWidget(widget)
        walk.addStretch(1)
        top = QVBoxLayout()
        top.setContentsMargins(12, 6, 12, 2)
        top.setSpacing(2)
        top.addLayout(choosers)
        top.addLayout(walk)
        split = QSplitter(Qt.Orientation.Vertical)
        split.addWidget(self.view)
        split.addWidget(self.marks)
        split.setStretchFactor(0, 3)
        split.setStretchFactor(1, 1)
        split.setChildrenCollapsible(False)
        split.setSizes([300, 100])
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(top)
        column.addWidget(split, 1)

    def show_sheet(self, sheet: Sheet) -> None:
        """Offer the texts of a job; the open deliverable stands on the right, what it came of on the left."""
        among = deliverables(sheet)
        is_same = self._sheet is not None and self._sheet.ref == sheet.ref
        kept = [chooser.currentData() for chooser in self.choosers] if is_same else [None, None]
        self._sheet = sheet
        here = next(at for at, each in enumerate(among) if each.deliverable == sheet.deliverable.id)
        usual = (first_choice(sheet, among) if len(among) > 1 else len(among), here)
        for side, chooser in enumerate(self.choosers):
            offered = (*among, *sources(sheet)) if side == _LEFT else among
            chooser.clear()
            for each in offered:
                chooser.addItem(each.label, each)
            chooser.setCurrentIndex(_index_of(kept[side], offered, usual[side]))
        for side in (_LEFT, _RIGHT):
            self._choose(side)

    def show_side(self, number: int, side: Side) -> None:
        """Show a text that was read; one that is no longer chosen is left aside."""
        if side.choice != self.choosers[number].currentData() or self._sheet is None:
            return
        self._sides[number] = side
        left, right = self._sides
        if left is None or right is None:
            return
        self.view.show_texts(left.text, right.text, self._sheet.job.language)
        self._say(None)
        self.diff.compare(left.text, right.text)
        self._show_marks()

    def show_review(self, review: Review) -> None:
        """Show a review that changed, if it is one of the two; what else may be seen can change with it."""
        for number, side in enumerate(self._sides):
            if side is not None and side.sheet is not None and side.sheet.ref == review.ref:
                self._sides[number] = _with_review(side, review)
        self._show_marks()

    def go(self, step: int) -> None:
        """Go to the next difference, or the one before (-1)."""
        self.view.go(step)
        self._say(self.view.differences)

    @Slot(object)
    def _show_sides(self, found: Sides | None) -> None:
        self.view.show_sides(found or Sides())
        self._say(self.view.differences)
        if found is None:
            self._count.setText(_("The texts are too different to be compared word by word."))

    def _say(self, count: int | None) -> None:
        if count is None:
            self._count.setText(_("Comparing…"))
        elif self.view.current >= 0:
            text = _("Change {number} of {count}")
            self._count.setText(text.format(number=f"{self.view.current + 1:,}", count=f"{count:,}"))
        else:
            self._count.setText(ngettext("{count} change", "{count} changes", count).format(count=f"{count:,}"))
        for button in (self._previous, self._next):
            button.setEnabled(bool(count))

    def _show_marks(self) -> None:
        left, right = self._sides
        if self._sheet is None or left is None or right is None:
            return
        reviews = [each.sheet.review if each.sheet is not None else None for each in (left, right)]
        hidden = (self._is_hidden(left), self._is_hidden(right))
        self.marks.show_reviews(self._sheet.job.rubric.active, *reviews, hidden=hidden)

    def _is_hidden(self, side: Side) -> bool:
        """Whether the marks of a side could lead those that are being set: an earlier attempt's, until all are set."""
        assert self._sheet is not None, "sides are shown with their sheet"
        here = self._sheet.deliverable
        if side.sheet is None or side.sheet.ref == self._sheet.ref:
            return False
        other = side.sheet.deliverable
        return other.attempt < here.attempt and other.model == here.model and self.hides_earlier()

    def _choose(self, side: int) -> None:
        self._sides[side] = None
        self.diff.forget()
        choice = self.choosers[side].currentData()
        if isinstance(choice, Choice):
            self.side_wanted.emit(side, choice)

    def _chooser(self, name: str) -> QComboBox:
        made = QComboBox()
        made.setAccessibleName(name)
        made.setMinimumWidth(_LEAST_CHOOSER)
        made.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        return made

    def _button(self, text: str, spoken: str, key: str) -> QToolButton:
        made = flat_button("link", text)
        made.setAccessibleName(spoken)
        made.setToolTip(f"{spoken} ({key})" if key else spoken)
        return made


def _index_of(kept: object, offered: tuple[Choice, ...], usual: int) -> int:
    """Return where the text stands now that was chosen before, whatever it is called by now."""
    if not isinstance(kept, Choice):
        return usual
    same = [at for at, each in enumerate(offered) if (each.deliverable, each.file) == (kept.deliverable, kept.file)]
    return same[0] if same else usual


def _with_review(side: Side, review: Review) -> Side:
    assert side.sheet is not None, "only a deliverable has a review"
    return replace(side, sheet=replace(side.sheet, review=review))
