"""A page of results as values."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from annotator.workflow.results.plots.values import Figure


class Topic(Enum):
    """What a page is about."""

    STEP_IN = "step_in"
    MISSING = "missing"
    MODELS = "models"
    REVIEWERS = "reviewers"
    PROGRESS = "progress"


@dataclass(frozen=True, slots=True)
class Line:
    """One row of a table. A small one is greyed; `behind` are the keys of the deliverables it stands for."""

    cells: tuple[str, ...]
    is_small: bool = False
    behind: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Table:
    """A table; the first `words` columns are words, the others numbers. `empty` is said where there are no rows."""

    caption: str
    columns: tuple[str, ...]
    lines: tuple[Line, ...]
    empty: str
    words: int = 1


@dataclass(frozen=True, slots=True)
class Page:
    """All that is said on one topic, in the language it was asked in."""

    topic: Topic
    heading: str
    tables: tuple[Table, ...]
    notes: tuple[str, ...] = ()
    figures: tuple[Figure, ...] = ()
