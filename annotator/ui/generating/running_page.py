"""How far a round is: so many of so many, what it has cost, and what did not work."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QPlainTextEdit, QProgressBar, QVBoxLayout, QWidget

from annotator.i18n import _
from annotator.ui.generating.words import end_line, progress_line, trouble_text
from annotator.ui.parts import plain_label

if TYPE_CHECKING:
    from annotator.workflow.generated import Progress


class RunningPage(QWidget):
    """Shows a round while it runs, and what came of it."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.says = plain_label("round_says", wraps=True)
        self._bar = QProgressBar()
        self._bar.setTextVisible(False)
        self._bar.setAccessibleName(_("How far it is"))
        self._hint = plain_label(
            "quiet", _("You can close this and go on working. New answers stand in the queue."), wraps=True
        )
        self.troubles = QPlainTextEdit()
        self.troubles.setObjectName("round_troubles")
        self.troubles.setReadOnly(True)
        self.troubles.setTabChangesFocus(True)
        self.troubles.setAccessibleName(_("What did not work"))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.says)
        column.addWidget(self._bar)
        column.addWidget(self._hint)
        column.addWidget(self.troubles, 1)
        column.addStretch(0)

    def show_progress(self, progress: Progress, *, is_running: bool) -> None:
        """Show how far a round is, or how it ended."""
        self.says.setText(progress_line(progress) if is_running else end_line(progress))
        self._bar.setRange(0, max(1, progress.planned))
        self._bar.setValue(progress.done)
        self._bar.setVisible(is_running)
        text = trouble_text(progress)
        if text != self.troubles.toPlainText():
            self.troubles.setPlainText(text)
        self.troubles.setVisible(bool(text))
