"""An inline parser whose tokens know which characters of their text they came from.

The original throws positions away; this one notes, around every rule, where it began and
ended. Each token carries `meta["at"]`, its range in the inline text; a text token whose
characters are not those of its range carries none.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Literal

from markdown_it.common.utils import isMdAsciiPunct, isPunctChar, isWhiteSpace
from markdown_it.parser_inline import ParserInline
from markdown_it.rules_inline import StateInline
from markdown_it.rules_inline.state_inline import Scanned
from typing_extensions import override

if TYPE_CHECKING:
    from collections.abc import Sequence

    from markdown_it import MarkdownIt
    from markdown_it.parser_inline import RuleFuncInlineType
    from markdown_it.token import Token
    from markdown_it.utils import EnvType

AT = "at"
_PUSHED = "pushed"
# Chinese, Japanese and Korean characters and their own punctuation, full and half width.
_EAST_ASIAN = re.compile(
    "[\u1100-\u11ff\u2e80-\u4dbf\u4e00-\u9fff\ua960-\ua97f\uac00-\ud7ff\uf900-\ufaff\ufe30-\ufe4f\uff01-\uffee"
    "\U0001b000-\U0001b16f\U00020000-\U0003fffd]"
)


def place(token: Token) -> tuple[int, int] | None:
    """Return the range of the inline text that a token came from, if it is known."""
    at: tuple[int, int] | None = token.meta.get(AT)
    return at


class _Side:
    """What stands on one side of a run of emphasis signs."""

    __slots__ = ("is_blank", "is_loose", "is_punctuation", "is_sign")

    def __init__(self, character: str) -> None:
        is_east_asian = _EAST_ASIAN.match(character) is not None
        self.is_blank = isWhiteSpace(ord(character))
        self.is_punctuation = isMdAsciiPunct(ord(character)) or isPunctChar(character)
        self.is_sign = self.is_punctuation and not is_east_asian
        self.is_loose = self.is_blank or self.is_punctuation or is_east_asian


class TracedInlineState(StateInline):
    """Remembers where its pending text began and where each token was pushed."""

    def __init__(self, src: str, md: MarkdownIt, env: EnvType, tokens: list[Token]) -> None:
        super().__init__(src, md, env, tokens)
        self._pending_start: int | None = None

    @override
    def append_pending(self, text: str) -> None:
        if self._pending_start is None:
            self._pending_start = self.pos
        super().append_pending(text)

    @override
    def pushPending(self) -> Token:
        token = super().pushPending()
        start, self._pending_start = self._pending_start, None
        if start is not None and self.src.startswith(token.content, start):
            token.meta[AT] = (start, start + len(token.content))
        return token

    @override
    def push(self, ttype: str, tag: str, nesting: Literal[-1, 0, 1]) -> Token:
        token = super().push(ttype, tag, nesting)
        self._pending_start = None
        token.meta[_PUSHED] = self.pos
        return token

    @override
    def scanDelims(self, start: int, canSplitWord: bool) -> Scanned:
        """Say whether a run of emphasis signs may open or close, counting East Asian neighbours as blanks.

        By the letter of the specification `**「語」**は` shows its stars, since bracket and
        letter meet at them; languages written without blanks cannot mean that.
        """
        marker = self.src[start]
        end = start
        while end < self.posMax and self.src[end] == marker:
            end += 1
        before = _Side(self.src[start - 1] if start > 0 else " ")
        after = _Side(self.src[end] if end < self.posMax else " ")
        opens = not after.is_blank and (not after.is_sign or before.is_loose)
        closes = not before.is_blank and (not before.is_sign or after.is_loose)
        return Scanned(
            opens and (canSplitWord or not closes or before.is_punctuation),
            closes and (canSplitWord or not opens or after.is_punctuation),
            end - start,
        )


class TracedInlineParser(ParserInline):
    """Runs the usual rules and notes the places of what they push."""

    @override
    def tokenize(self, state: StateInline) -> None:
        rules = self.ruler.getRules("")
        end = state.posMax
        nesting_limit = state.md.options["maxNesting"]
        while state.pos < end:
            start, known = state.pos, len(state.tokens)
            if state.level < nesting_limit and _advance(state, rules):
                _note_places(state, known, start)
                continue
            state.append_pending(state.src[state.pos])
            state.pos += 1
        if state.pending:
            state.pushPending()

    @override
    def parse(self, src: str, md: MarkdownIt, env: EnvType, tokens: list[Token]) -> list[Token]:
        state = TracedInlineState(src, md, env, tokens)
        self.tokenize(state)
        for rule in self.ruler2.getRules(""):
            rule(state)
        return state.tokens


def _advance(state: StateInline, rules: Sequence[RuleFuncInlineType]) -> bool:
    """Let the first rule that wants to take what stands at the position."""
    start = state.pos
    taken = any(rule(state, False) for rule in rules)
    if taken and state.pos <= start:
        raise RuntimeError("an inline rule took nothing")
    return taken


def _note_places(state: StateInline, known: int, start: int) -> None:
    """Note the ranges of the tokens that a rule pushed while it went from `start` to the state's position."""
    end, cursor = state.pos, start
    for token in state.tokens[known:]:
        if AT in token.meta:
            continue
        if token.type == "text":
            length = len(token.content)
            if state.src.startswith(token.content, cursor) and cursor + length <= end:
                token.meta[AT] = (cursor, cursor + length)
            cursor += length
        elif token.type == "link_open":
            is_bare = token.markup == "autolink"
            token.meta[AT] = (start, start + 1 if is_bare else token.meta[_PUSHED])
            cursor = start + 1
        elif token.type == "link_close":
            token.meta[AT] = (end - 1 if token.markup == "autolink" else token.meta[_PUSHED], end)
        else:
            token.meta[AT] = (start, end)
