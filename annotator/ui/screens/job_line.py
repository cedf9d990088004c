"""The line above the brief."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from annotator.ui.shelf import Opening


def job_line(opening: Opening) -> str:
    """Return what stands above the brief: the job's category and budget."""
    job = opening.sheet.job
    parts = [job.category or ""]
    if job.budget is not None:
        amount = f"{job.budget.amount:,.2f}".removesuffix(".00")
        parts.append(f"{job.budget.currency or ''} {amount}".strip())
    return " · ".join(part for part in parts if part)
