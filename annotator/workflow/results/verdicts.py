"""What several reviewers' verdicts come to: the adjudicated one, else the majority, else undecided."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from annotator.storage.result_standing import counted

if TYPE_CHECKING:
    from annotator.storage.result_standing import Ballots


@lru_cache(maxsize=4096)
def consensus(ballots: Ballots) -> bool | None:
    """Return whether a deliverable passed; `None` if that is not decided.

    A submitted review without a verdict abstains. More than half of those who voted are a majority.
    """
    found = counted(ballots.adjudicated)
    if not found.passed + found.failed + found.other:
        found = counted(ballots.all)
    cast = found.passed + found.failed + found.other
    if found.passed * 2 > cast:
        return True
    return False if found.failed * 2 > cast else None


def is_reviewed(ballots: Ballots) -> bool:
    """Return whether somebody handed in a review, whatever it says."""
    return any(counted(ballots.all)[:-1])


def is_left_out(ballots: Ballots) -> bool:
    """Return whether everybody who had the deliverable skipped it."""
    return not is_reviewed(ballots) and counted(ballots.all).skipped > 0
