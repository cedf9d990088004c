"""What is selected in the pane of an odd or hostile text is a place of its source, and nothing is fetched."""

from __future__ import annotations

from bisect import bisect_left
from itertools import chain
from random import Random

import pytest

from annotator.formats.markdown.render import render
from annotator.formats.markdown.values import LINE_BREAK, Rendered
from annotator.ui.reading.page import Page
from annotator.ui.reading.pane import ReadingPane
from annotator.ui.reading.view import SealedDocument
from tests.data.markdown_corpus import nasty_texts, odd_texts

pytestmark = pytest.mark.data

RANGES = 200


def mapped_stretches(rendered: Rendered) -> list[tuple[int, int]]:
    """The displayed ranges that come from the source, in order."""
    stretches, position = [], 0
    for block in rendered.blocks:
        for run in block.runs:
            if run.start is not None:
                stretches.append((position, position + len(run.text)))
            position += len(run.text)
        position += 1
    return stretches


def utf16(text: str) -> bytes:
    return text.encode("utf-16-le", "surrogatepass")


def assert_document_says_what_is_noted(page: Page) -> None:
    raw = utf16(page.view.document().toRawText())
    for stretch in page.positions.stretches:
        stands = raw[2 * stretch.start : 2 * stretch.end].decode("utf-16-le", "surrogatepass")
        assert stands.replace("\u2029", LINE_BREAK) == stretch.text or stretch.is_picture
    noted = "".join(stretch.text for stretch in page.positions.stretches)
    assert noted == "".join(block.text for block in page.text.rendered.blocks)


def assert_ranges_hold(pane: ReadingPane, page: Page, random: Random) -> int:
    source = page.text.source
    stretches = mapped_stretches(page.text.rendered)
    ends = [end for _start, end in stretches]
    last = page.view.document().characterCount() - 1
    mapped = 0
    for _time in range(RANGES):
        start = random.randint(0, last)
        end = min(last, start + 1 + int(random.expovariate(1 / 80)))
        page.select(start, end)
        chosen = pane.selected_range()
        shown = page.selected_shown()
        if chosen is None or shown is None:
            continue
        mapped += 1
        assert 0 <= chosen[0] < chosen[1] <= len(source)
        covered = page.map.to_display(*chosen)
        for stretch in stretches[bisect_left(ends, shown[0] + 1) :]:
            if stretch[0] >= shown[1]:
                break
            part = max(shown[0], stretch[0]), min(shown[1], stretch[1])
            assert any(first <= part[0] and part[1] <= behind for first, behind in covered), (chosen, part)
    return mapped


@pytest.mark.parametrize("language", ["ja", "en"])
def test_selected_ranges_are_ranges_of_the_source(qtbot, language):
    pane = ReadingPane("deliverable")
    qtbot.addWidget(pane)
    pane.resize(600, 700)
    pane.show()
    requests = SealedDocument.requests
    random = Random(language)
    mapped = 0
    for name, source in chain(odd_texts(), nasty_texts()):
        pane.show_text(source, render(source), language=language, text_id=name)
        page = pane.pages.current
        assert page is not None
        qtbot.waitUntil(lambda page=page: page.is_complete, timeout=20_000)
        pane.grab()
        assert_document_says_what_is_noted(page)
        mapped += assert_ranges_hold(pane, page, random)
    assert mapped > 10_000
    assert SealedDocument.requests == requests
