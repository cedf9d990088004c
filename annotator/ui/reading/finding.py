"""Where a word stands in a text, whatever its case or the width of its characters."""

from __future__ import annotations

import re
import unicodedata
from typing import Final

_MOST_PLACES: Final = 2000


def places(text: str, wanted: str) -> list[tuple[int, int]]:
    """Return the ranges of `text` that read like `wanted`, in order; none for an empty word.

    Capitals count as small letters, full-width letters and half-width kana as the usual ones, line ends as blanks.
    """
    needle = folded(wanted)
    if not needle:
        return []
    found: list[tuple[int, int]] = []
    for match in re.finditer(re.escape(needle), folded(text)):
        found.append(match.span())
        if len(found) == _MOST_PLACES:
            break
    return found


def folded(text: str) -> str:
    """Return `text` in the form in which it is compared: as long as before, character by character."""
    return text.translate({ord(character): _plain(character) for character in set(text)})


def _plain(character: str) -> str:
    if character.isspace():
        return " "
    plain = unicodedata.normalize("NFKC", character).casefold()
    return plain if len(plain) == 1 else character
