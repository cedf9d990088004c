"""Texts survive an editor that knows one kind of newline only."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.domain.newlines import from_editor, to_editor

SEPARATORS = ["\n", "\r\n", "\r", "\u2029", "\ufdd0", "\ufdd1"]
PIECES = [
    "a",
    "b",
    "日",
    "😀",
    "\u00a0",
    "\0",
    "\x0b",
    "\x0c",
    "\x85",
    "\u2028",
    "\ufffc",
    "\ufffd",
    "\ufeff",
    "\ufffe",
]
EXACT = st.lists(st.sampled_from([*SEPARATORS, *PIECES, "\ud83d", "\ude00"]), max_size=30).map("".join)
EDITED = st.lists(st.sampled_from(["\n", *PIECES[:-1]]), max_size=30).map("".join)


@given(st.one_of(EXACT, st.text()))
def test_an_unchanged_text_comes_back_exactly(text: str) -> None:
    assert from_editor(text, to_editor(text)) == text
    assert from_editor(text, to_editor(text).replace("\n", "\u2029")) == text


@given(EXACT, EDITED)
def test_what_comes_back_shows_what_was_edited(original: str, edited: str) -> None:
    wanted = edited if "\u2028" in original else edited.replace("\u2028", "\n")
    assert to_editor(from_editor(original, edited)) == to_editor(wanted)


@given(st.sampled_from(SEPARATORS), st.lists(st.text(alphabet="ab日", max_size=4), min_size=1, max_size=8), st.data())
def test_one_kind_of_newline_stays_the_only_one(separator: str, lines: list[str], data: st.DataObject) -> None:
    original = separator.join(["first", *lines])
    edited = data.draw(st.lists(st.text(alphabet="abc", max_size=4), min_size=1, max_size=8))
    assert from_editor(original, "\n".join(edited)) == separator.join(edited)


@given(EXACT)
def test_the_editor_form_has_one_kind_of_newline(text: str) -> None:
    shown = to_editor(text)
    assert not set(shown) & {"\r", "\u2029", "\ufdd0", "\ufdd1"}
    assert not shown.startswith("\ufeff")
    assert not any("\ud800" <= char <= "\udfff" for char in shown)
    assert to_editor(shown) == shown


@pytest.mark.parametrize(
    ("original", "edited", "exact"),
    [
        ("a\r\nb\nc", "a\nB\nc", "a\r\nB\nc"),  # an edited line keeps its newline
        ("a\r\nb\r\nc\nd\ne\nf", "a\nx\nb\nc\nd\ne\nf", "a\r\nx\r\nb\r\nc\nd\ne\nf"),  # a new one: as around it
        ("a\r\nb\r\nc\nd\ne\nf", "a\nb\nc\nd\ne\ny\nf", "a\r\nb\r\nc\nd\ne\ny\nf"),
        ("a\r\nb", "a\nb\nc", "a\r\nb\r\nc"),  # appended after a last line without newline
        ("one line", "two\nlines", "two\nlines"),
        ("a\r\nb\r\n", "a\nb", "a\r\nb"),
        ("x\ud83d\r\ny", "x\ufffd\nz", "x\ud83d\r\nz"),  # its line was not edited
        ("a\rb\nc", "a\n\nc", "a\r\rc"),  # not the one newline "\r\n"
        ("a b\u00a0c\r\n", "a b\u00a0c!\n", "a b\u00a0c!\r\n"),
        ("\ufeffa\r\nb", "x\nb", "\ufeffx\r\nb"),
        ("\ufeffa", "ab", "\ufeffab"),
        ("\ufeffa\r\n", "", ""),
        ("a\ufffe\nb", "a\ufffd\nc", "a\ufffe\nc"),
        ("a\nb", "a\u2028b", "a\nb"),  # typed with Shift+Enter
        ("a\u2028b\r\nc", "a\u2028b\nd", "a\u2028b\r\nd"),
    ],
)
def test_restores_newlines_around_an_edit(original: str, edited: str, exact: str) -> None:
    assert from_editor(original, edited) == exact
