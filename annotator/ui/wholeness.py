"""Whether all of Qt that the window stands on is there: a frozen program could lack a plugin or a catalogue."""

from __future__ import annotations

from PySide6.QtCore import QLibraryInfo, QLocale, Qt, QTranslator
from PySide6.QtGui import QIcon, QImageReader
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit

from annotator.i18n import LANGUAGES
from annotator.paths import resource
from annotator.ui.application import make_application

_PICTURES = frozenset({b"png", b"jpeg", b"gif", b"webp", b"svg"})


def lacks() -> tuple[str, ...]:
    """Return what is missing, in a few words each; empty if nothing is."""
    application = make_application()
    said = {
        "nothing was painted": not _paints(),
        "a key press did not arrive": not _takes_keys(),
        "no icon was painted": QIcon(str(resource("icons", "annotator.svg"))).pixmap(32, 32).isNull(),
        "pictures of jobs cannot be read": not {bytes(each.data()) for each in _formats()} >= _PICTURES,
        "Qt's own words have no translation": not all(map(_has_words, LANGUAGES[1:])),
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
