"""The program's own help: the pages of resources/help in the window's language."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QTabWidget, QTextBrowser, QVBoxLayout, QWidget

from annotator.i18n import _, current_language
from annotator.paths import resource
from annotator.ui.travelling.instructions_page import InstructionsPage

if TYPE_CHECKING:
    from pathlib import Path

    from annotator.workflow.progress import StudyProgress

_FIRST = "getting_started"


class HelpWindow(QDialog):
    """Shows how to begin; the window behind it can be used all the while."""

    def __init__(self, parent: QWidget | None = None, progress: StudyProgress | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("help_window")
        self.setWindowTitle(_("Instructions and help"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        tabs = QTabWidget()
        if progress is not None:
            tabs.addTab(InstructionsPage(progress), _("Instructions"))
        for path in sorted(resource("help", current_language()).glob("*.md"), key=_order):
            source = path.read_text(encoding="utf-8")
            tabs.addTab(_page(source), source.partition("\n")[0].lstrip("# "))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(6, 6, 6, 6)
        layout.addWidget(tabs)
        self.resize(720, 640)


def _order(path: Path) -> tuple[bool, str]:
    return path.stem != _FIRST, path.stem


def _page(source: str) -> QTextBrowser:
    page = QTextBrowser()
    page.setAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled, on=False)
    page.setOpenLinks(False)
    page.setMarkdown(source)
    page.document().setDocumentMargin(18)
    page.setAccessibleName(source.partition("\n")[0].lstrip("# "))
    return page
