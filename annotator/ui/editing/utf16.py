"""Positions in a text as Qt counts them: in UTF-16, where a character beyond U+FFFF takes two."""

from __future__ import annotations

from bisect import bisect_left
from typing import Final

_LAST_SINGLE: Final = "\uffff"


class Units:
    """Turns positions of one text into Qt's and back, without looking at the text again."""

    def __init__(self, text: str) -> None:
        is_plain = text.isascii() or max(text, default="") <= _LAST_SINGLE
        self._wide = [] if is_plain else [at for at, each in enumerate(text) if each > _LAST_SINGLE]
        self._shifted = [at + number for number, at in enumerate(self._wide)]

    def to_qt(self, position: int) -> int:
        """Return Qt's position of a code point."""
        return position + bisect_left(self._wide, position)

    def from_qt(self, position: int) -> int:
        """Return the code point at one of Qt's positions; within a wide character that is the next one."""
        return position - bisect_left(self._shifted, position)
