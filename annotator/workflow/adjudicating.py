"""Adjudication: what two reviewers said of one deliverable, without their names, and a third decision with its reason.

The reviews that are decided about stay as they are: agreement is computed on what was marked before anybody talked. So
a decision waits for everybody who has the deliverable in a pack, unless the coordinator says that it is not to.
"""

from __future__ import annotations

import tempfile
import uuid
from dataclasses import dataclass, field
from enum import Enum
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from annotator.domain.moments import now
from annotator.errors import Refused
from annotator.exactjson import dumps
from annotator.formats.document.header import FORMAT
from annotator.i18n import _
from annotator.storage import exchange_known as known
from annotator.storage import studies
from annotator.storage.database import reading
from annotator.storage.exchange_out import job_keys, stored_jobs
from annotator.workflow.awaiting import assigned, awaited, require_all
from annotator.workflow.import_pace import WINDOW_SECONDS
from annotator.workflow.importing import import_files

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from sqlalchemy.orm import Session

    from annotator.domain.shapes import Record
    from annotator.storage.exchange_out import StoredDeliverable, StoredJob
    from annotator.workflow.workbench import Workbench

_AT_ONCE: Final = 200
_ROLE: Final = "adjudicator"


class Cause(Enum):
    """Why reviewers disagreed, as a decision says it."""

    AMBIGUOUS_BRIEF = "ambiguous brief"
    RUBRIC_GAP = "rubric gap"
    GRADER_ERROR = "grader error"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class View:
    """What one reviewer said; who they are is not in it."""

    review: str
    verdict: str | None
    acceptance: str | None
    note: str
    marks: Mapping[str, tuple[str | None, str]]


@dataclass(frozen=True, slots=True)
class Dispute:
    """A deliverable that several people reviewed.

    Args:
        key: the deliverable's key.
        deliverable: its id.
        title: what its job is called.
        criteria: ids and texts.
        views: what was said.
        decided: the verdict of the decision, if there is one.
        differing: the criteria on which they disagree.
        awaited: names of those who have it in a pack and said nothing of it yet.
    """

    key: int
    deliverable: str
    title: str
    criteria: tuple[tuple[str, str], ...]
    views: tuple[View, ...]
    decided: str | None
    differing: tuple[str, ...]
    awaited: tuple[str, ...] = ()

    @property
    def is_disagreement(self) -> bool:
        """Whether the verdicts or a mark differ."""
        return bool(self.differing) or len({view.verdict for view in self.views}) > 1

    def as_json(self) -> dict[str, Any]:
        """Return the dispute as the command line prints it."""
        return {
            "deliverable": self.deliverable,
            "title": self.title,
            "verdicts": [view.verdict for view in self.views],
            "differing": list(self.differing),
            "decided": self.decided,
            "awaited": list(self.awaited),
        }


@dataclass(frozen=True, slots=True)
class Decision:
    """The third decision: verdict, marks by criterion, the cause of the disagreement, and more words if need be.

    `goes_ahead` says that it does not wait for those who have said nothing yet.
    """

    deliverable: str
    verdict: str
    cause: Cause
    note: str = ""
    marks: Mapping[str, str] = field(default_factory=dict)
    goes_ahead: bool = False


def disputes(workbench: Workbench) -> tuple[Dispute, ...]:
    """Return what several people reviewed, in the order of work.

    Disagreements come before what is agreed on, what somebody is still to review after both, what is decided last.
    """
    with reading(workbench.database) as session:
        study_key = studies.current_key(session)
        found = [] if study_key is None else list(_disputes(session, study_key))
    return tuple(sorted(found, key=_turn))


def _turn(dispute: Dispute) -> tuple[bool, bool, int, int, int]:
    weight = len({view.verdict for view in dispute.views})
    return dispute.decided is not None, bool(dispute.awaited), -weight, -len(dispute.differing), dispute.key


def _disputes(session: Session, study_key: int) -> Iterator[Dispute]:
    keys, given = job_keys(session, study_key), assigned(session, study_key)
    for at in range(0, len(keys), _AT_ONCE):
        for job in stored_jobs(session, keys[at : at + _AT_ONCE], is_parsed=True):
            for deliverable in job.deliverables.values():
                reviews = originals(deliverable)
                if len({each["reviewer_id"] for each in reviews}) > 1:
                    yield _dispute(job, deliverable, reviews, awaited(deliverable, given))


def originals(deliverable: StoredDeliverable) -> list[Record]:
    """Return the reviews that are decided about, in an order that tells nothing of who wrote them."""
    counting = (each.record for each in deliverable.reviews.that_count())
    wanted = [
        each
        for each in counting
        if each["role"] == "reviewer" and each["status"] == "submitted" and each["occasion"] == 1
    ]
    return sorted(wanted, key=lambda each: str(each["id"]))


def _dispute(
    job: StoredJob, deliverable: StoredDeliverable, reviews: list[Record], waits_for: tuple[str, ...]
) -> Dispute:
    views = tuple(_view(review) for review in reviews)
    criteria = tuple((each["id"], each["text"] or "") for each in job.record["rubric"] if not each["archived"])
    decided = [each.record["verdict"] for each in deliverable.reviews.that_count() if each.record["role"] == _ROLE]
    return Dispute(
        deliverable.key,
        deliverable.record["id"],
        job.record["title"] or job.record["id"],
        criteria,
        views,
        decided[-1] if decided else None,
        tuple(id_ for id_, _text in criteria if len({view.marks.get(id_, (None, ""))[0] for view in views}) > 1),
        waits_for,
    )


def _view(review: Record) -> View:
    marks = {each["criterion_id"]: (each["mark"], each["note"] or "") for each in review["marks"]}
    return View(review["id"], review["verdict"], review["client_acceptance"], review["note"] or "", marks)


def adjudicate(workbench: Workbench, decision: Decision) -> None:
    """Store a third decision beside the reviews; deciding again replaces it and keeps the one before.

    Raises:
        Refused: fewer than two people reviewed the deliverable, or somebody is still to, and it does not go ahead.
        KnownError: the database did not answer.
    """
    with reading(workbench.database) as session:
        study_key = studies.current_key(session)
        found = None if study_key is None else _found(session, study_key, decision.deliverable)
        if study_key is None or found is None:
            raise Refused(
                _("Nothing was decided: fewer than two people reviewed {deliverable}.").format(
                    deliverable=decision.deliverable
                ),
                safe=_("All reviews are as they were."),
                hint=_("Take more results in, or check the id."),
            )
        job, deliverable = found
        if not decision.goes_ahead:
            require_all(deliverable, assigned(session, study_key))
        study = known.study_record(session, study_key)[0]
    review = _review(workbench, job, deliverable, decision)
    record = {**job.record, "deliverables": [{**deliverable.record, "reviews": [review]}]}
    header = {"format": FORMAT, "study": {"id": study["id"], "name": study["name"]}}
    with tempfile.TemporaryDirectory(prefix="annotator-", ignore_cleanup_errors=True) as folder:
        path = Path(folder) / "decision.jsonl"
        path.write_bytes(dumps(header) + b"\n" + dumps(record) + b"\n")
        report = import_files(workbench, [path], chunk_seconds=WINDOW_SECONDS)
    if not report.is_clean:
        problem = (*report.rejected, *report.conflicts)[0].reason
        raise Refused(
            _("The decision was not stored: {reason}.").format(reason=problem),
            safe=_("All reviews are as they were."),
            hint=_("Try again."),
        )


def _found(session: Session, study_key: int, id_: str) -> tuple[StoredJob, StoredDeliverable] | None:
    job_key = known.known_deliverables(session, study_key, [id_]).get(id_)
    if job_key is None:
        return None
    (job,) = stored_jobs(session, [job_key], is_parsed=True)
    deliverable = job.deliverables[id_]
    return (job, deliverable) if len({each["reviewer_id"] for each in originals(deliverable)}) > 1 else None


def _review(workbench: Workbench, job: StoredJob, deliverable: StoredDeliverable, decision: Decision) -> dict[str, Any]:
    own = [each.record for each in deliverable.reviews.revisions if each.record["reviewer_id"] == workbench.reviewer.id]
    before = [each for each in own if each["role"] == _ROLE]
    taken = max((each["occasion"] for each in own), default=1)
    at = now()
    return {
        "id": before[-1]["id"] if before else str(uuid.uuid4()),
        "reviewer": workbench.reviewer.name,
        "reviewer_id": workbench.reviewer.id,
        "role": _ROLE,
        "occasion": before[-1]["occasion"] if before else taken + 1,
        "revision": max((each["revision"] for each in before), default=0) + 1,
        "status": "submitted",
        "verdict": decision.verdict,
        "rubric_version": job.record["rubric_version"],
        "brief_version": job.record["brief_version"],
        "marks": [{"criterion_id": id_, "mark": mark} for id_, mark in decision.marks.items() if mark],
        "note": decision.note or None,
        "saw_others_at": at,
        "adjudication": {
            "reason": decision.cause.value,
            "of": [each["id"] for each in originals(deliverable)],
        },
        "started_at": at,
        "submitted_at": at,
    }
