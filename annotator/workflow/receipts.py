"""What a reviewer keeps of a sending: the receipt, and words for the mail."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING

from annotator.i18n import _

if TYPE_CHECKING:
    from annotator.packs.values import ResultManifest


def receipt_text(manifest: ResultManifest, file_name: str) -> str:
    """Return the receipt as lines to keep."""
    receipt = manifest.receipt
    minutes = _("{measured:.0f} min measured, {corrected:.0f} min with your corrections").format(
        measured=receipt.measured_seconds / 60, corrected=receipt.corrected_seconds / 60
    )
    counts = _("{done} done, {draft} drafts, {skipped} skipped, {missing} missing, of {expected}").format(
        done=receipt.done,
        draft=receipt.draft,
        skipped=receipt.skipped,
        missing=receipt.missing,
        expected=receipt.expected,
    )
    return "\n".join(
        (
            _("Study: {name}").format(name=manifest.study.name or manifest.study.id),
            _("Reviewer: {name}").format(name=manifest.reviewer.name),
            _("Sending {revision}, {at}: {file}").format(
                revision=manifest.revision, at=_local(manifest.created_at), file=file_name
            ),
            counts,
            minutes,
            _("Requests for a next attempt: {count}").format(count=len(manifest.requests)),
            _("Questions: {count}").format(count=len(manifest.questions)),
        )
    )


def mail_text(manifest: ResultManifest, file_name: str) -> str:
    """Return words for the mail that carries the result."""
    return "\n\n".join(
        (_("Attached is my result."), receipt_text(manifest, file_name), _("Please confirm that it arrived."))
    )


def _local(at: str) -> str:
    try:
        return f"{datetime.fromisoformat(at).astimezone():%Y-%m-%d %H:%M}"
    except ValueError:
        return at


def is_late(deadline: str | None, today: date) -> bool:
    """Return whether a deadline has passed; one that is no day never does."""
    try:
        return deadline is not None and date.fromisoformat(deadline) < today
    except ValueError:
        return False
