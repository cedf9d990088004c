"""What an import did, unit by unit."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from annotator.formats.document.jobs import Rejected

UNITS = ("jobs", "deliverables", "reviews")
_NUMBER = re.compile(r"(\d+)")


def _none() -> dict[str, int]:
    return dict.fromkeys(UNITS, 0)


@dataclass(slots=True)
class ImportReport:
    """How many units came in, changed what was there or changed nothing, and which did not come in.

    A conflict is a review that the workspace holds otherwise; `is_whole` says whether all files were gone through.
    """

    added: dict[str, int] = field(default_factory=_none)
    updated: dict[str, int] = field(default_factory=_none)
    unchanged: dict[str, int] = field(default_factory=_none)
    conflicts: list[Rejected] = field(default_factory=list)
    rejected: list[Rejected] = field(default_factory=list)
    is_whole: bool = True
    _files: dict[str, int] = field(default_factory=dict)

    def begin(self, file: str) -> None:
        """Note that a file is read now."""
        self._files.setdefault(file, len(self._files))

    def put_in_order(self) -> None:
        """Let refused units and conflicts stand as in the files; some are found when a unit is read, some later."""
        self.rejected.sort(key=self._place)
        self.conflicts.sort(key=self._place)

    def _place(self, refused: Rejected) -> tuple[int, int, list[tuple[int, str]]]:
        """Return what units are ordered by: file, line, and the numbers in their path; a whole file comes first."""
        path = [(int(part), "") if part.isdecimal() else (-1, part) for part in _NUMBER.split(refused.path)]
        return self._files.get(refused.file, len(self._files)), refused.line or 0, path

    @property
    def is_clean(self) -> bool:
        """Whether everything came in, or was there."""
        return self.is_whole and not self.conflicts and not self.rejected

    def as_json(self) -> dict[str, Any]:
        """Return the report as the command line prints it."""
        return {
            "added": self.added,
            "updated": self.updated,
            "unchanged": self.unchanged,
            "conflicts": [_entry(each) for each in self.conflicts],
            "rejected": [_entry(each) for each in self.rejected],
        }


def _entry(refused: Rejected) -> dict[str, Any]:
    return {"file": refused.file, "line": refused.line, "path": refused.path, "reason": refused.reason}
