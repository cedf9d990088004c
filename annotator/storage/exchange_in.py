"""Records of the document into the database: many rows at a time, without a question per row."""

from __future__ import annotations

from collections import defaultdict
from functools import cache
from typing import TYPE_CHECKING, Any, Final, cast

from sqlalchemy import bindparam, func, insert, select, update

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
from annotator.storage.plain import CONTENT
from annotator.storage.tables import ReviewRow

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy import Dialect, Table
    from sqlalchemy.orm import Session

    from annotator.domain.shapes import Record
    from annotator.storage.exchange_tables import Row, TableOf

_CONTENT_COLUMNS: Final = ("deliverable_key", "content")
_LAST_KEYS: Final = {
    each.shape.name: select(func.max(each.table.c.key)) for each in (JOBS, DELIVERABLES, REVIEWS, INTERVENTIONS)
}
_OWNERS_FIRST: Final = (JOBS, BRIEFS, RUBRICS, CRITERIA, DELIVERABLES)
_REVIEWS_AND_PARTS: Final = (REVIEWS, MARKS, TAGS, INTERVENTIONS, TIMES)


class RowBatch:
    """New rows of one transaction, collected and then written at once.

    Keys are handed out here: they grow in the order in which jobs, deliverables and reviews are added.
    """

    def __init__(self, session: Session, study_key: int) -> None:
        self._session = session
        self._study_key = study_key
        self._rows: dict[str, list[Row]] = defaultdict(list)
        self._contents: list[Row] = []
        self._last: dict[str, int] = {}
        self._superseded: list[int] = []
        self._changed: dict[str, list[Row]] = defaultdict(list)

    def add_job(self, job: Record) -> int:
        """Add a job with its briefs and rubrics but without its deliverables; return its key."""
        key = self._next_key(JOBS)
        self._rows["job"].append(JOBS.row_of((key, self._study_key), job))
        self._rows["brief"].append((key, job["brief_version"], job["brief"], "{}"))
        for brief in job["briefs"]:
            self.add_brief(key, brief)
        if job["rubric"]:
            self.add_rubric(key, _current_rubric(job))
        for rubric in job["rubrics"]:
            self.add_rubric(key, rubric)
        return key

    def add_brief(self, job_key: int, brief: Record) -> None:
        """Add a version of a brief."""
        self._rows["brief"].append(BRIEFS.row_of((job_key,), brief))

    def add_rubric(self, job_key: int, rubric: Record) -> None:
        """Add a version of a rubric."""
        self._rows["rubric"].append(RUBRICS.row_of((job_key,), rubric))
        own = job_key, rubric["version"]
        self._rows["criterion"] += [
            CRITERIA.row_of((*own, position), criterion) for position, criterion in enumerate(rubric["criteria"])
        ]

    def add_deliverable(self, job_key: int, deliverable: Record) -> int:
        """Add a deliverable without its reviews; return its key."""
        key = self._next_key(DELIVERABLES)
        self._rows["deliverable"].append(DELIVERABLES.row_of((key, self._study_key, job_key), deliverable))
        self._contents.append((key, deliverable["content"]))
        return key

    def add_review(
        self, deliverable_key: int, reviewer_key: int, review: Record, *, is_superseded: bool = False
    ) -> None:
        """Add a review with all its parts."""
        key = self._next_key(REVIEWS)
        rows = self._rows
        rows["review"].append(REVIEWS.row_of((key, deliverable_key, reviewer_key, is_superseded), review))
        rows["mark"] += [MARKS.row_of((key, position), mark) for position, mark in enumerate(review["marks"])]
        rows["tag"] += [
            TAGS.row_of((key, position, f"{review['id']}/tags/{position}"), tag)
            for position, tag in enumerate(review["tags"])
        ]
        self._add_times(key, None, f"{review['id']}/time", review["time"])
        for position, step in enumerate(review["interventions"]):
            step_key = self._next_key(INTERVENTIONS)
            rows["intervention"].append(INTERVENTIONS.row_of((step_key, key, position), step))
            self._add_times(key, step_key, f"{step['id']}/time", step["time"])

    def _add_times(self, review_key: int, step_key: int | None, name: str, times: Sequence[Record]) -> None:
        self._rows["time_session"] += [
            TIMES.row_of((review_key, step_key, position, f"{name}/{position}"), time)
            for position, time in enumerate(times)
        ]

    def supersede(self, review_keys: Sequence[int]) -> None:
        """Let revisions of reviews count no more."""
        self._superseded += review_keys

    def change_job(self, key: int, job: Record) -> None:
        """Replace a job's own row; its briefs and rubrics stay."""
        self._changed["job"].append(JOBS.row_of((key, self._study_key), job))

    def change_deliverable(self, key: int, job_key: int, deliverable: Record) -> None:
        """Replace a deliverable's own row; its text stays."""
        self._changed["deliverable"].append(DELIVERABLES.row_of((key, self._study_key, job_key), deliverable))

    def write(self) -> None:
        """Write everything, owners first."""
        for table in _OWNERS_FIRST:
            insert_rows(self._session, table.table, table.columns, self._rows[table.table.name])
        insert_rows(self._session, CONTENT, _CONTENT_COLUMNS, self._contents)
        if self._superseded:
            self._session.execute(
                update(ReviewRow).where(ReviewRow.key.in_(self._superseded)).values(is_superseded=True)
            )
        for table in _REVIEWS_AND_PARTS:
            insert_rows(self._session, table.table, table.columns, self._rows[table.table.name])
        for table in (JOBS, DELIVERABLES):
            self._update(table, self._changed[table.table.name])

    def _update(self, table: TableOf, rows: Sequence[Row]) -> None:
        if not rows:
            return
        values: dict[str, Any] = {name: bindparam(f"new_{name}") for name in table.columns if name != "key"}
        statement = update(table.table).where(table.table.c.key == bindparam("new_key")).values(values)
        named = [f"new_{name}" for name in table.columns]
        self._session.connection().execute(statement, [dict(zip(named, row, strict=True)) for row in rows])

    def _next_key(self, table: TableOf) -> int:
        name = table.shape.name
        last = self._last.get(name)
        if last is None:
            last = int(self._session.execute(_LAST_KEYS[name]).scalar_one_or_none() or 0)
        self._last[name] = last + 1
        return last + 1


def insert_rows(session: Session, table: Table, columns: tuple[str, ...], rows: Sequence[Row]) -> None:
    """Insert rows given in the order of `columns`.

    A driver that counts its parameters takes the rows as they are; for the others they get names.
    """
    if not rows:
        return
    connection = session.connection()
    counted = _counted_insert(table, columns, connection.dialect)
    if counted is None:
        connection.execute(insert(table), [dict(zip(columns, row, strict=True)) for row in rows])
    else:
        connection.exec_driver_sql(counted, cast("Any", rows))


@cache
def _counted_insert(table: Table, columns: tuple[str, ...], dialect: Dialect) -> str | None:
    """Return the statement whose parameters are counted in the order of `columns`, if the driver counts them."""
    if dialect.paramstyle != "qmark":
        return None
    quoted = dialect.identifier_preparer
    names = ", ".join(quoted.format_column(table.c[name]) for name in columns)
    return f"INSERT INTO {quoted.format_table(table)} ({names}) VALUES ({', '.join('?' * len(columns))})"


def _current_rubric(job: Record) -> Record:
    return {"version": job["rubric_version"], "criteria": job["rubric"], "locked_at": None, "author": None}
