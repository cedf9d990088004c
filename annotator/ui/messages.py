"""Where errors go: the world's trouble becomes a notice, a bug of ours a report; the program goes on."""

from __future__ import annotations

import logging
import platform
import sys
import traceback
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QThread, QtMsgType, Signal, Slot, qInstallMessageHandler, qVersion

from annotator import __version__
from annotator.errors import KnownError
from annotator.i18n import _
from annotator.paths import log_folder

if TYPE_CHECKING:
    from types import TracebackType

    from PySide6.QtCore import QMessageLogContext

_log = logging.getLogger("annotator")


class Messages(QObject):
    """Sorts errors by blame.

    Signals:
        trouble: the world got in the way (KnownError).
        bug: something is wrong with the program (str, a report without any text of a job).
    """

    trouble = Signal(object)
    bug = Signal(str)
    _raised = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._reported: set[str] = set()
        self._raised.connect(self.tell)

    def install(self) -> None:
        """Catch what nobody else catches, from any thread."""
        sys.excepthook = self._catch
        qInstallMessageHandler(_log_qt)

    def start_log(self) -> None:
        """Write warnings and bugs to the log file from now on; without a place to write, go on without."""
        from logging.handlers import RotatingFileHandler  # noqa: PLC0415 -- it imports sockets; not before the first paint

        try:
            log_folder().mkdir(parents=True, exist_ok=True)
            to_file = RotatingFileHandler(
                log_folder() / "annotator.log", maxBytes=500_000, backupCount=2, encoding="utf-8", delay=True
            )
        except OSError:
            return
        to_file.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(message)s"))
        _log.addHandler(to_file)

    @Slot(object)
    def tell(self, error: BaseException) -> None:
        """Tell the user about an error, by blame. The same bug is told once."""
        if isinstance(error, KnownError):
            self.trouble.emit(error)
            return
        report = report_of(error)
        _log.error("%s", report)
        if report not in self._reported:
            self._reported.add(report)
            self.bug.emit(report)

    def _catch(self, kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        if issubclass(kind, KeyboardInterrupt):
            sys.__excepthook__(kind, error, trace)
        elif QThread.currentThread() is self.thread():
            self.tell(error)
        else:
            self._raised.emit(error)


def report_of(error: BaseException) -> str:
    """Return a report on a bug: versions, the kind of error and where it came from.

    An error's own words may quote a job, and jobs are confidential: they are left out, those of its causes too.
    """
    lines = [f"Annotator {__version__}, Qt {qVersion()}, Python {platform.python_version()}, {platform.platform()}"]
    cause: BaseException | None = error
    while cause is not None and len(lines) < 200:  # noqa: PLR2004 -- nobody reads on
        frames = traceback.extract_tb(cause.__traceback__)
        lines.append(f"{type(cause).__module__}.{type(cause).__qualname__}")
        lines += [f"  {frame.filename}:{frame.lineno} in {frame.name}" for frame in frames]
        cause = cause.__cause__ or cause.__context__
    return "\n".join(lines)


def save_failure(error: BaseException) -> str:
    """Return what the notice of a failed save says: what did not happen, what is safe, what to do."""
    if isinstance(error, KnownError):
        return str(error)
    return " ".join(
        (
            _("Your last change was not saved: the program met an error it did not expect."),
            _("It is kept in this window, and everything before it is stored."),
            _("Try again; if it fails again, copy your text and restart the program."),
        )
    )


def _log_qt(kind: QtMsgType, _context: QMessageLogContext, text: str) -> None:
    if kind in {QtMsgType.QtWarningMsg, QtMsgType.QtCriticalMsg, QtMsgType.QtFatalMsg}:
        _log.warning("Qt: %s", text)
