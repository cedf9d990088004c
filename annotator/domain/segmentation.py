"""A text as its words, in Japanese too: put together again they are the text."""

from __future__ import annotations

import re
from functools import cache, lru_cache
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Callable

    import budoux

_KANJI: Final = "\u3005-\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
_HIRAGANA: Final = "\u3041-\u309f"
_KATAKANA: Final = "\u30a1-\u30fa\u30fc-\u30ff\u31f0-\u31ff\uff66-\uff9f"
_JAPANESE: Final = _KANJI + _HIRAGANA + _KATAKANA
_MARKS: Final = (
    "\u0300-\u036f\u0483-\u0489\u0591-\u05c7\u064b-\u065f\u0900-\u109f\u200c\u200d\u20d0-\u20ff\ufe00-\ufe0f"
)
_LETTERS: Final = rf"(?:[^\W{_JAPANESE}]+|[{_MARKS}]+)+"
_WORD: Final = re.compile(
    "\r\n|[\n\r\u2028\u2029]"
    r"|[^\S\n\r\u2028\u2029]+"
    rf"|[{_JAPANESE}]+"
    rf"|{_LETTERS}(?:['’]{_LETTERS}|(?<=\d)[.,](?=\d){_LETTERS})*"
    r"|-+|=+|\*+|#+|\.+|`+|~+"
    r"|[^\w\s](?:[\ufe00-\ufe0f\U0001f3fb-\U0001f3ff]|\u200d[^\w\s])*"
    r"|.",
    re.DOTALL,
)
_LAST_BEFORE_JAPANESE: Final = "\u3004"
_SCRIPTS: Final = re.compile(f"[{_KANJI}]+|[{_HIRAGANA}]+|[{_KATAKANA}]+")
_LONG_HIRAGANA: Final = re.compile(f"[{_HIRAGANA}]{{4}}")
_KANA: Final = re.compile(f"[{_HIRAGANA}{_KATAKANA}]")
_LONGEST_COMPOUND: Final = 8
"""Kanji beyond this many without any kana are Chinese, or a heading: each stands alone."""

_ANY_JAPANESE: Final = re.compile(f"[{_JAPANESE}]")


def words(text: str) -> list[str]:
    """Return the words, spaces and signs of a text; joined they are the text.

    A run of Latin or other letters and digits is a word, with its apostrophes and decimal points; so is a run of
    spaces, a repeated sign, and each newline. Japanese is cut where the script changes, and long runs of hiragana
    also between phrases.
    """
    pieces = _WORD.findall(text)
    return _with_japanese_cut(pieces, _japanese_words) if has_japanese(text) else pieces


def has_japanese(text: str) -> bool:
    """Whether a text has kanji, hiragana or katakana."""
    return _ANY_JAPANESE.search(text) is not None


def japanese_characters(text: str) -> list[str]:
    """Return the words of a text with each kanji and kana by itself."""
    return _with_japanese_cut(_WORD.findall(text), tuple)


def _with_japanese_cut(pieces: list[str], cut: Callable[[str], tuple[str, ...]]) -> list[str]:
    found: list[str] = []
    for piece in pieces:
        if piece[0] > _LAST_BEFORE_JAPANESE and _ANY_JAPANESE.match(piece):
            found += cut(piece)
        else:
            found.append(piece)
    return found


@lru_cache(maxsize=50_000)
def _japanese_words(run: str) -> tuple[str, ...]:
    """Cut a run of kanji and kana; cached, since a text is cut again at every change of it."""
    if len(run) > _LONGEST_COMPOUND and not _KANA.search(run):
        return tuple(run)
    cuts = {match.end() for match in _SCRIPTS.finditer(run)}
    if _LONG_HIRAGANA.search(run):
        cuts |= _phrase_ends(run)
    ends = sorted(cuts | {len(run)})
    return tuple(run[start:end] for start, end in zip([0, *ends], ends, strict=False))


def _phrase_ends(run: str) -> set[int]:
    """Return where phrases end between two hiragana; inside kanji and katakana a wrong cut would split a name."""
    ends: set[int] = set()
    at = 0
    for phrase in _phrases().parse(run)[:-1]:
        at += len(phrase)
        if "\u3041" <= run[at - 1] <= "\u309f" and "\u3041" <= run[at] <= "\u309f":
            ends.add(at)
    return ends


@cache
def _phrases() -> budoux.Parser:
    """Load the phrase model at the first long Japanese text, not at start-up."""
    import budoux  # noqa: PLC0415 -- 10 ms that most starts do not need

    return budoux.load_default_japanese_parser()
