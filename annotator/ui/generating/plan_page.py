"""What is wished of a round: which jobs, which models, at what cost at most; and what would leave, and where to."""

from __future__ import annotations

from enum import Enum
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import (
    QAbstractItemView,
    QComboBox,
    QFormLayout,
    QHBoxLayout,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QPlainTextEdit,
    QPushButton,
    QSpinBox,
    QVBoxLayout,
    QWidget,
)

from annotator.i18n import N_, _
from annotator.ui.generating.words import connection_label, destination_line, limit_hint
from annotator.ui.parts import flat_button, plain_label

if TYPE_CHECKING:
    from collections.abc import Sequence

    from annotator.domain.message import Message
    from annotator.settings.connections import Connection
    from annotator.workflow.rounds import Outlook

_ROWS: Final = 4


class Scope(Enum):
    """Which jobs are asked about."""

    ALL = N_("All jobs that have no answer by the model")
    SHOWN = N_("Of those, the ones that the queue shows")
    OPEN = N_("Only the job that is open")


class PlanPage(QWidget):
    """Shows it all before anything leaves.

    Signals:
        changed: the wish is another one; `show_outlook` is to follow.
        job_chosen: show what leaves for another job (its place among those that leave).
        template_requested: show and change what a model is told.
    """

    changed = Signal()
    job_chosen = Signal(int)
    template_requested = Signal()

    def __init__(self, connections: Sequence[Connection], *, has_queue: bool, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._connections = tuple(connections)
        self._outlook: Outlook | None = None
        self._at = 0
        self._refusal = plain_label("refusal", wraps=True)
        self.scope = QComboBox()
        self.scope.setObjectName("scope")
        self.scope.setAccessibleName(_("Jobs"))
        for each in Scope if has_queue else (Scope.ALL,):
            self.scope.addItem(_(each.value), each)
        self.models = QListWidget()
        self.models.setObjectName("models")
        self.models.setAccessibleName(_("Models"))
        self.models.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        for number, connection in enumerate(self._connections):
            item = QListWidgetItem(connection_label(connection, is_blind=True))
            item.setFlags(item.flags() | Qt.ItemFlag.ItemIsUserCheckable)
            item.setCheckState(Qt.CheckState.Unchecked if number else Qt.CheckState.Checked)
            self.models.addItem(item)
        self.models.setCurrentRow(0)
        self.at_once = QSpinBox()
        self.at_once.setObjectName("at_once")
        self.at_once.setRange(1, 32)
        self.at_once.setValue(4)
        self.at_once.setAccessibleName(_("Requests at once"))
        self.limit = QLineEdit()
        self.limit.setObjectName("cost_limit")
        self.limit.setAccessibleName(_("Cost limit"))
        self.limit.setPlaceholderText(_("None"))
        self.limit.setToolTip(limit_hint())
        self._currency = plain_label("quiet")
        self._says = plain_label("outlook", wraps=True)
        self._whose = plain_label("quiet", wraps=True)
        self._before = flat_button("job_before", "‹")
        self._after = flat_button("job_after", "›")
        self.view = QPlainTextEdit()
        self.view.setObjectName("leaving")
        self.view.setReadOnly(True)
        self.view.setTabChangesFocus(True)
        self.view.setAccessibleName(_("What leaves"))
        self._template = QPushButton(_("What a model is told…"))
        self._template.setObjectName("template")
        self._template.setAutoDefault(False)
        self._lay_out()
        self._wire()

    def _lay_out(self) -> None:
        form = QFormLayout()
        form.setRowWrapPolicy(QFormLayout.RowWrapPolicy.WrapLongRows)
        self.models.setMaximumHeight(self.fontMetrics().lineSpacing() * _ROWS + 24)
        form.addRow(_("Jobs"), self.scope)
        form.addRow(_("Models"), self.models)
        numbers = QHBoxLayout()
        numbers.addWidget(self.at_once)
        numbers.addSpacing(16)
        numbers.addWidget(plain_label("quiet", _("Cost limit")))
        numbers.addWidget(self.limit)
        numbers.addWidget(self._currency)
        form.addRow(_("Requests at once"), numbers)
        whose = QHBoxLayout()
        whose.addWidget(self._whose, 1)
        for button, said in ((self._before, _("The job before")), (self._after, _("The next job"))):
            button.setAccessibleName(said)
            button.setToolTip(said)
            whose.addWidget(button)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._refusal)
        column.addLayout(form)
        column.addWidget(self._says)
        column.addLayout(whose)
        column.addWidget(self.view, 1)
        column.addWidget(self._template, 0, Qt.AlignmentFlag.AlignLeft)
        self._refusal.hide()

    def _wire(self) -> None:
        self.scope.activated.connect(self._change)
        self.models.itemChanged.connect(self._change)
        self.limit.textChanged.connect(self._show_state)
        self._before.clicked.connect(lambda: self._choose_job(self._at - 1))
        self._after.clicked.connect(lambda: self._choose_job(self._at + 1))
        self._template.clicked.connect(self.template_requested)

    # -- the wish -----------------------------------------------------------------------------------------------------

    @property
    def chosen_scope(self) -> Scope:
        """Which jobs are asked about."""
        found = self.scope.currentData()
        return found if isinstance(found, Scope) else Scope.ALL

    @property
    def chosen(self) -> tuple[Connection, ...]:
        """The models that are asked."""
        checked = Qt.CheckState.Checked
        return tuple(
            each for row, each in enumerate(self._connections) if self.models.item(row).checkState() is checked
        )

    @property
    def cost_limit(self) -> float | None:
        """The most that may be spent, if there is a limit and it is a number."""
        try:
            amount = float(self.limit.text().strip().replace(",", "."))
        except ValueError:
            return None
        return amount if 0 <= amount < float("inf") else None

    @property
    def refusal(self) -> str:
        """Why nothing can be sent as it stands, in one sentence."""
        if self._outlook is not None and self._outlook.never_sends:
            return _("Nothing is sent: this workspace is set never to send anything (Settings, Models).")
        if not self.chosen:
            return _("Choose a model.")
        if self.limit.text().strip() and self.cost_limit is None:
            return _("The cost limit takes a number.")
        without = next((each.name for each in self.chosen if not each.has_price), None)
        if self.cost_limit is not None and without is not None:
            return _("“{name}” has no prices, so a cost limit could not be kept.").format(name=without)
        if self._outlook is not None and not self._outlook.count:
            return _("There is nothing to ask: every job has an answer by the model.")
        return ""

    @property
    def count(self) -> int:
        """How many requests would leave as it stands; nothing while that is not known, or something is wrong."""
        return 0 if self._outlook is None or self.refusal else self._outlook.count

    # -- what would leave ---------------------------------------------------------------------------------------------

    def show_outlook(self, outlook: Outlook) -> None:
        """Show where requests go, how many, and for which jobs; `job_chosen` asks for the first one's."""
        self._outlook = outlook
        if outlook.is_blind:
            self.scope.setCurrentIndex(0)
        self.scope.setEnabled(not outlook.is_blind)
        self.scope.setToolTip(
            _("Models are hidden: only all jobs can be asked about, so that nothing tells who made what.")
            if outlook.is_blind
            else ""
        )
        self.models.blockSignals(True)  # a label is no wish
        for row, each in enumerate(self._connections):
            self.models.item(row).setText(connection_label(each, is_blind=outlook.is_blind))
        self.models.blockSignals(False)
        self._says.setText("\n".join(destination_line(each) for each in outlook.destinations))
        self._show_state()
        self._choose_job(0)

    def show_messages(self, messages: Sequence[Message]) -> None:
        """Show exactly what leaves for the chosen job."""
        self.view.setPlainText("\n\n".join(f"▸ {each.role}\n{each.content}" for each in messages))

    def _choose_job(self, at: int) -> None:
        leaving = () if self._outlook is None else self._outlook.leaving
        self._at = max(0, min(at, len(leaving) - 1))
        self._before.setEnabled(self._at > 0)
        self._after.setEnabled(self._at < len(leaving) - 1)
        if not leaving:
            self._whose.setText("")
            self.view.clear()
            return
        self._whose.setText(
            _("What leaves for “{title}” ({number} of {count}):").format(
                title=leaving[self._at].title, number=f"{self._at + 1:,}", count=f"{len(leaving):,}"
            )
        )
        self.job_chosen.emit(self._at)

    @Slot()
    def _change(self) -> None:
        self._outlook = None
        self._show_state()
        self.changed.emit()

    @Slot()
    def _show_state(self) -> None:
        self._refusal.setText(self.refusal)
        self._refusal.setVisible(bool(self.refusal))
        currencies = {each.currency for each in self.chosen}
        self._currency.setText(currencies.pop() if len(currencies) == 1 else _("of each currency"))
