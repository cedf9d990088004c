"""Some jobs of a document into the database, in one transaction: what is new, what changes and what is refused."""

from __future__ import annotations

import uuid
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from annotator.i18n import _
from annotator.storage import exchange_known as known
from annotator.storage.exchange_in import RowBatch
from annotator.storage.exchange_out import StoredDeliverable, StoredJob, stored_jobs
from annotator.storage.exchange_reviews import StoredReviews
from annotator.workflow.import_reviews import ReviewTaker
from annotator.workflow.import_same import changes
from annotator.workflow.import_versions import Versions, brief_versions, rubric_versions

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from annotator.domain.shapes import Record
    from annotator.formats.document.jobs import ReadJob, ReadUnit
    from annotator.workflow.import_memory import ImportMemory
    from annotator.workflow.import_report import ImportReport
    from annotator.workflow.import_waiting import Waiting

_VERSIONED = ("id", "brief", "brief_version", "briefs", "rubric", "rubric_version", "rubrics", "deliverables")
_IMMUTABLE = ("id", "content", "reviews")


@dataclass(frozen=True, slots=True)
class Target:
    """Where jobs go: the study, and who reviews in this workspace."""

    study_key: int
    study_id: str
    own_reviewer: str


@dataclass(slots=True)
class ChunkImport:
    """Takes jobs in, inside the caller's transaction.

    Args:
        session: the transaction.
        target: the study they go to.
        report: is told what became of each unit.
        at: the time of the import (ISO 8601, UTC).
        memory: what is known of the study already.
    """

    session: Session
    target: Target
    report: ImportReport
    at: str
    memory: ImportMemory
    _batch: RowBatch = field(init=False)
    _reviews: ReviewTaker = field(init=False)
    _elsewhere: dict[str, int] = field(init=False)
    _journal: list[dict[str, object]] = field(init=False, default_factory=list)
    _job: ReadJob = field(init=False)

    def take(self, waiting: Waiting) -> None:
        """Take in the jobs that wait."""
        study = self.target.study_key
        self._batch = RowBatch(self.session, study, self.memory.counters)
        self._reviews = ReviewTaker(self.session, self.target, self._batch, self.report, self.memory)
        self._reviews.meet(waiting.reviews)
        keys = known.known_jobs(self.session, study, self.memory.possible(waiting.job_ids))
        found = stored_jobs(self.session, list(keys.values()), is_parsed=True) if keys else []
        stored = {job.record["id"]: job for job in found}
        deliverables = self.memory.possible(waiting.deliverable_ids)
        self._elsewhere = known.known_deliverables(self.session, study, deliverables)
        for job in waiting.jobs:
            self._take_job(job, stored.get(job.job.record["id"]))
        self._batch.write()
        known.add_journal(self.session, self._journal, self.at)

    def _take_job(self, job: ReadJob, stored: StoredJob | None) -> None:
        self._job = job
        self.report.rejected += job.rejected
        if stored is None:
            self._add_job(job)
            return
        briefs = brief_versions(stored.record, job.job.record)
        rubrics = rubric_versions(stored.record, job.job.record)
        self._change_job(stored, job.job, briefs, rubrics)
        self._reviews.enter_job(job, stored.record, briefs, rubrics)
        for unit in job.deliverables:
            known_one = stored.deliverables.get(unit.record["id"])
            if known_one is not None:
                self._change_deliverable(stored.key, known_one, unit)
            else:
                self._add_deliverable(stored.key, unit)

    def _add_job(self, job: ReadJob) -> None:
        record = job.job.record
        key = self._batch.add_job(record)
        self.report.added["jobs"] += 1
        if any(unit.parts for unit in job.deliverables):
            self._reviews.enter_job(job, record, Versions([], record["brief_version"]), Versions([], 0))
        for unit in job.deliverables:
            self._add_deliverable(key, unit)

    def _add_deliverable(self, job_key: int, unit: ReadUnit) -> None:
        if unit.record["id"] in self._elsewhere:
            self._refuse(unit, _("another job has a deliverable with the id {id}").format(id=unit.record["id"]))
            return
        key = self._batch.add_deliverable(job_key, unit.record)
        self.report.added["deliverables"] += 1
        if unit.parts:
            self._reviews.take(StoredDeliverable(key, unit.record, StoredReviews()), unit)

    def _change_job(self, stored: StoredJob, unit: ReadUnit, briefs: Versions, rubrics: Versions) -> None:
        changed = changes(stored.record, unit.record, unit.given, _VERSIONED)
        for name, versions in (("brief_version", briefs), ("rubric_version", rubrics)):
            if versions.current != stored.record[name]:
                changed[name] = versions.current
        if not (changed or briefs.new or rubrics.new):
            self.report.unchanged["jobs"] += 1
            return
        for brief in briefs.new:
            self._batch.add_brief(stored.key, brief)
        for rubric in rubrics.new:
            self._batch.add_rubric(stored.key, rubric)
        self._note("job", stored.record, changed)
        self._batch.change_job(stored.key, {**stored.record, **changed})
        self.report.updated["jobs"] += 1

    def _change_deliverable(self, job_key: int, stored: StoredDeliverable, unit: ReadUnit) -> None:
        content = unit.record["content"]
        if content is not None and content != stored.record["content"]:
            self._refuse(unit, _("id exists with other text: {id}").format(id=unit.record["id"]))
            return
        changed = changes(stored.record, unit.record, unit.given, _IMMUTABLE)
        if changed:
            self._note("deliverable", stored.record, changed)
            self._batch.change_deliverable(stored.key, job_key, {**stored.record, **changed})
            self.report.updated["deliverables"] += 1
        else:
            self.report.unchanged["deliverables"] += 1
        self._reviews.take(stored, unit)

    def _note(self, unit: str, before: Record, changed: Record) -> None:
        """Keep what is replaced in the journal."""
        named = {"study": self.target.study_id, unit: before["id"]}
        self._journal.append(
            {
                "id": str(uuid.uuid4()),
                "now": {**named, "set": changed},
                "before": {**named, "set": {key: before.get(key) for key in changed}},
            }
        )

    def _refuse(self, unit: ReadUnit, reason: str) -> None:
        self.report.rejected.append(self._job.refused(unit, reason))
