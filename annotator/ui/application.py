"""The Qt application: its names, its style, its language."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

from PySide6.QtCore import QLibraryInfo, QLocale, QObject, Qt, QTranslator
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication

from annotator import __version__
from annotator.i18n import current_language, spoken, system_language, use_language
from annotator.ui import theme

if TYPE_CHECKING:
    from collections.abc import Sequence


def make_application(arguments: Sequence[str] = ()) -> QApplication:
    """Return the application, made if there is none yet."""
    existing = QApplication.instance()
    if isinstance(existing, QApplication):
        return existing
    QGuiApplication.setHighDpiScaleFactorRoundingPolicy(Qt.HighDpiScaleFactorRoundingPolicy.PassThrough)
    application = QApplication(["annotator", *arguments])
    application.setApplicationName("Annotator")
    application.setApplicationDisplayName("Annotator")
    application.setApplicationVersion(__version__)
    application.setDesktopFileName("annotator")
    if sys.platform not in {"win32", "darwin"} and "QT_STYLE_OVERRIDE" not in os.environ:
        application.setStyle("Fusion")
    return application


class Languages(QObject):
    """Speaks the chosen language: our own texts and those of Qt's dialogs."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._translators: list[QTranslator] = []

    def use(self, choice: str) -> None:
        """Speak "en", "ja" or, for "system", what the system asks for."""
        use_language(_wanted(choice))
        QLocale.setDefault(QLocale(current_language()))
        application = QApplication.instance()
        assert isinstance(application, QApplication), "a language needs an application"
        for translator in self._translators:
            application.removeTranslator(translator)
        self._translators = []
        if current_language() != "en":
            self._load(application, QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath))
        theme.use_fonts(current_language())

    def _load(self, application: QApplication, folder: str) -> None:
        translator = QTranslator(self)
        if translator.load(QLocale(current_language()), "qtbase", "_", folder):
            application.installTranslator(translator)
            self._translators.append(translator)


def _wanted(choice: str) -> str:
    """Return the language for a choice; Windows and macOS have no LANG, there Qt knows."""
    if choice != "system":
        return choice
    asked = system_language()
    if spoken(asked) != "en" or any(os.environ.get(name) for name in ("LC_ALL", "LC_MESSAGES", "LANG")):
        return asked
    return QLocale.system().uiLanguages()[0] if QLocale.system().uiLanguages() else asked
