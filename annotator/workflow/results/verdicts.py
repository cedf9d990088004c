"""What several reviewers' verdicts come to: the adjudicated one, else the majority, else undecided."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

from annotator.storage import result_marks, result_rows
from annotator.workflow.results.question import VerdictSource

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from sqlalchemy.orm import Session

_DECIDED: Final = {"pass": True, "fail": False}


@dataclass(slots=True)
class Votes:
    """The standing reviews of a study and what they say.

    Args:
        verdicts: for each reviewed deliverable, whether it passed; `None` for undecided.
        skipped: deliverables that were left out by everybody who had them.
        by_reviewer: the same as `verdicts`, for each reviewer alone.
        standing: the deliverables of the submitted reviews that count, by the reviews' keys.
    """

    verdicts: dict[int, bool | None]
    skipped: set[int] = field(default_factory=set)
    by_reviewer: dict[int, dict[int, bool | None]] = field(default_factory=dict)
    standing: dict[int, int] = field(default_factory=dict)


def count_votes(
    session: Session, study_key: int, source: VerdictSource, rule: str, *, needs_reviewers: bool = False
) -> Votes:
    """Return the votes of a study. A model's reviews never count as a reviewer's."""
    standing = standing_reviews(session, study_key)
    said = result_marks.rule_verdicts(session, study_key, rule) if source is VerdictSource.RULE else None
    several: defaultdict[int, list[tuple[str, str | None]]] = defaultdict(list)
    skipped: set[int] = set()
    kept: dict[int, int] = {}
    by_reviewer: defaultdict[int, dict[int, bool | None]] = defaultdict(dict)
    for key, deliverable, reviewer, _revision, status, role, own, _occasion in standing:
        if role == "model":
            continue
        if status == "skipped":
            skipped.add(deliverable)
            continue
        verdict = own if said is None else said.get(key)
        several[deliverable].append((role, verdict))
        kept[key] = deliverable
        if needs_reviewers:
            by_reviewer[reviewer][deliverable] = _DECIDED.get(verdict or "")
    verdicts = {key: consensus(votes) for key, votes in several.items()}
    return Votes(verdicts, skipped - verdicts.keys(), dict(by_reviewer), kept)


def standing_reviews(session: Session, study_key: int) -> list[tuple[Any, ...]]:
    """Return the one review that counts of each deliverable and reviewer on the first occasion, as `ReviewFacts`."""
    return [row for row in latest(result_rows.reviews(session, study_key)) if row[7] == 1]


def latest(rows: Iterable[tuple[Any, ...]]) -> list[tuple[Any, ...]]:
    """Return the highest revision of each deliverable, reviewer and occasion; naming the values would take long."""
    best: dict[tuple[int, int, int], tuple[Any, ...]] = {}
    for row in rows:
        _key, deliverable, reviewer, revision, _status, _role, _verdict, occasion = row
        name = deliverable, reviewer, occasion
        before = best.get(name)
        if before is None or before[3] < revision:
            best[name] = row
    return list(best.values())


def consensus(votes: list[tuple[str, str | None]]) -> bool | None:
    """Return what reviewers' verdicts come to, given each with the role of who gave it.

    A submitted review without a verdict abstains. More than half of those who voted are a majority.
    """
    if len(votes) == 1:
        return _DECIDED.get(votes[0][1] or "")
    adjudicated = [verdict for role, verdict in votes if role == "adjudicator" and verdict is not None]
    cast = adjudicated or [verdict for _role, verdict in votes if verdict is not None]
    for word, is_passed in _DECIDED.items():
        if cast.count(word) * 2 > len(cast):
            return is_passed
    return None


def of_reviewer(votes: Votes, reviewer: int) -> Mapping[int, bool | None]:
    """Return one reviewer's own verdicts."""
    return votes.by_reviewer.get(reviewer, {})
