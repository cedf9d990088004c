"""A reading pane, and how to show a text in it and select a part of what is seen."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from pytestqt.qtbot import QtBot

from annotator.formats.markdown.render import render
from annotator.ui import theme
from annotator.ui.reading.page import Page
from annotator.ui.reading.pane import ReadingPane

Show = Callable[..., Page]


@pytest.fixture(autouse=True)
def _light(qapp: object) -> None:
    theme.apply("light")


@pytest.fixture
def pane(qtbot: QtBot) -> ReadingPane:
    made = ReadingPane("deliverable")
    qtbot.addWidget(made)
    made.resize(600, 500)
    made.show()
    return made


@pytest.fixture
def show(qtbot: QtBot, pane: ReadingPane) -> Show:
    """Show a Markdown source and wait until all of it is there."""

    def shown(source: str, *, language: str = "en", text_id: str = "text", **more: object) -> Page:
        pane.show_text(source, render(source), language=language, text_id=text_id, **more)
        page = pane.pages.current
        assert page is not None
        qtbot.waitUntil(lambda: page.is_complete)
        return page

    return shown


def select(page: Page, words: str) -> None:
    """Select words as they are seen, across blocks and cells too."""
    start = page.map.plain_text.index(words)
    place = page.positions.document_range(start, start + len(words))
    assert place is not None
    page.select(*place)
