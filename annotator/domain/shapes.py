"""How the document's objects are described: what each key may hold, and what stands there if it is missing.

A missing key and `null` mean the same.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import Enum
from typing import Any, Final, TypeAlias

from annotator.domain.number import SpelledNumber

Record: TypeAlias = dict[str, Any]
"""An object of the document with every known key, in the document's order, and the unknown ones after them."""

LARGEST_COUNT: Final = 2**31 - 1
"""Whole numbers that the program counts with fit every database's integer."""


class Of(Enum):
    """What a value may be."""

    TEXT = "text"
    PLAIN = "plain"  # a text without NUL: ids and times
    FLAG = "true or false"
    COUNT = "count"
    SIZE = "size"  # a count of bytes
    NUMBER = "number"
    OBJECT = "object"  # free, kept as it is
    ANY = "any"  # free, kept as it is
    SHAPE = "shape"  # an object of this document
    LIST = "list"  # a list of such objects; without a shape, of units that are read apart
    TEXTS = "texts"  # a list of texts


TYPES: Final[dict[Of, frozenset[type]]] = {
    Of.TEXT: frozenset({str}),
    Of.PLAIN: frozenset({str}),
    Of.FLAG: frozenset({bool}),
    Of.COUNT: frozenset({int}),
    Of.SIZE: frozenset({int}),
    Of.NUMBER: frozenset({int, float, SpelledNumber}),
    Of.OBJECT: frozenset({dict}),
    Of.ANY: frozenset({str, bool, int, float, SpelledNumber, dict, list}),
    Of.SHAPE: frozenset({dict}),
    Of.LIST: frozenset({list}),
    Of.TEXTS: frozenset({list}),
}


@dataclass(frozen=True, slots=True)
class Field:
    """One key: what it may be, and what stands there if it is missing (`dict` and `list`: an empty one)."""

    name: str
    of: Of
    default: object = None
    words: frozenset[str] = frozenset()
    shape: Shape | None = None
    is_needed: bool = False
    least: int = 0

    @property
    def types(self) -> frozenset[type]:
        """The types a given value may have."""
        return TYPES[self.of]


@dataclass(frozen=True, slots=True)
class Shape:
    """An object of the document."""

    name: str
    fields: tuple[Field, ...]
    names: frozenset[str] = field(init=False)

    def __post_init__(self) -> None:
        """Know the keys."""
        object.__setattr__(self, "names", frozenset(each.name for each in self.fields))


def text(name: str, default: str | None = None, *, is_needed: bool = False) -> Field:
    """Return a key with a text."""
    return Field(name, Of.TEXT, default, is_needed=is_needed)


def plain(name: str, *, is_needed: bool = False) -> Field:
    """Return a key with a text without NUL."""
    return Field(name, Of.PLAIN, is_needed=is_needed)


def flag(name: str, *, default: bool | None = False) -> Field:
    """Return a key with true or false."""
    return Field(name, Of.FLAG, default)


def count(name: str, default: int | None = None, *, least: int = 0, is_needed: bool = False) -> Field:
    """Return a key with a whole number."""
    return Field(name, Of.COUNT, default, least=least, is_needed=is_needed)


def amount(name: str, default: float | None = None) -> Field:
    """Return a key with a number."""
    return Field(name, Of.NUMBER, default)


def word(name: str, words: type[Enum], default: Enum | None = None, *, is_needed: bool = False) -> Field:
    """Return a key with one of an enumeration's words."""
    of_words = frozenset(word.value for word in words)
    return Field(name, Of.TEXT, default.value if default else None, of_words, is_needed=is_needed)


def many(name: str, shape: Shape) -> Field:
    """Return a key with a list of objects."""
    return Field(name, Of.LIST, list, shape=shape)
