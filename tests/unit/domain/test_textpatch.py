"""The laws of text patches."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.domain.textpatch import (
    Hunk,
    TextPatch,
    apply,
    compose,
    from_json,
    inverse,
    patch_between,
    to_json,
)
from annotator.errors import DomainError

TEXTS = st.text(alphabet="ab\n\r日😀\0", max_size=30)


@st.composite
def _patches(draw: st.DrawFn, text: str) -> TextPatch:
    """A patch of several hunks that fits `text`; hunks may touch and may do nothing."""
    cuts = sorted(draw(st.lists(st.integers(0, len(text)), max_size=8)))
    hunks = [
        Hunk(start, text[start:end], draw(TEXTS.map(lambda t: t[:4])))
        for start, end in zip(cuts[::2], cuts[1::2], strict=False)
    ]
    return TextPatch(tuple(hunks))


@st.composite
def _two_patches(draw: st.DrawFn) -> tuple[str, TextPatch, TextPatch]:
    text = draw(TEXTS)
    first = draw(_patches(text))
    return text, first, draw(_patches(apply(first, text)))


@given(TEXTS, TEXTS)
def test_leads_from_the_old_text_to_the_new(old: str, new: str) -> None:
    patch = patch_between(old, new)
    assert apply(patch, old) == new
    assert len(patch.hunks) == (old != new)
    assert patch.is_empty == (old == new)


@given(st.data(), TEXTS)
def test_the_inverse_takes_back(data: st.DataObject, text: str) -> None:
    patch = data.draw(_patches(text))
    assert apply(inverse(patch), apply(patch, text)) == text
    assert inverse(inverse(patch)) == patch


@given(_two_patches())
def test_composing_is_applying_one_after_the_other(case: tuple[str, TextPatch, TextPatch]) -> None:
    text, first, second = case
    both = compose(first, second)
    assert apply(both, text) == apply(second, apply(first, text))
    assert all(a.end < b.start for a, b in zip(both.hunks, both.hunks[1:], strict=False)) or len(both.hunks) < 2
    assert all(hunk.removed != hunk.inserted for hunk in both.hunks)


@given(_two_patches(), st.data())
def test_composing_is_associative_in_effect(case: tuple[str, TextPatch, TextPatch], data: st.DataObject) -> None:
    text, first, second = case
    third = data.draw(_patches(apply(second, apply(first, text))))
    left = compose(compose(first, second), third)
    right = compose(first, compose(second, third))
    assert apply(left, text) == apply(right, text)


@given(st.data(), TEXTS)
def test_a_patch_and_its_inverse_compose_to_nothing(data: st.DataObject, text: str) -> None:
    patch = data.draw(_patches(text))
    assert compose(patch, inverse(patch)) == TextPatch()
    assert compose(inverse(patch), patch) == TextPatch()


@given(st.data(), TEXTS)
def test_survives_json(data: st.DataObject, text: str) -> None:
    patch = data.draw(_patches(text))
    assert from_json(json.loads(json.dumps(to_json(patch)))) == patch


def test_typing_at_one_place_is_one_hunk() -> None:
    text, patch = "one two", TextPatch()
    for count, key in enumerate("lovely "):
        typed = text[: 4 + count] + key + text[4 + count :]
        patch, text = compose(patch, patch_between(text, typed)), typed
    assert patch == TextPatch((Hunk(4, "", "lovely "),))


def test_typing_at_two_places_is_two_hunks() -> None:
    patch = compose(patch_between("one two", "one! two"), patch_between("one! two", "one! two?"))
    assert patch == TextPatch((Hunk(3, "", "!"), Hunk(7, "", "?")))


def test_typing_and_taking_back_is_nothing() -> None:
    there = patch_between("one two", "one fine two")
    assert compose(there, patch_between("one fine two", "one two")) == TextPatch()


def test_deleting_across_an_insertion_is_one_hunk() -> None:
    patch = compose(TextPatch((Hunk(2, "", "XY"),)), TextPatch((Hunk(1, "bXYc", "z"),)))
    assert patch == TextPatch((Hunk(1, "bc", "z"),))


def test_refuses_a_text_it_was_not_made_for() -> None:
    with pytest.raises(DomainError, match="not what the patch replaces"):
        apply(TextPatch((Hunk(0, "x", "y"),)), "abc")
    with pytest.raises(DomainError, match="not what the patch replaces"):
        apply(TextPatch((Hunk(9, "", "y"),)), "abc")
    with pytest.raises(DomainError, match="did not leave there"):
        compose(TextPatch((Hunk(0, "", "ab"),)), TextPatch((Hunk(0, "ax", ""),)))


def test_refuses_overlapping_hunks() -> None:
    with pytest.raises(DomainError, match="starts at 1"):
        TextPatch((Hunk(0, "ab", ""), Hunk(1, "b", "")))


@pytest.mark.parametrize("document", [{}, [[0, "a"]], [["0", "a", "b"]], [[-1, "", "a"]], ["abc"], [[True, 1, "a"]]])
def test_refuses_a_document_of_another_shape(document: object) -> None:
    with pytest.raises(DomainError):
        from_json(document)
