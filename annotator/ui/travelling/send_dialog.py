"""Sending to the coordinator: what goes, where the file goes, and the receipt to keep."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QStandardPaths, Qt, QUrl, Signal, Slot
from PySide6.QtGui import QDesktopServices, QGuiApplication
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QFileDialog,
    QHBoxLayout,
    QLineEdit,
    QPlainTextEdit,
    QPushButton,
    QVBoxLayout,
)

from annotator.i18n import _, ngettext
from annotator.ui.parts import plain_label
from annotator.workflow.receipts import mail_text, receipt_text
from annotator.workflow.result_sending import Sent, send_result

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from annotator.ui.main_window import MainWindow
    from annotator.workflow.progress import StudyProgress


def show_send(window: MainWindow) -> None:
    """Show the dialog, or say why there is nothing to send."""
    progress = window.verbs.travel.progress
    if progress is None:
        window.notices.show_notice(
            "send", _("This study did not come in a pack: there is nobody to send it to. You can export it."),
            way_out=(_("Export…"), window.verbs.export),
        )  # fmt: skip
        return
    window.flush()
    dialog = SendDialog(progress, window)
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)

    def send(folder: str, question: str) -> None:
        window.flush()

        def done(sent: Sent) -> None:
            dialog.show_sent(sent)
            window.verbs.travel.refresh()

        window.desk.write(lambda workbench: send_result(workbench, Path(folder), question), done)

    dialog.send_requested.connect(send)
    dialog.open()


class SendDialog(QDialog):
    """Says what a result will hold, and shows the receipt once it is written.

    Signals:
        send_requested: write the result into this folder, with this question (str, str).
    """

    send_requested = Signal(str, str)

    def __init__(self, progress: StudyProgress, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("send_dialog")
        self.setWindowTitle(_("Send to coordinator"))
        self.resize(560, 420)
        self._sent: Sent | None = None
        self._said = plain_label("send_said", _what_goes(progress), wraps=True)
        self._promise = plain_label("quiet", _what_stays(), wraps=True)
        self.question = QPlainTextEdit()
        self.question.setObjectName("send_question")
        self.question.setAccessibleName(_("Question to the coordinator"))
        self.question.setPlaceholderText(_("A question to the coordinator, if you have one"))
        self.question.setTabChangesFocus(True)
        self.question.setMaximumHeight(110)
        self.folder = QLineEdit(QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation))
        self.folder.setAccessibleName(_("Folder for the file"))
        self._choose = QPushButton(_("Choose…"))
        self._choose.setAutoDefault(False)
        self._place = plain_label("quiet", _("Folder"))
        self.receipt = QPlainTextEdit()
        self.receipt.setObjectName("receipt")
        self.receipt.setReadOnly(True)
        self.receipt.setAccessibleName(_("Receipt"))
        self._buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel)
        self.send = QPushButton(_("Write the file"))
        self.send.setObjectName("write_result")
        self._buttons.addButton(self.send, QDialogButtonBox.ButtonRole.ActionRole)
        self.send.setDefault(True)
        self._mail = QPushButton(_("Copy text for the mail"))
        self._show_folder = QPushButton(_("Show the folder"))
        self._lay_out()
        self._wire()

    def _lay_out(self) -> None:
        place = QHBoxLayout()
        place.addWidget(self._place)
        place.addWidget(self.folder, 1)
        place.addWidget(self._choose)
        column = QVBoxLayout(self)
        for widget in (self._said, self._promise, self.question):
            column.addWidget(widget)
        column.addLayout(place)
        column.addWidget(self.receipt, 1)
        column.addStretch(0)
        column.addWidget(self._buttons)
        for button in (self._mail, self._show_folder):
            self._buttons.addButton(button, QDialogButtonBox.ButtonRole.ActionRole)
            button.hide()
        self.receipt.hide()

    def _wire(self) -> None:
        self.send.clicked.connect(self._ask_to_send)
        self._choose.clicked.connect(self._choose_folder)
        self._mail.clicked.connect(self._copy_mail)
        self._show_folder.clicked.connect(self._open_folder)
        self._buttons.rejected.connect(self.reject)

    @Slot()
    def _ask_to_send(self) -> None:
        self.send.setEnabled(False)
        self.send_requested.emit(self.folder.text(), self.question.toPlainText())

    @Slot()
    def _choose_folder(self) -> None:
        folder = QFileDialog.getExistingDirectory(self, _("Folder for the file"), self.folder.text())
        if folder:
            self.folder.setText(folder)

    def show_sent(self, sent: Sent) -> None:
        """Show the receipt of the result that was written."""
        self._sent = sent
        self.receipt.setPlainText(receipt_text(sent.manifest, str(sent.path)))
        self._said.setText(
            _("The file {file} is ready. Send it to the coordinator, by mail for instance.").format(file=sent.path.name)
        )
        for widget in (self._promise, self.question, self.send, self._place, self.folder, self._choose):
            widget.hide()
        for widget in (self.receipt, self._mail, self._show_folder):
            widget.show()
        self._buttons.button(QDialogButtonBox.StandardButton.Cancel).setText(_("Close"))
        self._mail.setFocus()

    @Slot()
    def _copy_mail(self) -> None:
        if self._sent is not None:
            QGuiApplication.clipboard().setText(mail_text(self._sent.manifest, self._sent.path.name))
            self._mail.setText(_("✓ Copied"))

    @Slot()
    def _open_folder(self) -> None:
        if self._sent is not None:
            QDesktopServices.openUrl(QUrl.fromLocalFile(str(self._sent.path.parent)))


def _what_goes(progress: StudyProgress) -> str:
    receipt = progress.receipt
    counts = _("{done} done, {draft} drafts, {skipped} skipped, {missing} missing, of {expected}").format(
        done=receipt.done,
        draft=receipt.draft,
        skipped=receipt.skipped,
        missing=receipt.missing,
        expected=receipt.expected,
    )
    fresh = ngettext(
        "{count} finished review was never sent as it is now.",
        "{count} finished reviews were never sent as they are now.",
        progress.unsent,
    ).format(count=progress.unsent)
    return f"{progress.name}: {counts}. {fresh}"


def _what_stays() -> str:
    return _(
        "The file holds your reviews, the minutes they took, requests for next attempts and your questions; no text of "
        "a deliverable. Nothing is sent by the program itself. You can send again at any time: the later file counts."
    )
