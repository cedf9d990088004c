"""Finding a text in titles, briefs and deliverables by scanning them, upper and lower case alike.

No index: two kanji must be found as well as twenty letters, and the scan stays below what one waits for.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import String, and_, func, literal, or_, select

from annotator.errors import Cancelled
from annotator.storage.sqlite import stoppable
from annotator.storage.tables import BriefRow, ContentRow, DeliverableRow, JobRow

if TYPE_CHECKING:
    from collections.abc import Callable

    from sqlalchemy import ColumnElement, Select
    from sqlalchemy.orm import InstrumentedAttribute, Session

_AT_ONCE = 500
_LONGEST_PATTERN = 10_000  # code points; SQLite takes 50,000 bytes


def matching(session: Session, study_key: int, text: str, cancelled: Callable[[], bool] | None = None) -> set[int]:
    """Return the keys of a study's deliverables that hold the text, or whose job does.

    Raises:
        Cancelled: `cancelled` said so.
    """
    if session.get_bind().dialect.name != "sqlite":
        return _matching_anywhere(session, study_key, text, cancelled)
    by_job, by_content = _questions(study_key)
    in_brief = _holds(BriefRow.brief, text, BriefRow.job_key, BriefRow.holds_nul)
    in_content = _holds(ContentRow.content, text, ContentRow.deliverable_key, ContentRow.holds_nul)
    with stoppable(session, cancelled):
        jobs = session.execute(by_job.where(or_(_folded(JobRow.title, text), in_brief))).scalars()
        keys = session.execute(by_content.where(in_content)).scalars()
        return set(jobs) | set(keys)


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


def _holds(
    column: InstrumentedAttribute[Any],
    text: str,
    key: InstrumentedAttribute[int],
    holds_nul: InstrumentedAttribute[bool],
) -> ColumnElement[bool]:
    """Return the condition that a column of long texts holds a text.

    LIKE is three times as quick as the other ways, but ends at a NUL: the few texts that hold one are indexed.
    """
    if not _has_case_in_ascii_only(text) or "\0" in text or len(text) > _LONGEST_PATTERN:
        return _folded(column, text)
    pattern = text.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
    return or_(
        column.like(literal(f"%{pattern}%", String), escape="\\"),
        and_(key.in_(select(key).where(holds_nul)), _folded(column, text)),
    )


def _folded(column: InstrumentedAttribute[Any], text: str) -> ColumnElement[bool]:
    """Return the condition that a column holds a text, NUL or not.

    SQLite's own `lower` folds ASCII only, and without Python: right for all texts whose other letters have no case,
    such as Japanese. Other letters are folded by Python.
    """
    if _has_case_in_ascii_only(text):
        return func.instr(func.lower(column), text.lower()) > 0
    return func.instr(func.casefolded(column), text.casefold()) > 0


def _has_case_in_ascii_only(text: str) -> bool:
    return all(letter.isascii() or letter.casefold() == letter.upper() == letter for letter in text)


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
