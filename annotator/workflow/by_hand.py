"""Answers that a human carries over from elsewhere: what was pasted or dropped, as a deliverable is stored."""

from __future__ import annotations

import mimetypes
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from annotator.domain.job import Attachment
from annotator.errors import KnownError
from annotator.i18n import _
from annotator.storage import exchange_known
from annotator.storage.database import transaction
from annotator.workflow.attempts import BY_HAND, Delivery

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from annotator.workflow.workbench import Workbench

_TEXTS: Final = frozenset({".md", ".markdown", ".txt", ".text", ""})
_LARGEST_TEXT: Final = 10_000_000
"""Bytes; a longer file is attached as it is."""


@dataclass(frozen=True, slots=True)
class Handed:
    """What files hold: the text of those that are one, and the others to be attached."""

    text: str = ""
    attachments: tuple[Attachment, ...] = ()


def delivery(text: str, attachments: Sequence[Attachment] = ()) -> Delivery:
    """Return an answer that came by hand, marked as such; it counts for the model of the attempt before."""
    return Delivery(text, metadata={BY_HAND: True}, attachments=tuple(attachments))


def take_files(workbench: Workbench, paths: Sequence[Path]) -> Handed:
    """Read text files, and keep all others in the workspace.

    Raises:
        KnownError: a file cannot be read, or the disk refused.
    """
    texts: list[str] = []
    attachments: list[Attachment] = []
    sizes: dict[str, int] = {}
    for path in paths:
        try:
            text = _text_of(path)
            if text is not None:
                texts.append(text)
                continue
            stored = workbench.files.take_in(path)
        except OSError as error:
            raise KnownError(
                _("{name} was not taken in: {reason}.").format(name=path.name, reason=error.strerror or error),
                safe=_("Everything you wrote is stored."),
                hint=_("Check that the file is there and may be read, then try again."),
            ) from error
        sizes[stored.sha256] = stored.size
        attachments.append(Attachment(path.name, stored.sha256, mimetypes.guess_type(path.name)[0], stored.size))
    if sizes:
        with transaction(workbench.database) as session:
            exchange_known.add_files(session, sizes)
    return Handed("\n\n".join(texts), tuple(attachments))


def _text_of(path: Path) -> str | None:
    """Return the text of a text file, `None` for any other."""
    if path.suffix.lower() not in _TEXTS or path.stat().st_size > _LARGEST_TEXT:
        return None
    try:
        return path.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError:
        return None
