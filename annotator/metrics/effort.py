"""How much a human changed a deliverable (M21): technical effort, to be read beside the minutes, never as quality."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from itertools import chain
from typing import TYPE_CHECKING, Final

from annotator.metrics.shifts import ShiftedEdits, distance, edits_with_shifts

if TYPE_CHECKING:
    from collections.abc import Sequence

LONGEST_WITH_SHIFTS: Final = 3_000
"""Beyond this many words in either text shifts are not looked for: a moved block counts word by word."""

_SURROGATES_START: Final = 0xD800
_SURROGATES: Final = 0x800
_UNSPACED: Final = frozenset({"ja", "zh", "yue", "th", "lo", "km", "my", "bo"})
_JAPANESE_OR_CHINESE: Final = (("\u3040", "\u30ff"), ("\u3400", "\u9fff"), ("\uf900", "\ufaff"))


class EffortUnit(Enum):
    """What an edit is counted in."""

    WORD = "word"
    CHARACTER = "character"


@dataclass(frozen=True, slots=True)
class EditEffort:
    """The edits between the model's text and the one a human fixed.

    `edits` counts words inserted, deleted, replaced and blocks shifted; or, without spaces between words, characters
    inserted, deleted and replaced. `length` is the fixed text's, in the same unit.
    """

    unit: EffortUnit
    edits: int
    shifts: int
    length: int

    @property
    def rate(self) -> float | None:
        """Edits by the length of the fixed text; may exceed 1. `None` if nothing is left of the text."""
        return self.edits / self.length if self.length else None

    @property
    def is_emptied(self) -> bool:
        """Whether the human deleted the whole text."""
        return self.length == 0 and self.edits > 0

    def as_document(self) -> dict[str, str | int | float | None]:
        """Return the measures as an intervention stores them."""
        return {
            "measure": "ter" if self.unit is EffortUnit.WORD else "character_distance",
            "unit": self.unit.value,
            "edits": self.edits,
            "shifts": self.shifts,
            "length": self.length,
            "rate": self.rate,
        }


def edit_effort(before: str, fixed: str, language: str | None = None) -> EditEffort:
    """Return the effort from the model's text to the fixed one (HTER-like).

    Words are what stands between spaces, with their case and signs. Japanese, Chinese and other languages without
    spaces between words are counted by character, where shifts are not looked for. Neither are they in texts of more
    than `LONGEST_WITH_SHIFTS` words, where their search would take minutes; the edits are then an upper bound.

    Args:
        before: the model's text.
        fixed: the text after the edit.
        language: the language tag of the text ("ja", "en-GB"); without it the texts' own characters decide.
    """
    if counts_characters(before + fixed, language):
        return EditEffort(EffortUnit.CHARACTER, distance(before, fixed), 0, len(fixed))
    old, new = before.split(), fixed.split()
    edits = _word_edits(old, new)
    return EditEffort(EffortUnit.WORD, edits.edits, edits.shifts, len(new))


def counts_characters(text: str, language: str | None) -> bool:
    """Whether effort on a text is counted by character: its language, or most of its letters, has no word spaces."""
    if language:
        return language.replace("_", "-").split("-")[0].lower() in _UNSPACED
    letters = [character for character in text if character.isalpha()]
    unspaced = sum(any(first <= letter <= last for first, last in _JAPANESE_OR_CHINESE) for letter in letters)
    return unspaced * 2 > len(letters)


def word_distance(before: str, fixed: str) -> int:
    """Return how many words were inserted, deleted or replaced; a shift counts as both."""
    return distance(*_as_characters(before.split(), fixed.split()))


def character_distance(before: str, fixed: str) -> int:
    """Return how many characters were inserted, deleted or replaced."""
    return distance(before, fixed)


def changed_share(changed: int, total: int) -> float | None:
    """Return changed cells by the cells of the final table, or added and deleted lines by those of the final code."""
    return changed / total if total else None


def _word_edits(old: Sequence[str], new: Sequence[str]) -> ShiftedEdits:
    coded_old, coded_new = _as_characters(old, new)
    if max(len(old), len(new)) > LONGEST_WITH_SHIFTS:
        return ShiftedEdits(distance(coded_old, coded_new), 0)
    return edits_with_shifts(coded_old, coded_new)


def _as_characters(old: Sequence[str], new: Sequence[str]) -> tuple[str, str]:
    """Return both sequences with one character for each distinct word."""
    codes = {
        word: chr(code if code < _SURROGATES_START else code + _SURROGATES)
        for code, word in enumerate(dict.fromkeys(chain(old, new)))
    }
    return "".join(map(codes.__getitem__, old)), "".join(map(codes.__getitem__, new))
