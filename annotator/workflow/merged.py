"""What became of results that were taken in."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from annotator.workflow.import_report import ImportReport

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path


@dataclass(slots=True)
class Merged:
    """What became of one result. `state` is "merged", "unchanged" (it was here before) or "refused"."""

    file: str
    state: str
    reason: str = ""
    reviewer: str | None = None
    revision: int | None = None
    notes: list[str] = field(default_factory=list)
    report: ImportReport = field(default_factory=ImportReport)

    @property
    def is_clean(self) -> bool:
        """Whether all of it is in the workspace now."""
        return self.state != "refused" and self.report.is_clean

    def as_json(self) -> dict[str, Any]:
        """Return it as the command line prints it."""
        counts = {name: each["reviews"] for name, each in self._counts().items()}
        return {
            "file": self.file,
            "state": self.state,
            "reason": self.reason,
            "reviewer": self.reviewer,
            "revision": self.revision,
            "notes": self.notes,
            **counts,
            "conflicts": [{"path": each.path, "reason": each.reason} for each in self.report.conflicts],
            "rejected": [{"path": each.path, "reason": each.reason} for each in self.report.rejected],
        }

    def _counts(self) -> dict[str, dict[str, int]]:
        report = self.report
        return {"added": report.added, "updated": report.updated, "unchanged": report.unchanged}


@dataclass(slots=True)
class Merging:
    """Results that are being taken in, and what became of those that were, by their place in the list."""

    paths: Sequence[Path]
    done: dict[int, Merged] = field(default_factory=dict)

    @property
    def merged(self) -> list[Merged]:
        """What became of those that had their turn, in the order in which they were given."""
        return [self.done[at] for at in sorted(self.done)]

    @property
    def left(self) -> list[Path]:
        """Those that did not have their turn, or not to the end."""
        return [path for at, path in enumerate(self.paths) if at not in self.done]
