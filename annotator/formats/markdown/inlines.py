"""From inline tokens to runs."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING
from urllib.parse import unquote

from markdown_it.token import Token

from annotator.formats.markdown.inline import AT, place
from annotator.formats.markdown.values import LINE_BREAK, Style
from annotator.formats.markdown.writer import PLAIN, Look

if TYPE_CHECKING:
    from collections.abc import Iterator

    from annotator.formats.markdown.tracing import Traced
    from annotator.formats.markdown.writer import RunWriter

_SPANNED = {"em": Style.ITALIC, "strong": Style.BOLD, "s": Style.STRIKE}
_LITERAL = {"math_inline": Style.MATH, "html_inline": Style.HTML}
# Only what may stand in an address: Japanese text goes on right behind one, without a blank.
_ADDRESS = re.compile(r"https?://[A-Za-z0-9\-._~:/?#\[\]@!$&'()*+,;=%]+")
_ADDRESS_TAIL = ".,;:!?'*_~)]"


@dataclass
class InlineWriter:
    """Writes the tokens of one inline text. `hidden` collects the ranges of link targets, which are not shown."""

    writer: RunWriter
    traced: Traced
    hidden: list[tuple[int, int]]
    links: int = 0
    _depths: dict[Style, int] = field(default_factory=dict)
    _link: Token | None = None
    _mark: tuple[int, int] = (0, 0)
    _look: Look = PLAIN

    def write(self, tokens: list[Token]) -> None:
        """Write all tokens."""
        for token in _joined(tokens):
            at = place(token)
            if token.type == "text":
                self._text(token, at)
            elif token.tag in _SPANNED:
                self._span(_SPANNED[token.tag], token.nesting)
            elif at is not None:
                self._placed(token, *at)
            else:
                self.writer.unmapped(token.content, self._look)

    def _text(self, token: Token, at: tuple[int, int] | None) -> None:
        if at is None and self._link is not None and self._link.markup == "autolink":
            self._autolink()
        elif at is None:
            self.writer.unmapped(token.content, self._look)
        elif "://" in token.content and self._link is None:
            self._text_with_addresses(token.content, at[0])
        else:
            self.writer.traced(self.traced, *at, self._look)

    def _text_with_addresses(self, text: str, start: int) -> None:
        done = 0
        for match in _ADDRESS.finditer(text):
            address = _without_tail(match.group())
            end = match.start() + len(address)
            self.writer.traced(self.traced, start + done, start + match.start(), self._look)
            look = replace(self._look, style=self._look.style | Style.LINK, href=address)
            self.writer.traced(self.traced, start + match.start(), start + end, look)
            self.links += 1
            done = end
        self.writer.traced(self.traced, start + done, start + len(text), self._look)

    def _autolink(self) -> None:
        """Write an address in angle brackets as the source spells it."""
        assert self._link is not None
        at = place(self._link)
        if at is not None:
            end = self.traced.text.find(">", at[1])
            self.writer.traced(self.traced, at[1], end, self._look)

    def _span(self, style: Style, nesting: int) -> None:
        before = self._depths.get(style, 0)
        self._depths[style] = max(0, before + nesting)
        if bool(before) != bool(self._depths[style]):
            self._look = replace(self._look, style=self._look.style ^ style)

    def _placed(self, token: Token, start: int, end: int) -> None:
        match token.type:
            case "softbreak" | "hardbreak":
                self._mapped(LINE_BREAK, start, end, self._look)
            case "code_inline":
                self._code(token, start, end)
            case "math_inline" | "html_inline":
                self.writer.traced(self.traced, start, end, self._with(_LITERAL[token.type]))
            case "link_open":
                self._open_link(token, start, end)
            case "link_close":
                self._close_link(start, end)
            case "image":
                self._image(token, start, end)
            case "footnote_ref":
                self._mapped(f"[{token.meta['label']}]", start, end, self._with(Style.FOOTNOTE))
            case _:
                self._mapped(token.content, start, end, self._look)

    def _mapped(self, text: str, start: int, end: int, look: Look) -> None:
        extent = self.traced.extent(start, end)
        if extent is None:
            self.writer.unmapped(text, look)
        else:
            self.writer.mapped(text, *extent, look)

    def _with(self, style: Style) -> Look:
        return replace(self._look, style=self._look.style | style)

    def _code(self, token: Token, start: int, end: int) -> None:
        length = len(token.markup)
        start, end = start + length, end - length
        if end - start > len(token.content):  # the blank that sets off a backtick on either side
            start, end = start + 1, end - 1
        self.writer.traced(self.traced, start, end, self._with(Style.CODE), line_break=" ")

    def _open_link(self, token: Token, start: int, end: int) -> None:
        self.links += 1
        self._hide(start, end)
        self._link, self._mark = token, self.writer.mark()
        title = token.attrs.get("title")
        self._look = replace(
            self._with(Style.LINK), href=str(token.attrs.get("href", "")), title=str(title) if title else None
        )

    def _close_link(self, start: int, end: int) -> None:
        opened = place(self._link) if self._link else None
        if opened is not None and self.writer.mark() == self._mark:
            self._mapped(self._look.href or "[]()", opened[0], end, self._with(Style.MUTED))
        else:
            self._hide(start, end)
        self._link = None
        self._look = replace(self._look, style=self._look.style & ~Style.LINK, href=None, title=None)

    def _image(self, token: Token, start: int, end: int) -> None:
        address = unquote(str(token.attrs.get("src", "")))
        title = token.attrs.get("title")
        text = _words(token.children or []) or address.rpartition("/")[2] or address or "![]()"
        look = replace(self._with(Style.IMAGE), image=address)
        self._mapped(text, start, end, replace(look, title=str(title)) if title else look)

    def _hide(self, start: int, end: int) -> None:
        for piece in self.traced.pieces(start, end):
            self.hidden.append((piece.origin, piece.origin + piece.end - piece.start))


def _joined(tokens: list[Token]) -> Iterator[Token]:
    """Join neighbouring texts: an address may hold what looked like emphasis for a while."""
    pending: Token | None = None
    for token in tokens:
        if token.type == "text" and not token.content:  # a star that became part of a tag
            continue
        before, here = place(pending) if pending else None, place(token)
        if pending and before and here and token.type == "text" and before[1] == here[0]:
            meta = {AT: (before[0], here[1])}
            pending = Token("text", "", 0, content=pending.content + token.content, meta=meta)
            continue
        if pending:
            yield pending
        pending = token if token.type == "text" else None
        if pending is None:
            yield token
    if pending:
        yield pending


def _without_tail(address: str) -> str:
    """Leave to the sentence what closes it: stops, and brackets that the address does not open."""
    while address and address[-1] in _ADDRESS_TAIL:
        if (address[-1] == ")" and "(" in address) or (address[-1] == "]" and "[" in address):
            break
        address = address[:-1]
    return address


def _words(tokens: list[Token]) -> str:
    """Return the plain words of the tokens of a picture's description."""
    return "".join(
        _words(token.children) if token.children else " " if token.type == "softbreak" else token.content
        for token in tokens
    )
