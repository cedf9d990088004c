"""What the reading pane is told: highlights on a text, and where somebody had scrolled to."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum


class HighlightKind(Enum):
    """What a highlight stands for; each kind has its own shape of line and its own sign."""

    STRENGTH = "strength"
    GAP = "gap"
    EVIDENCE = "evidence"
    CHANGED = "changed"  # other than in the attempt before


@dataclass(frozen=True, slots=True)
class Highlight:
    """A stretch of the source, in code points, that something was said about.

    `label` is what the tooltip says, in the user's language.
    """

    kind: HighlightKind
    start: int
    end: int
    label: str = ""


@dataclass(frozen=True, slots=True)
class ScrollState:
    """Which place of the shown text stands at the top of the pane, and how many pixels of its line are hidden.

    Counted in the text and not in pixels, so it holds for another width, font size or screen.
    """

    offset: int = 0
    shift: int = 0
