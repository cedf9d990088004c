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
    if first:
        return ChainResult(first, True, None, None, None, counted)
    overall = any(verdicts.get(each.key) for each in counted)
    return ChainResult(first, overall, *_answers(chain, verdicts), counted)


def _answers(chain: Chain, verdicts: Mapping[int, bool | None]) -> tuple[bool | None, bool | None, bool | None]:
    """Return whether a failure was rescued, rescued by editing, and passed when only tried again."""
    rescued = edited = control = None
    for each in chain.later:
        verdict = verdicts.get(each.key)
        if verdict is None:
            continue
        if each.arm in _EDITS:
            if edited is None and each.parent is not None and verdicts.get(each.parent) is False:
                edited = verdict
        elif each.parent == chain.first and each.arm == _CONTROL:
            control = verdict if control is None else control
        elif each.parent == chain.first and each.arm not in _UNCOUNTED:
            rescued = verdict if rescued is None else rescued
    return rescued, edited, control
