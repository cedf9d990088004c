"""What an import has read and not written yet: jobs of one study, from one source or from several small ones."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

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
    _of_earlier_sources: set[tuple[str, str]] = field(default_factory=set)
    _source_begins: int = 0

    def begin_source(self) -> None:
        """Expect jobs of another source: a file, or what stands under one header of a file that has several.

        Ids do not repeat within a source; from one to the next they may.
        """
        for job in self.jobs[self._source_begins :]:
            self._of_earlier_sources.update(_names(job))
        self._source_begins = len(self.jobs)

    def takes(self, job: ReadJob) -> bool:
        """Return whether a job may be written together with these.

        What is in the database is looked up once for all of them, so none may be what another one becomes there.
        """
        return not self._of_earlier_sources or self._of_earlier_sources.isdisjoint(_names(job))

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

    def add_files(self, sizes: Mapping[str, int]) -> None:
        """Let files wait: their bytes are kept already, by the hashes that are given with their sizes."""
        self.sizes.update(sizes)


def _names(job: ReadJob) -> Iterator[tuple[str, str]]:
    """Yield what nothing else in a study may be called: kinds and ids of a job, its deliverables and their reviews."""
    yield "job", job.job.record["id"]
    for unit in job.deliverables:
        yield "deliverable", unit.record["id"]
        for part in unit.parts:
            yield "review", part.record["id"]
