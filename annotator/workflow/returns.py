"""What came back: how far each reviewer is, what they ask for, and what they are paid for."""

from __future__ import annotations

import csv
import io
from collections import Counter, defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from annotator.domain.job import Arm
from annotator.errors import KnownError
from annotator.files import write_whole
from annotator.i18n import _
from annotator.packs.values import Receipt
from annotator.storage import packs, studies
from annotator.storage.database import reading
from annotator.storage.exchange_out import stored_jobs
from annotator.workflow.progress import counted
from annotator.workflow.result_sending import REQUESTING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    from sqlalchemy.orm import Session

    from annotator.storage.packs import StoredPack, StoredReturn
    from annotator.workflow.workbench import Workbench

ARM_OF: Final = {
    "I0": Arm.PLAIN_RETRY.value,
    "I1": Arm.FEEDBACK.value,
    "I2": Arm.REBRIEF.value,
    "I3": Arm.FACTS.value,
    "I4": Arm.STEER.value,
}
"""The arm of the attempt that answers a request of each kind."""

_AT_ONCE: Final = 200


@dataclass(frozen=True, slots=True)
class OpenRequest:
    """A next attempt that a reviewer wishes and nobody has made yet."""

    reviewer: str
    job: str
    deliverable: str
    model: str | None
    kind: str
    content: str

    def as_json(self) -> dict[str, Any]:
        """Return the request as the command line prints it."""
        return {
            "reviewer": self.reviewer,
            "job": self.job,
            "deliverable": self.deliverable,
            "model": self.model,
            "kind": self.kind,
            "arm": ARM_OF[self.kind],
            "content": self.content,
        }


@dataclass(frozen=True, slots=True)
class ReviewerReturn:
    """A reviewer's pack, and what came back of it; `revision` is 0 and `returned_at` nothing before anything did."""

    reviewer: str
    reviewer_id: str
    number: int
    deadline: str | None
    revision: int
    returned_at: str | None
    receipt: Receipt
    conflicts: int
    questions: tuple[str, ...]
    requests: tuple[OpenRequest, ...]

    @property
    def is_returned(self) -> bool:
        """Whether anything came back."""
        return self.revision > 0

    def as_json(self) -> dict[str, Any]:
        """Return the line as the command line prints it."""
        receipt = self.receipt
        return {
            "reviewer": self.reviewer,
            "reviewer_id": self.reviewer_id,
            "number": self.number,
            "deadline": self.deadline,
            "revision": self.revision,
            "returned_at": self.returned_at,
            "expected": receipt.expected,
            "done": receipt.done,
            "draft": receipt.draft,
            "skipped": receipt.skipped,
            "missing": receipt.missing,
            "minutes_measured": receipt.measured_seconds / 60,
            "minutes_corrected": receipt.corrected_seconds / 60,
            "conflicts": self.conflicts,
            "questions": list(self.questions),
            "requests": [each.as_json() for each in self.requests],
        }


def reviewer_returns(workbench: Workbench) -> tuple[ReviewerReturn, ...]:
    """Return how far everybody is who has a pack of the current study, in the order in which they got it."""
    with reading(workbench.database) as session:
        study_key = studies.current_key(session)
        if study_key is None:
            return ()
        merged: dict[int, list[StoredReturn]] = defaultdict(list)
        for each in packs.returns(session, study_key):
            merged[each.reviewer_key].append(each)
        asked = open_requests(session, study_key)
        found = packs.latest_packs(session, study_key)
        return tuple(_line(session, pack, merged[pack.reviewer_key], asked[pack.reviewer_key]) for pack in found)


def _line(
    session: Session, pack: StoredPack, merged: Sequence[StoredReturn], requests: Sequence[OpenRequest]
) -> ReviewerReturn:
    items = [item.deliverable_key for item in packs.items(session, pack.key) if not item.is_practice]
    latest = max(merged, key=lambda each: each.revision, default=None)
    receipt = counted(session, pack.reviewer_key, items)
    if latest is not None:  # the reviewer's own sums: they know sessions of drafts that have not come yet
        said = latest.manifest["receipt"]
        seconds = float(said["measured_seconds"]), float(said["corrected_seconds"])
        receipt = Receipt(receipt.expected, receipt.done, receipt.draft, receipt.skipped, *seconds)
    return ReviewerReturn(
        reviewer=pack.reviewer_name,
        reviewer_id=pack.reviewer_id,
        number=pack.number,
        deadline=pack.options.get("deadline"),
        revision=0 if latest is None else latest.revision,
        returned_at=None if latest is None else latest.merged_at,
        receipt=receipt,
        conflicts=0 if latest is None else latest.conflicts,
        questions=() if latest is None else tuple(map(_question, latest.manifest["questions"])),
        requests=tuple(requests),
    )


def _question(said: dict[str, Any]) -> str:
    return f"{said['deliverable']}: {said['text']}" if said.get("deliverable") else str(said["text"])


def open_requests(session: Session, study_key: int) -> dict[int, list[OpenRequest]]:
    """Return the requests that nobody has answered, by the key of the reviewer.

    Each attempt that an arm made out of a deliverable answers one request of its kind.
    """
    places = packs.placed(session, study_key)
    answers = Counter((each.parent, each.arm) for each in places)
    asked: dict[int, list[OpenRequest]] = defaultdict(list)
    keys = {each.id: each.key for each in studies.reviewers(session)}
    jobs = list(dict.fromkeys(each.job_key for each in places))
    for at in range(0, len(jobs), _AT_ONCE):
        for job in stored_jobs(session, jobs[at : at + _AT_ONCE], is_parsed=True):
            for deliverable in job.deliverables.values():
                for review in deliverable.reviews.that_count():
                    for step in _asking(review.record):
                        answered = deliverable.record["id"], ARM_OF[step["kind"]]
                        if answers[answered] > 0:
                            answers[answered] -= 1
                            continue
                        asked[keys[review.record["reviewer_id"]]].append(
                            OpenRequest(
                                review.record["reviewer"],
                                job.record["id"],
                                deliverable.record["id"],
                                deliverable.record["model"],
                                step["kind"],
                                step["content"],
                            )
                        )
    return asked


def _asking(review: dict[str, Any]) -> Iterable[dict[str, Any]]:
    return (
        step
        for step in review["interventions"]
        if step["kind"] in REQUESTING and step["result"] is None and step["content"] is not None
    )


_PAY_COLUMNS: Final = (
    "reviewer",
    "reviewer_id",
    "revision",
    "done",
    "skipped",
    "draft",
    "missing",
    "minutes_measured",
    "minutes_corrected",
)


def pay_list(lines: Iterable[ReviewerReturn]) -> str:
    """Return what each reviewer is paid for as CSV; a name that a table would take for a formula is quoted."""
    stream = io.StringIO()
    writer = csv.writer(stream)
    writer.writerow(_PAY_COLUMNS)
    for line in lines:
        said = line.as_json()
        writer.writerow([_plain(said[column]) for column in _PAY_COLUMNS])
    return stream.getvalue()


def write_pay_list(path: Path, lines: Iterable[ReviewerReturn]) -> None:
    """Write the pay list; with the mark that tells spreadsheets it is UTF-8.

    Raises:
        KnownError: the disk refused.
    """
    try:
        write_whole(path, "\ufeff" + pay_list(lines))
    except OSError as error:
        raise KnownError(
            _("The pay list could not be written: {reason}.").format(reason=error.strerror or error),
            safe=_("What was taken in is stored."),
            hint=_("Check that you may write to {path}.").format(path=path),
        ) from error


def _plain(value: object) -> object:
    if isinstance(value, float):
        return round(value, 2)
    return f"'{value}" if isinstance(value, str) and value[:1] in {"=", "+", "-", "@", "\t", "\r"} else value
