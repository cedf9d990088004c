"""Marks, their reasons, notes and evidence: from keys and clicks to commands."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Slot
from PySide6.QtWidgets import QMenu

from annotator.domain.review import CannotJudgeReason, Evidence, EvidenceKind, MarkKind
from annotator.i18n import _
from annotator.ui.words import reason_word
from annotator.workflow.commands import SetEvidence, SetMark

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtWidgets import QWidget

    from annotator.domain.ids import ReviewRef
    from annotator.domain.review import Review
    from annotator.domain.rubric import Criterion
    from annotator.domain.spans import Span
    from annotator.ui.assessment.criteria_list import CriteriaList
    from annotator.ui.assessment.subject import Subject
    from annotator.workflow.commands import Command


class Marking(QObject):
    """Marks the current criterion and moves on."""

    def __init__(self, criteria: CriteriaList, subject: Subject) -> None:
        super().__init__(criteria)
        self._criteria = criteria
        self._subject = subject
        self._last_marked: int | None = None
        criteria.mark_requested.connect(self._mark_at)
        criteria.evidence_removed.connect(self._remove_evidence)
        criteria.evidence_requested.connect(self._offer_evidence)

    def forget_last(self) -> None:
        """Start afresh on another deliverable."""
        self._last_marked = None

    def mark(self, kind: MarkKind) -> None:
        """Mark the current criterion, then on; "cannot judge" asks why first."""
        if not self._criteria.criteria:
            return
        if kind is MarkKind.CANNOT_JUDGE:
            self._ask_why(self._criteria.current)
        else:
            self._set(self._criteria.current, kind)
            self._move_on()

    @Slot()
    def clear_mark(self) -> None:
        """Take the mark on the current criterion back."""
        if self._criteria.criteria:
            self._set(self._criteria.current, None)

    def move(self, step: int) -> None:
        """Go `step` criteria on, or back."""
        self._criteria.make_current(self._criteria.current + step)

    @Slot()
    def move_to_unmarked(self) -> None:
        """Go to the next criterion without a mark."""
        place = self._criteria.next_open(self._criteria.current)
        if place is not None:
            self._criteria.make_current(place)

    @Slot()
    def open_note(self) -> None:
        """Write the note of the current criterion."""
        if self._criteria.criteria:
            self._criteria.open_note(self._criteria.current)

    @Slot()
    def open_last_note(self) -> None:
        """Write the note of the criterion just marked."""
        if self._last_marked is not None:
            self._criteria.open_note(self._last_marked)

    def add_evidence(self, evidence: Evidence) -> None:
        """Add evidence for the current criterion."""
        if self._criteria.criteria:
            self._change_evidence(self._criteria.current, lambda held: held if evidence in held else (*held, evidence))

    def add_span_evidence(self, span: Span) -> None:
        """Add a stretch of text as evidence for the current criterion."""
        self.add_evidence(Evidence(EvidenceKind.SPAN, span=span))

    @Slot()
    def add_absent_evidence(self) -> None:
        """Say that what the current criterion asks for is nowhere in the deliverable."""
        self.add_evidence(Evidence(EvidenceKind.ABSENT))

    @Slot(object)
    def _offer_evidence(self, button: QWidget) -> None:
        menu = QMenu(button)
        menu.addAction(_("&1  Nowhere in the deliverable"), self.add_absent_evidence)
        menu.addAction(_("&2  Checked outside…"), partial(self.ask_evidence, EvidenceKind.OUTSIDE))
        in_file = menu.addAction(_("&3  In a file…"), partial(self.ask_evidence, EvidenceKind.FILE))
        in_file.setEnabled(bool(self._files))
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(button.mapToGlobal(button.rect().bottomLeft()))

    def ask_evidence(self, kind: EvidenceKind) -> None:
        """Ask for evidence from outside or in a file."""
        from annotator.ui.assessment.evidence_dialog import EvidenceDialog  # noqa: PLC0415 -- only when it is asked for

        if self._subject.sheet is None or not self._criteria.criteria:
            return
        dialog = EvidenceDialog(kind, self._files, self._criteria)
        dialog.accepted.connect(lambda: self.add_evidence(dialog.evidence()))
        dialog.open()

    @property
    def _files(self) -> list[str]:
        """The names of the files that came with the deliverable and the job."""
        sheet = self._subject.sheet
        return [] if sheet is None else [each.name for each in (*sheet.deliverable.attachments, *sheet.job.attachments)]

    def _set(self, place: int, kind: MarkKind | None, reason: str | None = None) -> None:
        criterion = self._criteria.criteria[place]
        is_wrong = reason == CannotJudgeReason.CRITERION_WRONG.value
        self._last_marked = place
        self._subject.ask(lambda about, _review: SetMark(about, criterion.id, kind, reason, is_wrong))

    def _move_on(self) -> None:
        after = self._criteria.current
        # What was marked just now is on its way to the database and still looks unmarked here.
        place = self._criteria.next_open(after)
        self._criteria.make_current(place if place not in {None, after} else after + 1)

    @Slot(int, object)
    def _mark_at(self, place: int, kind: MarkKind) -> None:
        self._criteria.make_current(place)
        if self._criteria.mark_of(place).kind is kind:
            self.clear_mark()
        else:
            self.mark(kind)

    def _ask_why(self, place: int) -> None:
        menu = QMenu(_("Why can it not be judged?"), self._criteria)
        for number, reason in enumerate(CannotJudgeReason, start=1):
            action = menu.addAction(f"&{number}  {reason_word(reason.value)}")
            action.triggered.connect(partial(self._mark_unjudged, place, reason))
        card = self._criteria.card(place)
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(card.mapToGlobal(card.rect().bottomLeft()))
        menu.setActiveAction(menu.actions()[0])

    def _mark_unjudged(self, place: int, reason: CannotJudgeReason, _is_checked: bool = False) -> None:
        self._set(place, MarkKind.CANNOT_JUDGE, reason.value)
        self._move_on()

    @Slot(int, object)
    def _remove_evidence(self, place: int, evidence: Evidence) -> None:
        self._change_evidence(place, lambda held: tuple(each for each in held if each != evidence))

    def _change_evidence(self, place: int, change: Callable[[tuple[Evidence, ...]], tuple[Evidence, ...]]) -> None:
        criterion: Criterion = self._criteria.criteria[place]

        def wish(about: ReviewRef, review: Review) -> Command | None:
            held = review.mark(criterion.id).evidence
            return SetEvidence(about, criterion.id, change(held)) if change(held) != held else None

        self._subject.ask(wish)
