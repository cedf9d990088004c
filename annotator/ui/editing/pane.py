"""The edit pane: a copy of the deliverable in an editor, beside it what the edit changes and what it costs."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QPlainTextEdit, QPushButton, QSplitter, QVBoxLayout, QWidget
from typing_extensions import override

from annotator.domain.review import ReviewStatus
from annotator.i18n import _, current_language
from annotator.ui.editing.diff_view import DiffView
from annotator.ui.editing.edit_keeper import KINDS, EditKeeper
from annotator.ui.lane import Lane
from annotator.ui.parts import plain_label
from annotator.workflow.commands import DescribeIntervention
from annotator.workflow.edit_cost import Measured, measure
from annotator.workflow.taxonomy import taxonomy

if TYPE_CHECKING:
    from annotator.workflow.changes import Change
    from annotator.workflow.sheets import Sheet

_SETTLE_MS = 250


class EditPane(QWidget):
    """Edits a copy; the deliverable itself never changes.

    Signals:
        commands_requested: commands to be stored together (tuple).
        left: the reviewer is done here and wants the focus back; the text is kept.
    """

    commands_requested = Signal(tuple)
    left = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("edit_pane")
        self._sheet: Sheet | None = None
        self._measured: Measured | None = None
        self._is_measuring = False
        self._editor = QPlainTextEdit()
        self._editor.setAccessibleName(_("Copy of the deliverable"))
        self._editor.setTabChangesFocus(False)
        self._editor.installEventFilter(self)
        self.setFocusProxy(self._editor)
        self._diff = DiffView()
        self._facts = plain_label("quiet", wraps=True)
        self._notice = plain_label("lockedNotice", _("This review is done. Reopen it to change anything."), wraps=True)
        self._kind = QComboBox()
        self._kind.setAccessibleName(_("Kind of edit"))
        for kind in taxonomy().interventions:
            if kind.code in KINDS:
                self._kind.addItem(kind.label.get(current_language(), kind.label["en"]), kind.code)
        self._discard = QPushButton(_("Discard the edit"))
        self._keeper = EditKeeper(self._editor, self)
        self._lane = Lane("diffs", self)
        self._settle = QTimer(self, singleShot=True, interval=_SETTLE_MS)
        self._lay_out()
        self._keeper.commands_requested.connect(self.commands_requested)
        self._keeper.shown.connect(self._measure)
        self._editor.textChanged.connect(self._settle.start)
        self._settle.timeout.connect(self._measure)
        self._kind.activated.connect(self._describe)
        self._discard.clicked.connect(self._keeper.discard)

    def _lay_out(self) -> None:
        tools = QHBoxLayout()
        tools.setContentsMargins(12, 6, 12, 6)
        tools.addWidget(self._kind)
        tools.addWidget(self._facts, 1)
        tools.addWidget(self._discard)
        texts = QSplitter(Qt.Orientation.Vertical)
        texts.addWidget(self._editor)
        texts.addWidget(self._diff)
        texts.setStretchFactor(0, 3)
        texts.setStretchFactor(1, 2)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self._notice)
        layout.addWidget(texts, 1)
        layout.addLayout(tools)

    def show_sheet(self, sheet: Sheet) -> None:
        """Take another deliverable up; what was typed for the one before is sent first."""
        self.flush()
        self._sheet, self._measured = sheet, None
        self._keeper.show_sheet(sheet)
        self._show_state()
        if self.isVisible():
            self._keeper.fill()

    def show_change(self, change: Change) -> None:
        """Take note of what was stored or undone."""
        if self._sheet is not None and change.review.ref == self._sheet.ref:
            self._sheet = replace(self._sheet, review=change.review)
        self._keeper.show_change(change)
        self._show_state()

    def start(self) -> None:
        """Show the copy and take the focus."""
        self._keeper.fill()
        self._editor.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def save_failed(self) -> None:
        """Keep what was typed and send it again."""
        self._keeper.save_failed()

    @Slot()
    def flush(self) -> None:
        """Send what was typed, and what it cost as far as it is measured."""
        self._keeper.flush()
        self._describe()

    def next_change(self, step: int = 1) -> None:
        """Go to the next change, or to the one before."""
        self._diff.go(step)

    def close_lane(self) -> None:
        """Wait for the measuring that is under way."""
        self._lane.drain(2000)

    def _show_state(self) -> None:
        stored = self._keeper.intervention
        is_done = self._sheet is not None and self._sheet.review.status is not ReviewStatus.DRAFT
        self._notice.setVisible(is_done)
        self._editor.setReadOnly(is_done)
        self._kind.setEnabled(stored is not None and not is_done)
        self._discard.setEnabled(stored is not None and not is_done)
        if stored is not None:
            self._kind.setCurrentIndex(max(0, self._kind.findData(stored.kind)))

    @Slot()
    def _measure(self) -> None:
        """Measure what is in the editor now, away from the window; while one measuring runs, the next waits."""
        if self._sheet is None or self._is_measuring:
            return
        self._is_measuring = True
        work = partial(measure, self._keeper.original, self._keeper.text, self._sheet.job.language)
        self._lane.submit(work, self._show_measured, self._fail_to_measure)

    def _show_measured(self, measured: Measured) -> None:
        self._is_measuring = False
        if measured.old != self._keeper.original:
            self._measure()
            return
        self._measured = measured
        self._diff.show_changes(measured.old, measured.new, measured.changes)
        effort = "–" if measured.rate is None else f"{measured.rate:.1%}"
        text = _("{count} changes · edit effort (technical) {effort}")
        self._facts.setText(text.format(count=measured.changed, effort=effort))
        if measured.new != self._keeper.text:
            self._settle.start()

    def _fail_to_measure(self, error: Exception) -> None:
        self._is_measuring = False
        raise error

    @Slot()
    def _describe(self) -> None:
        stored, measured = self._keeper.intervention, self._measured
        if self._sheet is None or stored is None or self._sheet.review.status is not ReviewStatus.DRAFT:
            return
        is_fresh = measured is not None and measured.new == stored.content
        effort = measured.effort if is_fresh and measured is not None else stored.effort
        kind = self._kind.currentData()
        if (kind, effort) != (stored.kind, stored.effort):
            self.commands_requested.emit((DescribeIntervention(self._sheet.ref, stored.id, kind, effort),))

    @override
    def eventFilter(self, watched: object, event: QEvent) -> bool:
        if watched is self._editor and event.type() == QEvent.Type.FocusOut:
            self.flush()
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress and event.key() == Qt.Key.Key_Escape:
            self.flush()
            self.left.emit()
            return True
        return False
