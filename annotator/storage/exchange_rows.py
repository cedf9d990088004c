"""Records of the document as rows: which column holds which key.

Each function gives a row in the order of the columns that stand beside it; tuples go to the database by the thousand.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, TypeAlias

from annotator.formats.document import shapes
from annotator.formats.document.writing import dumps
from annotator.storage.tables import (
    BriefRow,
    ContentRow,
    CriterionRow,
    DeliverableRow,
    InterventionRow,
    JobRow,
    MarkRow,
    ReviewRow,
    RubricRow,
    TagRow,
    TimeSessionRow,
)

if TYPE_CHECKING:
    from annotator.formats.document.checking import Record
    from annotator.formats.document.shapes import Shape
    from annotator.storage.tables import Base

Row: TypeAlias = tuple[Any, ...]


def json_text(value: object) -> str:
    """Return a part of the document as the JSON text a column holds."""
    if value == {}:
        return "{}"
    return dumps(value).decode() if value else "[]" if value == [] else dumps(value).decode()


def json_or_null(value: object) -> str | None:
    """Return a part of the document as JSON text, nothing for nothing."""
    return None if value is None else dumps(value).decode()


def unknown_keys(record: Record, shape: Shape) -> str:
    """Return the keys of a record that the document does not define, as JSON text."""
    if len(record) == len(shape.fields):
        return "{}"
    return dumps({key: value for key, value in record.items() if key not in shape.names}).decode()


def _amount(money: Record | None) -> tuple[str | None, float | None, str | None]:
    """Return money as it came, and its parts for calculation."""
    if money is None:
        return None, None, None
    return dumps(money).decode(), _calculable(money["amount"]), money["currency"]


def _calculable(number: float | None) -> float | None:
    return None if number is None else float(number)


COLUMNS: Final[dict[type[Base], tuple[str, ...]]] = {
    JobRow: (
        "key",
        "study_key",
        "id",
        "title",
        "category",
        "language",
        "budget_json",
        "budget_amount",
        "budget_currency",
        "brief_version",
        "rubric_version",
        "attachments_json",
        "metadata_json",
        "extra",
    ),
    BriefRow: ("job_key", "version", "brief", "extra"),
    RubricRow: ("job_key", "version", "locked_at", "author", "extra"),
    CriterionRow: (
        "job_key",
        "version",
        "id",
        "position",
        "text",
        "importance",
        "weight",
        "weight_json",
        "example",
        "theme",
        "is_archived",
        "extra",
    ),
    DeliverableRow: (
        "key",
        "study_key",
        "job_key",
        "id",
        "model",
        "served_model",
        "attempt",
        "arm",
        "parent",
        "is_partial",
        "created_at",
        "prompt_json",
        "usage_json",
        "cost_json",
        "cost_amount",
        "cost_currency",
        "attachments_json",
        "metadata_json",
        "extra",
    ),
    ContentRow: ("deliverable_key", "content"),
    ReviewRow: (
        "key",
        "deliverable_key",
        "reviewer_key",
        "occasion",
        "revision",
        "is_superseded",
        "id",
        "reviewer_name",
        "role",
        "gold",
        "status",
        "skip_reason",
        "is_flagged",
        "flag_reason",
        "verdict",
        "client_acceptance",
        "rule",
        "rule_verdict",
        "rubric_version",
        "brief_version",
        "note",
        "blind",
        "order_shown",
        "guessed_model",
        "saw_others_at",
        "adjudication_json",
        "active_seconds_json",
        "started_at",
        "submitted_at",
        "metadata_json",
        "extra",
    ),
    MarkRow: (
        "review_key",
        "criterion_id",
        "position",
        "mark",
        "reason",
        "is_criterion_wrong",
        "note",
        "evidence_json",
        "extra",
    ),
    TagRow: ("review_key", "position", "id", "code", "severity", "criterion_id", "note", "span_json", "extra"),
    InterventionRow: (
        "key",
        "review_key",
        "position",
        "id",
        "kind",
        "is_primary",
        "content",
        "attachments_json",
        "note",
        "effort_json",
        "result",
        "created_at",
        "active_seconds_json",
        "extra",
    ),
    TimeSessionRow: (
        "review_key",
        "intervention_key",
        "position",
        "id",
        "activity",
        "started_at",
        "seconds",
        "seconds_json",
        "corrected_seconds",
        "corrected_seconds_json",
        "reason",
        "extra",
    ),
}
"""The columns that rows are written to, in the order of the functions below."""


def job_row(key: int, study_key: int, job: Record) -> Row:
    """Return the row of a job."""
    return (
        key,
        study_key,
        job["id"],
        job["title"],
        job["category"],
        job["language"],
        *_amount(job["budget"]),
        job["brief_version"],
        job["rubric_version"],
        json_text(job["attachments"]),
        json_text(job["metadata"]),
        unknown_keys(job, shapes.JOB),
    )


def brief_row(job_key: int, brief: Record) -> Row:
    """Return the row of one version of a brief."""
    return job_key, brief["version"], brief["brief"], unknown_keys(brief, shapes.BRIEF)


def rubric_row(job_key: int, rubric: Record) -> Row:
    """Return the row of one version of a rubric."""
    return job_key, rubric["version"], rubric["locked_at"], rubric["author"], unknown_keys(rubric, shapes.RUBRIC)


def criterion_row(job_key: int, version: int, position: int, criterion: Record) -> Row:
    """Return the row of a criterion."""
    weight = criterion["weight"]
    return (
        job_key,
        version,
        criterion["id"],
        position,
        criterion["text"],
        criterion["importance"],
        _calculable(weight),
        json_or_null(weight),
        criterion["example"],
        criterion["theme"],
        criterion["archived"],
        unknown_keys(criterion, shapes.CRITERION),
    )


def deliverable_row(key: int, study_key: int, job_key: int, deliverable: Record) -> Row:
    """Return the row of a deliverable, but for its text."""
    return (
        key,
        study_key,
        job_key,
        deliverable["id"],
        deliverable["model"],
        deliverable["served_model"],
        deliverable["attempt"],
        deliverable["arm"],
        deliverable["parent"],
        deliverable["partial"],
        deliverable["created_at"],
        json_or_null(deliverable["prompt"]),
        json_text(deliverable["usage"]),
        *_amount(deliverable["cost"]),
        json_text(deliverable["attachments"]),
        json_text(deliverable["metadata"]),
        unknown_keys(deliverable, shapes.DELIVERABLE),
    )


def review_row(keys: tuple[int, int, int], review: Record, *, is_superseded: bool = False) -> Row:
    """Return the row of a review; `keys` are its own, its deliverable's and its reviewer's."""
    return (
        *keys,
        review["occasion"],
        review["revision"],
        is_superseded,
        review["id"],
        review["reviewer"],
        review["role"],
        review["gold"],
        review["status"],
        review["skip_reason"],
        review["flagged"],
        review["flag_reason"],
        review["verdict"],
        review["client_acceptance"],
        review["rule"],
        review["rule_verdict"],
        review["rubric_version"],
        review["brief_version"],
        review["note"],
        review["blind"],
        review["order_shown"],
        review["guessed_model"],
        review["saw_others_at"],
        json_or_null(review["adjudication"]),
        json_or_null(review["active_seconds"]),
        review["started_at"],
        review["submitted_at"],
        json_text(review["metadata"]),
        unknown_keys(review, shapes.REVIEW),
    )


def mark_row(review_key: int, position: int, mark: Record) -> Row:
    """Return the row of a mark."""
    return (
        review_key,
        mark["criterion_id"],
        position,
        mark["mark"],
        mark["reason"],
        mark["criterion_wrong"],
        mark["note"],
        json_text(mark["evidence"]),
        unknown_keys(mark, shapes.MARK),
    )


def tag_row(review_key: int, position: int, id_: str, tag: Record) -> Row:
    """Return the row of a tag."""
    return (
        review_key,
        position,
        id_,
        tag["code"],
        tag["severity"],
        tag["criterion_id"],
        tag["note"],
        json_or_null(tag["span"]),
        unknown_keys(tag, shapes.TAG),
    )


def intervention_row(key: int, review_key: int, position: int, intervention: Record) -> Row:
    """Return the row of an intervention, but for its time."""
    return (
        key,
        review_key,
        position,
        intervention["id"],
        intervention["kind"],
        intervention["primary"],
        intervention["content"],
        json_text(intervention["attachments"]),
        intervention["note"],
        json_text(intervention["effort"]),
        intervention["result"],
        intervention["created_at"],
        json_or_null(intervention["active_seconds"]),
        unknown_keys(intervention, shapes.INTERVENTION),
    )


def time_row(review_key: int, intervention_key: int | None, position: int, id_: str, time: Record) -> Row:
    """Return the row of a stretch of time."""
    return (
        review_key,
        intervention_key,
        position,
        id_,
        time["activity"],
        time["started_at"],
        float(time["seconds"]),
        json_or_null(time["seconds"]),
        _calculable(time["corrected_seconds"]),
        json_or_null(time["corrected_seconds"]),
        time["reason"],
        unknown_keys(time, shapes.TIME),
    )
