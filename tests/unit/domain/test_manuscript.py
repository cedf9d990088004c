"""A manuscript follows an editor line by line and stays the exact text."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from annotator.domain.manuscript import Manuscript
from annotator.domain.newlines import from_editor, to_editor
from annotator.domain.textpatch import TextPatch, apply, compose

PIECES = [
    "\n",
    "\r\n",
    "\r",
    "\u2029",
    "\ufdd0",
    "\u2028",
    "\u00a0",
    "\ufeff",
    "\ufffe",
    "\ud83d",
    "😀",
    "日本",
    "a",
    "b",
]
texts = st.lists(st.sampled_from(PIECES), max_size=14).map("".join)
lines = st.lists(st.sampled_from(["", "a", "b", "日本", "a\u00a0b", "x\u2028y", "😀"]), min_size=1, max_size=4)
edits = st.lists(st.tuples(st.integers(0, 20), st.integers(1, 4), lines), max_size=5)


@given(texts)
def test_an_untouched_manuscript_is_the_text(text):
    manuscript = Manuscript(text)
    assert manuscript.text == text
    assert manuscript.line_count == to_editor(text).count("\n") + 1


@given(texts, edits)
def test_patches_lead_from_the_text_to_what_the_editor_shows(text, done):
    manuscript = Manuscript(text)
    shown = to_editor(text).split("\n")
    merged = TextPatch()
    exact = text
    for place, most, now in done:
        first = place % len(shown)
        count = min(most, len(shown) - first)
        patch = manuscript.replace(first, count, now)
        shown[first : first + count] = now
        exact = apply(patch, exact)
        merged = compose(merged, patch)
        assert manuscript.text == exact
        assert to_editor(exact).split("\n") == to_editor("\n".join(shown)).split("\n")
        assert manuscript.line_count == len(shown)
    assert apply(merged, text) == exact


@given(st.lists(st.sampled_from(["a\r\n", "b\n", "\u00a0\u2029", "c\ud83d\n"]), min_size=4).map("".join), lines)
def test_lines_that_an_edit_does_not_touch_stay_exact(text, now):
    manuscript = Manuscript(text)
    manuscript.replace(0, 1, now)
    first = text.index("\r\n") + 2 if text.startswith("a") else 2
    assert manuscript.text.endswith(text[max(first, 3) :])


def test_new_lines_end_like_their_neighbours():
    manuscript = Manuscript("one\r\ntwo\r\nthree\r\n")
    manuscript.replace(1, 1, ["two", "and a half"])
    assert manuscript.text == "one\r\ntwo\r\nand a half\r\nthree\r\n"


def test_what_is_pasted_over_everything_keeps_the_newlines_of_the_lines_it_shares():
    text = "\ufeffone\r\ntwo\rthree\nfour"
    manuscript = Manuscript(text)
    manuscript.replace(0, 4, ["one", "two", "three", "five"])
    assert manuscript.text == "\ufeffone\r\ntwo\rthree\nfive"


def test_a_change_of_one_line_agrees_with_a_look_at_the_whole_text():
    text = "a\u00a0b\r\nc\ud83d\r\nd\r\n"
    manuscript = Manuscript(text)
    manuscript.replace(0, 1, ["a\u00a0bX"])
    assert manuscript.text == from_editor(text, to_editor(text).replace("a\u00a0b", "a\u00a0bX"))


def test_edits_far_apart_stay_small():
    text = "\n".join(f"line {number}" for number in range(2000))
    manuscript = Manuscript(text)
    merged = compose(manuscript.replace(1, 1, ["first"]), manuscript.replace(1990, 1, ["last"]))
    assert sum(len(hunk.removed) + len(hunk.inserted) for hunk in merged.hunks) < 40
    assert apply(merged, text) == manuscript.text
