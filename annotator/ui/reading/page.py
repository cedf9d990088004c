"""One text laid out: its view, and the way between what is shown, where it stands and the source."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from time import perf_counter
from typing import TYPE_CHECKING, Final

from PySide6.QtGui import QTextCursor

from annotator.formats.markdown.spans import TextMap
from annotator.formats.markdown.values import LINE_BREAK
from annotator.ui.reading.colours import reading_colours
from annotator.ui.reading.composer import Composer
from annotator.ui.reading.facts import facts_of_whole
from annotator.ui.reading.looks import Looks
from annotator.ui.reading.painting import Marked
from annotator.ui.reading.pictures import Pictures, PictureWriter
from annotator.ui.reading.values import ScrollState
from annotator.ui.reading.view import MARGIN_LEFT, MARGIN_RIGHT, ReadingView

if TYPE_CHECKING:
    from collections.abc import Iterator

    from annotator.formats.markdown.values import Rendered
    from annotator.ui.reading.colours import ReadingColours
    from annotator.ui.reading.facts import Facts
    from annotator.ui.reading.typeface import Typeface
    from annotator.ui.reading.values import Highlight

_LEAST_WIDTH: Final = 160
_SHORT: Final = 6000
"""Characters that are laid out in one go within a frame or two."""


@dataclass(frozen=True, slots=True, eq=False)
class Text:
    """A text to be shown. `id` says which it is; a later text with the same id takes its place."""

    id: str
    source: str
    rendered: Rendered = field(repr=False)
    language: str | None = None
    pictures: Pictures = field(default_factory=Pictures, repr=False)

    def shows_like(self, other: Text) -> bool:
        """Return whether both look the same, pictures aside."""
        return (
            self.id == other.id
            and self.language == other.language
            and self.source == other.source
            and self.rendered.notice == other.rendered.notice
        )


@dataclass(frozen=True, slots=True)
class Setting:
    """How a text is laid out: a page holds for one of these."""

    width: int
    typeface: Typeface
    colours: ReadingColours

    @classmethod
    def fitting(cls, typeface: Typeface, room: int) -> Setting:
        """Return the setting for `room` pixels and the colours in use; the column is never wider than is read well."""
        margins = MARGIN_LEFT + MARGIN_RIGHT
        width = max(_LEAST_WIDTH, min(room - margins, typeface.column_width))
        return cls(width + margins, typeface, reading_colours())


class Page:
    """A text in a view of its own, built in pieces of time; what is there already can be read and selected."""

    def __init__(self, text: Text, setting: Setting) -> None:
        self.text = text
        self.setting = setting
        self.map = TextMap(text.rendered)
        self.view = ReadingView(setting.width)
        self.view.use_ground(
            setting.colours.window.paper
        )  # its letters are of this scheme until another takes its place
        self.view.shown_text = self.shown_text
        self.view.tip_at = self.tip_at
        looks = Looks(setting.typeface, setting.colours)
        self.view.addresses = looks.links
        content_width = setting.width - MARGIN_LEFT - MARGIN_RIGHT
        self._pictures = PictureWriter(self.view.document(), text.pictures, content_width)
        starts = self.map.block_starts
        self._composer = Composer(self.view.document(), text.rendered, starts, looks, self._pictures)
        self.positions = self._composer.positions
        self.view.painting.decorations = self._composer.decorations
        self._steps: Iterator[None] | None = self._composer.steps()
        self._highlights: tuple[Highlight, ...] = ()
        self._has_begun = False

    @property
    def is_complete(self) -> bool:
        """Whether the whole text stands in the document."""
        return self._steps is None

    @property
    def is_short(self) -> bool:
        """Whether the text is laid out anew so quickly that nobody waits."""
        return len(self.map.plain_text) <= _SHORT

    @property
    def can_be_widened(self) -> bool:
        """Whether another width needs no new document: no block was cut where a line ended, no picture was scaled."""
        is_free = not self._composer.has_joints and not self._pictures.was_asked
        return self.is_complete and self.is_short and is_free

    def refit(self, setting: Setting) -> bool:
        """Take another width if that is all that differs; return whether the page is laid out for `setting` now."""
        has_same_look = (setting.typeface, setting.colours) == (self.setting.typeface, self.setting.colours)
        if has_same_look and self.can_be_widened:
            self.setting = setting
            self.view.set_column(setting.width)
        return self.setting == setting

    def shows(self, text: Text) -> bool:
        """Return whether the page is one of `text`."""
        has_its_pictures = not self._pictures.was_asked or self.text.pictures.names == text.pictures.names
        return has_its_pictures and self.text.shows_like(text)

    @cached_property
    def facts(self) -> Facts:
        """The size of the whole text."""
        return facts_of_whole(self.text.rendered)

    def build(self, seconds: float) -> None:
        """Go on building for about so long."""
        end = perf_counter() + seconds
        while self._steps is not None and perf_counter() < end:
            if next(self._steps, self) is self:
                self._steps = None
            if not self._has_begun:
                # The view's own cursor was pushed along by the text put in before it.
                self._has_begun = True
                self.view.setTextCursor(QTextCursor(self.view.document()))
        if self.is_complete:
            self.view.painting.marked = self._marked()

    def show_highlights(self, highlights: tuple[Highlight, ...]) -> None:
        """Mark these in the text, and no others."""
        if highlights != self._highlights:
            self._highlights = highlights
            self.view.painting.marked = self._marked()
            self.view.viewport().update()

    @property
    def marked(self) -> tuple[Marked, ...]:
        """The highlights in the order of the text."""
        return self.view.painting.marked

    def _marked(self) -> tuple[Marked, ...]:
        marked: list[Marked] = []
        for highlight in self._highlights:
            pieces = [
                piece
                for shown in self.map.to_display(highlight.start, highlight.end)
                for piece in self.positions.document_pieces(*shown)
            ]
            if pieces:
                marked.append(Marked(highlight.kind, tuple(pieces), highlight.label))
        return tuple(sorted(marked, key=lambda each: each.start))

    def selected_shown(self) -> tuple[int, int] | None:
        """Return the selected range of the displayed text; `None` if nothing is selected."""
        cursor = self.view.textCursor()
        return self.positions.shown_range(cursor.selectionStart(), cursor.selectionEnd())

    def shown_text(self, start: int, end: int) -> str:
        """Return the displayed text of a document range, its lines apart."""
        shown = self.positions.shown_range(start, end)
        return self.map.plain_text[slice(*shown)].replace(LINE_BREAK, "\n") if shown else ""

    def place_of(self, start: int, end: int) -> tuple[int, int] | None:
        """Return the document range in which a range of the source is shown; `None` if it is not shown (yet)."""
        shown = self.map.to_display(start, end)
        return self.positions.document_range(shown[0][0], shown[-1][1]) if shown else None

    def position_of_block(self, block: int) -> int | None:
        """Return where a block of the text begins in the document; `None` if it is not there yet."""
        positions = self._composer.block_positions
        return positions[block] if block < len(positions) else None

    def select(self, start: int, end: int) -> None:
        """Select a document range."""
        cursor = QTextCursor(self.view.document())
        cursor.setPosition(start)
        cursor.setPosition(end, QTextCursor.MoveMode.KeepAnchor)
        self.view.setTextCursor(cursor)

    def tip_at(self, position: int) -> str:
        """Return what is to be said about a document position: a link's target, the labels of highlights."""
        cursor = QTextCursor(self.view.document())
        cursor.setPosition(position)
        cursor.movePosition(QTextCursor.MoveOperation.NextCharacter, QTextCursor.MoveMode.KeepAnchor)
        address = self.view.address(cursor.charFormat().anchorHref())
        tips = [address] if address is not None else []
        if not self.view.painting.hides_marks:
            tips += [each.label for each in self.marked if each.label and each.covers(position)]
        return "\n".join(tips)

    def scroll_state(self) -> ScrollState:
        """Return which place stands at the top."""
        if self.view.verticalScrollBar().value() == 0:
            return ScrollState()
        cursor = self.view.cursorForPosition(self.view.viewport().rect().topLeft())
        return ScrollState(self.positions.offset(cursor.position()), self.view.cursorRect(cursor).top())

    def scroll_to(self, state: ScrollState) -> bool:
        """Bring a place to the top again; return whether it is there already."""
        if not self.is_complete and self.positions.reached <= state.offset:
            return False
        if state == ScrollState():
            self.view.verticalScrollBar().setValue(0)
        else:
            self.view.scroll_to(self.positions.position(state.offset) or 0, shift=state.shift)
        # At the end of what is built there is no room below yet to bring the place to the very top.
        bar = self.view.verticalScrollBar()
        return self.is_complete or bar.value() < bar.maximum()
