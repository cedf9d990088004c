"""Rendering that always ends: long and hostile texts go to a process of their own, which can be stopped.

Whatever might take long is rendered in one worker process; past the limit it is killed and the text is shown as it
stands.
"""

from __future__ import annotations

import re
import threading
from collections import OrderedDict
from dataclasses import replace
from hashlib import blake2b
from typing import TYPE_CHECKING

from annotator.i18n import _
from annotator.workflow.apart import ProcessApart

if TYPE_CHECKING:
    from annotator.formats.markdown.values import Rendered

_LIMIT_SECONDS = 2.0
_IDLE_SECONDS = 60.0
_SHORT = 20_000
_SHORT_WITH_CODE = 8_000
_BRACKET_LIMIT = 500
# Forty list or quote signs in a row, or two hundred signs of emphasis: nobody writes that, machines do.
_HOSTILE = re.compile(r"(?:[ \t]{0,8}(?:[-*+]|\d{1,9}[.)])[ \t]{1,8}|>[ \t]{0,4}){40}|[*_~`$\\<]{200}")
_CACHED_TEXTS = 64
_CACHED_CHARACTERS = 1_000_000


class RenderingService:
    """Renders texts for the window. Call it from a worker thread: it may take up to the limit.

    Args:
        limit_seconds: how long one text may take in the worker process.
    """

    def __init__(self, limit_seconds: float = _LIMIT_SECONDS) -> None:
        self._cache = _Cache()
        self._process = ProcessApart("rendering", limit_seconds, idle_seconds=_IDLE_SECONDS, prepare=_import_parser)

    def render(self, source: str) -> Rendered:
        """Return the rendered text; the plain source with a notice if that took too long or failed."""
        key = blake2b(source.encode("utf-8", "surrogatepass"), digest_size=16).digest()
        rendered = self._cache.get(key)
        if rendered is None:
            is_long = may_take_long(source)
            rendered = self._process.ask(_render, source) or _plain(source) if is_long else _render(source)
            self._cache.put(key, rendered)
        return rendered if rendered.notice is None else replace(rendered, notice=_notice())

    def close(self) -> None:
        """Stop the worker process; a rendering under way ends as plain text."""
        self._process.close()


def may_take_long(source: str) -> bool:
    """Return whether a text is too long, or looks too hostile, to be rendered where it cannot be stopped."""
    if len(source) > (_SHORT_WITH_CODE if "```" in source or "~~~" in source else _SHORT):
        return True
    return source.count("[") > _BRACKET_LIMIT or _HOSTILE.search(source) is not None


def _import_parser() -> None:
    """Import what takes long, before the clock of the first text runs."""
    from annotator.formats.markdown import render  # noqa: F401, PLC0415


def _render(source: str) -> Rendered:
    # The parser is imported with the first text, not with the window.
    from annotator.formats.markdown.render import render  # noqa: PLC0415

    return render(source)


def _plain(source: str) -> Rendered:
    from annotator.formats.markdown.render import render_plain  # noqa: PLC0415

    return render_plain(source, _notice())


def _notice() -> str:
    return _("Shown as plain text: this text takes too long to lay out.")


class _Cache:
    """The texts rendered last, by what they say."""

    def __init__(self) -> None:
        self._entries: OrderedDict[bytes, Rendered] = OrderedDict()
        self._characters = 0
        self._lock = threading.Lock()

    def get(self, key: bytes) -> Rendered | None:
        with self._lock:
            rendered = self._entries.get(key)
            if rendered is not None:
                self._entries.move_to_end(key)
            return rendered

    def put(self, key: bytes, rendered: Rendered) -> None:
        with self._lock:
            if key in self._entries:
                return
            self._entries[key] = rendered
            self._characters += rendered.source_length
            while len(self._entries) > _CACHED_TEXTS or (
                len(self._entries) > 1 and self._characters > _CACHED_CHARACTERS
            ):
                _, oldest = self._entries.popitem(last=False)
                self._characters -= oldest.source_length
