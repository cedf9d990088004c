"""Chains: a first attempt with everything that descends from it, and what counts of it for which rate."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from annotator.domain.job import Arm

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from annotator.storage.result_rows import DeliverableFacts

_CONTROL: Final = Arm.PLAIN_RETRY.value
_UNCOUNTED: Final = frozenset({Arm.RERUN.value, Arm.PLAIN_RETRY.value})
_EDITS: Final = frozenset({Arm.HUMAN_EDIT.value, Arm.TAKEOVER.value})


@dataclass(slots=True)
class Chain:
    """A first attempt and its descendants, in import order."""

    first: int
    later: list[DeliverableFacts] = field(default_factory=list)


def build_chains(firsts: Iterable[int], rows: Iterable[DeliverableFacts]) -> list[Chain]:
    """Return the chains of these first attempts, given all deliverables that are none."""
    children: defaultdict[int, list[DeliverableFacts]] = defaultdict(list)
    for row in rows:
        if row.parent is not None:
            children[row.parent].append(row)
    return [Chain(first, sorted(_descendants(first, children), key=_key)) for first in firsts]


def _descendants(root: int, children: Mapping[int, list[DeliverableFacts]]) -> Iterator[DeliverableFacts]:
    """Yield all that descends from a deliverable; a parent that a file names in a circle is visited once."""
    seen = {root}
    waiting = [root]
    while waiting:
        for child in children.get(waiting.pop(), ()):
            if child.key not in seen:
                seen.add(child.key)
                waiting.append(child.key)
                yield child


def _key(row: DeliverableFacts) -> int:
    return row.key


@dataclass(slots=True)
class ChainResult:
    """What a chain with a decided first attempt came to; `None` where nothing of the kind was tried and decided.

    Args:
        first: whether the first attempt passed.
        overall: whether any attempt passed, reruns and plain retries not counted.
        rescued: of a failure, whether the next attempt of the model passed, after a human stepped in.
        edited: of a failure, whether a human's edit or takeover passed.
        control: of a failure, whether the plain retry passed.
        counted: the attempts that count after the first one.
    """

    first: bool
    overall: bool
    rescued: bool | None
    edited: bool | None
    control: bool | None
    counted: tuple[DeliverableFacts, ...]


def result_of(chain: Chain, verdicts: Mapping[int, bool | None]) -> ChainResult | None:
    """Return what a chain came to by these verdicts; `None` if its first attempt is undecided.

    Of several answers of one kind the first in order with a verdict counts.
    """
    first = verdicts.get(chain.first)
    if first is None:
        return None
    counted = tuple(each for each in chain.later if each.arm not in _UNCOUNTED)
    overall = first or any(verdicts.get(each.key) for each in counted)
    if first:
        return ChainResult(first, overall, None, None, None, counted)
    answers = [each for each in chain.later if each.parent == chain.first]
    tried = (verdicts.get(each.key) for each in answers if each.arm not in _UNCOUNTED and each.arm not in _EDITS)
    edits = (
        verdicts.get(each.key)
        for each in chain.later
        if each.arm in _EDITS and each.parent is not None and verdicts.get(each.parent) is False
    )
    again = (verdicts.get(each.key) for each in answers if each.arm == _CONTROL)
    return ChainResult(first, overall, _decided(tried), _decided(edits), _decided(again), counted)


def _decided(verdicts: Iterable[bool | None]) -> bool | None:
    return next((verdict for verdict in verdicts if verdict is not None), None)
