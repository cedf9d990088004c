"""What can be wrong with a file that travelled, in words that a reviewer can act on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from annotator.errors import KnownError
from annotator.i18n import _

if TYPE_CHECKING:
    from pathlib import Path


class Damaged(KnownError):  # noqa: N818 -- it says what the file is
    """A file cannot be trusted, so nothing of it was taken; `reason` says why, in plain words."""

    def __init__(self, path: Path, reason: str, hint: str | None = None) -> None:
        super().__init__(
            _("{file} was not opened: {reason}.").format(file=path.name, reason=reason),
            safe=_("Nothing was changed; your work is as it was."),
            hint=hint or _("Ask for the file once more, or copy it again from where it came."),
        )
        self.reason = reason


class Refusal(Exception):  # noqa: N818 -- it never leaves the package
    """Why a file is refused, while its name is not known yet."""

    def __init__(self, reason: str, hint: str | None = None) -> None:
        super().__init__(reason, hint)
        self.reason = reason
        self.hint = hint
