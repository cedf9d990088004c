"""What an import has read and not written yet: jobs of one study, from one file or from several small ones."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator

    from annotator.formats.document.jobs import ReadJob
    from annotator.workflow.import_header import OpenDocument

_UNIT_WEIGHT: Final = 1_000
"""Jobs are weighed in characters of their texts; a unit costs as much time as this many of them."""


@dataclass(slots=True)
class Waiting:
    """Jobs that will be written in one transaction.

    Args:
        document: where they go.
        jobs: the jobs; their ids are complete.
        weight: about how long they will take, in characters.
        sizes: the bytes of the files that came with them, by hash.
    """

    document: OpenDocument | None = None
    jobs: list[ReadJob] = field(default_factory=list)
    weight: int = 0
    sizes: dict[str, int] = field(default_factory=dict)
    _looked_through: int = 0
    _elsewhere: set[tuple[str, str]] = field(default_factory=set)

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
            for other in self.jobs[self._looked_through :]:
                self._elsewhere.update(_names(other))
            self._looked_through = len(self.jobs)
        return not self._elsewhere or self._elsewhere.isdisjoint(_names(job))

    def add(self, job: ReadJob, document: OpenDocument) -> None:
        """Let a job wait, too."""
        self.document = document
        self.jobs.append(job)
        weight = _UNIT_WEIGHT + len(job.job.record["brief"] or "")
        for unit in job.deliverables:
            weight += _UNIT_WEIGHT * (1 + 2 * len(unit.parts)) + len(unit.record["content"] or "")
        self.weight += weight


def _names(job: ReadJob) -> Iterator[tuple[str, str]]:
    """Yield what nothing else may be called: kinds and ids of a job, its deliverables and their reviews."""
    yield "job", job.job.record["id"]
    for unit in job.deliverables:
        yield "deliverable", unit.record["id"]
        for part in unit.parts:
            yield "review", part.record["id"]
