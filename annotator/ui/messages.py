"""Where errors go: the world's trouble becomes a notice, a bug of ours a report; the program goes on."""

from __future__ import annotations

import logging
import sys
import threading
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QThread, QtMsgType, Signal, Slot, qInstallMessageHandler

from annotator.errors import KnownError
from annotator.i18n import _
from annotator.paths import log_folder
from annotator.ui.crashes import CrashWatch, report_of

if TYPE_CHECKING:
    from types import TracebackType

    from PySide6.QtCore import QMessageLogContext

_log = logging.getLogger("annotator")


class Messages(QObject):
    """Sorts errors by blame.

    Signals:
        trouble: the world got in the way (KnownError).
        bug: something is wrong with the program (str, a report without any text of a job).
        crashed: the program died when it last ran (str, a report likewise).
    """

    trouble = Signal(object)
    bug = Signal(str)
    crashed = Signal(str)
    _raised = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._reported: set[str] = set()
        self._crashes: CrashWatch | None = None
        self._raised.connect(self.tell)

    def install(self) -> None:
        """Catch what nobody else catches, from any thread."""
        sys.excepthook = self._catch
        threading.excepthook = self._catch_in_thread
        qInstallMessageHandler(_log_qt)
        self._crashes = CrashWatch(log_folder())

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
        if self._crashes is not None and (report := self._crashes.begin()):
            self.crashed.emit(report)
        to_file.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(message)s"))
        _log.addHandler(to_file)

    def end(self) -> None:
        """The program closes as it should: what a crash would have left is not needed."""
        if self._crashes is not None:
            self._crashes.end()

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

    def _catch_in_thread(self, raised: threading.ExceptHookArgs) -> None:
        if raised.exc_value is not None and not issubclass(raised.exc_type, SystemExit):
            self._raised.emit(raised.exc_value)

    def _catch(self, kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        if issubclass(kind, KeyboardInterrupt):
            sys.__excepthook__(kind, error, trace)
        elif QThread.currentThread() is self.thread():
            self.tell(error)
        else:
            self._raised.emit(error)


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
