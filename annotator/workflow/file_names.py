"""Names for files that people send to each other: telling, and good on every system."""

from __future__ import annotations

from typing import Final

_LONGEST: Final = 40


def telling_name(*parts: str) -> str:
    """Return the parts as one name without what some file system refuses."""
    return "_".join(filter(None, map(_plain, parts))) or "annotator"


def _plain(part: str) -> str:
    kept = "".join(letter if letter.isalnum() or letter in "-." else "-" for letter in part)
    return "-".join(filter(None, kept.split("-")))[:_LONGEST].strip("-.")
