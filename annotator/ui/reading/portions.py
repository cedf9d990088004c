"""Cuts text into portions that are quickly put into a document.

The first time that Qt meets a character of a rare script it asks every installed font for it: some hundred such
characters hold the window up for a quarter of a second. So new ones go in one at a time.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator

PORTION: Final = 1500
"""About how many characters are put in between two pauses."""

_RARE: Final = re.compile("[^\u0000-\u052f\u2000-\u206f\u3000-\u30ff\u4e00-\u9fff\uac00-\ud7a3\uff00-\uffef]")


class Portions:
    """Cuts the texts of one font size; what was met there once is known from then on."""

    _met: Final[dict[tuple[object, ...], set[str]]] = {}

    def __init__(self, *font: object) -> None:
        self._known = self._met.setdefault(font, set())

    def cut(self, text: str) -> Iterator[tuple[str, int]]:
        """Yield the portions of `text`, each with what it costs in characters."""
        start = 0
        for match in _RARE.finditer(text):
            if match.group() not in self._known:
                self._known.add(match.group())
                yield from _portions(text[start : match.end()], PORTION)
                start = match.end()
        yield from _portions(text[start:], 0)


def _portions(text: str, extra: int) -> Iterator[tuple[str, int]]:
    """Yield the portions of a text; `extra` is what the last one costs beyond its length."""
    for start in range(0, len(text), PORTION):
        portion = text[start : start + PORTION]
        yield portion, len(portion) + (extra if start + PORTION >= len(text) else 0)
