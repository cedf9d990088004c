"""The instructions that came with a pack, and what is recorded and sent; nothing in them is ever fetched."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QTextDocument
from PySide6.QtWidgets import QTextBrowser, QVBoxLayout, QWidget
from typing_extensions import override

from annotator.i18n import _
from annotator.ui.parts import plain_label

if TYPE_CHECKING:
    from annotator.workflow.progress import StudyProgress


class InstructionsPage(QWidget):
    """Shows what the coordinator wrote, below what every reviewer should know."""

    def __init__(self, progress: StudyProgress, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("instructions_page")
        column = QVBoxLayout(self)
        title = plain_label("study_name", _title(progress), wraps=True)
        column.addWidget(title)
        self.changed = plain_label("changed_note", _("● Changed since you read them"))
        self.changed.setVisible(progress.has_new_instructions and progress.had_instructions)
        column.addWidget(self.changed)
        self.recorded = plain_label(
            "quiet",
            _(
                "Recorded: your marks, notes and edits, and the minutes in which you work. Sent: nothing by itself. "
                "What you send is a file that you make and pass on; it holds your work on this study and nothing else."
            ),
            wraps=True,
        )
        column.addWidget(self.recorded)
        page = _Page()
        page.setAccessibleName(_("Instructions"))
        page.setMarkdown(progress.instructions or _("The coordinator wrote no instructions."))
        page.document().setDocumentMargin(12)
        column.addWidget(page, 1)


class _Page(QTextBrowser):
    """Reads Markdown of somebody else: opens no link and loads nothing."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("instructions")
        self.setAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled, on=False)
        self.setOpenLinks(False)
        self.document().setMetaInformation(QTextDocument.MetaInformation.DocumentUrl, "")

    @override
    def loadResource(self, kind: int, name: QUrl | str) -> object:
        return None


def _title(progress: StudyProgress) -> str:
    if not progress.deadline:
        return progress.name
    return _("{study} · until {day}").format(study=progress.name, day=progress.deadline)
