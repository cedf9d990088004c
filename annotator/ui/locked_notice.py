"""The notice above what cannot be changed now, and what would make it open again."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QWidget

from annotator.domain.review import ReviewStatus
from annotator.i18n import _


class LockedNotice(QLabel):
    """Shows itself where a review is done or skipped."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("lockedNotice")
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setWordWrap(True)
        self.hide()

    def show_status(self, status: ReviewStatus) -> None:
        """Say why nothing can be changed, or hide."""
        done = _("This review is done. Reopen it to change anything.")
        skipped = _("This deliverable is skipped. Take it back to change anything.")
        self.setText(done if status is ReviewStatus.SUBMITTED else skipped)
        self.setVisible(status is not ReviewStatus.DRAFT)
