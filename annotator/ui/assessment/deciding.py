"""Client question, verdict, flag, skip and done: from keys and clicks to commands."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal, Slot

from annotator.domain.blinding import asks_for_guess
from annotator.domain.checks import concerns
from annotator.domain.moments import now
from annotator.domain.review import ClientAcceptance, ReviewStatus, Verdict
from annotator.i18n import _
from annotator.ui.assessment.concern_words import sentences
from annotator.workflow.commands import SetClientAcceptance, SetFlag, SetGuess, SetStatus, SetVerdict
from annotator.workflow.ruling import rule_answer

if TYPE_CHECKING:
    from annotator.domain.review import Review
    from annotator.ui.assessment.criteria_list import CriteriaList
    from annotator.ui.assessment.foot import Foot
    from annotator.ui.assessment.reason_line import ReasonLine
    from annotator.ui.assessment.subject import Subject
    from annotator.ui.assessment.tagging import Tagging


class Deciding(QObject):
    """The last steps of a review.

    Signals:
        next_requested: the review is done, or was before; on to the next unfinished one.
    """

    next_requested = Signal()

    def __init__(
        self, foot: Foot, reasons: ReasonLine, criteria: CriteriaList, tagging: Tagging, subject: Subject
    ) -> None:
        super().__init__(foot)
        self._foot = foot
        self._reasons = reasons
        self._criteria = criteria
        self._tagging = tagging
        self._subject = subject
        self._rule = ""
        foot.acceptance_chosen.connect(self._set_acceptance)
        foot.verdict_chosen.connect(self._set_verdict)
        foot.done_requested.connect(self.finish)
        foot.reopen_requested.connect(self.reopen)

    def use_rule(self, rule: str) -> None:
        """Judge by this pass rule from now on."""
        self._rule = rule

    def show_review(self, review: Review) -> None:
        """Show the decisions of the open review."""
        sheet = self._subject.sheet
        if sheet is None:
            return
        self._foot.show_review(review, sheet.deliverable.attempt)
        is_done = review.status is ReviewStatus.SUBMITTED and review.rule
        rule = review.rule if is_done and review.rule else self._rule
        answer = review.rule_verdict if is_done else rule_answer(review, sheet.job.rubric, rule)
        self._foot.show_rule_answer(answer, review.verdict, rule_word(rule))
        if self._foot.shows_concerns:
            self._foot.show_concerns(self._concerns(review))

    @Slot()
    def finish(self) -> None:
        """Done and next; what may have been overlooked is said first, and the same key again confirms."""
        review = self._subject.review
        if review is None:
            return
        if review.status is not ReviewStatus.DRAFT:
            self.next_requested.emit()
            return
        found = self._concerns(review)
        if found and not self._foot.shows_concerns:
            self._foot.show_concerns(found)
            return
        self._foot.show_concerns(())
        if self._asks_for_guess(review):
            self._reasons.ask(_("Which model made this, do you think?"), _("Done"), "", self._guess_and_submit)
        else:
            self._submit()

    def _asks_for_guess(self, review: Review) -> bool:
        sheet = self._subject.sheet
        is_asked = sheet is not None and sheet.is_blind and review.guessed_model is None
        return is_asked and asks_for_guess(review.ref, review.reviewer)

    def _guess_and_submit(self, guess: str) -> None:
        """Finish; who has no idea gives an empty answer."""
        if guess:
            self._subject.ask(lambda about, _review: SetGuess(about, guess))
        self._submit()

    def _submit(self) -> None:
        rule = self._rule
        self._subject.ask(lambda about, _review: SetStatus(about, ReviewStatus.SUBMITTED, now(), rule=rule))
        self.next_requested.emit()

    @Slot()
    def reopen(self) -> None:
        """Make a review that is done or skipped a draft again."""
        about, review = self._subject.about, self._subject.review
        if about is not None and review is not None and review.status is not ReviewStatus.DRAFT:
            self._subject.order(SetStatus(about, ReviewStatus.DRAFT, now()))

    @Slot()
    def ask_client_question(self) -> None:
        """Put the focus where 1, 2 and 3 answer the client question."""
        self._foot.focus_client_question()

    @Slot()
    def ask_verdict(self) -> None:
        """Put the focus where P, F and U decide."""
        self._foot.focus_verdict()

    @Slot()
    def ask_flag(self) -> None:
        """Flag with a reason; a flagged deliverable is unflagged."""
        review = self._subject.review
        if review is not None and review.is_flagged:
            self._flag(is_flagged=False, reason="")
        elif review is not None:
            self._reasons.ask(_("Flag: why?"), _("Flag"), "", lambda reason: self._flag(is_flagged=True, reason=reason))

    @Slot()
    def ask_skip(self) -> None:
        """Skip with a reason, then on."""
        review = self._subject.review
        if review is not None and review.status is ReviewStatus.DRAFT:
            self._reasons.ask(_("Skip: why?"), _("Skip"), "", self._skip)

    def _flag(self, *, is_flagged: bool, reason: str) -> None:
        self._subject.ask(lambda about, _review: SetFlag(about, is_flagged, reason))

    def _skip(self, reason: str) -> None:
        self._subject.ask(lambda about, _review: SetStatus(about, ReviewStatus.SKIPPED, now(), skip_reason=reason))
        self.next_requested.emit()

    def _concerns(self, review: Review) -> list[str]:
        sheet = self._subject.sheet
        if sheet is None:
            return []
        numbers = {str(criterion.id): number for number, criterion in enumerate(self._criteria.criteria, start=1)}
        return sentences(concerns(review, sheet.job.rubric, self._tagging.gap_codes), numbers)

    @Slot(object)
    def _set_acceptance(self, acceptance: ClientAcceptance | None) -> None:
        self._subject.ask(lambda about, _review: SetClientAcceptance(about, acceptance))

    @Slot(object)
    def _set_verdict(self, verdict: Verdict | None) -> None:
        self._subject.ask(lambda about, _review: SetVerdict(about, verdict))


def rule_word(rule: str) -> str:
    """Return what a pass rule is called; an unknown one is called by its id."""
    words = {
        "strict_upbench": _("critical and important"),
        "critical_only": _("critical only"),
        "strict_plus_pitfalls": _("critical, important and pitfalls"),
        "all_criteria": _("all criteria"),
    }
    return words.get(rule, rule)
