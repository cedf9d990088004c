"""Rendering that always ends: long and hostile texts go to a process of their own, which can be stopped.

A thread cannot be killed. So whatever might take long is rendered in one worker process,
started when first needed; past the limit it is killed and the text is shown as it stands.
A frozen program must call `multiprocessing.freeze_support()` before anything else.
"""

from __future__ import annotations

import logging
import re
import signal
import threading
import traceback
from collections import OrderedDict
from dataclasses import replace
from hashlib import blake2b
from typing import TYPE_CHECKING

from annotator.i18n import _

if TYPE_CHECKING:
    from collections.abc import Callable
    from multiprocessing.connection import Connection
    from multiprocessing.context import SpawnProcess

    from annotator.formats.markdown.values import Rendered

_LOG = logging.getLogger(__name__)
_LIMIT_SECONDS = 2.0
_START_LIMIT_SECONDS = 20.0
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
        self._limit_seconds = limit_seconds
        self._cache = _Cache()
        self._worker: _Worker | None = None
        self._worker_lock = threading.Lock()
        self._is_closed = False

    def render(self, source: str) -> Rendered:
        """Return the rendered text; the plain source with a notice if that took too long or failed."""
        key = blake2b(source.encode("utf-8", "surrogatepass"), digest_size=16).digest()
        rendered = self._cache.get(key)
        if rendered is None:
            rendered = self._render_apart(source) if may_take_long(source) else _render(source)
            self._cache.put(key, rendered)
        return rendered if rendered.notice is None else replace(rendered, notice=_notice())

    def close(self) -> None:
        """Stop the worker process; a rendering under way ends as plain text."""
        self._is_closed = True
        worker = self._worker
        if worker is not None:
            worker.kill()

    def _render_apart(self, source: str) -> Rendered:
        with self._worker_lock:
            for _attempt in range(2):  # an idle process may end just as it is asked
                try:
                    worker = None if self._is_closed else self._running_worker()
                    if worker is None:
                        break
                    return worker.render(source, self._limit_seconds) or _plain(source)
                except ConnectionError:
                    _LOG.info("The rendering process ended before it answered")
                    self._dismiss()
        return _plain(source)

    def _dismiss(self) -> None:
        """Let go of a process that no longer answers: the system may take a moment to call it dead."""
        worker, self._worker = self._worker, None
        if worker is not None:
            worker.kill()

    def _running_worker(self) -> _Worker | None:
        if self._worker is None or not self._worker.is_alive():
            self._worker = _Worker()
        return self._worker if self._worker.is_ready() else None


def may_take_long(source: str) -> bool:
    """Return whether a text is too long, or looks too hostile, to be rendered where it cannot be stopped."""
    if len(source) > (_SHORT_WITH_CODE if "```" in source or "~~~" in source else _SHORT):
        return True
    return source.count("[") > _BRACKET_LIMIT or _HOSTILE.search(source) is not None


def _render(source: str) -> Rendered:
    # The parser is imported with the first text, not with the window.
    from annotator.formats.markdown.render import render  # noqa: PLC0415

    return render(source)


def _plain(source: str) -> Rendered:
    from annotator.formats.markdown.render import render_plain  # noqa: PLC0415

    return render_plain(source, _notice())


def _notice() -> str:
    return _("Shown as plain text: this text takes too long to lay out.")


class _Worker:
    """The process at the other end of a pipe."""

    def __init__(self) -> None:
        import multiprocessing  # noqa: PLC0415 -- most starts need no process

        context = multiprocessing.get_context("spawn")
        self._connection, far_end = context.Pipe()
        self._process: SpawnProcess = context.Process(target=_serve, args=(far_end,), daemon=True, name="rendering")
        self._process.start()
        far_end.close()
        self._has_greeted = False

    def is_alive(self) -> bool:
        """Return whether the process runs; it ends by itself when nobody asks for long."""
        return self._process.is_alive()

    def is_ready(self) -> bool:
        """Wait until a new process is up; `False` if that takes too long."""
        if not self._has_greeted:
            self._has_greeted = self._answer(_START_LIMIT_SECONDS) == "ready"
        return self._has_greeted

    def render(self, source: str, limit_seconds: float) -> Rendered | None:
        """Return the rendered text; `None` after the limit or when the text cannot be rendered.

        Raises:
            ConnectionError: the process ended before it answered.
        """
        self._connection.send(source)
        answer = self._answer(limit_seconds)
        if isinstance(answer, str):
            _LOG.error("A text could not be rendered:\n%s", answer)
            return None
        return answer

    def kill(self) -> None:
        """End the process, whatever it does."""
        self._process.kill()
        self._process.join()

    def _answer(self, limit_seconds: float) -> Rendered | str | None:
        try:
            if self._connection.poll(limit_seconds):
                answer: Rendered | str = self._connection.recv()
                return answer
        except EOFError as error:
            self.kill()
            raise ConnectionResetError from error
        self.kill()
        return None


def _serve(connection: Connection) -> None:
    """Render what comes through the pipe until it closes or nothing comes for a while."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the window decides when to end
    from annotator.formats.markdown.render import render  # noqa: PLC0415 -- before the clock of the first text runs

    connection.send("ready")
    try:
        while connection.poll(_IDLE_SECONDS):
            source: str = connection.recv()
            connection.send(_rendered_or_trace(render, source))
    except (EOFError, OSError):
        return


def _rendered_or_trace(render: Callable[[str], Rendered], source: str) -> Rendered | str:
    try:
        return render(source)
    except Exception:  # noqa: BLE001 -- the process boundary; the window's side logs it
        return traceback.format_exc()


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
