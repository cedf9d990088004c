"""What an import has read and not written yet: jobs of one study, from one file or from several small ones."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from annotator.domain.shapes import Record
    from annotator.formats.document.jobs import ReadJob
    from annotator.workflow.import_header import OpenDocument

_UNIT_WEIGHT: Final = 1_000
"""Jobs are weighed in characters of their texts; a unit costs as much time as this many of them."""


@dataclass(slots=True)
class Waiting:
    """Jobs that will be written in one transaction, and what has to be looked up for them then.

    Args:
        document: where they go.
        jobs: the jobs; their ids are complete.
        job_ids: what they are called.
        deliverable_ids: what their deliverables are called.
        reviews: all reviews of these.
        sizes: the bytes of the files that came with them, by hash.
        weight: about how long they will take, in characters.
    """

    document: OpenDocument | None = None
    jobs: list[ReadJob] = field(default_factory=list)
    job_ids: list[str] = field(default_factory=list)
    deliverable_ids: list[str] = field(default_factory=list)
    reviews: list[Record] = field(default_factory=list)
    sizes: dict[str, int] = field(default_factory=dict)
    weight: int = 0
    _of_other_files: set[tuple[str, str]] = field(default_factory=set)

    def takes(self, job: ReadJob, document: OpenDocument) -> bool:
        """Return whether a job may be written together with these.

        What is in the database is looked up once for all of them, so none may be what another one becomes there. The
        ids of one file do not repeat; only those of other files are compared.
        """
        if not self.jobs:
            return True
        if self.document is not document:
            return False
        if self.jobs[-1].file != job.file:
            self._of_other_files = self._names()
        if not self._of_other_files:
            return True
        alone = Waiting()
        alone.add(job, document)
        return self._of_other_files.isdisjoint(alone._names())

    def add(self, job: ReadJob, document: OpenDocument) -> None:
        """Let a job wait, too."""
        self.document = document
        record = job.job.record
        self.jobs.append(job)
        self.job_ids.append(record["id"])
        weight = _UNIT_WEIGHT + len(record["brief"] or "")
        for unit in job.deliverables:
            self.deliverable_ids.append(unit.record["id"])
            weight += _UNIT_WEIGHT + len(unit.record["content"] or "")
            if unit.parts:
                self.reviews += [part.record for part in unit.parts]
                weight += 2 * _UNIT_WEIGHT * len(unit.parts)
        self.weight += weight

    def _names(self) -> set[tuple[str, str]]:
        """Return what nothing else may be called: kinds and ids of jobs, deliverables and reviews."""
        return {
            *(("job", id_) for id_ in self.job_ids),
            *(("deliverable", id_) for id_ in self.deliverable_ids),
            *(("review", review["id"]) for review in self.reviews),
        }
