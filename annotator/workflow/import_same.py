"""Whether what comes in is what is there, and what of it is new."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from annotator.exactjson import dumps, dumps_sorted

if TYPE_CHECKING:
    from collections.abc import Iterable

    from annotator.domain.shapes import Record


def is_same(one: object, other: object) -> bool:
    """Return whether two parts of the document say the same, in whatever order of keys; 4000.00 is not 4000."""
    return dumps(one) == dumps(other) or dumps_sorted(one) == dumps_sorted(other)


def changes(stored: Record, coming: Record, given: dict[str, Any], but: Iterable[str]) -> Record:
    """Return the keys that what comes in says otherwise. What it leaves out or empty changes nothing.

    Args:
        stored: the record that is there.
        coming: the record that comes in.
        given: what the file says, before missing keys were completed.
        but: keys that are looked at elsewhere.
    """
    apart = frozenset(but)
    return {
        key: value
        for key, value in coming.items()
        if key not in apart and given.get(key) not in (None, [], {}) and not is_same(stored.get(key), value)
    }
