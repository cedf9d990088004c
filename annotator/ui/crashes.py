"""What is told of an error in the program: where it happened, and never a word of what was worked on.

Where Python itself dies, its own fault handler leaves the place in a file, and the next start tells of it.
"""

from __future__ import annotations

import faulthandler
import os
import platform
import sys
import time
import traceback
from pathlib import Path
from typing import IO, TYPE_CHECKING, Final

from PySide6.QtCore import qVersion

from annotator import __version__

if TYPE_CHECKING:
    from collections.abc import Iterator

_MOST_LINES: Final = 200
_MOST_CHARACTERS: Final = 20_000
_STALE_SECONDS: Final = 7 * 24 * 3600
_PACKAGE: Final = Path(__file__).resolve().parents[1]


def report_of(error: BaseException) -> str:
    """Return a report on a bug: versions, the kind of error and where it came from.

    An error's own words may quote a job, and jobs are confidential: they are left out, those of its causes too. So are
    the folders above the program's own, which say who works here.
    """
    lines = [versions(), *_chain(error)]
    return "\n".join(lines[:_MOST_LINES])


def versions() -> str:
    """Return the versions of everything that a bug may depend on."""
    return f"Annotator {__version__}, Qt {qVersion()}, Python {platform.python_version()}, {platform.platform()}"


def _chain(error: BaseException) -> Iterator[str]:
    cause: BaseException | None = error
    seen: set[int] = set()
    while cause is not None and id(cause) not in seen:
        seen.add(id(cause))
        yield f"{type(cause).__module__}.{type(cause).__qualname__}"
        for frame in traceback.StackSummary.extract(traceback.walk_tb(cause.__traceback__), lookup_lines=False):
            yield f"  {place_of(frame.filename)}:{frame.lineno} in {frame.name}"
        cause = cause.__cause__ or cause.__context__


def place_of(filename: str) -> str:
    """Return a module's file without the folders above the packages."""
    path = Path(filename)
    for root in (_PACKAGE.parent, *(Path(each) for each in sorted(sys.path, key=len, reverse=True) if each)):
        if path.is_relative_to(root):
            return path.relative_to(root).as_posix()
    return path.name


class CrashWatch:
    """Lets Python's fault handler write into a file of this process, and finds what dead ones left."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._path = folder / f"crash-{os.getpid()}.txt"
        self._file: IO[str] | None = None

    def begin(self) -> str:
        """Watch from now on; return a report on crashes of earlier runs, empty if there were none."""
        found = "\n\n".join(self._left_behind())
        try:
            self._file = self._path.open("w", encoding="utf-8")
        except OSError:
            return found
        faulthandler.enable(self._file)
        return found

    def end(self) -> None:
        """Watch no longer, and leave nothing behind."""
        if self._file is not None:
            faulthandler.disable()
            self._file.close()
            self._file = None
            self._path.unlink(missing_ok=True)

    def _left_behind(self) -> Iterator[str]:
        for path in sorted(self._folder.glob("crash-*.txt")):
            try:
                text = path.read_text(encoding="utf-8", errors="replace")
                if text.strip():
                    yield f"{versions()}\n{_shortened(text)}"
                if text.strip() or path.stat().st_mtime < time.time() - _STALE_SECONDS:
                    path.unlink()  # an empty one may belong to a program that runs
            except OSError:
                continue


def _shortened(text: str) -> str:
    """Return what the fault handler wrote without the folders of this computer."""
    lines = []
    for line in text[:_MOST_CHARACTERS].splitlines():
        before, quote, rest = line.partition('"')
        filename, end, after = rest.rpartition('"')
        lines.append(f"{before}{quote}{place_of(filename)}{end}{after}" if end else line)
    return "\n".join(lines)
