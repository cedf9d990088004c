"""Numbers of a document that keep their spelling: 4000.00 goes out as it came in."""

from __future__ import annotations

import re
from typing import Final

from annotator.errors import DomainError

_NUMBER: Final = re.compile(r"-?(?:0|[1-9][0-9]*)(\.[0-9]+)?([eE][+-]?[0-9]+)?")
_SMALLEST: Final = -(2**63)
_LARGEST: Final = 2**64 - 1
_MAX_DIGITS: Final = 20


class SpelledNumber(float):
    """A number whose JSON spelling Python would not give back by itself.

    It calculates and orders as a float does (a spelling beyond the range of floats as infinity), but it is
    *the same* (`==`, hash) only as a number of the same spelling: an import must see that 4000.00 became 4000.
    So `SpelledNumber("4000.00") != 4000.0`; compare `float(number)` where the amount is meant.
    """

    __slots__ = ("spelling",)

    spelling: str

    def __new__(cls, spelling: str) -> SpelledNumber:
        """Return the number spelled so.

        Raises:
            DomainError: JSON does not spell numbers so.
        """
        if _NUMBER.fullmatch(spelling) is None:
            raise DomainError(f"{spelling!r:.80} is not a JSON number")
        made = super().__new__(cls, spelling)
        made.spelling = spelling
        return made

    def __eq__(self, other: object) -> bool:
        return isinstance(other, SpelledNumber) and self.spelling == other.spelling

    def __ne__(self, other: object) -> bool:
        return not self == other

    def __hash__(self) -> int:
        return hash(self.spelling)

    def __repr__(self) -> str:
        return f"SpelledNumber({self.spelling!r})"

    def __str__(self) -> str:
        return self.spelling

    def __reduce__(self) -> tuple[type[SpelledNumber], tuple[str]]:
        return (SpelledNumber, (self.spelling,))


def number(spelling: str) -> int | float | SpelledNumber:
    """Return the number that a JSON text spells so.

    It is a plain int or float when every usual JSON writer spells that number just so again: an int of 64 bits,
    or a float without exponent whose shortest spelling this is. Any other spelling is kept beside the number.

    Raises:
        DomainError: JSON does not spell numbers so.
    """
    parts = _NUMBER.fullmatch(spelling)
    if parts is None:
        raise DomainError(f"{spelling!r:.80} is not a JSON number")
    fraction, exponent = parts.groups()
    if exponent is None:
        plain = _plain_int(spelling) if fraction is None else float(spelling)
        if plain is not None and repr(plain) == spelling:
            return plain
    return SpelledNumber(spelling)


def spelling_of(value: float) -> str:
    """Return how a number is spelled in JSON: as it came in, or as Python writes it."""
    return value.spelling if isinstance(value, SpelledNumber) else repr(value)


def _plain_int(spelling: str) -> int | None:
    """Return a 64-bit int; longer ones are beyond many JSON writers, and beyond Python's own limit of digits."""
    if len(spelling) > _MAX_DIGITS:
        return None
    value = int(spelling)
    return value if _SMALLEST <= value <= _LARGEST else None
