"""The button that sends: done is not sent, and it always says how many are not."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QPushButton

from annotator.i18n import _, ngettext

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from annotator.workflow.progress import StudyProgress


class SendButton(QPushButton):
    """Hidden while the open study did not come in a pack."""

    def __init__(self, key: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("send_button")
        self._key = key
        self.hide()

    def show_progress(self, progress: StudyProgress | None) -> None:
        """Say how much is not sent."""
        self.setVisible(progress is not None)
        if progress is None:
            return
        count = progress.unsent
        self.setText(_("Send to coordinator · {count}").format(count=count) if count else _("Send to coordinator"))
        said = ngettext("{count} finished review is not sent", "{count} finished reviews are not sent", count)
        self.setAccessibleName(f"{_('Send to coordinator')}. {said.format(count=count)}")
        tip = said.format(count=count) if count else _("Everything that is finished was sent")
        self.setToolTip(f"{tip} ({self._key})" if self._key else tip)
