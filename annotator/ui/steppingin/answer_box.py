"""Where an answer from elsewhere is pasted or dropped, to become the next attempt."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QMimeData, Qt, Signal, Slot
from PySide6.QtWidgets import QApplication, QFileDialog, QPlainTextEdit, QPushButton, QVBoxLayout, QWidget
from typing_extensions import override

from annotator.domain.newlines import from_editor, to_editor
from annotator.i18n import _
from annotator.ui.parts import plain_label
from annotator.ui.widgets.flow_layout import FlowLayout

if TYPE_CHECKING:
    from annotator.domain.job import Attachment
    from annotator.workflow.by_hand import Handed


class AnswerField(QPlainTextEdit):
    """A text field that takes files too.

    Signals:
        files_dropped: these files were dropped or pasted (list of Path).
    """

    files_dropped = Signal(object)

    @override
    def canInsertFromMimeData(self, source: QMimeData) -> bool:
        return source.hasUrls() or super().canInsertFromMimeData(source)

    @override
    def insertFromMimeData(self, source: QMimeData) -> None:
        paths = [Path(url.toLocalFile()) for url in source.urls() if url.isLocalFile()]
        if paths:
            self.files_dropped.emit(paths)
        else:
            super().insertFromMimeData(source)


class AnswerBox(QWidget):
    """Takes an answer in by hand.

    Signals:
        files_offered: read these files (list of Path); `show_files` is to follow.
        store_requested: store this as the next attempt (text, tuple of Attachment).
        left: not now; what stands here is kept while the window is open.
    """

    files_offered = Signal(object)
    store_requested = Signal(str, object)
    left = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("answer_box")
        self._given = ""
        self._attachments: tuple[Attachment, ...] = ()
        self._title = plain_label("sectionTitle", wraps=True)
        self.field = AnswerField()
        self.field.setObjectName("answer")
        self.field.setAccessibleName(_("The answer, pasted or dropped"))
        self.field.setPlaceholderText(_("Paste the answer here, or drop its text or file."))
        self.field.setTabChangesFocus(True)
        self._files = plain_label("quiet", wraps=True)
        self._files.hide()
        self.store = QPushButton()
        self.store.setObjectName("store_answer")
        from_file = QPushButton(_("From a file…"))
        from_file.setObjectName("answer_from_file")
        leave = QPushButton(_("Not now"))
        row = FlowLayout()
        row.addWidget(self.store)
        row.addWidget(from_file)
        row.addWidget(leave)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addWidget(self._title)
        column.addWidget(self.field, 1)
        column.addWidget(self._files)
        column.addLayout(row)
        self.field.textChanged.connect(self._show_state)
        self.field.files_dropped.connect(self.files_offered)
        self.store.clicked.connect(self._store)
        from_file.clicked.connect(self._ask_file)
        leave.clicked.connect(self.left)

    @property
    def text(self) -> str:
        """The exact text of the answer."""
        return from_editor(self._given, self.field.document().toRawText())

    def show_attempt(self, number: int) -> None:
        """Say which attempt the answer becomes."""
        self._title.setText(
            _("The answer becomes attempt {number}, recorded as carried over by hand.").format(number=number)
        )
        self.store.setText(_("Store as attempt {number}").format(number=number))

    def clear(self) -> None:
        """Forget what stood here."""
        self._attachments = ()
        self._take("")

    def paste(self) -> None:
        """Take what the clipboard holds, if nothing stands here yet, and the focus."""
        if not self.text:
            mime = _clipboard()
            if mime is not None and mime.hasUrls():
                self.field.insertFromMimeData(mime)
            elif mime is not None:
                self._take(mime.text())
        self.field.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def show_files(self, handed: Handed) -> None:
        """Show what files held."""
        if handed.text:
            self._take(f"{self.text}{handed.text}")
        self._attachments += handed.attachments
        self._show_state()

    def _take(self, text: str) -> None:
        self._given = text
        self.field.setPlainText(to_editor(text))
        self._show_state()

    @Slot()
    def _show_state(self) -> None:
        self.store.setEnabled(bool(self._attachments) or not self.field.document().isEmpty())
        names = ", ".join(each.name for each in self._attachments)
        self._files.setText(_("Attached: {names}").format(names=names))
        self._files.setVisible(bool(names))

    @Slot()
    def _store(self) -> None:
        self.store.setEnabled(False)
        self.store_requested.emit(self.text, self._attachments)

    @Slot()
    def _ask_file(self) -> None:
        paths, _kind = QFileDialog.getOpenFileNames(self, _("The answer"))
        if paths:
            self.files_offered.emit([Path(each) for each in paths])


def _clipboard() -> QMimeData | None:
    """Return what the clipboard holds, if anything."""
    return QApplication.clipboard().mimeData()
