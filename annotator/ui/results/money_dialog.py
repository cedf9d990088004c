"""What the coordinator assumes: money, aims, and what stands in for missing numbers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QCheckBox, QDialog, QDialogButtonBox, QFormLayout, QLineEdit, QVBoxLayout

from annotator.errors import DomainError
from annotator.i18n import N_, _
from annotator.ui.parts import plain_label
from annotator.workflow.results.question import Assumptions

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from annotator.ui.desk import Desk

_AMOUNTS: Final = (
    ("hourly_rate", N_("What a human hour costs")),
    ("value", N_("Value of a job without a budget")),
    ("run_cost", N_("Run cost of a deliverable without a cost")),
    ("minutes", N_("Minutes of an intervention without any")),
    ("human_cost", N_("What a human takes for a whole job")),
)
_SHARES: Final = (
    ("target", N_("Pass rate that needs no human, %")),
    ("human_success", N_("How often a human alone passes, %")),
)


def ask_money(desk: Desk, assumed: Assumptions | None, parent: QWidget) -> None:
    """Ask for what is assumed, beginning with what is so far, and have it stored."""
    dialog = MoneyDialog(assumed or Assumptions(), parent)
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.chosen.connect(desk.assume)
    dialog.open()


class MoneyDialog(QDialog):
    """Asks for what is assumed; an empty field means that nobody knows.

    Signals:
        chosen: assume this from now on (Assumptions).
    """

    chosen = Signal(object)

    def __init__(self, assumed: Assumptions, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(_("Money and missing numbers"))
        self._fields: dict[str, QLineEdit] = {}
        form = QFormLayout()
        form.setRowWrapPolicy(QFormLayout.RowWrapPolicy.WrapLongRows)
        for name, label in _AMOUNTS:
            self._add(form, name, _(label), amount_text(getattr(assumed, name)))
        for name, label in _SHARES:
            value = getattr(assumed, name)
            self._add(form, name, _(label), amount_text(None if value is None else value * 100))
        self._add(form, "currency", _("Currency; that of most budgets if empty"), assumed.currency)
        rates = ", ".join(f"{code}={amount_text(rate)}" for code, rate in assumed.exchange)
        self._add(form, "exchange", _("Exchange rates, such as JPY=0.0067, EUR=1.08"), rates)
        self._oversight = QCheckBox(_("Count the first review of every job as a cost of stepping in"))
        self._oversight.setChecked(assumed.is_full_oversight)
        self._refusal = plain_label("refusal", wraps=True)
        self._refusal.hide()
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Ok | QDialogButtonBox.StandardButton.Cancel)
        buttons.accepted.connect(self._choose)
        buttons.rejected.connect(self.reject)
        column = QVBoxLayout(self)
        column.addLayout(form)
        column.addWidget(self._oversight)
        column.addWidget(self._refusal)
        column.addWidget(buttons)
        self.resize(520, 420)

    def _add(self, form: QFormLayout, name: str, label: str, text: str) -> None:
        field = QLineEdit(text)
        field.setObjectName(name)
        field.setAccessibleName(label)
        self._fields[name] = field
        form.addRow(label, field)

    @Slot()
    def _choose(self) -> None:
        try:
            chosen = self._read()
        except (ValueError, DomainError):
            self._refusal.setText(
                _("An amount is a number from 0 up, a share lies between 0 and 100. Nothing was changed.")
            )
            self._refusal.show()
            return
        self.chosen.emit(chosen)
        self.accept()

    def _read(self) -> Assumptions:
        said: dict[str, Any] = {name: self._number(name) for name, _label in _AMOUNTS}
        said["human_success"] = self._share("human_success")
        target = self._share("target")
        if target is not None:
            said["target"] = target
        said["currency"] = self._fields["currency"].text().strip()
        said["exchange"] = tuple(_pair(part) for part in self._fields["exchange"].text().split(",") if part.strip())
        return Assumptions(is_full_oversight=self._oversight.isChecked(), **said)

    def _number(self, name: str) -> float | None:
        return amount_in(self._fields[name].text())

    def _share(self, name: str) -> float | None:
        number = self._number(name)
        return None if number is None else number / 100


def amount_text(amount: float | None) -> str:
    """Return a number as it is shown in a field, with no digit less; nothing if nobody knows it."""
    return "" if amount is None else f"{amount:.12f}".rstrip("0").rstrip(".")


def amount_in(text: str) -> float | None:
    """Return the number that was entered, or `None` if nothing was.

    Raises:
        ValueError: it is no number.
    """
    return float(text) if text.strip() else None


def _pair(text: str) -> tuple[str, float]:
    code, _sign, rate = text.partition("=")
    return code.strip(), float(rate)
