"""The words and signs in which the window says marks, verdicts and states.

In Japan a check mark on graded paper means wrong and a circle right, so the signs follow the window's language.
Tables hold marked texts and are translated when shown.
"""

from __future__ import annotations

from annotator.domain.review import (
    CannotJudgeReason,
    ClientAcceptance,
    EvidenceKind,
    MarkKind,
    ReviewStatus,
    Severity,
    Verdict,
)
from annotator.domain.rubric import Importance
from annotator.i18n import N_, _, current_language, pgettext

_MARKS = {
    MarkKind.PASS: N_("Pass"),
    MarkKind.FAIL: N_("Fail"),
    MarkKind.NOT_APPLICABLE: N_("Not applicable"),
    MarkKind.CANNOT_JUDGE: N_("Cannot judge"),
}
_PITFALL_MARKS = {**_MARKS, MarkKind.PASS: N_("Did not occur"), MarkKind.FAIL: N_("Occurred")}
_ACCEPTANCES = {
    ClientAcceptance.ACCEPT: N_("Accept"),
    ClientAcceptance.AFTER_SMALL_FIXES: N_("After small fixes"),
    ClientAcceptance.REJECT: N_("Reject"),
}
_GROUPS = {
    Importance.CRITICAL: N_("Critical"),
    Importance.IMPORTANT: N_("Important"),
    Importance.OPTIONAL: N_("Optional"),
    Importance.PITFALL: N_("Pitfall: did this problem occur?"),
    None: N_("Not ranked"),
}
_REASONS = {
    CannotJudgeReason.FILE_MISSING: N_("A file is missing"),
    CannotJudgeReason.EXPERTISE: N_("Outside my expertise"),
    CannotJudgeReason.CRITERION_UNCLEAR: N_("The criterion is unclear"),
    CannotJudgeReason.CRITERION_WRONG: N_("The criterion is wrong"),
    CannotJudgeReason.OUTSIDE_ACCESS: N_("It needs access I do not have"),
    CannotJudgeReason.OTHER: N_("Another reason"),
}
_EVIDENCE = {
    EvidenceKind.ABSENT: N_("Nowhere in the deliverable"),
    EvidenceKind.FILE: N_("In a file"),
    EvidenceKind.OUTSIDE: N_("Checked outside"),
}
_STATUSES = {
    ReviewStatus.DRAFT: N_("Draft"),
    ReviewStatus.SUBMITTED: N_("Done"),
    ReviewStatus.SKIPPED: N_("Skipped"),
}

GROUP_ORDER: tuple[Importance | None, ...] = (
    Importance.CRITICAL,
    Importance.IMPORTANT,
    None,
    Importance.OPTIONAL,
    Importance.PITFALL,
)
"""The order in which groups of criteria are shown; unranked ones gate like important ones."""


def mark_sign(kind: MarkKind | None) -> str:
    """Return the sign of a mark in the window's language; an unmarked criterion has none."""
    right, wrong = ("○", "×") if current_language() == "ja" else ("✓", "✗")
    signs = {MarkKind.PASS: right, MarkKind.FAIL: wrong, MarkKind.NOT_APPLICABLE: "–", MarkKind.CANNOT_JUDGE: "?"}
    return signs.get(kind, "") if kind else ""


def verdict_sign(verdict: Verdict | None) -> str:
    """Return the sign of a verdict in the window's language."""
    kinds = {Verdict.PASS: MarkKind.PASS, Verdict.FAIL: MarkKind.FAIL, Verdict.UNDECIDED: MarkKind.CANNOT_JUDGE}
    return mark_sign(kinds[verdict]) if verdict else ""


def mark_word(kind: MarkKind, *, is_pitfall: bool = False) -> str:
    """Return what a mark is called; a pitfall is asked as a question and answered in its words."""
    return _((_PITFALL_MARKS if is_pitfall else _MARKS)[kind])


def verdict_word(verdict: Verdict) -> str:
    """Return what a verdict is called; marks have other words for pass and fail in Japanese."""
    words = {
        Verdict.PASS: pgettext("verdict", "Pass"),
        Verdict.FAIL: pgettext("verdict", "Fail"),
        Verdict.UNDECIDED: pgettext("verdict", "Undecided"),
    }
    return words[verdict]


def said_verdict(said: str | None) -> str:
    """Return the word for a verdict as the document has it; a dash for none."""
    return next((verdict_word(each) for each in Verdict if each.value == said), "–")


def said_mark(said: str | None) -> str:
    """Return the word for a mark as the document has it; a dash for none."""
    return next((mark_word(each) for each in MarkKind if each.value == said), "–")


def acceptance_word(acceptance: ClientAcceptance) -> str:
    """Return what an answer to the client question is called."""
    return _(_ACCEPTANCES[acceptance])


def severity_word(severity: Severity) -> str:
    """Return what a severity is called."""
    words = {
        Severity.CRITICAL: pgettext("severity", "critical"),
        Severity.MAJOR: pgettext("severity", "major"),
        Severity.MINOR: pgettext("severity", "minor"),
    }
    return words[severity]


def group_word(importance: Importance | None) -> str:
    """Return the heading over the criteria of one importance."""
    return _(_GROUPS[importance])


def reason_word(reason: str | None) -> str:
    """Return why a criterion could not be judged; a reason in free text is returned as it is."""
    if not reason:
        return ""
    known = next((each for each in CannotJudgeReason if each.value == reason), None)
    return _(_REASONS[known]) if known else reason


def evidence_word(kind: EvidenceKind) -> str:
    """Return what evidence without a quote is called."""
    return _(_EVIDENCE.get(kind, N_("Evidence")))


def status_word(status: ReviewStatus) -> str:
    """Return what a review's status is called."""
    return _(_STATUSES[status])
