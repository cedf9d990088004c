"""The strip above a further attempt: what it is compared with, what waits, a switch for marked changes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QWidget

from annotator.domain.feedback import waiting
from annotator.domain.review import ReviewStatus
from annotator.i18n import _, ngettext
from annotator.ui.parts import flat_button, plain_label

if TYPE_CHECKING:
    from annotator.domain.review import Review
    from annotator.workflow.sheets import Earlier, Sheet


class RecheckStrip(QWidget):
    """Shows itself for a deliverable that came of another one, and while a request for the next one waits.

    Signals:
        marking_chosen: mark the changed passages from now on, or do not (bool).
    """

    marking_chosen = Signal(bool)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("recheck_strip")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._says = plain_label("quiet", wraps=True)
        self._switch = flat_button("link")
        self._switch.setCheckable(True)
        self._switch.setChecked(True)
        self._switch.toggled.connect(self._choose)
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 3, 8, 3)
        row.setSpacing(6)
        row.addWidget(self._says, 1)
        row.addWidget(self._switch)
        self._show_switch()
        self.hide()

    @property
    def text(self) -> str:
        """What the strip says."""
        return self._says.text().replace("\u200b", "")  # where a long word may break

    @Slot()
    def toggle(self) -> None:
        """Mark what changed, or stop marking it."""
        if self.isVisible():
            self._switch.toggle()

    def show_review(self, sheet: Sheet, review: Review) -> None:
        """Say what the deliverable is compared with, and whether a request of its review waits. Emits nothing."""
        says = [] if sheet.earlier is None else [_sentence(sheet.deliverable.attempt, sheet.earlier)]
        if waiting(review, [each.arm for each in sheet.followers]):
            says.append(_("A request for the next attempt waits for the coordinator: it travels in your result file."))
        if sheet.is_blind and review.status is ReviewStatus.SUBMITTED and sheet.entry.model:
            says.append(_("Now that it is done: {model} made it.").format(model=sheet.entry.model))
        self.setVisible(bool(says))
        self._says.setText("\n".join(says))
        self._switch.setVisible(sheet.earlier is not None and bool(sheet.earlier.changed))

    @Slot(bool)
    def _choose(self, is_on: bool) -> None:
        self._show_switch()
        self.marking_chosen.emit(is_on)

    def _show_switch(self) -> None:
        text = _("Hide the changes") if self._switch.isChecked() else _("Mark the changes")
        self._switch.setText(text)
        self._switch.setAccessibleName(text)


def _sentence(attempt: int, earlier: Earlier) -> str:
    says = _("Attempt {number}, compared with attempt {earlier}:").format(number=attempt, earlier=earlier.attempt)
    if not earlier.changed and not earlier.removed:
        return f"{says} {_('nothing changed.')}"
    parts = []
    if count := len(earlier.changed):
        parts.append(ngettext("{count} passage changed (Δ)", "{count} passages changed (Δ)", count).format(count=count))
    if count := earlier.removed:
        parts.append(ngettext("{count} left out", "{count} left out", count).format(count=count))
    return f"{says} {_(', ').join(parts)}"
