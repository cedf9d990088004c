"""Which column holds which key of the document: rows are made and read back by the thousand."""

from __future__ import annotations

from dataclasses import dataclass, field
from operator import itemgetter
from typing import TYPE_CHECKING, Any, Final, TypeAlias, cast

from annotator.domain import document
from annotator.exactjson import dumps, loads, written
from annotator.storage.tables import (
    BriefRow,
    CriterionRow,
    DeliverableRow,
    InterventionRow,
    JobRow,
    MarkRow,
    ReviewerRow,
    ReviewRow,
    RubricRow,
    TagDefinitionRow,
    TagRow,
    TimeSessionRow,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from sqlalchemy import ColumnElement, Table

    from annotator.domain.shapes import Record, Shape
    from annotator.storage.tables import Base

Row: TypeAlias = tuple[Any, ...]

_NOTHING: Final[tuple[object, ...]] = ([], {})
_RENAMED: Final = {
    "partial": "is_partial",
    "archived": "is_archived",
    "criterion_wrong": "is_criterion_wrong",
    "primary": "is_primary",
    "flagged": "is_flagged",
    "reviewer": "reviewer_name",
}


@dataclass(frozen=True, slots=True, eq=False)
class TableOf:
    """How the objects of one shape lie in their table.

    Args:
        row: the mapped table.
        shape: the objects.
        own: the columns that are not keys of the object, such as its key and its owner's.
        as_json: the keys whose values are kept as JSON text.
        also_float: the keys among them whose numbers are kept for calculation too.
        money: the key among them whose amount and currency are kept for calculation too.
        apart: the keys that other tables hold.
    """

    row: type[Base]
    shape: Shape
    own: tuple[str, ...]
    as_json: tuple[str, ...] = ()
    also_float: tuple[str, ...] = ()
    money: str | None = None
    apart: frozenset[str] = frozenset()
    plain: tuple[str, ...] = field(init=False)
    columns: tuple[str, ...] = field(init=False)
    table: Table = field(init=False)
    _pick: Callable[[Record], Row] = field(init=False)
    _known: int = field(init=False)

    def __post_init__(self) -> None:
        """Know the columns in their order."""
        plain = tuple(
            each.name for each in self.shape.fields if each.name not in self.apart and each.name not in self.as_json
        )
        money = (f"{self.money}_amount", f"{self.money}_currency") if self.money else ()
        columns = (
            *self.own,
            *(_RENAMED.get(name, name) for name in plain),
            *(f"{name}_json" for name in self.as_json),
            *self.also_float,
            *money,
            "extra",
        )
        object.__setattr__(self, "plain", plain)
        object.__setattr__(self, "columns", columns)
        object.__setattr__(self, "table", cast("Table", self.row.__table__))
        object.__setattr__(self, "_pick", itemgetter(*plain, *self.as_json))
        object.__setattr__(self, "_known", len(self.shape.fields))

    def columns_of(self, own: Sequence[Row], records: Sequence[Record]) -> list[Sequence[Any]]:
        """Return the rows of at least one object, column by column, in the order of `columns`.

        Args:
            own: what is not in the objects, for each of them, in the order of the table's own columns.
            records: the objects.
        """
        given = dict(zip((*self.plain, *self.as_json), zip(*map(self._pick, records), strict=True), strict=True))
        made: list[Sequence[Any]] = [*zip(*own, strict=True), *(given[name] for name in self.plain)]
        made += (_as_texts(given[name]) for name in self.as_json)
        made += ([_float(each) for each in given[name]] for name in self.also_float)
        if self.money is not None:
            sums = given[self.money]
            made.append([None if each is None else _float(each["amount"]) for each in sums])
            made.append([None if each is None else each["currency"] for each in sums])
        known = self._known
        made.append(["{}" if len(record) == known else self._unknown(record) for record in records])
        return made

    def named_row(self, own: Row, record: Record) -> dict[str, Any]:
        """Return the row of one object by the names of its columns."""
        return {name: column[0] for name, column in zip(self.columns, self.columns_of([own], [record]), strict=True)}

    def _unknown(self, record: Record) -> str:
        return dumps({key: value for key, value in record.items() if key not in self.shape.names}).decode()

    def selected(self) -> list[ColumnElement[Any]]:
        """Return the columns that `record_of` needs, in its order."""
        columns = self.table.c
        return [
            *(columns[_RENAMED.get(name, name)] for name in self.plain),
            *(columns[f"{name}_json"] for name in self.as_json),
            columns.extra,
        ]

    def reader(self, *, is_parsed: bool) -> Callable[[Sequence[Any]], Record]:
        """Return what makes an object of a row of `selected`, keys of other tables being nothing.

        Args:
            is_parsed: whether JSON becomes values, rather than text that is written as it is.
        """
        part: Callable[[str], object] = loads if is_parsed else written
        empty: Record = {each.name: None for each in self.shape.fields}
        names = self.plain
        json_names = self.as_json
        count = len(names)

        def record_of(row: Sequence[Any]) -> Record:
            record = empty.copy()
            record.update(zip(names, row, strict=False))
            for at, name in enumerate(json_names, start=count):
                text = row[at]
                if text is not None:
                    record[name] = part(text)
            extra = row[count + len(json_names)]
            if extra != "{}":
                record.update(loads(extra))
            return record

        return record_of


def _as_texts(values: Sequence[object]) -> list[str | None]:
    """Return a column as JSON; often there is nothing in any of its rows."""
    first = values[0]
    if (first is None or first in _NOTHING) and values.count(first) == len(values):
        return [_as_text(first)] * len(values)
    return [_as_text(value) for value in values]


def _as_text(value: object) -> str | None:
    return None if value is None else dumps(value).decode()


def _float(value: float | None) -> float | None:
    return None if value is None else float(value)


REVIEWERS: Final = TableOf(ReviewerRow, document.REVIEWER, ("key",))
TAG_DEFINITIONS: Final = TableOf(
    TagDefinitionRow, document.TAG_DEFINITION, ("study_key", "position"), ("label", "definition")
)
JOBS: Final = TableOf(
    JobRow,
    document.JOB,
    ("key", "study_key"),
    ("budget", "attachments", "metadata"),
    money="budget",
    apart=frozenset({"brief", "briefs", "rubric", "rubrics", "deliverables"}),
)
BRIEFS: Final = TableOf(BriefRow, document.BRIEF, ("job_key", "holds_nul"))
RUBRICS: Final = TableOf(RubricRow, document.RUBRIC, ("job_key",), apart=frozenset({"criteria"}))
CRITERIA: Final = TableOf(
    CriterionRow, document.CRITERION, ("job_key", "version", "position"), ("weight",), also_float=("weight",)
)
DELIVERABLES: Final = TableOf(
    DeliverableRow,
    document.DELIVERABLE,
    ("key", "study_key", "job_key"),
    ("attachments", "prompt", "usage", "cost", "metadata"),
    money="cost",
    apart=frozenset({"content", "reviews"}),
)
REVIEWS: Final = TableOf(
    ReviewRow,
    document.REVIEW,
    ("key", "deliverable_key", "reviewer_key", "is_superseded"),
    ("adjudication", "active_seconds", "metadata"),
    apart=frozenset({"reviewer_id", "marks", "tags", "interventions", "time"}),
)
MARKS: Final = TableOf(MarkRow, document.MARK, ("review_key", "position"), ("evidence",))
TAGS: Final = TableOf(TagRow, document.TAG, ("review_key", "position", "id"), ("span",))
INTERVENTIONS: Final = TableOf(
    InterventionRow,
    document.INTERVENTION,
    ("key", "review_key", "position"),
    ("attachments", "effort", "active_seconds"),
    apart=frozenset({"time"}),
)
TIMES: Final = TableOf(
    TimeSessionRow,
    document.TIME,
    ("review_key", "intervention_key", "position", "id"),
    ("seconds", "corrected_seconds"),
    also_float=("seconds", "corrected_seconds"),
)
