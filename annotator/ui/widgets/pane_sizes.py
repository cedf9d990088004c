"""How panes share the width of a window: some keep theirs, the texts take what is left."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Sequence

_FIRST_TEXT_SHARE: Final = 0.46
"""The brief is a little narrower than the deliverable."""

_WIDEST: Final = 100_000


def usual_sizes(fixed: Sequence[int | None], room: int) -> list[int]:
    """Return widths that fill `room`; `None` stands for a text."""
    rest = max(0, room - sum(width for width in fixed if width is not None))
    texts = fixed.count(None)
    shares = [_FIRST_TEXT_SHARE, 1 - _FIRST_TEXT_SHARE] if texts > 1 else [1.0]
    taken = iter(shares)
    return [int(rest * next(taken)) if width is None else width for width in fixed]


def fitted_sizes(sizes: Sequence[int], fixed: Sequence[int | None], room: int) -> list[int]:
    """Return widths chosen in another window so that they fill `room`: the texts give or take the difference."""
    over = room - sum(sizes)
    whole = sum(size for size, width in zip(sizes, fixed, strict=True) if width is None) or 1
    return [size + (over * size // whole if width is None else 0) for size, width in zip(sizes, fixed, strict=True)]


def is_width(value: object) -> bool:
    """Return whether something that was remembered can be a pane's width."""
    return type(value) is int and 0 <= value <= _WIDEST
