"""One job of a document, with its deliverables and their reviews: the units that come in or are refused."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from annotator.domain.document import DELIVERABLE, JOB, REVIEW
from annotator.domain.job import Arm
from annotator.formats.document.checking import Flaw, checked, wrong_kind
from annotator.formats.document.decoding import MOST_LEVELS, flaw_in, is_deeper, shown
from annotator.i18n import _

if TYPE_CHECKING:
    from collections.abc import Iterator

    from annotator.domain.shapes import Record, Shape

_FIRST, _RERUN, _FEEDBACK = Arm.FIRST.value, Arm.RERUN.value, Arm.FEEDBACK.value
_JOB_LEVEL = 3
_DELIVERABLE_LEVEL = 5
_REVIEW_LEVEL = 7
"""A job stands in the list of jobs in the document, also when it came on a line of its own."""


@dataclass(frozen=True, slots=True)
class Rejected:
    """A unit that was refused: where it stands and why, in plain words. `line` counts from 1."""

    file: str
    line: int | None
    path: str
    reason: str


@dataclass(slots=True)
class ReadUnit:
    """A unit as it should be (`record`) and as it was (`given`); `parts` are its deliverables or reviews."""

    path: str
    record: Record
    given: dict[str, Any]
    parts: list[ReadUnit] = field(default_factory=list)


@dataclass(slots=True)
class ReadJob:
    """A job that came in, with what of it did not; `line` of its file counts from 1."""

    file: str
    line: int | None
    job: ReadUnit
    rejected: list[Rejected]

    @property
    def deliverables(self) -> list[ReadUnit]:
        """Its deliverables that came in."""
        return self.job.parts

    def refused(self, unit: ReadUnit, reason: str) -> Rejected:
        """Return what is said of a unit of it that does not come in after all."""
        return Rejected(self.file, self.line, unit.path, reason)


class JobReader:
    """Reads the jobs of one document; ids must not repeat in it."""

    def __init__(self, file: str) -> None:
        self.count = 0
        self._file = file
        self._jobs: set[str] = set()
        self._deliverables: set[str] = set()
        self._reviews: set[str] = set()
        self._is_suspicious = False
        self._line: int | None = None
        self._rejected: list[Rejected] = []

    def skip(self) -> str:
        """Count a job that could not be decoded, and return its path."""
        self.count += 1
        return f"jobs[{self.count - 1}]"

    def read(self, given: object, line: int | None, *, is_suspicious: bool) -> Iterator[ReadJob | Rejected]:
        """Yield the job, or why it is refused.

        Args:
            given: what was decoded.
            line: where it begins in the file.
            is_suspicious: whether it may hold something that JSON does not allow.
        """
        path = self.skip()
        self._line, self._is_suspicious, self._rejected = line, is_suspicious, []
        try:
            unit = self._unit(JOB, given, path, _JOB_LEVEL, "deliverables")
            _refuse_job(unit.record)
            _refuse_repeated(self._jobs, unit.record["id"])
        except Flaw as flaw:
            yield Rejected(self._file, line, path, str(flaw))
            return
        for index, part in enumerate(unit.given.get("deliverables") or ()):
            self._add_deliverable(unit, part, f"{path}.deliverables[{index}]")
        unit.record["deliverables"] = [part.record for part in unit.parts]
        yield ReadJob(self._file, line, unit, self._rejected)

    def _add_deliverable(self, job: ReadUnit, given: object, path: str) -> None:
        try:
            unit = self._unit(DELIVERABLE, given, path, _DELIVERABLE_LEVEL, "reviews")
            _complete_deliverable(unit.record)
            _refuse_repeated(self._deliverables, unit.record["id"])
        except Flaw as flaw:
            self._rejected.append(Rejected(self._file, self._line, path, str(flaw)))
            return
        job.parts.append(unit)
        reviews = unit.given.get("reviews")
        if reviews:
            self._add_reviews(unit, reviews)

    def _add_reviews(self, deliverable: ReadUnit, reviews: list[object]) -> None:
        for index, part in enumerate(reviews):
            path = f"{deliverable.path}.reviews[{index}]"
            try:
                unit = self._unit(REVIEW, part, path, _REVIEW_LEVEL, None)
                _refuse_review(unit.record)
                _refuse_repeated(self._reviews, unit.record["id"])
            except Flaw as flaw:
                self._rejected.append(Rejected(self._file, self._line, path, str(flaw)))
                continue
            deliverable.parts.append(unit)
        deliverable.record["reviews"] = [unit.record for unit in deliverable.parts]

    def _unit(self, shape: Shape, given: object, path: str, level: int, parts: str | None) -> ReadUnit:
        """Return the unit without its parts, which are units of their own.

        Raises:
            Flaw: it is refused.
        """
        if self._is_suspicious:
            _refuse_flaws(given, level, parts or "")
        if not isinstance(given, dict):
            raise Flaw("", wrong_kind(given, _("an object")))
        record = checked(shape, given, level)
        return ReadUnit(path, record, given)


def _refuse_flaws(given: object, level: int, parts: str) -> None:
    whole = {key: value for key, value in given.items() if key != parts} if isinstance(given, dict) else given
    if is_deeper(whole, MOST_LEVELS - level + 1):
        raise Flaw("", _("it is nested more than {most} levels deep").format(most=MOST_LEVELS))
    if flaw := flaw_in(given, but=parts):
        raise Flaw("", flaw)


def _refuse_repeated(seen: set[str], given: str | None) -> None:
    if given is None:
        return
    if given in seen:
        raise Flaw("id", _("{id} stands in this file twice").format(id=shown(given)))
    seen.add(given)


def _refuse_job(job: Record) -> None:
    if job["brief"] is None and job["title"] is None:
        raise Flaw("", _("it has neither brief nor title"))
    if job["briefs"]:
        _refuse_versions("briefs", job["briefs"], job["brief_version"])
    if job["rubrics"]:
        _refuse_versions("rubrics", job["rubrics"], job["rubric_version"])
    if job["rubric"]:
        _refuse_same_criteria("rubric", job["rubric"])
    for index, rubric in enumerate(job["rubrics"]):
        _refuse_same_criteria(f"rubrics[{index}].criteria", rubric["criteria"])


def _refuse_versions(name: str, earlier: list[Record], current: int) -> None:
    seen = {current}
    for index, entry in enumerate(earlier):
        if entry["version"] in seen:
            raise Flaw(f"{name}[{index}].version", _("{id} stands in this file twice").format(id=entry["version"]))
        seen.add(entry["version"])


def _refuse_same_criteria(name: str, criteria: list[Record]) -> None:
    seen: set[str] = set()
    for index, criterion in enumerate(criteria):
        try:
            _refuse_repeated(seen, criterion["id"])
        except Flaw as flaw:
            raise flaw.inside(f"{name}[{index}]") from None


def _complete_deliverable(deliverable: Record) -> None:
    if deliverable["content"] is None and not deliverable["attachments"]:
        raise Flaw("", _("it has neither content nor a file"))
    if deliverable["arm"] is None:
        alone = _FIRST if deliverable["attempt"] == 1 else _RERUN
        deliverable["arm"] = alone if deliverable["parent"] is None else _FEEDBACK


def _refuse_review(review: Record) -> None:
    """Refuse what a review's shape cannot say, and complete the ends of its spans.

    A mark that says nothing is what an undone one leaves, and none.
    """
    review["marks"] = [mark for mark in review["marks"] if any(mark[key] for key in mark if key != "criterion_id")]
    marked: set[str] = set()
    for index, mark in enumerate(review["marks"]):
        if mark["criterion_id"] in marked:
            raise Flaw(
                f"marks[{index}].criterion_id",
                _("{id} stands in this file twice").format(id=shown(mark["criterion_id"])),
            )
        marked.add(mark["criterion_id"])
        for at, evidence in enumerate(mark["evidence"]):
            _complete_span(evidence["span"], f"marks[{index}].evidence[{at}].span")
    for index, tag in enumerate(review["tags"]):
        _complete_span(tag["span"], f"tags[{index}].span")


def _complete_span(span: Record | None, at: str) -> None:
    if span is None:
        return
    if span["end"] is None:
        span["end"] = span["start"] + len(span["quote"])
    if span["end"] < span["start"]:
        raise Flaw(at, _("it runs backwards"))
