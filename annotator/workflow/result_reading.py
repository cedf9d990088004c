"""A result read against a workspace: its reviews as a document of the study, and what of them has no place here."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

from annotator.domain.opinions import ASSISTS, opinion_reviewer
from annotator.exactjson import dumps, dumps_sorted, loads
from annotator.formats.document.header import FORMAT, OFFSET_UNIT
from annotator.formats.document.jobs import Rejected
from annotator.i18n import _
from annotator.packs.values import REVIEWS_NAME
from annotator.storage import exchange_known as known
from annotator.storage.exchange_out import stored_jobs
from annotator.workflow.result_sending import content_hash

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from sqlalchemy.orm import Session

    from annotator.domain.shapes import Record
    from annotator.packs.unsealing import SealedFile
    from annotator.storage.exchange_out import StoredDeliverable, StoredJob

_AT_ONCE: Final = 20
_OF_REVISION: Final = frozenset({"revision", "id", "reviewer", "reviewer_id"})


@dataclass(slots=True)
class ResultDocument:
    """Writes a result's reviews as a document that can be imported.

    Args:
        session: where to read.
        study_key: the study.
        real_ids: the id behind each alias; an id that is in it no more stands for itself.
        reviewer: the id and name that the reviews get.
        is_newer: whether the result came after what is here: what differs then becomes the next revision of its
            review, and the revision before is kept. Otherwise it is a conflict.
        file: the result's name, for the report.
    """

    session: Session
    study_key: int
    real_ids: Mapping[str, str]
    reviewer: tuple[str, str]
    is_newer: bool
    file: str
    rejected: list[Rejected] = field(default_factory=list)
    taken: list[int] = field(default_factory=list)
    """The keys of the deliverables whose reviews are in the document."""

    def write(self, sealed: SealedFile, path: Path) -> None:
        """Write the document."""
        for _share in self.write_steps(sealed, path):
            pass

    def write_steps(self, sealed: SealedFile, path: Path) -> Iterator[float]:
        """Write the document step by step; each yields how much of it is written, 0.0-1.0."""
        study = known.study_record(self.session, self.study_key)[0]
        reviewer = {"id": self.reviewer[0], "name": self.reviewer[1], "kind": "human"}
        header = {
            "format": FORMAT,
            "study": {"id": study["id"], "name": study["name"]},
            "offset_unit": OFFSET_UNIT,
            "reviewers": [reviewer],
        }
        lines = list(self._lines(sealed.text(REVIEWS_NAME)))
        with path.open("wb") as stream:
            stream.write(dumps(header) + b"\n")
            for at in range(0, len(lines), _AT_ONCE):
                for job in self._jobs(lines[at : at + _AT_ONCE]):
                    stream.write(dumps(job) + b"\n")
                yield min(1.0, (at + _AT_ONCE) / len(lines))

    def _lines(self, text: bytes) -> Iterator[tuple[str, dict[str, Any]]]:
        for number, line in enumerate(text.split(b"\n"), start=1):
            if not line:
                continue
            try:
                given = loads(line.decode())
            except (ValueError, RecursionError):
                given = None
            if isinstance(given, dict) and isinstance(given.get("id"), str):
                yield self.real_ids.get(given["id"], given["id"]), given
            else:
                self._refuse(number, "", _("it is not JSON, or names no job"))

    def _jobs(self, lines: list[tuple[str, dict[str, Any]]]) -> Iterator[Record]:
        keys = known.known_jobs(self.session, self.study_key, [id_ for id_, _given in lines])
        found = {job.record["id"]: job for job in stored_jobs(self.session, list(keys.values()), is_parsed=True)}
        for id_, given in lines:
            if id_ in found:
                yield self._job(found[id_], given)
            else:
                self._refuse(None, given["id"], _("there is no such job here"))

    def _job(self, stored: StoredJob, given: dict[str, Any]) -> Record:
        record = {**stored.record, "deliverables": []}
        parts = given.get("deliverables")
        for part in parts if isinstance(parts, list) else ():
            id_ = part.get("id") if isinstance(part, dict) else None
            real = self.real_ids.get(id_, id_) if isinstance(id_, str) else ""
            deliverable = stored.deliverables.get(real)
            if deliverable is None:
                self._refuse(None, str(id_), _("there is no such deliverable here"))
            elif part.get("content_sha256") != content_hash(deliverable.record["content"]):
                self._refuse(None, str(id_), _("the deliverable has another text here than the one that was reviewed"))
            else:
                record["deliverables"].append(self._deliverable(deliverable, part))
        return record

    def _deliverable(self, stored: StoredDeliverable, part: dict[str, Any]) -> Record:
        given = part.get("reviews")
        reviews = [dict(each) for each in given if isinstance(each, dict)] if isinstance(given, list) else []
        for review in reviews:
            self._name(review)
            for step in review.get("interventions") or ():
                if isinstance(step, dict) and isinstance(step.get("result"), str):
                    step["result"] = self.real_ids.get(step["result"], step["result"])
            if self.is_newer:
                self._renumber(stored, review)
        if reviews:
            self.taken.append(stored.key)
        return {**stored.record, "reviews": reviews}

    def _name(self, review: dict[str, Any]) -> None:
        """Let a review be by the reviewer whose result it came in, and a model's opinion by the model beside them."""
        review["reviewer_id"], name = self.reviewer
        if review.get("role") == "model":
            said, metadata = review.get("reviewer"), review.get("metadata")
            name = said if isinstance(said, str) and said else "model"
            review["reviewer_id"] = opinion_reviewer(self.reviewer[0], name)
            review["metadata"] = {**(metadata if isinstance(metadata, dict) else {}), ASSISTS: self.reviewer[0]}
        review["reviewer"] = name

    def _renumber(self, stored: StoredDeliverable, review: dict[str, Any]) -> None:
        """Let a review that differs from what is here be its next revision, and one that does not be the same."""
        occasion = review.get("occasion")
        here = stored.reviews.of(review["reviewer_id"], occasion if isinstance(occasion, int) else 1)
        counting = [each for each in here if not each.is_superseded]
        if not here:
            return
        latest = max(here, key=lambda each: int(each.record["revision"]))
        same = next((each for each in counting if _says(each.record) == _says(review)), None)
        if same is not None:
            review["revision"], review["id"] = same.record["revision"], same.record["id"]
        else:
            revision = review.get("revision")
            least = int(latest.record["revision"]) + 1
            review["revision"] = max(least, revision) if isinstance(revision, int) else least

    def _refuse(self, line: int | None, path: str, reason: str) -> None:
        self.rejected.append(Rejected(self.file, line, path, reason))


def _says(review: Mapping[str, Any]) -> bytes:
    """Return what a review says, whatever its number and the order of its keys."""
    return dumps_sorted({key: value for key, value in review.items() if key not in _OF_REVISION})
