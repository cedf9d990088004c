"""What stands in the window while there are no jobs, or while the workspace opens."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from annotator.i18n import _
from annotator.ui.parts import plain_label


class Welcome(QWidget):
    """Says that there are no jobs yet, and offers two ways to get some.

    Signals:
        import_requested: bring jobs in from a file.
        samples_requested: bring the sample jobs in.
    """

    import_requested = Signal()
    samples_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._title = plain_label("welcomeTitle", _("No jobs yet"))
        self._text = plain_label(
            "quiet", _("Import a file of jobs, or drop it here; or look around with the samples."), wraps=True
        )
        self._text.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._import = QPushButton(_("Import a file…"))
        self._import.clicked.connect(self.import_requested)
        self._samples = QPushButton(_("Try the samples"))
        self._samples.clicked.connect(self.samples_requested)
        buttons = QHBoxLayout()
        buttons.addStretch(1)
        buttons.addWidget(self._import)
        buttons.addWidget(self._samples)
        buttons.addStretch(1)
        column = QVBoxLayout(self)
        column.addStretch(2)
        column.addWidget(self._title, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addWidget(self._text)
        column.addSpacing(12)
        column.addLayout(buttons)
        column.addStretch(3)
        self.show_ready(is_ready=False)

    def show_ready(self, *, is_ready: bool) -> None:
        """Offer the ways in once it is known that there are no jobs."""
        for widget in (self._title, self._text, self._import, self._samples):
            widget.setVisible(is_ready)
