"""Where a review stands: submitting it, skipping it, taking it back and reopening it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from annotator.domain.review import ReviewStatus
from annotator.errors import DomainError, Refused
from annotator.i18n import _
from annotator.storage import reviews, revisions
from annotator.workflow.commands import Command, RestoreStanding, SetStatus
from annotator.workflow.ruling import rule_answer
from annotator.workflow.timing import with_time_of

if TYPE_CHECKING:
    from annotator.domain.review import Review
    from annotator.workflow.scene import Scene

DRAFT, SUBMITTED, SKIPPED = ReviewStatus.DRAFT, ReviewStatus.SUBMITTED, ReviewStatus.SKIPPED


def require_draft(review: Review) -> None:
    """Refuse to change a review that is done or skipped.

    Raises:
        Refused: it is, and has to be taken back first.
    """
    if review.status is SUBMITTED:
        raise Refused(
            _("The review was not changed: it is done."),
            safe=_("It stays as you submitted it."),
            hint=_("Reopen it to change it."),
        )
    if review.status is SKIPPED:
        raise Refused(
            _("The review was not changed: it is skipped."),
            safe=_("What you had entered is kept."),
            hint=_("Take it back to go on with it."),
        )


def set_status(scene: Scene, command: SetStatus) -> tuple[Review, Command]:
    """Submit, skip or take back; return the review as it is then, and the way back.

    Raises:
        Refused: a submitted review is to be skipped; it has to be reopened first.
    """
    before = scene.stored.review
    undo = _restoring(before, command)
    match before.status, command.status:
        case (status, wanted) if status is wanted and (
            status is not SKIPPED or command.skip_reason == before.skip_reason
        ):
            return before, command
        case _, ReviewStatus.SUBMITTED:
            return _submitted(scene, command), undo
        case ReviewStatus.SUBMITTED, ReviewStatus.DRAFT:
            return _reopened(scene), undo
        case ReviewStatus.SUBMITTED, _:
            require_draft(before)
    return scene.save(replace(before, status=command.status, skip_reason=command.skip_reason)), undo


def restore(scene: Scene, command: RestoreStanding) -> tuple[Review, Command]:
    """Put the standing back as the command says; return the review as it is then, and the way back.

    Raises:
        DomainError: the review has another revision by now, or the draft to be removed was changed.
    """
    before = scene.stored.review
    if command.revision == before.revision - 1 and before.status is DRAFT:
        return _closed(scene), SetStatus(command.about, DRAFT, command.at)
    if command.revision != before.revision:
        raise DomainError(f"revision {command.revision} is to be restored, but revision {before.revision} is open")
    after = scene.save(
        replace(
            before,
            status=command.status,
            skip_reason=command.skip_reason,
            rule=command.rule,
            rule_verdict=command.rule_verdict,
            rubric_version=command.rubric_version,
            brief_version=command.brief_version,
            submitted_at=command.submitted_at,
        )
    )
    if after.status is SUBMITTED:
        revisions.supersede_earlier(scene.session, scene.stored)
    elif before.status is SUBMITTED:
        revisions.restore_earlier(scene.session, scene.stored)
    return after, _restoring(before, command)


def _restoring(review: Review, command: SetStatus | RestoreStanding) -> RestoreStanding:
    return RestoreStanding(
        command.about,
        review.revision,
        review.status,
        command.at,
        skip_reason=review.skip_reason,
        rule=review.rule,
        rule_verdict=review.rule_verdict,
        rubric_version=review.rubric_version,
        brief_version=review.brief_version,
        submitted_at=review.submitted_at,
    )


def _submitted(scene: Scene, command: SetStatus) -> Review:
    """Store what was in force: rule, its answer, and the versions of brief and rubric that were judged."""
    scene = scene.begun()
    before = scene.stored.review
    rule = command.rule or scene.rule
    after = scene.save(
        replace(
            before,
            status=SUBMITTED,
            skip_reason="",
            rule=rule,
            rule_verdict=rule_answer(before, scene.rubric, rule),
            rubric_version=scene.rubric.version,
            brief_version=scene.brief_version,
            submitted_at=command.at,
        )
    )
    revisions.supersede_earlier(scene.session, scene.stored)
    return after


def _reopened(scene: Scene) -> Review:
    revisions.reopen(scene.session, scene.stored)
    return reviews.load(scene.session, scene.stored.about, scene.stored.author, scene.order).review


def _closed(scene: Scene) -> Review:
    """Remove a reopened draft that says what the submitted review says; the minutes it took are kept."""
    draft = scene.stored.review
    revisions.discard(scene.session, scene.stored)
    earlier = reviews.load(scene.session, scene.stored.about, scene.stored.author, scene.order)
    if _words_of(earlier.review) != _words_of(draft):
        raise DomainError("the reopened review was changed: removing it would lose something")
    return replace(scene, stored=earlier).save(with_time_of(earlier.review, draft))


def _words_of(review: Review) -> object:
    steps = tuple(replace(each, time=()) for each in review.interventions)
    said = (
        review.guessed_model,
        review.note,
        review.is_flagged,
        review.flag_reason,
        review.verdict,
        review.client_acceptance,
    )
    return (*said, review.marks, review.tags, steps)
