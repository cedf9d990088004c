"""How much room a window has for its panes."""

from __future__ import annotations

from enum import Enum
from typing import Final

_WIDE_FROM: Final = 1400
_SIDE_BY_SIDE_FROM: Final = 1060


class Room(Enum):
    """How much room there is: for everything, for a rail instead of the queue, or for one text at a time."""

    WIDE = "wide"
    MEDIUM = "medium"
    NARROW = "narrow"


def room_of(width: int) -> Room:
    """Return the room in a window of this width, in pixels that do not count the screen's scaling."""
    if width >= _WIDE_FROM:
        return Room.WIDE
    return Room.MEDIUM if width >= _SIDE_BY_SIDE_FROM else Room.NARROW
