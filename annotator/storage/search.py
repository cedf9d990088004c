"""Finding a text in titles, briefs and deliverables by scanning them, upper and lower case alike.

No index: two kanji must be found as well as twenty letters, and the scan stays below what one waits for.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import and_, func, or_, select

from annotator.errors import Cancelled
from annotator.storage.sqlite import stoppable
from annotator.storage.tables import BriefRow, ContentRow, DeliverableRow, JobRow

if TYPE_CHECKING:
    from collections.abc import Callable

    from sqlalchemy import ColumnElement, Select
    from sqlalchemy.orm import InstrumentedAttribute, Session

_AT_ONCE = 500


def matching(session: Session, study_key: int, text: str, cancelled: Callable[[], bool] | None = None) -> set[int]:
    """Return the keys of a study's deliverables that hold the text, or whose job does.

    Raises:
        Cancelled: `cancelled` said so.
    """
    if session.get_bind().dialect.name != "sqlite":
        return _matching_anywhere(session, study_key, text, cancelled)
    with stoppable(session, cancelled):
        by_job, by_content = _questions(study_key)
        jobs = session.execute(
            by_job.where(or_(_holds(session, JobRow.title, text), _holds(session, BriefRow.brief, text)))
        )
        keys = session.execute(by_content.where(_holds(session, ContentRow.content, text))).scalars()
        return set(jobs.scalars()) | set(keys)


def _questions(study_key: int) -> tuple[Select[Any], Select[Any]]:
    by_job = (
        select(DeliverableRow.key)
        .join_from(JobRow, DeliverableRow, DeliverableRow.job_key == JobRow.key)
        .outerjoin(BriefRow, and_(BriefRow.job_key == JobRow.key, BriefRow.version == JobRow.brief_version))
        .where(JobRow.study_key == study_key)
    )
    by_content = (
        select(DeliverableRow.key)
        .join_from(DeliverableRow, ContentRow, ContentRow.deliverable_key == DeliverableRow.key)
        .where(DeliverableRow.study_key == study_key)
    )
    return by_job, by_content


def _holds(session: Session, column: InstrumentedAttribute[Any], text: str) -> ColumnElement[bool]:
    """Return the condition that a column holds a text.

    SQLite's own `lower` folds ASCII only, past NUL too and without Python: right for all texts whose other letters
    have no case, such as Japanese. Other letters are folded by Python.
    """
    if _has_case_in_ascii_only(text):
        return func.instr(func.lower(column), text.lower()) > 0
    driver: Any = session.connection().connection.driver_connection
    driver.create_function("casefolded", 1, _casefolded, deterministic=True)
    return func.instr(func.casefolded(column), text.casefold()) > 0


def _has_case_in_ascii_only(text: str) -> bool:
    return all(letter.isascii() or letter.casefold() == letter.upper() == letter for letter in text)


def _casefolded(text: str | None) -> str | None:
    return None if text is None else text.casefold()


def _matching_anywhere(
    session: Session, study_key: int, text: str, cancelled: Callable[[], bool] | None
) -> set[int]:  # fmt: skip
    """Scan in Python, for databases that keep exact texts as bytes."""
    wanted = text.casefold()
    by_job, by_content = _questions(study_key)
    found: set[int] = set()
    for question in (by_job.add_columns(JobRow.title, BriefRow.brief), by_content.add_columns(ContentRow.content)):
        rows = session.execute(question.execution_options(yield_per=_AT_ONCE))
        for part in rows.partitions():
            if cancelled is not None and cancelled():
                raise Cancelled
            found |= {row[0] for row in part if any(wanted in each.casefold() for each in row[1:] if each)}
    return found
