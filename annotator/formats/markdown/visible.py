"""Characters that nobody can see, or that a text view would obey instead of showing, get a sign in their place."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

_CONTROL_PICTURES = 0x2400
_DELETE = 0x7F
_JOINERS = "\u200c\u200d"
_SELECTORS = re.compile("[\ufe00-\ufe0f\U000e0100-\U000e01ef]")
_TAGS = re.compile("[\U000e0020-\U000e007f]")
_BLACK_FLAG = "\U0001f3f4"
_FIRST_JOINING_SCRIPT, _LAST_JOINING_SCRIPT = "\u0590", "\u1fff"
_KEYCAP_BASES = "0123456789#*"

_ALWAYS = (
    "\x00-\x08\x0b-\x1f\x7f-\x9f\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b\u200e\u200f"
    "\u2028-\u202e\u2060-\u206f\u3164\ufdd0-\ufdef\ufeff\uffa0\ufff0-\ufffc\ufffe\uffff"
    "\ud800-\udfff\U000e0000-\U000e001f\U000e0080-\U000e00ff\U000e01f0-\U000e0fff\U0001d173-\U0001d17a"
) + "".join(f"{chr(plane << 16 | 0xFFFE)}{chr(plane << 16 | 0xFFFF)}" for plane in range(1, 17))
_SOMETIMES = "\u200c\u200d\ufe00-\ufe0f\U000e0020-\U000e007f\U000e0100-\U000e01ef"
_SUSPECTS = re.compile(f"[{_ALWAYS}{_SOMETIMES}]")
_IN_CONTEXT = re.compile(f"[{_SOMETIMES}]")


def shows_itself(text: str) -> bool:
    """Return whether every character of `text` can be shown as it is."""
    return _SUSPECTS.search(text) is None


def label(character: str) -> str:
    """Return the sign for a character: a control picture, or its number in brackets."""
    code = ord(character)
    if code < ord(" "):
        return chr(_CONTROL_PICTURES + code)
    if code == _DELETE:
        return "\u2421"
    return f"⟨U+{code:04X}⟩"


def split(text: str) -> Iterator[tuple[str, bool]]:
    """Cut `text` into stretches to show as they are and single characters to label (then the flag is true)."""
    done = 0
    for match in _SUSPECTS.finditer(text):
        position = match.start()
        if _IN_CONTEXT.match(text, position) and _belongs(text, position):
            continue
        if position > done:
            yield text[done:position], False
        yield text[position], True
        done = position + 1
    if done < len(text):
        yield text[done:], False


def _belongs(text: str, position: int) -> bool:
    """Return whether a joiner, selector or flag letter does its proper work on the character before it."""
    if position == 0:
        return False
    character, before = text[position], text[position - 1]
    if character in _JOINERS:
        has_follower = position + 1 < len(text) and not _SUSPECTS.match(text, position + 1)
        return has_follower and _joins(before)
    if _SELECTORS.match(character):
        return before in _KEYCAP_BASES or (ord(before) > _DELETE and before.isprintable() and not _is_selector(before))
    return before == _BLACK_FLAG or (_TAGS.match(before) is not None and _follows_flag(text, position))


def _joins(before: str) -> bool:
    """Return whether a joiner has a meaning behind this character: in emoji and in scripts whose letters change."""
    if _is_selector(before) or _FIRST_JOINING_SCRIPT <= before <= _LAST_JOINING_SCRIPT:
        return True
    return unicodedata.category(before) in {"So", "Sk", "Mn", "Mc"}


def _is_selector(character: str) -> bool:
    return _SELECTORS.match(character) is not None


def _follows_flag(text: str, position: int) -> bool:
    """Return whether only flag letters stand between this one and the black flag (a flag has at most seven)."""
    start = max(0, position - 8)
    before = text[start:position].rstrip("".join(map(chr, range(0xE0020, 0xE0080))))
    return before.endswith(_BLACK_FLAG)
