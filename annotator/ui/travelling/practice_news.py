"""Practice items: said to be practice while one works on them, compared with the reference when one is done."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject, Qt, Slot
from PySide6.QtWidgets import QAbstractItemView, QDialog, QHeaderView, QTableWidget, QTableWidgetItem, QVBoxLayout

from annotator.domain.review import ReviewStatus
from annotator.i18n import _
from annotator.ui.parts import plain_label
from annotator.ui.words import said_mark, said_verdict
from annotator.workflow.commands import SetStatus

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from annotator.domain.ids import ReviewRef
    from annotator.ui.screens.review_screen import ReviewScreen
    from annotator.ui.shelf import Opening
    from annotator.ui.widgets.notice_strip import NoticeStrip
    from annotator.workflow.changes import Change
    from annotator.workflow.practice import Comparison
    from annotator.workflow.workbench import Workbench

PRACTICE: Final = "practice"
_COMPARED: Final = "practice compared"


class PracticeNews(QObject):
    """Watches what is opened and done."""

    def __init__(self, screen: ReviewScreen, notices: NoticeStrip) -> None:
        super().__init__(screen)
        self._screen = screen
        self._notices = notices
        screen.sheet_shown.connect(self._look)
        screen.desk.changed.connect(self._follow)

    @Slot(object)
    def _look(self, opening: Opening) -> None:
        self._notices.close_notice(PRACTICE)
        self._screen.desk.read(partial(_practice, opening.sheet.ref), self._say_practice)

    def _say_practice(self, comparison: Comparison | None) -> None:
        if comparison is None:
            return
        if comparison.is_done:
            self._say_compared(comparison)
        else:
            text = _("This one is for practice: it does not count. When you are done you see what the reference says.")
            self._notices.show_notice(PRACTICE, text)

    @Slot(object)
    def _follow(self, change: Change) -> None:
        if isinstance(change.command, SetStatus) and change.review.status is ReviewStatus.SUBMITTED:
            self._screen.desk.read(partial(_practice, change.review.ref), self._say_compared)

    def _say_compared(self, comparison: Comparison | None) -> None:
        if comparison is None:
            return
        same = sum(1 for each in comparison.criteria if each.is_same)
        text = _(
            "Practice: you and the reference agree on {same} of {all} criteria; verdict: {own}, reference: {other}."
        )
        said = text.format(
            same=same,
            all=len(comparison.criteria),
            own=said_verdict(comparison.own_verdict),
            other=said_verdict(comparison.reference_verdict),
        )
        self._notices.show_notice(_COMPARED, said, way_out=(_("Compare…"), partial(self._show, comparison)))

    def _show(self, comparison: Comparison) -> None:
        dialog = PracticeDialog(comparison, self._screen.window())
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.show()


class PracticeDialog(QDialog):
    """The reviewer's marks beside the reference's, with its reasons."""

    def __init__(self, comparison: Comparison, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("practice_dialog")
        self.setWindowTitle(_("Practice: compared with the reference"))
        self.resize(760, 420)
        self.table = QTableWidget(1 + len(comparison.criteria), 4)
        self.table.setAccessibleName(_("Practice: compared with the reference"))
        self.table.setHorizontalHeaderLabels([_("Criterion"), _("You"), _("Reference"), _("Why")])
        self.table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.table.verticalHeader().hide()
        self.table.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        own, other = comparison.own_verdict, comparison.reference_verdict
        self._fill(0, _("Verdict"), (said_verdict(own), said_verdict(other)), comparison.explanation)
        for row, each in enumerate(comparison.criteria, start=1):
            self._fill(row, each.criterion, (said_mark(each.own), said_mark(each.reference)), each.explanation)
        self.table.resizeRowsToContents()
        column = QVBoxLayout(self)
        column.addWidget(plain_label("quiet", _("Practice never counts and is never sent."), wraps=True))
        column.addWidget(self.table, 1)

    def _fill(self, row: int, title: str, said: tuple[str, str], why: str) -> None:
        own, other = said
        sign = "=" if own == other else "≠"
        for column, text in enumerate((title, f"{sign} {own}", other, why)):
            self.table.setItem(row, column, QTableWidgetItem(text))


def _practice(ref: ReviewRef, workbench: Workbench) -> Comparison | None:
    from annotator.workflow.practice_here import practice_of  # noqa: PLC0415 -- behind the first paint

    return practice_of(ref, workbench)
