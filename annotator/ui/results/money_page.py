"""The settings' page of results: what a human hour costs, in which currency, and the rest of what is assumed."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import QFormLayout, QLineEdit, QPushButton, QVBoxLayout, QWidget

from annotator.errors import DomainError
from annotator.i18n import _
from annotator.ui.parts import plain_label, set_shown
from annotator.ui.results.money_dialog import amount_in, amount_text, ask_money
from annotator.workflow.results import asking

if TYPE_CHECKING:
    from annotator.ui.desk import Desk
    from annotator.workflow.results.question import Assumptions
    from annotator.workflow.workbench import Workbench


class MoneyPage(QWidget):
    """Shows and changes what the open workspace assumes; the results window and the command line reckon with the same.

    Nothing can be entered before it is read, and nothing at all where the study keeps its results hidden.
    """

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._assumed: Assumptions | None = None
        self._rate, self._currency = QLineEdit(), QLineEdit()
        self._more = QPushButton(_("Money and missing numbers…"))
        self._said = plain_label("quiet", wraps=True)
        self._refusal = plain_label("refusal", wraps=True)
        self._lay_out()
        self._rate.editingFinished.connect(self._take)
        self._currency.editingFinished.connect(self._take)
        self._more.clicked.connect(self._ask_more)
        desk.assumed.connect(self._show)
        self._allow(False)
        if desk.is_ready:
            desk.read(_known, self._show_known)

    def _lay_out(self) -> None:
        self._said.setText(_("The results of this workspace reckon with these; they are stored in it."))
        form = QFormLayout()
        form.setRowWrapPolicy(QFormLayout.RowWrapPolicy.WrapLongRows)
        for name, label, field in (
            ("hourly_rate", _("What a human hour costs"), self._rate),
            ("currency", _("Currency; that of most budgets if empty"), self._currency),
        ):
            field.setObjectName(name)
            field.setAccessibleName(label)
            form.addRow(label, field)
        self._more.setObjectName("money")
        self._more.setAutoDefault(False)
        self._refusal.hide()
        column = QVBoxLayout(self)
        column.addWidget(self._said)
        column.addLayout(form)
        column.addWidget(self._refusal)
        column.addWidget(self._more, 0, Qt.AlignmentFlag.AlignLeft)
        column.addStretch(1)

    def _allow(self, is_allowed: bool) -> None:
        for widget in (self._rate, self._currency, self._more):
            widget.setEnabled(is_allowed)

    def _show_known(self, known: Assumptions | None) -> None:
        if known is None:
            self._said.setText(_("The results of this study are not shown to its reviewers."))
        else:
            self._show(known)

    @Slot(object)
    def _show(self, assumed: Assumptions) -> None:
        self._assumed = assumed
        for field, text in ((self._rate, amount_text(assumed.hourly_rate)), (self._currency, assumed.currency)):
            if not field.isModified():  # else somebody is typing
                field.setText(text)
        self._allow(True)

    @Slot()
    def _take(self) -> None:
        if self._assumed is None:
            return
        try:
            wanted = replace(
                self._assumed, hourly_rate=amount_in(self._rate.text()), currency=self._currency.text().strip()
            )
        except (ValueError, DomainError):
            self._refusal.setText(_("An amount is a number from 0 up. Nothing was changed."))
            set_shown(self._refusal, is_shown=True)
            return
        set_shown(self._refusal, is_shown=False)
        self._rate.setModified(False)
        self._currency.setModified(False)
        if wanted != self._assumed:
            self._assumed = wanted  # or the other field, left while this one is being stored, would take it back
            self._desk.assume(wanted)

    @Slot()
    def _ask_more(self) -> None:
        ask_money(self._desk, self._assumed, self)


def _known(workbench: Workbench) -> Assumptions | None:
    """Return what is assumed, or `None` where results are hidden."""
    database = workbench.database
    return None if asking.is_hidden(database) else asking.assumptions(database)
