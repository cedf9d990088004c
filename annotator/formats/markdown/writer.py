"""Collects the runs of one block: cuts at line ends and invisible characters, joins what looks alike."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from annotator.formats.markdown import visible
from annotator.formats.markdown.values import LINE_BREAK, Run, Style

if TYPE_CHECKING:
    from annotator.formats.markdown.tracing import SourceText, Traced


@dataclass(frozen=True, slots=True)
class Look:
    """What the runs written next have in common."""

    style: Style = Style.NONE
    href: str | None = None
    title: str | None = None
    image: str | None = None
    code_token: str | None = None


PLAIN = Look()


class RunWriter:
    """Takes texts with their places in the source text and gives runs with source offsets."""

    def __init__(self, source: SourceText) -> None:
        self._source = source
        self._runs: list[Run] = []
        self._texts: list[str] = []
        self._start = self._end = 0
        self._look = PLAIN

    def traced(self, traced: Traced, start: int, end: int, look: Look, line_break: str = LINE_BREAK) -> None:
        """Write part of a traced text; its line ends become `line_break`."""
        for piece in traced.pieces(start, end):
            text = traced.text[piece.start : piece.end]
            if not piece.is_exact:
                self.mapped(text, piece.origin, piece.origin + 1, look)
                continue
            lines = text.split("\n")
            position = piece.origin
            for number, line in enumerate(lines):
                if number:
                    self.mapped(line_break, position - 1, position, look)
                if line:
                    self.verbatim(line, position, look)
                position += len(line) + 1

    def verbatim(self, text: str, origin: int, look: Look) -> None:
        """Write what stands, as it is and within one line, at `origin` of the source text."""
        start = self._source.offset(origin)
        if visible.shows_itself(text):
            self._extend(text, start, look)
            return
        for stretch, is_hidden in visible.split(text):
            if is_hidden:
                self._add(visible.label(stretch), start, start + 1, look, Style.LABEL)
            else:
                self._extend(stretch, start, look)
            start += len(stretch)

    def mapped(self, text: str, origin: int, end: int, look: Look) -> None:
        """Write a text that stands as a whole for a range of the source text."""
        shown = "".join(
            visible.label(stretch) if is_hidden and stretch != LINE_BREAK else stretch
            for stretch, is_hidden in visible.split(text)
        )
        self._add(shown.replace("\n", " "), self._source.offset(origin), self._source.offset(end), look)

    def unmapped(self, text: str, look: Look) -> None:
        """Write a text whose place is not known."""
        for stretch, is_hidden in visible.split(text.replace("\n", " ")):
            self._add(visible.label(stretch) if is_hidden else stretch, None, None, look, Style.UNMAPPED)

    def sign(self, text: str) -> None:
        """Write something that no source stands behind."""
        self._add(text, None, None, PLAIN, Style.SIGN)

    def runs(self) -> tuple[Run, ...]:
        """Return what was written."""
        self._flush()
        return tuple(self._runs)

    def is_empty(self) -> bool:
        """Return whether nothing was written yet."""
        return not self._runs and not self._texts

    def mark(self) -> tuple[int, int]:
        """Return a mark that changes whenever something is written."""
        return len(self._runs), len(self._texts)

    def _extend(self, text: str, start: int, look: Look) -> None:
        if self._texts and (start != self._end or look != self._look):
            self._flush()
        if not self._texts:
            self._start, self._look = start, look
        self._texts.append(text)
        self._end = start + len(text)

    def _add(self, text: str, start: int | None, end: int | None, look: Look, extra: Style = Style.NONE) -> None:
        self._flush()
        style = look.style | extra if extra else look.style
        run = Run(text, start, end, False, style, look.href, look.title, look.image, look.code_token)
        self._runs.append(run)

    def _flush(self) -> None:
        if self._texts:
            look, text = self._look, "".join(self._texts)
            self._texts.clear()
            self._runs.append(
                Run(text, self._start, self._end, True, look.style, look.href, look.title, look.image, look.code_token)
            )
