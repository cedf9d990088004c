"""Whether all of Qt that the window stands on is there: a frozen program could lack a plugin or a catalogue."""

from __future__ import annotations

import json
import sys
import tempfile
from pathlib import Path
from typing import Final

from PySide6.QtCore import QDeadlineTimer, QEventLoop, QLibraryInfo, QLocale, QPluginLoader, Qt, QTranslator, QUrl
from PySide6.QtGui import QFileOpenEvent, QIcon, QImageReader
from PySide6.QtNetwork import QLocalSocket
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QWidget

from annotator.i18n import LANGUAGES
from annotator.paths import is_frozen, resource
from annotator.ui.application import make_application
from annotator.ui.travelling.arrivals import Arrivals, server_name

_PLATFORMS: Final = {"win32": "qwindows.dll", "darwin": "libqcocoa.dylib"}
_ANSWER_MS: Final = 10_000
_PICTURES: Final = frozenset({b"png", b"jpeg", b"gif", b"webp", b"svg"})


def lacks() -> tuple[str, ...]:
    """Return what is missing, in a few words each; empty if nothing is."""
    application = make_application()
    said = {
        "nothing was painted": not _paints(),
        "a key press did not arrive": not _takes_keys(),
        "no icon was painted": QIcon(str(resource("icons", "annotator.svg"))).pixmap(32, 32).isNull(),
        "pictures of jobs cannot be read": not {bytes(each.data()) for each in _formats()} >= _PICTURES,
        "Qt's own words have no translation": not all(map(_has_words, LANGUAGES[1:])),
        "what a second start or the system hands over does not arrive": not _takes_files(application),
        "a window on a screen is not possible": is_frozen() and not _has_platform(),
        f"the platform is {application.platformName()}": application.platformName() != "offscreen",
    }
    return tuple(words for words, is_so in said.items() if is_so)


def _paints() -> bool:
    return not QLineEdit("Annotator").grab().isNull()


def _takes_keys() -> bool:
    field = QLineEdit()
    QTest.keyClick(field, Qt.Key.Key_A)
    return bool(field.text() == "a")


def _formats() -> list:  # type: ignore[type-arg]
    return QImageReader.supportedImageFormats()


def _has_words(language: str) -> bool:
    folder = QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)
    return bool(QTranslator().load(QLocale(language), "qtbase", "_", folder))


def _takes_files(application: QApplication) -> bool:
    """Return whether a file comes in as macOS gives a double-clicked one, and as a second start gives its own."""
    window, came = QWidget(), list[Path]()
    arrivals = Arrivals(application, window, is_told_by_system=True)
    arrivals.arrived.connect(came.extend)
    with tempfile.TemporaryDirectory() as workspace:
        clicked, second = (Path(workspace, name) for name in ("clicked", "second"))
        application.sendEvent(application, QFileOpenEvent(QUrl.fromLocalFile(str(clicked))))
        arrivals.listen(workspace)
        socket, end = QLocalSocket(), QDeadlineTimer(_ANSWER_MS)
        socket.connectToServer(server_name(workspace))
        socket.write(json.dumps([str(second)]).encode() + b"\n")
        while second not in came and not end.hasExpired():
            application.processEvents(QEventLoop.ProcessEventsFlag.AllEvents, 20)
    application.removeEventFilter(arrivals)
    return came == [clicked, second]


def _has_platform() -> bool:
    """Return whether the plugin for windows, which a check without a screen does not use, finds all its libraries."""
    folder = Path(QLibraryInfo.path(QLibraryInfo.LibraryPath.PluginsPath)) / "platforms"
    return bool(QPluginLoader(str(folder / _PLATFORMS.get(sys.platform, "libqxcb.so"))).load())
