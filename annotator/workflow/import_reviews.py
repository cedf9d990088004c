"""Reviews of an imported document: taken if absent, superseding if they are a higher revision, else a conflict."""

from __future__ import annotations

from typing import TYPE_CHECKING

from annotator.domain.review import ReviewStatus
from annotator.i18n import _
from annotator.storage import attempts
from annotator.storage import exchange_known as known
from annotator.workflow.import_results import answered
from annotator.workflow.import_same import is_same
from annotator.workflow.import_spans import place_spans

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy.orm import Session

    from annotator.domain.shapes import Record
    from annotator.formats.document.jobs import ReadJob, ReadUnit
    from annotator.storage.exchange_in import RowBatch
    from annotator.storage.exchange_out import StoredDeliverable
    from annotator.storage.exchange_reviews import StoredReview
    from annotator.workflow.import_chunk import Target
    from annotator.workflow.import_memory import ImportMemory
    from annotator.workflow.import_report import ImportReport
    from annotator.workflow.import_versions import Versions


class ReviewTaker:
    """Takes the reviews of some jobs in, job by job."""

    _job: ReadJob

    def __init__(
        self, session: Session, target: Target, batch: RowBatch, report: ImportReport, memory: ImportMemory
    ) -> None:
        self._session = session
        self._target = target
        self._batch = batch
        self._report = report
        self._memory = memory
        self._reviewers = memory.reviewers
        self._owners: dict[str, set[str]] = {}
        self._briefs: dict[int, str | None] = {}
        self._current_brief = 0
        self._renumbered: tuple[dict[int, int], dict[int, int]] = ({}, {})

    def meet(self, reviews: Sequence[Record]) -> None:
        """Make the reviewers of all reviews known, and complete their names."""
        if not reviews:
            return
        ids = self._memory.possible([review["id"] for review in reviews])
        self._owners = known.owners_of_reviews(self._session, self._target.study_key, ids)
        unmet: dict[str, Record] = {}
        for review in reviews:
            if review["reviewer_id"] not in self._reviewers:
                kind = "model" if review["role"] == "model" else "human"
                entry = {"id": review["reviewer_id"], "name": review["reviewer"] or "", "kind": kind}
                unmet.setdefault(review["reviewer_id"], entry)
        self._reviewers.update(known.add_reviewers(self._session, self._target.study_key, list(unmet.values())))
        for review in reviews:
            if review["reviewer"] is None:
                review["reviewer"] = self._reviewers[review["reviewer_id"]][1]

    def enter_job(self, job: ReadJob, stored: Record, briefs: Versions, rubrics: Versions) -> None:
        """Turn to a job as it comes and as it is stored: its briefs, and the numbers its versions have here."""
        self._job = job
        self._current_brief = briefs.current
        known_briefs = {brief["version"]: brief["brief"] for brief in (*stored["briefs"], *briefs.new)}
        self._briefs = {stored["brief_version"]: stored["brief"], **known_briefs}
        self._renumbered = briefs.renumbered, rubrics.renumbered

    def take(self, deliverable: StoredDeliverable, unit: ReadUnit) -> None:
        """Take in the reviews of a deliverable."""
        seen: set[tuple[str, int]] = set()
        for part in unit.parts:
            review = part.record
            owners = self._owners.get(review["id"])
            name = review["reviewer_id"], review["occasion"]
            if owners and unit.record["id"] not in owners:
                self._refuse(part, _("another deliverable has a review with this id"))
            elif name in seen:
                self._refuse(part, _("the file holds two reviews of one reviewer about the deliverable"))
            else:
                seen.add(name)
                self._adapt(review, unit.record["content"] or deliverable.record["content"])
                self._take_one(deliverable, part)

    def _adapt(self, review: Record, content: str | None) -> None:
        briefs, rubrics = self._renumbered
        for key, renumbered in (("brief_version", briefs), ("rubric_version", rubrics)):
            review[key] = renumbered.get(review[key], review[key])
        place_spans(review, content, self._briefs, self._current_brief)

    def _take_one(self, deliverable: StoredDeliverable, unit: ReadUnit) -> None:
        review = unit.record
        revisions = deliverable.reviews.of(review["reviewer_id"], review["occasion"])
        if not revisions:
            self._add(deliverable, review)
            self._report.added["reviews"] += 1
            return
        latest = max(revisions, key=lambda each: int(each.record["revision"]))
        same = [each for each in revisions if each.record["revision"] == review["revision"]]
        if any(is_same(each.record, review) for each in same):
            self._report.unchanged["reviews"] += 1
        elif any(self._take_results(deliverable, each.record, review) for each in same):
            self._report.updated["reviews"] += 1
        elif same:
            self._conflict(unit, _("the workspace holds this review with other content"))
        elif review["revision"] < latest.record["revision"]:
            self._conflict(unit, _("the workspace holds a later revision of this review"))
        elif self._is_own_draft(latest):
            self._conflict(unit, _("the workspace holds your own draft of this review"))
        else:
            self._batch.supersede([each.key for each in revisions if not each.is_superseded])
            self._add(deliverable, review)
            self._report.updated["reviews"] += 1

    def _take_results(self, deliverable: StoredDeliverable, stored: Record, review: Record) -> bool:
        """Let requests that had no result name it, if that is all that is new; return whether it was."""
        results = answered(stored, review)
        reviewer_key = self._reviewers[review["reviewer_id"]][0]
        linked = [
            attempts.link_result(self._session, deliverable.key, reviewer_key, id_, result)
            for id_, result in results.items()
        ]
        return any(linked)

    def _add(self, deliverable: StoredDeliverable, review: Record) -> None:
        self._batch.add_review(deliverable.key, self._reviewers[review["reviewer_id"]][0], review)

    def _is_own_draft(self, review: StoredReview) -> bool:
        return (review.record["reviewer_id"], review.record["status"]) == (
            self._target.own_reviewer,
            ReviewStatus.DRAFT.value,
        )

    def _refuse(self, unit: ReadUnit, reason: str) -> None:
        self._report.rejected.append(self._job.refused(unit, reason))

    def _conflict(self, unit: ReadUnit, reason: str) -> None:
        self._report.conflicts.append(self._job.refused(unit, reason))
