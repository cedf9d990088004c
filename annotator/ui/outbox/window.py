"""The outbox: a table of the requests that wait, the chosen one below it, and what can be done with it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal, SignalInstance, Slot
from PySide6.QtWidgets import (
    QAbstractItemView,
    QDialog,
    QDialogButtonBox,
    QHeaderView,
    QPlainTextEdit,
    QPushButton,
    QStackedWidget,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from annotator.domain.review import ReviewStatus
from annotator.i18n import _
from annotator.ui.outbox.words import arm_word, deliverable_word, detail, state_word
from annotator.ui.parts import plain_label
from annotator.ui.steppingin.send_box import SendBox
from annotator.workflow.outbox import Waiting

if TYPE_CHECKING:
    from collections.abc import Sequence

    from annotator.workflow.outbox import OutboxLine


class OutboxWindow(QDialog):
    """Stands beside the window, which can be used all the while.

    Signals:
        open_requested, send_requested, copy_requested, keep_requested, withdraw_requested: do that with the chosen one.
    """

    open_requested = Signal()
    send_requested = Signal()
    copy_requested = Signal()
    keep_requested = Signal()
    withdraw_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("outbox_window")
        self.setWindowTitle(_("Outbox"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.resize(920, 560)
        self.lines: Sequence[OutboxLine] = ()
        self._offers_sending = False
        self._hint = plain_label("quiet", wraps=True)
        headings = [_("Deliverable"), _("Asked for"), _("State"), _("Message")]
        self.table = QTableWidget(0, len(headings))
        self.table.setObjectName("outbox")
        self.table.setHorizontalHeaderLabels(headings)
        self.table.setAccessibleName(_("Outbox"))
        self.table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.table.setTabKeyNavigation(False)
        self.table.setWordWrap(False)
        self.table.verticalHeader().hide()
        self.table.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
        self.table.horizontalHeader().setStretchLastSection(True)
        self.view = QPlainTextEdit()
        self.view.setObjectName("request")
        self.view.setReadOnly(True)
        self.view.setTabChangesFocus(True)
        self.view.setAccessibleName(_("Message"))
        self.sending = SendBox()
        self._below = QStackedWidget()
        self._below.addWidget(self.view)
        self._below.addWidget(self.sending)
        self._buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        self.open_line = self._button("open_request", _("Open the deliverable"), self.open_requested)
        self.send = self._button("send_request", _("Send to a model…"), self.send_requested)
        self.copy = self._button("copy_request", _("Copy the message"), self.copy_requested)
        self.keep = self._button("keep_request", _("Keep what came"), self.keep_requested)
        self.withdraw = self._button("withdraw_request", "", self.withdraw_requested)
        column = QVBoxLayout(self)
        column.addWidget(self._hint)
        column.addWidget(self.table, 1)
        column.addWidget(self._below, 1)
        column.addWidget(self._buttons)
        self._buttons.rejected.connect(self.reject)
        self.table.currentCellChanged.connect(self._show_chosen)
        self.table.itemActivated.connect(self.open_requested)

    def _button(self, name: str, text: str, wish: SignalInstance) -> QPushButton:
        made = QPushButton(text)
        made.setObjectName(name)
        made.setAutoDefault(False)
        made.clicked.connect(wish)
        self._buttons.addButton(made, QDialogButtonBox.ButtonRole.ActionRole)
        return made

    @property
    def chosen(self) -> OutboxLine | None:
        """The line that is chosen."""
        row = self.table.currentRow()
        return self.lines[row] if 0 <= row < len(self.lines) else None

    def offer_sending(self, *, is_offered: bool) -> None:
        """Offer to send to a model; without a connection there is no word of it."""
        self._offers_sending = is_offered
        self._show_chosen()

    def show_lines(self, lines: Sequence[OutboxLine]) -> None:
        """Show what waits; the chosen line stays chosen."""
        before = None if self.chosen is None else self.chosen.name
        self.lines = lines
        self._hint.setText(
            _("What you asked for and no attempt has come of yet, in the study that is open.")
            if lines
            else _("Nothing waits: every request has its answer, or was withdrawn.")
        )
        self.table.setRowCount(len(lines))
        for row, line in enumerate(lines):
            message = " ".join(line.ask.message.split()) if line.ask is not None else ""
            for column, text in enumerate((deliverable_word(line), arm_word(line.arm), state_word(line), message)):
                item = QTableWidgetItem(text)
                item.setToolTip(text)
                self.table.setItem(row, column, item)
        self.table.resizeColumnsToContents()
        self.table.setColumnWidth(0, min(self.table.columnWidth(0), 280))
        names = [each.name for each in lines]
        self.table.setCurrentCell(names.index(before) if before in names else min(0, len(lines) - 1), 0)
        self._show_chosen()

    def show_sending(self, *, is_shown: bool) -> None:
        """Show what would leave in the message's place, or the message again."""
        self._below.setCurrentWidget(self.sending if is_shown else self.view)
        self._show_chosen()

    @property
    def is_sending(self) -> bool:
        """Whether what would leave, or an answer, is shown."""
        return self._below.currentWidget() is self.sending

    @Slot()
    def _show_chosen(self, *_cells: int) -> None:
        line = self.chosen
        self.view.setPlainText("" if line is None else detail(line))
        has_ask = line is not None and line.ask is not None
        can_send = line is not None and has_ask and line.waiting is not Waiting.UNDER_WAY
        self.table.setEnabled(not self.is_sending)
        self.open_line.setEnabled(has_ask)
        self.send.setVisible(self._offers_sending)
        self.send.setEnabled(can_send and not self.is_sending)
        self.copy.setEnabled(has_ask)
        self.keep.setVisible(line is not None and bool(line.came) and can_send)
        is_step = line is None or line.status is not None
        self.withdraw.setText(_("Withdraw") if is_step else _("Take off the list"))
        is_held = line is None or line.waiting is Waiting.UNDER_WAY or line.status is ReviewStatus.SKIPPED
        self.withdraw.setEnabled(not is_held and not self.is_sending)
