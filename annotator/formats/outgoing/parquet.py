"""Parquet, for researchers: the rows of the CSV table of reviews with their texts, in typed columns.

It needs the extra `parquet` (PyArrow), which the installed program does not carry.
"""

from __future__ import annotations

import io
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any

from annotator.errors import KnownError
from annotator.formats.outgoing.study import edited_text, reviews_in
from annotator.i18n import _

if TYPE_CHECKING:
    from collections.abc import Iterator

    from annotator.domain.shapes import Record
    from annotator.formats.outgoing.study import Graded, Study, Tally

_ROWS_AT_ONCE = 1000


def review_table(study: Study, tally: Tally) -> Iterator[bytes]:
    """Yield a Parquet file with a row for each review.

    Raises:
        KnownError: PyArrow is not there.
    """
    pyarrow, parquet = arrow()
    schema = _schema(pyarrow)
    buffer = io.BytesIO()
    with parquet.ParquetWriter(buffer, schema) as writer:
        rows: list[Record] = []
        for graded in reviews_in(study):
            rows.append(_row(graded))
            tally.rows += 1
            if len(rows) == _ROWS_AT_ONCE:
                writer.write_table(pyarrow.Table.from_pylist(rows, schema))
                rows = []
                yield _taken(buffer)
        writer.write_table(pyarrow.Table.from_pylist(rows, schema))
    yield _taken(buffer)


def arrow() -> tuple[Any, Any]:
    """Return the modules `pyarrow` and `pyarrow.parquet`.

    Raises:
        KnownError: they are not there.
    """
    try:
        import pyarrow  # noqa: PLC0415 -- an extra: not everybody has it
        import pyarrow.parquet  # noqa: PLC0415
    except ImportError as error:
        raise _absent() from error
    return pyarrow, pyarrow.parquet


def trouble() -> KnownError | None:
    """Return why Parquet cannot be written, without loading what writes it: the part that does is not there."""
    return _absent() if find_spec("pyarrow") is None else None


def _absent() -> KnownError:
    return KnownError(
        _("Parquet needs a part that this program does not carry."),
        safe=_("Nothing was written, and your reviews are as they were."),
        hint=_('Install it with: pip install "annotator-desktop[parquet]", or use CSV or JSON Lines.'),
    )


def _taken(buffer: io.BytesIO) -> bytes:
    piece = buffer.getvalue()
    buffer.seek(0)
    buffer.truncate()
    return piece


def _schema(arrow: Any) -> Any:  # noqa: ANN401 -- PyArrow has no types
    text, number = arrow.string(), arrow.float64()
    tag = arrow.struct(
        [(name, text) for name in ("code", "severity", "quote")] + [("start", arrow.int64()), ("end", arrow.int64())]
    )
    mark = arrow.struct([(name, text) for name in ("criterion_id", "mark", "reason", "note")])
    step = arrow.struct([(name, text) for name in ("kind", "content", "result")] + [("active_seconds", number)])
    return arrow.schema(
        [
            *((name, text) for name in ("job_id", "title", "brief", "category", "language", "currency")),
            ("price", number),
            *((name, text) for name in ("deliverable_id", "model", "arm", "parent", "content")),
            ("attempt", arrow.int32()),
            *((name, text) for name in ("review_id", "reviewer_id", "role", "status", "verdict", "client_acceptance")),
            *((name, text) for name in ("rule", "rule_verdict", "note", "edited_text", "submitted_at")),
            ("active_seconds", number),
            ("marks", arrow.list_(mark)),
            ("tags", arrow.list_(tag)),
            ("interventions", arrow.list_(step)),
        ]
    )  # fmt: skip


def _row(graded: Graded) -> Record:
    job, deliverable, review = graded
    budget = job["budget"] or {"amount": None, "currency": None}
    return {
        "job_id": job["id"],
        "price": _number(budget["amount"]),
        "currency": budget["currency"],
        **{key: job[key] for key in ("title", "brief", "category", "language")},
        "deliverable_id": deliverable["id"],
        **{key: deliverable[key] for key in ("model", "arm", "parent", "content", "attempt")},
        "review_id": review["id"],
        "edited_text": edited_text(review),
        **{key: review[key] for key in ("reviewer_id", "role", "status", "verdict", "client_acceptance", "rule")},
        **{key: review[key] for key in ("rule_verdict", "note", "submitted_at")},
        "active_seconds": _number(review["active_seconds"]),
        "marks": [{key: mark[key] for key in ("criterion_id", "mark", "reason", "note")} for mark in review["marks"]],
        "tags": [_tag(tag) for tag in review["tags"]],
        "interventions": [
            {
                **{key: step[key] for key in ("kind", "content", "result")},
                "active_seconds": _number(step["active_seconds"]),
            }
            for step in review["interventions"]
        ],
    }


def _tag(tag: Record) -> Record:
    span = tag["span"] or {}
    return {
        "code": tag["code"],
        "severity": tag["severity"],
        **{key: span.get(key) for key in ("quote", "start", "end")},
    }


def _number(value: float | None) -> float | None:
    return None if value is None else float(value)
