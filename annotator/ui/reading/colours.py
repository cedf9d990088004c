"""The colours of a rendered text beyond the window's own: code, highlights, found words; light and dark.

Each reaches WCAG AA (4.5:1) on the grounds it is used on; tests/ui/reading/test_colours.py calculates it.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from annotator.ui import theme
from annotator.ui.reading.values import HighlightKind

if TYPE_CHECKING:
    from collections.abc import Mapping


@dataclass(frozen=True, slots=True)
class ReadingColours:
    """The colours of a text in one scheme, as #rrggbb. `tokens` is keyed by the beginnings of Pygments' token types."""

    window: theme.Colours
    code_ground: str
    header_ground: str
    found: str
    found_now: str
    evidence: str
    bar: str
    tokens: Mapping[str, str] = field(repr=False)

    @property
    def highlights(self) -> Mapping[HighlightKind, str]:
        """The colour of each kind's line and sign."""
        return {
            HighlightKind.STRENGTH: self.window.passed,
            HighlightKind.GAP: self.window.failed,
            HighlightKind.EVIDENCE: self.evidence,
            HighlightKind.CHANGED: self.window.flagged,
        }

    def token(self, kind: str | None) -> str | None:
        """Return the colour of a token type such as "Name.Function"; `None` for the colour of the text."""
        while kind:
            if kind in self.tokens:
                return self.tokens[kind]
            kind = kind.rpartition(".")[0]
        return None


LIGHT: Final = ReadingColours(
    window=theme.LIGHT,
    code_ground="#f4f6f9",
    header_ground="#f1f4f8",
    found="#ffedad",
    found_now="#ffc94d",
    evidence="#0b57d0",
    bar="#c3cad3",
    tokens=MappingProxyType(
        {
            "Keyword": "#7a2aa8",
            "Name.Function": "#0a50b5",
            "Name.Class": "#0a50b5",
            "Name.Tag": "#0a50b5",
            "Name.Attribute": "#7d4a00",
            "Name.Builtin": "#006a6a",
            "Name.Decorator": "#7d4a00",
            "Literal.String": "#1a6b2d",
            "String": "#1a6b2d",
            "Literal.Number": "#a63a00",
            "Number": "#a63a00",
            "Operator.Word": "#7a2aa8",
            "Comment": "#59636e",
            "Generic.Heading": "#0a50b5",
            "Generic.Subheading": "#0a50b5",
            "Generic.Deleted": "#a3231c",
            "Generic.Inserted": "#1a6b2d",
            "Generic.Prompt": "#59636e",
        }
    ),
)

DARK: Final = ReadingColours(
    window=theme.DARK,
    code_ground="#24272d",
    header_ground="#272b31",
    found="#5c4a12",
    found_now="#795d00",
    evidence="#8ab4f8",
    bar="#4b515a",
    tokens=MappingProxyType(
        {
            "Keyword": "#d3a4f9",
            "Name.Function": "#8dbdff",
            "Name.Class": "#8dbdff",
            "Name.Tag": "#8dbdff",
            "Name.Attribute": "#f0c36d",
            "Name.Builtin": "#6fd6d0",
            "Name.Decorator": "#f0c36d",
            "Literal.String": "#8fd99b",
            "String": "#8fd99b",
            "Literal.Number": "#ffab7d",
            "Number": "#ffab7d",
            "Operator.Word": "#d3a4f9",
            "Comment": "#a2aab5",
            "Generic.Heading": "#8dbdff",
            "Generic.Subheading": "#8dbdff",
            "Generic.Deleted": "#ff9b92",
            "Generic.Inserted": "#8fd99b",
            "Generic.Prompt": "#a2aab5",
        }
    ),
)


def reading_colours() -> ReadingColours:
    """Return the colours of the scheme in use."""
    return DARK if theme.is_dark() else LIGHT
