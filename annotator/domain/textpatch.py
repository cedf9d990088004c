"""What changed in a text, small enough to be kept for every second of typing.

A patch is a tuple of hunks; each says what stood at a place of the text before and what stands there now.
It carries both sides, so it can be checked when it is applied, turned round, and merged with the next one.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from annotator.errors import DomainError

if TYPE_CHECKING:
    from collections.abc import Iterator


@dataclass(frozen=True, slots=True)
class Hunk:
    """At `start` (code points in the text before) `removed` stood, and `inserted` stands now."""

    start: int
    removed: str
    inserted: str

    @property
    def end(self) -> int:
        """Where the removed text ended, in the text before."""
        return self.start + len(self.removed)


@dataclass(frozen=True, slots=True)
class TextPatch:
    """Hunks in the order of the text, without overlap; none means that nothing changed."""

    hunks: tuple[Hunk, ...] = ()

    def __post_init__(self) -> None:
        end = 0
        for hunk in self.hunks:
            if hunk.start < end:
                raise DomainError(f"a hunk starts at {hunk.start}, before {end}, where it may start at the earliest")
            end = hunk.end

    @property
    def is_empty(self) -> bool:
        """Whether the patch changes nothing."""
        return all(hunk.removed == hunk.inserted for hunk in self.hunks)


def patch_between(old: str, new: str) -> TextPatch:
    """Return the patch of one hunk that leads from `old` to `new`; empty if they are equal.

    Only what lies between the common beginning and the common end is kept.
    """
    return TextPatch(_trimmed(0, old, new))


def apply(patch: TextPatch, text: str) -> str:
    """Return `text` with the patch applied.

    Raises:
        DomainError: something else stands where the patch removes.
    """
    pieces: list[str] = []
    at = 0
    for hunk in patch.hunks:
        if text[hunk.start : hunk.end] != hunk.removed or hunk.start > len(text):
            raise DomainError(f"the text at {hunk.start} is not what the patch replaces")
        pieces += (text[at : hunk.start], hunk.inserted)
        at = hunk.end
    pieces.append(text[at:])
    return "".join(pieces)


def inverse(patch: TextPatch) -> TextPatch:
    """Return the patch that takes `patch` back."""
    hunks: list[Hunk] = []
    shift = 0
    for hunk in patch.hunks:
        hunks.append(Hunk(hunk.start + shift, hunk.inserted, hunk.removed))
        shift += len(hunk.inserted) - len(hunk.removed)
    return TextPatch(tuple(hunks))


def compose(first: TextPatch, second: TextPatch) -> TextPatch:
    """Return the patch that does what `first` and then `second` do.

    Hunks that touch become one; a hunk that puts back what was there vanishes.

    Raises:
        DomainError: `second` replaces something that `first` did not leave there.
    """
    hunks: list[Hunk] = []
    for cluster in _clusters(first, second):
        hunks += cluster.as_hunks()
    return TextPatch(tuple(hunks))


def to_json(patch: TextPatch) -> list[list[int | str]]:
    """Return the patch as plain lists `[[start, removed, inserted], ...]`."""
    return [[hunk.start, hunk.removed, hunk.inserted] for hunk in patch.hunks]


def from_json(document: object) -> TextPatch:
    """Return the patch that `to_json` wrote.

    Raises:
        DomainError: the document has another shape.
    """
    if not isinstance(document, list):
        raise DomainError("a patch is a list of hunks")
    return TextPatch(tuple(_hunk_of(entry) for entry in document))


def _hunk_of(entry: object) -> Hunk:
    match entry:
        case [int(start), str(removed), str(inserted)] if start >= 0:
            return Hunk(start, removed, inserted)
        case _:
            raise DomainError(f"a hunk is [start, removed, inserted], not {entry!r:.80}")


@dataclass(slots=True)
class _Placed:
    """A hunk with the range it takes in the text between the two patches."""

    start: int
    end: int
    text: str
    """What stands in that range: what the first patch inserted, or what the second one removes."""

    replacement: str
    """What stands there on the other side: before the first patch, or after the second."""


@dataclass(slots=True)
class _Cluster:
    """Hunks of both patches that touch in the text between them, and so become one."""

    start: int
    end: int
    shift: int
    """How far the cluster's start lies behind the same place in the text before the first patch."""

    first: list[_Placed] = field(default_factory=list)
    second: list[_Placed] = field(default_factory=list)

    def as_hunks(self) -> tuple[Hunk, ...]:
        between = self._between()
        before = _replaced(between, self.start, self.first)
        after = _replaced(between, self.start, self.second)
        return _trimmed(self.start - self.shift, before, after)

    def _between(self) -> str:
        """Return the text between the patches: each stretch is known to one of them at least."""
        pieces: list[str] = []
        known = self.start
        for placed in sorted((*self.first, *self.second), key=lambda placed: (placed.start, placed.end)):
            if placed.end > known:
                pieces.append(placed.text[known - placed.start :])
                known = placed.end
        text = "".join(pieces)
        for placed in (*self.first, *self.second):
            if text[placed.start - self.start : placed.end - self.start] != placed.text:
                raise DomainError(f"the second patch replaces at {placed.start} what the first did not leave there")
        return text


def _replaced(between: str, offset: int, hunks: list[_Placed]) -> str:
    pieces: list[str] = []
    at = offset
    for placed in hunks:
        pieces += (between[at - offset : placed.start - offset], placed.replacement)
        at = placed.end
    pieces.append(between[at - offset :])
    return "".join(pieces)


def _clusters(first: TextPatch, second: TextPatch) -> Iterator[_Cluster]:
    """Yield the groups of touching hunks, in order."""
    ours = _first_placed(first)
    theirs = [_Placed(hunk.start, hunk.end, hunk.removed, hunk.inserted) for hunk in second.hunks]
    shift = i = j = 0
    while i < len(ours) or j < len(theirs):
        start = min(placed[at].start for placed, at in ((ours, i), (theirs, j)) if at < len(placed))
        cluster = _Cluster(start, start, shift)
        while True:
            if i < len(ours) and ours[i].start <= cluster.end:
                cluster.first.append(ours[i])
                cluster.end = max(cluster.end, ours[i].end)
                shift += len(ours[i].text) - len(ours[i].replacement)
                i += 1
            elif j < len(theirs) and theirs[j].start <= cluster.end:
                cluster.second.append(theirs[j])
                cluster.end = max(cluster.end, theirs[j].end)
                j += 1
            else:
                break
        yield cluster


def _first_placed(first: TextPatch) -> list[_Placed]:
    placed: list[_Placed] = []
    shift = 0
    for hunk in first.hunks:
        start = hunk.start + shift
        placed.append(_Placed(start, start + len(hunk.inserted), hunk.inserted, hunk.removed))
        shift += len(hunk.inserted) - len(hunk.removed)
    return placed


def _trimmed(start: int, old: str, new: str) -> tuple[Hunk, ...]:
    """Return the hunk between the common beginning and end of two texts, or none if they are equal."""
    if old == new:
        return ()
    prefix = common_prefix(old, new)
    suffix = common_suffix(old, new, min(len(old), len(new)) - prefix)
    return (Hunk(start + prefix, old[prefix : len(old) - suffix], new[prefix : len(new) - suffix]),)


def common_prefix(old: str, new: str) -> int:
    """Return how many code points two texts share at their beginning.

    Halves compare as slices, which is many times quicker than a loop over characters.
    """
    low, high = 0, min(len(old), len(new))
    while low < high:
        middle = (low + high + 1) // 2
        if old[low:middle] == new[low:middle]:
            low = middle
        else:
            high = middle - 1
    return low


def common_suffix(old: str, new: str, limit: int) -> int:
    """Return how many code points two texts share at their end, `limit` at most."""
    low, high = 0, limit
    while low < high:
        middle = (low + high + 1) // 2
        if old[len(old) - middle : len(old) - low] == new[len(new) - middle : len(new) - low]:
            low = middle
        else:
            high = middle - 1
    return low
