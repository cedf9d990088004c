"""The queue as the window sees it: filters, rows, counts and choices."""

from __future__ import annotations

from array import array
from dataclasses import replace
from typing import TYPE_CHECKING

from annotator.domain.blinding import Named
from annotator.domain.ids import DeliverableId, ReviewRef, StudyId
from annotator.domain.review import ReviewStatus
from annotator.storage import followers, queue, search, standings
from annotator.workflow import blinding
from annotator.workflow.sheets import QueueChoices, QueueCounts, QueueEntry, QueueState

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from sqlalchemy.orm import Session

    from annotator.domain.review import Review
    from annotator.storage import outlines
    from annotator.storage.jobs import Subject
    from annotator.workflow.scene import Scene
    from annotator.workflow.sheets import QueueFilter


def keys(
    session: Session,
    study_key: int,
    reviewer_key: int | None,
    wanted: QueueFilter,
    cancelled: Callable[[], bool] | None,
) -> array[int]:
    """Return the keys of the deliverables under a filter, in import order."""
    if wanted.models and blinding.is_blind(session):
        wanted = replace(wanted, models=frozenset())  # a filter would tell who made what
    found = queue.keys(session, study_key, reviewer_key, _wanted(wanted))
    if wanted.only:
        found = array("q", (key for key in found if key in wanted.only))
    if not wanted.text:
        return found
    matching = search.matching(session, study_key, wanted.text, cancelled)
    return array("q", (key for key in found if key in matching))


def _wanted(wanted: QueueFilter) -> queue.Wanted:
    return queue.Wanted(
        states=frozenset(state.value for state in wanted.states),
        categories=wanted.categories,
        models=wanted.models,
        languages=wanted.languages,
        is_flagged=wanted.is_flagged,
    )


def entries(session: Session, reviewer_key: int | None, wanted: Iterable[int]) -> tuple[QueueEntry, ...]:
    """Return rows of the queue in the order of their keys."""
    is_blind = blinding.is_blind(session)
    return tuple(_entry(session, row, is_blind=is_blind) for row in queue.rows(session, reviewer_key, wanted))


def _entry(session: Session, row: queue.QueueRow, *, is_blind: bool) -> QueueEntry:
    state = QueueState(row.standing.state)
    return QueueEntry(
        key=row.key,
        ref=ReviewRef(StudyId(row.study), DeliverableId(row.deliverable)),
        title=_title(session, row.study, row, is_blind=is_blind),
        category=row.category,
        language=row.language,
        model=_visible(row.model, state, is_blind=is_blind),
        attempt=row.attempt,
        state=state,
        verdict=row.verdict,
        is_flagged=row.standing.is_flagged,
        marked=row.marked,
        asked=row.asked,
    )


def entry_of(scene: Scene, author_key: int, review: Review) -> QueueEntry:
    """Return the row of a deliverable whose review is at hand, which takes a tenth of the time of asking for it."""
    session, about, line = scene.session, scene.stored.about, scene.outline.headline
    if about.ref.occasion != 1:  # the queue shows the first occasion
        return entries(session, author_key, [about.deliverable_key])[0]
    state, is_blind = _state(session, about, author_key, review), blinding.is_blind(session)
    asked = {criterion.id for criterion in scene.rubric.active}
    return QueueEntry(
        key=about.deliverable_key,
        ref=about.ref,
        title=_title(session, about.ref.study, line, is_blind=is_blind),
        category=line.category,
        language=line.language,
        model=_visible(line.model, state, is_blind=is_blind),
        attempt=line.attempt,
        state=state,
        verdict=None if review.verdict is None else review.verdict.value,
        is_flagged=review.is_flagged,
        marked=sum(mark.kind is not None and mark.criterion_id in asked for mark in review.marks),
        asked=len(asked),
    )


def _title(session: Session, study: str, line: queue.QueueRow | outlines.Headline, *, is_blind: bool) -> str:
    """Return what a job is called; where models are hidden, an alias in place of an id that may name one."""
    if is_blind and line.title == line.job:
        return blinding.aliases(session, study).alias(Named.JOB, line.job)
    return line.title


def _visible(model: str | None, state: QueueState, *, is_blind: bool) -> str | None:
    """Return the model as far as the reviewer may know it: where models are hidden, once the review is done."""
    return None if is_blind and state is not QueueState.DONE else model


def _state(session: Session, about: Subject, author_key: int, review: Review) -> QueueState:
    if review.status is not ReviewStatus.DRAFT:
        return QueueState.DONE if review.status is ReviewStatus.SUBMITTED else QueueState.SKIPPED
    if review.revision > 1 and standings.has_submitted_before(
        session, about.deliverable_key, author_key, review.revision
    ):  # fmt: skip
        return QueueState.REOPENED
    decided = review.verdict or review.client_acceptance or review.is_flagged or review.note
    if decided or review.marks or review.tags or review.interventions:
        return QueueState.STARTED
    is_recheck = standings.is_recheck(session, about.deliverable_key, author_key)
    return QueueState.RECHECK if is_recheck else QueueState.TO_DO


def counts(session: Session, study_key: int, reviewer_key: int | None) -> QueueCounts:
    """Return how far the reviewer is with a study; a reopened review counts as started."""
    counted = queue.states_counted(session, study_key, reviewer_key)
    return QueueCounts(
        total=queue.total(session, study_key),
        done=counted.get(standings.DONE, 0),
        skipped=counted.get(standings.SKIPPED, 0),
        started=counted.get(standings.STARTED, 0) + counted.get(standings.REOPENED, 0),
    )


def choices(session: Session, study_key: int) -> QueueChoices:
    """Return the values that a filter can be set to, each with how many deliverables have it."""
    pairs = queue.categories_and_languages(session, study_key)
    return QueueChoices(
        categories=_summed((category, count) for category, _, count in pairs),
        models=() if blinding.is_blind(session) else tuple(queue.models(session, study_key)),
        languages=_summed((language, count) for _, language, count in pairs),
    )


def _summed(counted: Iterable[tuple[str | None, int]]) -> tuple[tuple[str, int], ...]:
    sums: dict[str, int] = {}
    for value, count in counted:
        if value:
            sums[value] = sums.get(value, 0) + count
    return tuple(sorted(sums.items()))


def next_unfinished(
    session: Session, study_key: int, reviewer_key: int | None, key: int, among: Sequence[int] | None
) -> int | None:
    """Return the next deliverable that is neither done nor skipped, round the end; `None` if there is no other.

    With `among`, only those keys count, in their order. What came of the deliverable itself goes before all others.
    """
    if (follower := _unfinished_follower(session, reviewer_key, key, among)) is not None:
        return follower
    if among is None:
        return queue.next_unfinished(session, study_key, reviewer_key, key)
    at = next((place + 1 for place, each in enumerate(among) if each == key), 0)
    rest = [each for each in (*among[at:], *among[:at]) if each != key]
    for start in range(0, len(rest), _PART):
        part = rest[start : start + _PART]
        known = standings.standings(session, reviewer_key, part)
        for each in part:
            if each not in known or known[each].state not in {standings.DONE, standings.SKIPPED}:
                return each
    return None


def _unfinished_follower(
    session: Session, reviewer_key: int | None, key: int, among: Sequence[int] | None
) -> int | None:
    found = followers.follower_keys(session, key)
    known = standings.standings(session, reviewer_key, found) if found else {}
    for each in found:
        is_done = each in known and known[each].state in {standings.DONE, standings.SKIPPED}
        if not is_done and (among is None or each in among):
            return each
    return None


_PART = 200
