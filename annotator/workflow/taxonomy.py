"""Reads the built-in taxonomy of strengths, gaps and interventions (resources/taxonomy.json)."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from annotator.domain.taxonomy import TagDefinition, TagKind
from annotator.paths import resource

if TYPE_CHECKING:
    from collections.abc import Mapping


@dataclass(frozen=True, slots=True)
class InterventionKind:
    """One way to step in, I0 to I9."""

    code: str
    label: Mapping[str, str]
    definition: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Taxonomy:
    """All built-in tags and kinds of intervention; `categories` maps a job's casefolded category to a tag category."""

    tags: tuple[TagDefinition, ...]
    interventions: tuple[InterventionKind, ...]
    categories: Mapping[str, str]

    def offered_for(self, category: str | None) -> tuple[TagDefinition, ...]:
        """Return the tags offered for a job of `category`: the general ones, and its own right after their parent."""
        code = self.categories.get((category or "").casefold())
        general = [tag for tag in self.tags if tag.category is None]
        own = [tag for tag in self.tags if code is not None and tag.category == code]
        known = {tag.code for tag in general}
        placed: list[TagDefinition] = []
        for tag in general:
            placed += [tag, *(each for each in own if each.parent == tag.code)]
        return (*placed, *(each for each in own if each.parent not in known))


@lru_cache(maxsize=1)
def taxonomy() -> Taxonomy:
    """Return the built-in taxonomy; it is read once."""
    content: dict[str, Any] = json.loads(resource("taxonomy.json").read_text(encoding="utf-8"))
    return Taxonomy(
        tags=tuple(
            TagDefinition(
                tag["code"],
                TagKind(tag["kind"]),
                tag["label"],
                tag["definition"],
                tag.get("parent"),
                tag.get("category"),
            )
            for tag in content["tags"]
        ),
        interventions=tuple(
            InterventionKind(each["code"], each["label"], each["definition"]) for each in content["interventions"]
        ),
        categories={
            name.casefold(): category["code"]
            for category in content["categories"]
            for name in (category["code"], *category["matches"])
        },
    )
