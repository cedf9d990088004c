"""JSON in which every number keeps the spelling it came with."""

from __future__ import annotations

import json
from typing import Any, Final

import orjson

from annotator.domain.number import SpelledNumber, number
from annotator.errors import DomainError

_PLAIN_DIGITS: Final = 16
_SMALL: Final = 1_000


def dumps(value: object) -> bytes:
    """Return a value as JSON without white space, its numbers spelled as they came in."""
    return orjson.dumps(value, _spelled, orjson.OPT_PASSTHROUGH_SUBCLASS)


def dumps_sorted(value: object) -> bytes:
    """Return a value as JSON with its keys in one order, so that equal objects are equal bytes."""
    return orjson.dumps(value, _spelled, orjson.OPT_PASSTHROUGH_SUBCLASS | orjson.OPT_SORT_KEYS)


def loads(text: str) -> Any:  # noqa: ANN401 -- any JSON value
    """Return the value of a JSON text.

    Raises:
        ValueError: it is no JSON.
    """
    return _DECODER.decode(text)


def written(text: str) -> orjson.Fragment:
    """Return JSON text as a value that `dumps` writes as it is."""
    return orjson.Fragment(text)


class _Wholes(dict[str, "int | float | SpelledNumber"]):
    """The numbers that JSON texts spell with digits alone; most are small, and looked up quicker than made."""

    def __missing__(self, spelling: str) -> int | float | SpelledNumber:
        if len(spelling) < _PLAIN_DIGITS and spelling != "-0":
            return int(spelling)
        return number(spelling)


whole: Final = _Wholes((str(each), each) for each in range(_SMALL)).__getitem__
_DECODER: Final = json.JSONDecoder(parse_float=number, parse_int=whole)


def _spelled(value: Any) -> orjson.Fragment:  # noqa: ANN401 -- whatever orjson does not know
    if isinstance(value, SpelledNumber):
        return orjson.Fragment(value.spelling)
    raise DomainError(f"{type(value).__name__} is no JSON value")
