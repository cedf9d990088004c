"""The answers as the command line prints them: unrounded, undefined is null."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from annotator.metrics.rates import Rate
    from annotator.workflow.results.values import Answer, Row


def answer_document(answer: Answer) -> dict[str, Any]:
    """Return the table as one JSON object."""
    return {
        "verdicts": answer.question.verdicts.value,
        "rule": answer.rule,
        "currency": answer.currency or None,
        "groups": [row_document(row) for row in answer.rows],
    }


def row_document(row: Row) -> dict[str, Any]:
    """Return one row of the table."""
    numbers, lifts, rescue, minutes = row.numbers, row.numbers.lifts, row.numbers.rescue, row.numbers.minutes
    return {
        "by": dict(row.by),
        "chains": row.chains,
        "undecided": row.undecided,
        "excluded": row.excluded,
        "pass_first": _rate(lifts.first if lifts else None),
        "pass_overall": _rate(lifts.overall if lifts else None),
        "abs_lift": lifts.absolute if lifts else None,
        "rel_lift": lifts.relative if lifts else None,
        "rescue_retried": _rate(rescue.retried),
        "rescue_all": _rate(rescue.all),
        "rescue_edit": _rate(row.edited),
        "control": _rate(row.control),
        "retry_coverage": rescue.coverage,
        "regression": _rate(row.regression),
        "median_minutes": minutes.median if minutes else None,
        "minutes_iqr": [minutes.lower_quartile, minutes.upper_quartile] if minutes else None,
        "cost_per_job": numbers.cost_per_job,
        "net_value_ai": numbers.net_value_ai,
        "net_value_hitl": numbers.net_value_hitl,
        "net_gain": numbers.net_gain,
        "break_even": numbers.break_even,
        "cost_per_rescue": numbers.cost_per_rescue,
        "p_pays": numbers.p_pays,
        "advice": numbers.advice.value if numbers.advice else None,
    }


def _rate(rate: Rate | None) -> dict[str, int | float] | None:
    return None if rate is None else rate.as_document()
