"""What can be counted in a text: said plainly, never coloured, since whether a length is right is for the reviewer."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from annotator.formats.markdown.values import LINE_BREAK, Style
from annotator.i18n import _, ngettext

if TYPE_CHECKING:
    from annotator.formats.markdown.values import Rendered

_WORD: Final = re.compile(r"\w+(?:[-'’.,]\w+)*")
_BLANK: Final = re.compile(r"\s+")


@dataclass(frozen=True, slots=True)
class Facts:
    """The size of a text or of a part of it; `headings` and `links` are `None` where they were not counted."""

    words: int
    characters: int
    characters_without_spaces: int
    headings: int | None = None
    links: int | None = None


def facts_of(shown: str) -> Facts:
    """Count what a reader sees in `shown`; line ends are no characters."""
    text = shown.replace("\n", "").replace(LINE_BREAK, "")
    spaces = sum(len(blank) for blank in _BLANK.findall(text))
    return Facts(sum(1 for _match in _WORD.finditer(shown)), len(text), len(text) - spaces)


def facts_of_whole(rendered: Rendered) -> Facts:
    """Count a whole text without what the renderer wrote itself, such as bullets."""
    shown = "\n".join(
        "".join(run.text for run in block.runs if Style.SIGN not in run.style) for block in rendered.blocks
    )
    counted = facts_of(shown)
    return Facts(
        counted.words,
        counted.characters,
        counted.characters_without_spaces,
        rendered.counts.headings,
        rendered.counts.links,
    )


def facts_line(facts: Facts, *, has_words: bool) -> str:
    """Return the facts as one line. Words are left out in languages that do not set them apart."""
    parts = (
        [ngettext("{count} word", "{count} words", facts.words).format(count=f"{facts.words:,}")] if has_words else []
    )
    characters = ngettext("{count} character", "{count} characters", facts.characters)
    parts.append(characters.format(count=f"{facts.characters:,}"))
    parts.append(_("{count} without spaces").format(count=f"{facts.characters_without_spaces:,}"))
    if facts.headings:
        parts.append(ngettext("{count} heading", "{count} headings", facts.headings).format(count=facts.headings))
    if facts.links:
        parts.append(ngettext("{count} link", "{count} links", facts.links).format(count=facts.links))
    return " · ".join(parts)


def selection_line(facts: Facts, *, has_words: bool) -> str:
    """Return the facts of a selection as one line."""
    return _("Selected: {facts}").format(facts=facts_line(facts, has_words=has_words))
