"""CSV for spreadsheets: one row a review, a mark or a tag.

UTF-8 with a byte order mark, because Excel reads UTF-8 no other way. A text that a spreadsheet would take for a formula
is given an apostrophe (OWASP, "CSV Injection"): nothing a model wrote is ever calculated.
"""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING, Final

from annotator.formats.outgoing.study import counted_seconds, reviews_in

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from annotator.domain.shapes import Record
    from annotator.formats.outgoing.study import Graded, Study, Tally

_STARTS_FORMULA: Final = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
_BOM: Final = b"\xef\xbb\xbf"

_ABOUT: Final = (
    "study",
    "job_id",
    "title",
    "category",
    "language",
    "deliverable_id",
    "model",
    "attempt",
    "arm",
    "parent",
)
_BY: Final = ("reviewer", "reviewer_id", "role", "occasion", "revision", "gold", "status")
REVIEW_COLUMNS: Final = (
    *_ABOUT, "price", "currency", "cost", "cost_currency", *_BY, "skip_reason", "flagged", "flag_reason", "verdict",
    "client_acceptance", "rule", "rule_verdict", "passed", "failed", "not_applicable", "cannot_judge", "strengths",
    "gaps", "note", "interventions", "review_minutes", "intervention_minutes", "guessed_model", "started_at",
    "submitted_at",
)  # fmt: skip
MARK_COLUMNS: Final = (
    *_ABOUT, *_BY, "criterion_id", "criterion", "importance", "theme", "mark", "reason", "criterion_wrong", "note",
    "evidence",
)  # fmt: skip
TAG_COLUMNS: Final = (
    *_ABOUT, *_BY, "kind", "code", "name", "severity", "criterion_id", "note", "target", "start", "end", "quote",
)  # fmt: skip


def review_rows(study: Study, tally: Tally) -> Iterator[bytes]:
    """Yield a row for each review."""
    kinds = _kinds(study)
    return _written(REVIEW_COLUMNS, (_review_row(study, graded, kinds) for graded in reviews_in(study)), tally)


def mark_rows(study: Study, tally: Tally) -> Iterator[bytes]:
    """Yield a row for each mark."""
    rows = (row for graded in reviews_in(study) for row in _mark_rows(study, graded))
    return _written(MARK_COLUMNS, rows, tally)


def tag_rows(study: Study, tally: Tally) -> Iterator[bytes]:
    """Yield a row for each strength and gap."""
    names, kinds = study.tag_names(), _kinds(study)
    rows = (row for graded in reviews_in(study) for row in _tag_rows(study, graded, names, kinds))
    return _written(TAG_COLUMNS, rows, tally)


def harmless(value: object) -> object:
    """Return a cell that no spreadsheet calculates; numbers stay numbers."""
    if isinstance(value, str) and value.lstrip(" \N{NO-BREAK SPACE}").startswith(_STARTS_FORMULA):
        return f"'{value}"
    return value


def _written(columns: tuple[str, ...], rows: Iterable[tuple[object, ...]], tally: Tally) -> Iterator[bytes]:
    buffer = io.StringIO()
    writer = csv.writer(buffer)
    writer.writerow(columns)
    yield _BOM + buffer.getvalue().encode()
    for row in rows:
        buffer.seek(0)
        buffer.truncate()
        writer.writerow(harmless(cell) for cell in row)
        tally.rows += 1
        yield buffer.getvalue().encode("utf-8", "surrogatepass")


def _about(study: Study, graded: Graded) -> tuple[object, ...]:
    job, deliverable, review = graded
    return (
        study.id, job["id"], job["title"], job["category"], job["language"], deliverable["id"], deliverable["model"],
        deliverable["attempt"], deliverable["arm"], deliverable["parent"], *_by(review),
    )  # fmt: skip


def _by(review: Record) -> tuple[object, ...]:
    return tuple(review[key] for key in _BY)


def _review_row(study: Study, graded: Graded, kinds: dict[str, str]) -> tuple[object, ...]:
    job, deliverable, review = graded
    about = _about(study, graded)
    marks = [mark["mark"] for mark in review["marks"]]
    codes = [tag["code"] for tag in review["tags"]]
    steps = review["interventions"]
    return (
        *about[: len(_ABOUT)],
        *_money(job["budget"]),
        *_money(deliverable["cost"]),
        *about[len(_ABOUT) :],
        *(review[key] for key in ("skip_reason", "flagged", "flag_reason", "verdict", "client_acceptance", "rule")),
        review["rule_verdict"],
        *(marks.count(mark) for mark in ("pass", "fail", "na", "cannot_judge")),
        " ".join(code for code in codes if kinds.get(code) == "strength"),
        " ".join(code for code in codes if kinds.get(code) != "strength"),
        review["note"],
        " ".join(step["kind"] for step in steps),
        _minutes(review["time"], review["active_seconds"]),
        round(sum(_minutes(step["time"], step["active_seconds"]) for step in steps), 2),
        *(review[key] for key in ("guessed_model", "started_at", "submitted_at")),
    )


def _mark_rows(study: Study, graded: Graded) -> Iterator[tuple[object, ...]]:
    criteria = {criterion["id"]: criterion for criterion in criteria_of(graded)}
    for mark in graded.review["marks"]:
        criterion = criteria.get(mark["criterion_id"], {})
        yield (
            *_about(study, graded),
            mark["criterion_id"],
            *(criterion.get(key) for key in ("text", "importance", "theme")),
            *(mark[key] for key in ("mark", "reason", "criterion_wrong", "note")),
            " | ".join(_evidence(each) for each in mark["evidence"]),
        )


def _tag_rows(
    study: Study, graded: Graded, names: dict[str, str], kinds: dict[str, str]
) -> Iterator[tuple[object, ...]]:
    for tag in graded.review["tags"]:
        span = tag["span"] or {}
        yield (
            *_about(study, graded),
            kinds.get(tag["code"]),
            tag["code"],
            names.get(tag["code"]),
            *(tag[key] for key in ("severity", "criterion_id", "note")),
            *(span.get(key) for key in ("target", "start", "end", "quote")),
        )


def criteria_of(graded: Graded) -> list[Record]:
    """Return the criteria that a review was made by: those of its own rubric version."""
    job, _deliverable, review = graded
    for rubric in job["rubrics"]:
        if rubric["version"] == review["rubric_version"]:
            return list(rubric["criteria"])
    return list(job["rubric"])


def _kinds(study: Study) -> dict[str, str]:
    return {tag["code"]: tag["kind"] for tag in study.header["tags"]}


def _money(money: Record | None) -> tuple[object, object]:
    return (None, None) if money is None else (_plain(money["amount"]), money["currency"])


def _plain(number: object) -> object:
    """Return a number as it was spelled: a spreadsheet cell holds no more than that."""
    return None if number is None else getattr(number, "spelling", number)


def _minutes(times: list[Record], active_seconds: float | None) -> float:
    """Return the minutes that count; a review without sessions has the sum that came with it."""
    seconds = counted_seconds(times) if times else float(active_seconds or 0)
    return round(seconds / 60, 2)


def _evidence(evidence: Record) -> str:
    span = evidence["span"]
    parts = (evidence["kind"], span and span["quote"], evidence["file"], evidence["text"])
    return ": ".join(str(part) for part in parts if part)
