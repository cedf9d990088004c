"""Records of the document into the database: many rows at a time, without a question per row."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from itertools import count
from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import bindparam, func, select, update

from annotator.storage.exchange_tables import (
    BRIEFS,
    CRITERIA,
    DELIVERABLES,
    INTERVENTIONS,
    JOBS,
    MARKS,
    REVIEWS,
    RUBRICS,
    TAGS,
    TIMES,
)
from annotator.storage.inserting import insert_columns
from annotator.storage.plain import CONTENT
from annotator.storage.tables import ReviewRow

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy.orm import Session

    from annotator.domain.shapes import Record
    from annotator.storage.exchange_tables import Row, TableOf

_CONTENT_COLUMNS: Final = ("deliverable_key", "content", "holds_nul")
_LAST_KEYS: Final = {each: select(func.max(each.table.c.key)) for each in (JOBS, DELIVERABLES, REVIEWS, INTERVENTIONS)}
_OWNERS_FIRST: Final = (JOBS, BRIEFS, RUBRICS, CRITERIA, DELIVERABLES)
_REVIEWS_AND_PARTS: Final = (REVIEWS, MARKS, TAGS, INTERVENTIONS, TIMES)


@dataclass(slots=True)
class _Rows:
    """Objects for one table, and beside each what is not in it: its key, its owner's, its place."""

    own: list[Row] = field(default_factory=list)
    records: list[Record] = field(default_factory=list)

    def add(self, own: Row, record: Record) -> None:
        self.own.append(own)
        self.records.append(record)


class RowBatch:
    """New rows of one transaction, collected and then written at once.

    Keys are handed out here: they grow in the order in which jobs, deliverables and reviews are added.

    Args:
        session: the transaction.
        study_key: the study that the rows belong to.
        counters: the next keys, if they are known from the transaction before; they are counted on.
    """

    def __init__(self, session: Session, study_key: int, counters: dict[TableOf, count[int]] | None = None) -> None:
        self._session = session
        self._study_key = study_key
        self._new: dict[TableOf, _Rows] = defaultdict(_Rows)
        self._changed: dict[TableOf, _Rows] = defaultdict(_Rows)
        self._keys = _Keys(session, {} if counters is None else counters)
        self._superseded: list[int] = []

    def add_job(self, job: Record) -> int:
        """Add a job with its briefs and rubrics but without its deliverables; return its key."""
        key = next(self._keys[JOBS])
        self._new[JOBS].add((key, self._study_key), job)
        self.add_brief(key, {"version": job["brief_version"], "brief": job["brief"]})
        for brief in job["briefs"]:
            self.add_brief(key, brief)
        if job["rubric"]:
            self.add_rubric(key, _current_rubric(job))
        for rubric in job["rubrics"]:
            self.add_rubric(key, rubric)
        return key

    def add_brief(self, job_key: int, brief: Record) -> None:
        """Add a version of a brief."""
        self._new[BRIEFS].add((job_key, _holds_nul(brief["brief"])), brief)

    def add_rubric(self, job_key: int, rubric: Record) -> None:
        """Add a version of a rubric."""
        self._new[RUBRICS].add((job_key,), rubric)
        criteria = self._new[CRITERIA]
        for position, criterion in enumerate(rubric["criteria"]):
            criteria.add((job_key, rubric["version"], position), criterion)

    def add_deliverable(self, job_key: int, deliverable: Record) -> int:
        """Add a deliverable without its reviews; return its key."""
        key = next(self._keys[DELIVERABLES])
        self._new[DELIVERABLES].add((key, self._study_key, job_key), deliverable)
        return key

    def add_review(
        self, deliverable_key: int, reviewer_key: int, review: Record, *, is_superseded: bool = False
    ) -> None:
        """Add a review with all its parts."""
        key = next(self._keys[REVIEWS])
        self._new[REVIEWS].add((key, deliverable_key, reviewer_key, is_superseded), review)
        for position, mark in enumerate(review["marks"]):
            self._new[MARKS].add((key, position), mark)
        for position, tag in enumerate(review["tags"]):
            self._new[TAGS].add((key, position, f"{review['id']}/tags/{position}"), tag)
        self._add_times(key, None, f"{review['id']}/time", review["time"])
        for position, step in enumerate(review["interventions"]):
            step_key = next(self._keys[INTERVENTIONS])
            self._new[INTERVENTIONS].add((step_key, key, position), step)
            self._add_times(key, step_key, f"{step['id']}/time", step["time"])

    def _add_times(self, review_key: int, step_key: int | None, name: str, times: Sequence[Record]) -> None:
        for position, time in enumerate(times):
            self._new[TIMES].add((review_key, step_key, position, f"{name}/{position}"), time)

    def supersede(self, review_keys: Sequence[int]) -> None:
        """Let revisions of reviews count no more."""
        self._superseded += review_keys

    def change_job(self, key: int, job: Record) -> None:
        """Replace a job's own row; its briefs and rubrics stay."""
        self._changed[JOBS].add((key, self._study_key), job)

    def change_deliverable(self, key: int, job_key: int, deliverable: Record) -> None:
        """Replace a deliverable's own row; its text stays."""
        self._changed[DELIVERABLES].add((key, self._study_key, job_key), deliverable)

    def write(self) -> None:
        """Write everything, owners first."""
        for table in _OWNERS_FIRST:
            self._insert(table)
        self._insert_contents()
        if self._superseded:
            self._session.execute(
                update(ReviewRow).where(ReviewRow.key.in_(self._superseded)).values(is_superseded=True)
            )
        for table in _REVIEWS_AND_PARTS:
            self._insert(table)
        for table in (JOBS, DELIVERABLES):
            self._update(table)

    def _insert(self, table: TableOf) -> None:
        rows = self._new.get(table)
        if rows is not None and rows.records:  # a rubric may have no criteria
            insert_columns(self._session, table.table, table.columns, table.columns_of(rows.own, rows.records))

    def _update(self, table: TableOf) -> None:
        rows = self._changed.get(table)
        if rows is None:
            return
        values: dict[str, Any] = {name: bindparam(f"new_{name}") for name in table.columns if name != "key"}
        statement = update(table.table).where(table.table.c.key == bindparam("new_key")).values(values)
        named = [f"new_{name}" for name in table.columns]
        changed = zip(*table.columns_of(rows.own, rows.records), strict=True)
        self._session.connection().execute(statement, [dict(zip(named, row, strict=True)) for row in changed])

    def _insert_contents(self) -> None:
        rows = self._new.get(DELIVERABLES)
        if rows is not None:
            contents = [record["content"] for record in rows.records]
            columns = [own[0] for own in rows.own], contents, list(map(_holds_nul, contents))
            insert_columns(self._session, CONTENT, _CONTENT_COLUMNS, columns)


class _Keys(dict["TableOf", "count[int]"]):
    """The keys that new rows of a table get, asked for where they begin when the first is needed."""

    def __init__(self, session: Session, counters: dict[TableOf, count[int]]) -> None:
        super().__init__()
        self._session = session
        self._counters = counters

    def __missing__(self, table: TableOf) -> count[int]:
        if table not in self._counters:
            last = self._session.connection().execute(_LAST_KEYS[table]).scalar_one_or_none() or 0
            self._counters[table] = count(int(last) + 1)
        keys = self[table] = self._counters[table]
        return keys


def _holds_nul(text: str | None) -> bool:
    return text is not None and "\0" in text


def _current_rubric(job: Record) -> Record:
    return {"version": job["rubric_version"], "criteria": job["rubric"], "locked_at": None, "author": None}
