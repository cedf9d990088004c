"""JSON texts to values that keep every number's spelling, and the places where a text is no good JSON."""

from __future__ import annotations

import json
import re
from typing import Any, Final

from annotator.domain.number import number
from annotator.exactjson import whole
from annotator.i18n import _

MOST_LEVELS: Final = 100
"""Objects and lists stand at most this deep in one another, counted from the document's own braces."""

_SURROGATE: Final = re.compile("[\ud800-\udfff]")
_ESCAPED_SURROGATE: Final = re.compile(r"\\u[dD][89a-fA-F]")


class RepeatedKeys(dict[str, object]):
    """An object in which a key stands twice: nobody can know which value was meant."""

    repeated: str


class NoNumber:
    """Where a file says NaN or Infinity, which JSON does not know."""

    def __init__(self, spelling: str) -> None:
        self.spelling = spelling


class TooDeep:
    """Where a file nests deeper than a parser can go."""


class Decoder:
    """Decodes values one by one; `is_suspicious` says whether the latest ones need a second look (`flaw_in`)."""

    def __init__(self) -> None:
        self.is_suspicious = False
        self._json = json.JSONDecoder(
            parse_float=number,
            parse_int=whole,
            parse_constant=self._no_number,
            object_pairs_hook=self._object,
        )

    def decode(self, text: str) -> object:
        """Return the value that the whole text is.

        Raises:
            json.JSONDecodeError: it is not JSON.
            RecursionError: it nests too deep to be read at all.
        """
        self.is_suspicious = _ESCAPED_SURROGATE.search(text) is not None
        return self._json.decode(text)

    def decode_from(self, text: str, at: int) -> tuple[object, int]:
        """Return the value that begins at `at`, and where it ends.

        Raises:
            json.JSONDecodeError: there is no whole value.
            RecursionError: it nests too deep to be read at all.
        """
        self.is_suspicious = False
        value, end = self._json.raw_decode(text, at)
        if _ESCAPED_SURROGATE.search(text, at, end):
            self.is_suspicious = True
        return value, end

    def _object(self, pairs: list[tuple[str, object]]) -> dict[str, object]:
        made = dict(pairs)
        if len(made) == len(pairs):
            return made
        self.is_suspicious = True
        repeated = RepeatedKeys(made)
        names = [name for name, _value in pairs]
        repeated.repeated = next(name for name in names if names.count(name) > 1)
        return repeated

    def _no_number(self, spelling: str) -> NoNumber:
        self.is_suspicious = True
        return NoNumber(spelling)


def flaw_in(value: object, at: str = "", *, but: str = "") -> str | None:
    """Return what is wrong with a decoded value and where inside it, or nothing.

    Args:
        value: what was decoded.
        at: the path of the value, for the message.
        but: a key of the value that is looked at apart.
    """
    if isinstance(value, str):
        return (
            _named(at, _("half of a surrogate pair or a byte that is not UTF-8")) if _SURROGATE.search(value) else None
        )
    if isinstance(value, RepeatedKeys):
        return _named(at, _("the key {key} stands there twice").format(key=shown(value.repeated)))
    if isinstance(value, NoNumber):
        return _named(at, _("{spelling} is not a number of JSON").format(spelling=value.spelling))
    if isinstance(value, dict):
        if any(_SURROGATE.search(key) for key in value):
            return _named(at, _("a key holds half of a surrogate pair or a byte that is not UTF-8"))
        parts = ((f"{at}.{shown(key)}" if at else shown(key), part) for key, part in value.items() if key != but)
    elif isinstance(value, list):
        parts = ((f"{at}[{index}]", part) for index, part in enumerate(value))
    else:
        return None
    return next((flaw for path, part in parts if (flaw := flaw_in(part, path))), None)


_NESTING: Final = frozenset({dict, list, RepeatedKeys})
"""What a decoder makes that can hold other values."""


def is_deeper(value: Any, levels: int) -> bool:  # noqa: ANN401 -- any decoded value
    """Return whether objects and lists stand more than `levels` deep in `value`, its own braces counted."""
    if levels == 0:
        return True
    if isinstance(value, dict):
        value = value.values()
    elif not isinstance(value, list):
        return False
    if _NESTING.isdisjoint(map(type, value)):  # as in most objects: this is the quickest way to tell
        return False
    return any(is_deeper(part, levels - 1) for part in value if type(part) in _NESTING)


def shown(text: str) -> str:
    """Return a text of a file short and printable, for a message."""
    short = text if len(text) <= 60 else text[:60] + "…"  # noqa: PLR2004 -- what fits a line
    return "".join(letter if letter.isprintable() else f"\\u{ord(letter):04x}" for letter in short)


def _named(at: str, words: str) -> str:
    return f"{at}: {words}" if at else words
