"""How long to wait before asking again: what the server says, or longer each time."""

from __future__ import annotations

import random
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Mapping

LONGEST_S: Final = 300.0
"""A server that wants to be left alone for longer is asked again after this."""

_FIRST_S: Final = 1.0
_LONGEST_OWN_S: Final = 30.0


def seconds_of(headers: Mapping[str, str]) -> float | None:
    """Return how many seconds an answer's headers ask to wait, `None` if they do not.

    Seconds and dates are understood (RFC 9110, 10.2.3), and the vendor's `retry-after-ms`.
    """
    milliseconds = _number(headers.get("retry-after-ms"))
    if milliseconds is not None:
        return milliseconds / 1000
    said = headers.get("retry-after")
    seconds = _number(said)
    if seconds is not None or said is None:
        return seconds
    try:
        until = parsedate_to_datetime(said)
    except ValueError:
        return None
    return max(0.0, (until.replace(tzinfo=until.tzinfo or UTC) - datetime.now(UTC)).total_seconds())


def wait_s(time: int, asked_s: float | None) -> float:
    """Return the seconds before the next try after `time` failed ones (1 or more).

    What the server asks for is honoured; else the wait doubles, with a random part, so that those who were turned
    away together do not come back together.
    """
    if asked_s is not None:
        return min(asked_s, LONGEST_S)
    longest: float = min(_LONGEST_OWN_S, _FIRST_S * 2 ** (time - 1))
    return longest * random.uniform(0.5, 1.0)


def _number(text: str | None) -> float | None:
    try:
        number = float(text or "")
    except ValueError:
        return None
    return number if number >= 0 else None
