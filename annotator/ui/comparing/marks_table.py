"""The marks of two deliverables beside each other, criterion by criterion, with client question and verdict below."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt
from PySide6.QtGui import QFont
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableWidget, QTableWidgetItem
from typing_extensions import override

from annotator.i18n import _
from annotator.ui.words import acceptance_word, mark_sign, mark_word, verdict_sign, verdict_word

if TYPE_CHECKING:
    from collections.abc import Iterator

    from PySide6.QtGui import QResizeEvent
    from PySide6.QtWidgets import QWidget

    from annotator.domain.review import Review
    from annotator.domain.rubric import Criterion

_SIDE_WIDTH: Final = 170
_UNMARKED: Final = "–"


class MarksTable(QTableWidget):
    """Shows two reviews; what differs is set in bold. A review that is not to be seen yet says so."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(0, 3, parent)
        self.setAccessibleName(_("Marks beside each other"))
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setTabKeyNavigation(False)
        self.setWordWrap(True)
        self.setShowGrid(False)
        self.verticalHeader().hide()
        header = self.horizontalHeader()
        header.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        for column in (1, 2):
            header.setSectionResizeMode(column, QHeaderView.ResizeMode.Interactive)
            self.setColumnWidth(column, _SIDE_WIDTH)
        self.setHorizontalHeaderLabels((_("Criterion"), _("Left"), _("Right")))
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)

    def show_reviews(
        self, criteria: tuple[Criterion, ...], left: Review | None, right: Review | None, *, hidden: tuple[bool, bool]
    ) -> None:
        """Show how two deliverables were marked.

        Args:
            criteria: the criteria that are asked, in order.
            left: the review of the left text, if it is a deliverable.
            right: the review of the right text.
            hidden: whether the marks of either side are not to be seen yet.
        """
        columns = [
            _column(criteria, review, is_hidden) for review, is_hidden in zip((left, right), hidden, strict=True)
        ]
        names = [f"{number}  {each.text}" for number, each in enumerate(criteria, start=1)]
        names += [_("Client question"), _("Verdict")]
        self.setRowCount(len(names))
        for row, (name, before, now) in enumerate(zip(names, *columns, strict=True)):
            differs = before[0] != now[0] and not any(hidden) and not {before[0], now[0]} & {"", _UNMARKED}
            self.setItem(row, 0, _item(name, "", is_bold=False))
            for column, (text, note) in enumerate((before, now), start=1):
                self.setItem(row, column, _item(text, note, is_bold=differs))
        self.resizeRowsToContents()

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.resizeRowsToContents()


Cell = tuple[str, str]
"""What a cell says, and the note on it."""


def _column(criteria: tuple[Criterion, ...], review: Review | None, is_hidden: bool) -> list[Cell]:
    if review is None:
        return [("", "")] * (len(criteria) + 2)
    if is_hidden:
        return [(_("hidden until all are marked"), "")] * (len(criteria) + 2)
    return list(_cells(criteria, review))


def _cells(criteria: tuple[Criterion, ...], review: Review) -> Iterator[Cell]:
    for each in criteria:
        mark = review.mark(each.id)
        word = mark_word(mark.kind, is_pitfall=each.is_pitfall) if mark.kind is not None else _UNMARKED
        yield f"{mark_sign(mark.kind)} {word}".strip(), mark.note
    yield acceptance_word(review.client_acceptance) if review.client_acceptance else _UNMARKED, ""
    verdict = review.verdict
    yield f"{verdict_sign(verdict)} {verdict_word(verdict)}" if verdict is not None else _UNMARKED, ""


def _item(text: str, note: str, *, is_bold: bool) -> QTableWidgetItem:
    item = QTableWidgetItem(f"{text}\n{note}" if note else text)
    item.setToolTip(note)
    item.setTextAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop)
    if is_bold:
        font = QFont()
        font.setBold(True)
        item.setFont(font)
    return item
