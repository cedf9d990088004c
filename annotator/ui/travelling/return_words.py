"""What the view of returns says of a reviewer, and of a result that was taken in."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from annotator.i18n import _

if TYPE_CHECKING:
    from annotator.workflow.merged import Merged
    from annotator.workflow.returns import ReviewerReturn


def headings() -> list[str]:
    """Return what the columns are called."""
    return [
        _("Reviewer"),
        _("Deadline"),
        _("Sending"),
        _("Expected"),
        _("Done"),
        _("Drafts"),
        _("Skipped"),
        _("Missing"),
        _("Minutes"),
        _("Corrected"),
        _("Requests"),
        _("Conflicts"),
        _("Questions"),
    ]


def texts(line: ReviewerReturn) -> list[str]:
    """Return a reviewer's line, a text a column."""
    receipt = line.receipt
    counts = (receipt.expected, receipt.done, receipt.draft, receipt.skipped, receipt.missing)
    minutes = (receipt.measured_seconds, receipt.corrected_seconds)
    return [
        line.reviewer,
        line.deadline or "–",
        str(line.revision) if line.is_returned else _("not yet returned"),
        *map(str, counts),
        *(f"{seconds / 60:.1f}" for seconds in minutes),
        str(len(line.requests)),
        str(line.conflicts),
        " · ".join(line.questions),
    ]


def said(merged: Merged) -> list[str]:
    """Return what became of one result, a line each."""
    name = Path(merged.file).name
    if merged.state != "merged":
        return [merged.reason]
    report = merged.report
    counts = _("{file}: {added} reviews added, {updated} updated, {unchanged} unchanged.").format(
        file=name,
        added=report.added["reviews"],
        updated=report.updated["reviews"],
        unchanged=report.unchanged["reviews"],
    )
    problems = [f"{each.path}: {each.reason}" for each in (*report.rejected, *report.conflicts)]
    return [" ".join([counts, *merged.notes]), *problems]
