"""What the reading pane does with a text: show, prepare, find, mark, zoom, and never fetch."""

from __future__ import annotations

from base64 import b64encode

import pytest
from PySide6.QtCore import QBuffer, QEvent, QMimeData, QPoint, Qt, QUrl
from PySide6.QtGui import QColor, QImage, QInputMethodEvent, QKeyEvent, QTextDocument
from PySide6.QtWidgets import QApplication, QLineEdit

from annotator.domain.job import Attachment
from annotator.formats.markdown.render import render, render_plain
from annotator.ui import theme
from annotator.ui.reading.source_view import SourceView
from annotator.ui.reading.values import Highlight, HighlightKind, ScrollState
from annotator.ui.reading.view import ReadingView, SealedDocument
from tests.ui.reading.conftest import select

LONG = "\n\n".join(f"Paragraph {number} says little, but 😀 often." for number in range(400))
UNBROKEN = "あ漢字" * 8000


def raised(qtbot, pane):
    qtbot.waitUntil(lambda: pane.pages.is_idle)
    return pane.pages.current


def test_a_prepared_text_is_only_raised(qtbot, pane, show):
    show("first", text_id="1")
    rendered = render("# Second\n\ntext")
    pane.prepare("2", "# Second\n\ntext", rendered, "en")
    qtbot.waitUntil(lambda: pane.pages.is_idle)
    views = pane.findChildren(ReadingView)
    pane.show_text("# Second\n\ntext", rendered, language="en", text_id="2")
    assert pane.pages.current.is_complete
    assert pane.pages.current.view in views
    assert set(pane.findChildren(ReadingView)) == set(views)


def test_a_prepared_text_that_changed_meanwhile_is_not_shown(qtbot, pane, show):
    show("first", text_id="1")
    pane.prepare("2", "old", render("old"), "en")
    qtbot.waitUntil(lambda: pane.pages.is_idle)
    assert show("new", text_id="2").map.plain_text == "new"


def test_a_long_text_is_there_in_pieces_and_another_may_come_between(qtbot, pane, show):
    pane.show_text(UNBROKEN, render(UNBROKEN), language="ja", text_id="long")
    assert not pane.pages.current.is_complete
    page = show("short", text_id="short")
    assert pane.pages.current is page
    qtbot.waitUntil(lambda: pane.pages.is_idle)
    assert pane.pages.current is page


def test_a_long_line_is_cut_where_nobody_sees_it(pane, show):
    page = show(UNBROKEN, language="ja")
    block, widths = page.view.document().begin(), []
    while block.isValid():
        layout = block.layout()
        widths += [layout.lineAt(number).naturalTextWidth() for number in range(layout.lineCount())]
        block = block.next()
    assert page.view.document().blockCount() > 3
    assert max(widths) - min(widths[:-1]) < 2 * page.setting.typeface.body_pixels
    page.view.selectAll()
    assert pane.selected_range() == (0, len(UNBROKEN))


def test_find_counts_goes_round_and_sees_through_widths(qtbot, pane, show):
    show("ABC abc ＡＢＣ ｱｲｳ", language="ja")
    pane.open_find()
    qtbot.keyClicks(pane.findChild(QLineEdit, "find_line"), "abc")
    painting = pane.pages.current.view.painting
    assert painting.found == [(0, 3), (4, 7), (8, 11)]
    assert painting.found_now == (0, 3)
    pane.find_next()
    assert painting.found_now == (4, 7)
    pane.find_previous()
    pane.find_previous()
    assert painting.found_now == (8, 11)
    pane.findChild(QLineEdit, "find_line").setText("アイウ")
    assert painting.found == [(12, 15)]
    qtbot.keyClick(pane.findChild(QLineEdit, "find_line"), Qt.Key.Key_Escape)
    assert pane.find_bar.isHidden()
    assert not painting.found


def test_facts_count_words_or_only_characters(qtbot, pane, show):
    page = show("# A title\n\n- two words\n\n[link](https://example.org)")
    assert pane.foot.text == "5 words · 20 characters · 18 without spaces · 1 heading · 1 link"
    select(page, "two words")
    qtbot.waitUntil(lambda: pane.foot.text == "Selected: 2 words · 9 characters · 8 without spaces")
    show("これは 試験です。", language="ja", text_id="ja")
    assert pane.foot.text == "9 characters · 8 without spaces"


def test_the_outline_goes_to_its_heading(qtbot, pane, show):
    page = show("# One\n\n" + LONG + "\n\n## Two\n\n" + LONG + "\n\n## Three & more\n\nend")
    actions = pane.foot.menu.actions()
    assert [action.text().strip() for action in actions] == ["One", "Two", "Three && more"]
    actions[1].trigger()
    top = page.view.cursorForPosition(QPoint(50, 2)).block().text()
    assert top == "Two"


def test_highlights_are_told_apart_by_shape_and_gone_to_in_order(pane, show):
    source = "alpha beta gamma 😀 delta\n\n" + LONG + "\n\nomega"
    kinds = list(HighlightKind)
    words = ("delta", "beta gamma", "omega", "alpha")
    marks = [
        Highlight(kind, source.index(word), source.index(word) + len(word), kind.value)
        for kind, word in zip(kinds, words, strict=True)
    ]
    page = show(source, highlights=tuple(marks))
    assert [marked.label for marked in page.marked] == ["changed", "gap", "strength", "evidence"]
    assert page.tip_at(page.marked[1].start + 1) == "gap"
    pane.next_highlight()
    pane.next_highlight()
    pane.next_highlight()
    pane.next_highlight()
    assert page.view.painting.pointed[0] == page.marked[3].start
    assert page.view.verticalScrollBar().value() > 0
    pane.next_highlight()
    assert page.view.painting.pointed[0] == page.marked[0].start


def painted(page) -> set[int]:
    image = page.view.grab().toImage()
    return {image.pixelColor(x, y).rgb() for x in range(image.width()) for y in range(min(120, image.height()))}


def test_highlights_are_painted_and_can_be_hidden(pane, show):
    red = QColor(theme.LIGHT.failed).rgb()
    page = show("Some words here.", highlights=(Highlight(HighlightKind.GAP, 5, 10),))
    assert red in painted(page)
    pane.hide_highlights(hidden=True)
    assert red not in painted(page)
    pane.hide_highlights(hidden=False)
    assert red in painted(page)


def test_dark_and_zoomed_keep_place_and_selection(qtbot, pane, show):
    page = show(LONG)
    select(page, "Paragraph 200")
    page.view.scroll_to(page.view.textCursor().selectionStart(), shift=10)
    before, chosen = pane.scroll_state(), pane.selected_range()

    theme.apply("dark")
    page = raised(qtbot, pane)
    assert page.setting.colours.window == theme.DARK
    assert (pane.scroll_state().offset, pane.selected_range()) == (before.offset, chosen)

    with qtbot.waitSignal(pane.zoom_changed):
        pane.zoom_steps = 3
    page = raised(qtbot, pane)
    assert page.setting.typeface.zoom == 3
    assert (pane.scroll_state().offset, pane.selected_range()) == (before.offset, chosen)


@pytest.mark.parametrize("text", ["Short.", LONG], ids=["short", "long"])
def test_letters_and_ground_are_always_of_one_scheme(qtbot, pane, show, text):
    show(text)
    for choice, scheme in (("dark", theme.DARK), ("light", theme.LIGHT)):
        theme.apply(choice)
        seen = pane.pages.current  # a long text is laid out anew in idle time, and this one stays until then
        assert ground_of(seen) == seen.setting.colours.window.paper
        page = raised(qtbot, pane)
        assert page.setting.colours.window == scheme
        assert ground_of(page) == scheme.paper


def ground_of(page):
    """Return the colour between the letters, as it is painted."""
    return page.view.viewport().grab().toImage().pixelColor(1, 1).name()


def test_another_width_keeps_the_place(qtbot, pane, show):
    show(LONG)
    pane.restore_scroll_state(ScrollState(5000, 0))
    before = pane.scroll_state()
    pane.resize(420, 500)
    raised(qtbot, pane)
    assert abs(pane.scroll_state().offset - before.offset) < 60


def test_a_place_is_restored_before_all_is_laid_out(qtbot, pane):
    source = LONG * 5
    pane.show_text(source, render(source), language="en", text_id="long")
    pane.restore_scroll_state(ScrollState(60_000, 0))
    raised(qtbot, pane)
    assert abs(pane.scroll_state().offset - 60_000) < 100


def test_ctrl_wheel_and_links_reach_the_window(qtbot, pane, show):
    page = show("[words](https://example.org/a?b=%20c&d) and [bad](javascript:alert(1))")
    asked = []
    pane.link_requested.connect(asked.append)
    place = page.view.cursorRect().center() + QPoint(8, 0)
    qtbot.mouseClick(page.view.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert asked == ["https://example.org/a?b=%20c&d"]
    assert page.tip_at(2) == "https://example.org/a?b=%20c&d"


def picture() -> bytes:
    image = QImage(900, 300, QImage.Format.Format_RGB32)
    image.fill(QColor("#123456"))
    buffer = QBuffer()
    buffer.open(QBuffer.OpenModeFlag.WriteOnly)
    image.save(buffer, "png")
    return bytes(buffer.data().data())


def test_only_pictures_of_the_job_are_shown(pane, show):
    requests = SealedDocument.requests
    pane.attachment_bytes = {"chart.png": picture(), "evil.svg": b"<svg><image href='file:///etc/passwd'/></svg>"}.get
    files = tuple(Attachment(name, "hash", None, 10) for name in ("chart.png", "evil.svg"))
    inline = f"data:image/png;base64,{b64encode(picture()).decode()}"
    source = f"![a chart](chart.png) ![far](https://example.org/x.png) ![svg](evil.svg) ![unc](//host/x) ![]({inline})"
    page = show(source, attachments=files)
    pictures = [stretch for stretch in page.positions.stretches if stretch.is_picture]
    assert [stretch.text for stretch in pictures][:1] == ["a chart"]
    assert len(pictures) == 2
    assert "far (https://example.org/x.png)" in page.view.toPlainText()
    assert QColor("#123456").rgb() in painted(page)
    page.select(0, 1)
    assert pane.selected_range() == (0, len("![a chart](chart.png)"))
    assert SealedDocument.requests == requests


def test_qt_is_answered_nothing_from_outside(pane, show, tmp_path):
    page = show("text")
    secret = tmp_path / "secret.txt"
    secret.write_text("secret", encoding="utf-8")
    before = SealedDocument.requests
    for address in (secret.as_uri(), "//host/share/x.png", "https://example.org/x.css"):
        kind = QTextDocument.ResourceType.ImageResource.value
        assert page.view.document().resource(kind, QUrl(address)) is None
    page.view.setSource(QUrl(secret.as_uri()))
    assert page.view.toPlainText() == "text"
    assert SealedDocument.requests == before + 3


def test_input_methods_and_drops_are_refused(qtbot, pane, show):
    page = show("text")
    page.view.setFocus()
    QApplication.sendEvent(page.view, QInputMethodEvent("にほ", []))
    committed = QInputMethodEvent()
    committed.setCommitString("日本")
    QApplication.sendEvent(page.view, committed)
    assert page.view.toPlainText() == "text"
    assert page.view.inputMethodQuery(Qt.InputMethodQuery.ImEnabled) is False
    assert not page.view.testAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled)
    assert not page.view.canInsertFromMimeData(QMimeData())
    assert not page.view.acceptDrops()


@pytest.mark.parametrize("key", [Qt.Key.Key_P, Qt.Key.Key_F, Qt.Key.Key_J, Qt.Key.Key_F3])
def test_keys_of_acts_are_left_to_the_window(pane, show, key):
    page = show("text")
    event = QKeyEvent(QEvent.Type.KeyPress, key, Qt.KeyboardModifier.NoModifier, chr(key) if key < 128 else "")
    QApplication.sendEvent(page.view, event)
    assert not event.isAccepted()


def test_a_plain_text_says_why(pane):
    pane.show_text("# x", render_plain("# x", "Shown plain."), language="en", text_id="1")
    assert pane.pages.current.map.plain_text == "# x"
    assert "Shown plain." in [label.text() for label in pane.findChildren(type(pane._notice))]


def test_files_ask_to_be_opened(qtbot, pane, show):
    file = Attachment("a & b.xlsx", "hash", None, 2048)
    show("text", attachments=(file, Attachment("lost.pdf", None, None, None)))
    first, second = pane.files._buttons
    assert "a && b.xlsx" in first.text()
    assert not second.isEnabled()
    with qtbot.waitSignal(pane.file_requested) as asked:
        qtbot.mouseClick(first, Qt.MouseButton.LeftButton)
    assert asked.args == [file]


def test_cleared_the_pane_is_empty(pane, show):
    show("text")
    pane.clear()
    assert pane.pages.current is None
    assert pane.selected_range() is None
    assert not any(view.isVisible() for view in pane.findChildren(ReadingView))


def test_the_source_is_asked_for_the_passage(qtbot, pane, show):
    page = show("a 😀\r\n**b** c")
    view = SourceView(page.text)
    qtbot.addWidget(view)
    view.show()
    source_page = view.pages.current
    assert source_page.map.plain_text.replace("\n", "") == "a 😀**b** c"
    select(source_page, "**b**")
    with qtbot.waitSignal(view.range_chosen) as chosen:
        view._choose.accepted.emit()
    assert chosen.args == [5, 10]
