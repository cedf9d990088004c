"""What is painted around the text of a document."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum


class Ornament(Enum):
    """What is painted around a stretch of the document, beside its text."""

    BOX = "box"
    BAR = "bar"
    RULE = "rule"


@dataclass(frozen=True, slots=True)
class Decoration:
    """An ornament around the blocks from document position `first` to `last`, `left` pixels from the column's edge."""

    ornament: Ornament
    first: int
    last: int
    left: int
