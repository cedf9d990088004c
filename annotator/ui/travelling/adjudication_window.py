"""Adjudication in the window: what two people said, side by side and without their names, and the third decision."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import (
    QAbstractItemView,
    QComboBox,
    QDialog,
    QHBoxLayout,
    QHeaderView,
    QLineEdit,
    QListWidget,
    QMessageBox,
    QPushButton,
    QSplitter,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from annotator.domain.review import MarkKind, Verdict
from annotator.i18n import N_, _
from annotator.ui.parts import plain_label, set_shown
from annotator.ui.words import mark_word, said_mark, said_verdict, verdict_word
from annotator.workflow.adjudicating import Cause, Decision, Dispute, adjudicate, disputes

if TYPE_CHECKING:
    from collections.abc import Sequence

    from annotator.ui.main_window import MainWindow
    from annotator.workflow.workbench import Workbench

_CAUSES: Final = {
    Cause.AMBIGUOUS_BRIEF: N_("The brief is ambiguous"),
    Cause.RUBRIC_GAP: N_("The rubric has a gap"),
    Cause.GRADER_ERROR: N_("A reviewer erred"),
    Cause.OTHER: N_("Another reason"),
}


def show_adjudication(window: MainWindow) -> None:
    """Show the view."""
    dialog = AdjudicationWindow(window)
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)

    def decide(decision: Decision) -> None:
        def work(workbench: Workbench) -> tuple[Dispute, ...]:
            adjudicate(workbench, decision)
            return disputes(workbench)

        window.desk.write(work, dialog.show_disputes)

    dialog.decided.connect(decide)
    dialog.deliverable_requested.connect(window.desk.open)
    window.desk.read(disputes, dialog.show_disputes)
    dialog.show()


class AdjudicationWindow(QDialog):
    """A list of what several people reviewed, and the chosen one; the window behind it shows the deliverable.

    Signals:
        decided: store this decision (Decision).
        deliverable_requested: show this deliverable behind (int, its key).
    """

    decided = Signal(object)
    deliverable_requested = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("adjudication_window")
        self.setWindowTitle(_("Adjudication"))
        self.resize(900, 560)
        self._disputes: Sequence[Dispute] = ()
        self.list = QListWidget()
        self.list.setAccessibleName(_("What several people reviewed"))
        self.table = QTableWidget(0, 0)
        self.table.setAccessibleName(_("What they said"))
        self.table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.table.setWordWrap(True)
        self.verdict = _choice(_("Decision"), [(each.value, verdict_word(each)) for each in Verdict])
        self.cause = _choice(_("Reason"), [(each.value, _(text)) for each, text in _CAUSES.items()])
        self.note = QLineEdit()
        self.note.setAccessibleName(_("Note"))
        self.note.setPlaceholderText(_("More about the decision"))
        self.decide_button = QPushButton(_("Decide and next"))
        self.decide_button.setDefault(True)
        self.awaited = plain_label("quiet", wraps=True)
        self.awaited.hide()
        self._empty = plain_label(
            "quiet", _("Nothing was reviewed by two people yet. Take their results in first."), wraps=True
        )
        self._lay_out()
        self.list.currentRowChanged.connect(self._show_row)
        self.decide_button.clicked.connect(self._decide)

    def _lay_out(self) -> None:
        foot = QHBoxLayout()
        for widget in (self.verdict, self.cause, self.note, self.decide_button):
            foot.addWidget(widget, 1 if widget is self.note else 0)
        right = QWidget()
        column = QVBoxLayout(right)
        column.setContentsMargins(8, 0, 0, 0)  # text keeps off the divider
        column.addWidget(self._empty)
        column.addWidget(self.awaited)
        column.addWidget(self.table, 1)
        column.addLayout(foot)
        halves = QSplitter()
        halves.addWidget(self.list)
        halves.addWidget(right)
        halves.setStretchFactor(1, 1)
        halves.setSizes([260, 640])
        whole = QVBoxLayout(self)
        whole.addWidget(halves)

    def show_disputes(self, found: Sequence[Dispute]) -> None:
        """Show the list; the first open one is chosen."""
        self._disputes = found
        self.list.clear()
        for each in found:
            self.list.addItem(f"{_sign(each)}  {each.title}")
        self._empty.setVisible(not found)
        for widget in (self.table, self.verdict, self.cause, self.note, self.decide_button):
            widget.setVisible(bool(found))
        if found:
            self.list.setCurrentRow(0)

    @Slot(int)
    def _show_row(self, row: int) -> None:
        if not 0 <= row < len(self._disputes):
            return
        dispute = self._disputes[row]
        self.deliverable_requested.emit(dispute.key)
        self.awaited.setText(_said_awaited(dispute))
        set_shown(self.awaited, is_shown=bool(dispute.awaited))
        views = dispute.views
        self.table.clear()
        self.table.setColumnCount(1 + len(views) + 1)
        names = [_("Review {letter}").format(letter=chr(ord("A") + at)) for at in range(len(views))]
        self.table.setHorizontalHeaderLabels([_("Criterion"), *names, _("Decision")])
        self.table.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        self.table.verticalHeader().hide()
        self.table.setRowCount(1 + len(dispute.criteria))
        self._fill(0, _("Verdict"), [said_verdict(each.verdict) + _more(each.note) for each in views])
        for at, (id_, text) in enumerate(dispute.criteria, start=1):
            said = [each.marks.get(id_, (None, "")) for each in views]
            self._fill(at, text, [said_mark(mark) + _more(note) for mark, note in said])
            choice = _choice(text, [("", "–"), *((kind.value, mark_word(kind)) for kind in MarkKind)])
            marks = {mark for mark, _note in said}
            if len(marks) == 1:
                choice.setCurrentIndex(max(0, choice.findData(marks.pop() or "")))
            self.table.setCellWidget(at, 1 + len(views), choice)
        self.table.resizeRowsToContents()
        self.verdict.setCurrentIndex(max(0, self.verdict.findData(dispute.decided or views[0].verdict)))
        self.note.clear()

    def _fill(self, row: int, title: str, texts: Sequence[str]) -> None:
        is_same = len(set(texts)) == 1
        for column, text in enumerate((title, *texts)):
            item = QTableWidgetItem(text if column == 0 or is_same else f"≠ {text}")
            self.table.setItem(row, column, item)

    @Slot()
    def _decide(self) -> None:
        row = self.list.currentRow()
        if not 0 <= row < len(self._disputes):
            return
        dispute = self._disputes[row]
        marks: dict[str, str] = {}
        for at, (id_, _text) in enumerate(dispute.criteria, start=1):
            choice = self.table.cellWidget(at, 1 + len(dispute.views))
            if isinstance(choice, QComboBox):
                marks[id_] = str(choice.currentData())
        decision = Decision(
            dispute.deliverable,
            str(self.verdict.currentData()),
            Cause(self.cause.currentData()),
            self.note.text(),
            marks,
            goes_ahead=bool(dispute.awaited),
        )
        if dispute.awaited:
            self._ask_to_go_ahead(dispute, decision)
        else:
            self.decided.emit(decision)

    def _ask_to_go_ahead(self, dispute: Dispute, decision: Decision) -> None:
        box = QMessageBox(self)
        box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        box.setIcon(QMessageBox.Icon.Question)
        box.setWindowTitle(_("Decide without them?"))
        box.setText(_said_awaited(dispute))
        says = _("A decision now rests on {count} reviews. What comes later is kept and counts as it was marked.")
        box.setInformativeText(says.format(count=len(dispute.views)))
        go_ahead = box.addButton(_("Decide without them"), QMessageBox.ButtonRole.AcceptRole)
        box.setDefaultButton(box.addButton(_("Wait"), QMessageBox.ButtonRole.RejectRole))
        go_ahead.clicked.connect(lambda: self.decided.emit(decision))
        box.open()


def _sign(dispute: Dispute) -> str:
    if dispute.decided is not None:
        return "✓"
    return "…" if dispute.awaited else "≠" if dispute.is_disagreement else "="


def _said_awaited(dispute: Dispute) -> str:
    return _("No review of this has come yet from: {names}").format(names=", ".join(dispute.awaited))


def _choice(name: str, entries: Sequence[tuple[str, str]]) -> QComboBox:
    made = QComboBox()
    made.setAccessibleName(name)
    for value, text in entries:
        made.addItem(text, value)
    return made


def _more(note: str) -> str:
    return f"\n{note}" if note else ""
