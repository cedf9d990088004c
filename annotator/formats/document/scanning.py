"""A JSON text taken in piece by piece, value by value, without holding all of it."""

from __future__ import annotations

import codecs
import json
import re
from typing import TYPE_CHECKING, Final

from annotator.formats.document.decoding import Decoder, TooDeep

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import BinaryIO

_FIRST_BYTES: Final = 1 << 14
_MOST_BYTES: Final = 1 << 18
"""Read at a time: little at first, since a look at the beginning is often all that is wanted."""
_SPACE: Final = re.compile(r"[ \t\n\r]*")
_BRACKETS: Final = re.compile(r'"(?:[^"\\]|\\.)*"|[\[\]{}]', re.DOTALL)
_LITERAL: Final = 32
"""An error this near to the end of what was read so far may come from a value that was cut off there."""


class BrokenJson(Exception):  # noqa: N818 -- it never leaves the reader
    """The text is not JSON from here on; `line` and `column` count from 1."""

    def __init__(self, line: int, column: int, *, is_cut_off: bool) -> None:
        super().__init__(line, column)
        self.line = line
        self.column = column
        self.is_cut_off = is_cut_off


class JsonStream:
    """Hands out one JSON value after the other from a stream of UTF-8.

    Bytes that are not UTF-8 become lone surrogates, so that only the value they stand in is refused.
    """

    def __init__(self, stream: BinaryIO, decoder: Decoder) -> None:
        self.decoder = decoder
        self.is_suspicious = False
        self._stream = stream
        self._utf8 = codecs.getincrementaldecoder("utf-8")("surrogateescape")
        self._text = ""
        self._at = 0
        self._lines = 0  # newlines before `_counted`
        self._counted = 0
        self._column = 0
        self._bytes_at_once = _FIRST_BYTES
        self._is_ended = False
        self._saw_bad_bytes = False

    @property
    def line(self) -> int:
        """The line, counted from 1, on which the next value begins."""
        self.next_sign()
        self._lines += self._text.count("\n", self._counted, self._at)
        self._counted = self._at
        return self._lines + 1

    def next_sign(self) -> str:
        """Return the next character that is no white space, without taking it; nothing at the end."""
        while True:
            space = _SPACE.match(self._text, self._at)
            self._at = space.end() if space else self._at
            if self._at < len(self._text):
                return self._text[self._at]
            if not self._read_on():
                return ""

    def take(self, signs: str) -> str:
        """Take and return the next sign, which must be one of `signs`.

        Raises:
            BrokenJson: something else stands there.
        """
        sign = self.next_sign()
        if not sign or sign not in signs:
            raise self._broken(self._at)
        self._at += 1
        return sign

    def value(self) -> object:
        """Take and return the next value; `is_suspicious` then says whether it needs a second look.

        Raises:
            BrokenJson: there is no whole value.
        """
        self.next_sign()
        while True:
            try:
                value, end = self.decoder.decode_from(self._text, self._at)
            except json.JSONDecodeError as error:
                if not self._is_cut_off(error) or not self._read_on():
                    raise self._broken(error.pos, is_cut_off=_is_unterminated(error)) from None
                continue
            except RecursionError:
                return self._skipped()
            if end < len(self._text) or not self._read_on():
                break
        self.is_suspicious = self.decoder.is_suspicious or self._has_bad_bytes(self._at, end)
        self._at = end
        return value

    def _has_bad_bytes(self, start: int, end: int) -> bool:
        return self._saw_bad_bytes and not self._text[start:end].isascii()

    def _skipped(self) -> TooDeep:
        """Step over a value that nests too deep for the parser."""
        depth = 0
        at = self._at
        while True:
            for sign in _BRACKETS.finditer(self._text, at):
                at = sign.end()
                depth += {"[": 1, "{": 1, "]": -1, "}": -1}.get(sign.group(), 0)
                if depth == 0:
                    self._at = at
                    return TooDeep()
            before = self._at
            if not self._read_on():
                raise self._broken(len(self._text))
            # What was taken is forgotten now, so everything moved.
            at -= before - self._at

    def _is_cut_off(self, error: json.JSONDecodeError) -> bool:
        return _is_unterminated(error) or error.pos >= len(self._text) - _LITERAL

    def _read_on(self) -> bool:
        """Read at least as much again as is waiting, so that a long value is not parsed many times."""
        if self._is_ended:
            return False
        waiting = len(self._text) - self._at
        chunk = self._stream.read(max(self._bytes_at_once, waiting))
        self._bytes_at_once = min(2 * self._bytes_at_once, _MOST_BYTES)
        self._is_ended = not chunk
        more = self._utf8.decode(chunk, final=self._is_ended)
        if not self._saw_bad_bytes and not _is_utf8(more):
            self._saw_bad_bytes = True
        self._forget_taken()
        self._text += more
        return bool(more) or not self._is_ended

    def _forget_taken(self) -> None:
        last = self._text.rfind("\n", 0, self._at)
        self._column = self._column + self._at if last < 0 else self._at - last - 1
        self._lines += self._text.count("\n", self._counted, self._at)
        self._text = self._text[self._at :]
        self._at = self._counted = 0

    def _broken(self, at: int, *, is_cut_off: bool = False) -> BrokenJson:
        last = self._text.rfind("\n", 0, at)
        column = self._column + at + 1 if last < 0 else at - last
        line = self._lines + self._text.count("\n", self._counted, at) + 1
        return BrokenJson(line, column, is_cut_off=self._is_ended and (is_cut_off or at >= len(self._text.rstrip())))


def keys(scan: JsonStream) -> Iterator[str]:
    """Step through an object: after each key its value must be taken.

    Raises:
        BrokenJson: the text is not JSON.
    """
    scan.take("{")
    if scan.next_sign() == "}":
        scan.take("}")
        return
    while True:
        if scan.next_sign() != '"':
            scan.take('"')
        key = scan.value()
        scan.take(":")
        yield str(key)
        if scan.take(",}") == "}":
            return


def items(scan: JsonStream) -> Iterator[int]:
    """Step through a list: at each index the value must be taken.

    Raises:
        BrokenJson: the text is not JSON.
    """
    scan.take("[")
    if scan.next_sign() == "]":
        scan.take("]")
        return
    index = 0
    while True:
        yield index
        if scan.take(",]") == "]":
            return
        index += 1


def _is_unterminated(error: json.JSONDecodeError) -> bool:
    return error.msg.startswith("Unterminated string")


def _is_utf8(text: str) -> bool:
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True
