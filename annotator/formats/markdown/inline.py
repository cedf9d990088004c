"""An inline parser whose tokens know which characters of their text they came from.

The original throws positions away; this one notes, around every rule, where it began and
ended. Each token carries `meta["at"]`, its range in the inline text; a text token whose
characters are not those of its range carries none.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from markdown_it.parser_inline import ParserInline
from markdown_it.rules_inline import StateInline
from typing_extensions import override

if TYPE_CHECKING:
    from collections.abc import Sequence

    from markdown_it import MarkdownIt
    from markdown_it.parser_inline import RuleFuncInlineType
    from markdown_it.token import Token
    from markdown_it.utils import EnvType

AT = "at"
_PUSHED = "pushed"


def place(token: Token) -> tuple[int, int] | None:
    """Return the range of the inline text that a token came from, if it is known."""
    at: tuple[int, int] | None = token.meta.get(AT)
    return at


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
