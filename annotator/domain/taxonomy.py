"""Strengths, gaps and kinds of intervention, by code, in both languages."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import Enum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping


class TagKind(Enum):
    """Whether a tag says what was good or what was missing."""

    STRENGTH = "strength"
    GAP = "gap"


@dataclass(frozen=True, slots=True)
class TagDefinition:
    """A strength or gap that can be chosen: the taxonomy's own, or one that a reviewer added.

    `label` and `definition` are keyed by language ("en", "ja"); `parent` is the code it rolls up to; `category` the
    job category it is offered for (`None`: all).
    """

    code: str
    kind: TagKind
    label: Mapping[str, str]
    definition: Mapping[str, str] = field(default_factory=dict)
    parent: str | None = None
    category: str | None = None

    def label_in(self, language: str) -> str:
        """Return the label in `language`, else in English, else any, else the code."""
        return self.label.get(language) or self.label.get("en") or next(iter(self.label.values()), self.code)
