"""What is selected in the pane, as a range of the source."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QToolButton

from tests.ui.reading.conftest import select


@pytest.mark.parametrize(
    ("source", "seen", "quote"),
    [
        ("before 😀👨‍👩‍👧 after", "after", "after"),
        ("a 😀 b", "😀", "😀"),
        ("one\r\ntwo 😀\r\n\r\nthree", "three", "three"),
        ("one\r\n\r\ntwo\rthree", "two\u2028three", "two\rthree"),
        ("# 見出し\n\n本文は**とても**長い。", "とても", "とても"),
        ("# 見出し\n\n𠮷野家で食べる", "野家", "野家"),
        ("| a | b |\n|---|---|\n| 😀 x | **yz** |\n", "yz", "yz"),
        ("| a | b |\n|---|---|\n| 1 | 2 |\n\nbehind", "behind", "behind"),
        ("- one\n  - two\n    1. three\n\nfour", "three", "three"),
        ("> quoted\n> text\n\nafter", "after", "after"),
        ("```python\ndef f():\n    return 1\n```\n\nafter", "return 1", "return 1"),
        ("a &amp; b", "&", "&amp;"),
        ("see [the page](https://example.org) now", "page", "page"),
        ("a\u00a0b\u3000c", "b\u3000c", "b\u3000c"),
        ("x\x00y z", "z", "z"),
    ],
)
def test_what_is_seen_is_found_in_the_source(pane, show, source, seen, quote):
    page = show(source)
    select(page, seen)

    chosen = pane.selected_range()
    assert chosen is not None
    assert source[slice(*chosen)] == quote


def test_a_selection_across_cells_and_blocks_runs_from_the_first_to_the_last(pane, show):
    source = "start\n\n| a | b |\n|---|---|\n| c | d |\n\n- end 😀 here"
    page = show(source)
    first, last = page.map.plain_text.index("start"), page.map.plain_text.index("here")
    place = page.positions.document_range(first, last + 4)
    page.select(*place)

    assert pane.selected_range() == (0, len(source))


def test_a_large_table_is_one_table_to_the_reader(pane, show):
    rows = "".join(f"| 😀 {row} | second {row} | third |\n" for row in range(300))
    source = f"before\n\n| a | b | c |\n|---|---|---|\n{rows}\nafter"
    page = show(source)
    assert page.view.document().rootFrame().childFrames()[1:], "it is written in parts"
    for words in ("second 0", "second 41", "😀 299", "after"):
        select(page, words)
        assert source[slice(*pane.selected_range())] == words
    edges = {round(page.view.block_rect(page.view.document().find(f"second {row}").block()).left()) for row in (1, 299)}
    assert len(edges) == 1


def test_half_an_emoji_counts_as_the_whole(pane, show):
    page = show("a😀b")
    page.select(2, 3)
    assert pane.selected_range() == (1, 2)


def test_nothing_selected_and_a_bullet_alone_are_no_range(pane, show):
    page = show("- one")
    assert pane.selected_range() is None
    page.select(0, 1)
    assert pane.selected_range() is None


def test_what_is_copied_is_what_was_seen(pane, show):
    page = show("a **bold** 😀\n\nand\nmore")
    page.view.selectAll()
    page.view.copy()
    assert QGuiApplication.clipboard().text() == "a bold 😀\nand\nmore"


def test_the_bar_under_a_selection_asks_for_an_act(qtbot, pane, show):
    page = show("Some words to praise.")
    pane.show_criterion(6)
    select(page, "praise")
    bar = pane.selecting.bar
    qtbot.waitUntil(bar.isVisible)
    assert "Evidence for 6" in bar.findChild(QToolButton, "select_evidence").text()

    with qtbot.waitSignal(pane.act_requested) as asked:
        qtbot.mouseClick(bar.findChild(QToolButton, "select_strength"), Qt.MouseButton.LeftButton)
    assert asked.args == ["strength"]
    assert pane.selected_range() == (14, 20)


def test_without_a_criterion_no_evidence_is_offered(qtbot, pane, show):
    pane.show_criterion(None)
    select(show("Some words."), "words")
    qtbot.waitUntil(pane.selecting.bar.isVisible)
    assert pane.selecting.bar.findChild(QToolButton, "select_evidence").isHidden()


def test_the_bar_leaves_with_the_selection(qtbot, pane, show):
    page = show("Some words.")
    select(page, "words")
    qtbot.waitUntil(pane.selecting.bar.isVisible)
    page.select(0, 0)
    qtbot.waitUntil(pane.selecting.bar.isHidden)


def test_a_page_shown_again_asks_once(qtbot, pane, show):
    show("first", text_id="1")
    show("second", text_id="2")
    page = show("first", text_id="1")
    changes = []
    pane.selection_changed.connect(lambda: changes.append(1))
    select(page, "first")
    assert len(changes) == 1


def test_text_is_selected_with_the_arrow_keys(qtbot, pane, show):
    page = show("abc def")
    pane.toggle_keyboard_selection()
    page.view.moveCursor(page.view.textCursor().MoveOperation.Start)
    for _time in range(3):
        qtbot.keyClick(page.view, Qt.Key.Key_Right, Qt.KeyboardModifier.ShiftModifier)
    assert pane.selected_range() == (0, 3)
