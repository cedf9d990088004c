"""What can be compared: the deliverables of a job, its brief, and those of its files that are text."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import PurePath
from typing import TYPE_CHECKING, Final

from annotator.domain.ids import ReviewRef
from annotator.i18n import _
from annotator.ui.queue_words import state_word

if TYPE_CHECKING:
    from annotator.domain.ids import DeliverableId
    from annotator.domain.job import Attachment
    from annotator.workflow.sheets import Attempt, Sheet
    from annotator.workflow.workbench import Workbench

_TEXTS: Final = frozenset(
    f".{suffix}"
    for suffix in ("txt", "md", "csv", "tsv", "json", "jsonl", "xml", "html", "htm", "yaml", "yml", "srt", "tex", "rst")
)
_MOST_BYTES: Final = 2_000_000
_ENCODINGS: Final = ("utf-8-sig", "cp932")


@dataclass(frozen=True, slots=True)
class Choice:
    """A text that can stand on one side: a deliverable, a file, or, without either, the brief."""

    label: str
    deliverable: DeliverableId | None = None
    file: Attachment | None = None


@dataclass(frozen=True, slots=True)
class Side:
    """A text that was chosen. `sheet` is there for a deliverable and holds the reviewer's own review of it."""

    choice: Choice
    text: str
    sheet: Sheet | None = None


def deliverables(sheet: Sheet) -> tuple[Choice, ...]:
    """Return the deliverables of a job. A model that is hidden has no name here either."""
    return tuple(
        Choice(attempt_label(number, attempt, is_open=attempt.deliverable == sheet.deliverable.id), attempt.deliverable)
        for number, attempt in enumerate(sheet.attempts, start=1)
    )


def sources(sheet: Sheet) -> tuple[Choice, ...]:
    """Return what a deliverable can be read beside: the brief and the files that are text."""
    files = (*sheet.job.attachments, *sheet.deliverable.attachments)
    return (
        Choice(_("Brief")),
        *(Choice(_("File: {name}").format(name=each.name), file=each) for each in files if _is_text(each)),
    )


def attempt_label(number: int, attempt: Attempt, *, is_open: bool) -> str:
    """Return what a deliverable is called among those of its job."""
    text = _("{number}: attempt {attempt} · {state}").format(
        number=number, attempt=attempt.attempt, state=state_word(attempt.state)
    )
    parts = (text, attempt.model or "", _("open") if is_open else "")
    return " · ".join(part for part in parts if part)


def first_choice(sheet: Sheet, among: tuple[Choice, ...]) -> int:
    """Return which deliverable to compare the open one with: what it came of, else the one before, else any."""
    ids = [each.deliverable for each in among]
    if sheet.deliverable.parent in ids:
        return ids.index(sheet.deliverable.parent)
    here = ids.index(sheet.deliverable.id)
    return here - 1 if here else min(1, len(ids) - 1)


def read_side(choice: Choice, sheet: Sheet, workbench: Workbench) -> Side:
    """Read a text that was chosen; a file that is gone or no text reads empty. Runs in a lane."""
    if choice.deliverable is not None:
        other = workbench.sheet_of(ReviewRef(sheet.ref.study, choice.deliverable, sheet.ref.occasion))
        return Side(choice, other.deliverable.content, other)
    if choice.file is None:
        return Side(choice, sheet.job.brief)
    path = workbench.attachment_path(choice.file.sha256 or "")
    try:
        return Side(choice, "" if path is None else decoded(path.read_bytes()))
    except OSError:
        return Side(choice, "")


def decoded(raw: bytes) -> str:
    """Return the text of a file: UTF-8, else the encoding of older Japanese files."""
    for encoding in _ENCODINGS:
        try:
            return raw.decode(encoding)
        except UnicodeDecodeError:
            continue
    return raw.decode("utf-8", errors="replace")


def _is_text(file: Attachment) -> bool:
    is_text = (file.media_type or "").startswith("text/") or PurePath(file.name).suffix.lower() in _TEXTS
    return is_text and bool(file.sha256) and (file.size or 0) <= _MOST_BYTES
