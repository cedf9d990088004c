"""One page of results: heading, sentences, figures, tables."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QMenu, QPushButton, QScrollArea, QVBoxLayout, QWidget

from annotator.i18n import _
from annotator.ui.parts import plain_label
from annotator.ui.results.figure_view import FigureView
from annotator.ui.results.table_view import TableView

if TYPE_CHECKING:
    from collections.abc import Sequence

    from annotator.workflow.results.pages.values import Page
    from annotator.workflow.results.plots.drawing import Picture
    from annotator.workflow.results.plots.look import Look
    from annotator.workflow.results.plots.values import Figure

FILE_KINDS: Final = ("svg", "png", "csv")


class PageView(QScrollArea):
    """Shows a page that was computed elsewhere.

    Signals:
        deliverables_requested: show the deliverables behind a row (tuple of keys).
        file_requested: save a figure as a file of this kind (Figure, str).
    """

    deliverables_requested = Signal(object)
    file_requested = Signal(object, str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.page: Page | None = None
        self._figures: list[FigureView] = []
        self._show_alone(plain_label("quiet", _("Counting …")))

    def show_page(self, page: Page, look: Look) -> None:
        """Show a page; its figures keep their places free for `show_pictures`."""
        self.page = page
        at = self.verticalScrollBar().value()
        body = QWidget()
        column = QVBoxLayout(body)
        column.setContentsMargins(16, 12, 16, 16)
        column.setSpacing(10)
        column.addWidget(plain_label("resultsHeading", page.heading, wraps=True))
        for note in page.notes:
            column.addWidget(plain_label("resultsNote", note, wraps=True))
        self._figures = [FigureView(figure, look) for figure in page.figures]
        drawn = [self._row_of(*each) for each in zip(page.figures, self._figures, strict=True)]
        for layout in drawn[:1]:
            column.addLayout(layout)
        for table in page.tables:
            column.addWidget(plain_label("study_name", table.caption))
            if not table.lines:
                column.addWidget(plain_label("quiet", table.empty, wraps=True))
                continue
            view = TableView(table)
            view.behind_requested.connect(self.deliverables_requested)
            column.addWidget(view)
            if any(line.behind for line in table.lines):
                column.addWidget(
                    plain_label("quiet", _("Enter or a double click shows the deliverables in the queue."))
                )
        for layout in drawn[1:]:
            column.addLayout(layout)
        column.addStretch(1)
        self.setWidget(body)
        self.verticalScrollBar().setValue(at)

    def show_pictures(self, pictures: Sequence[Picture]) -> None:
        """Show the figures of the page that is shown."""
        for view, picture in zip(self._figures, pictures, strict=True):
            view.show_picture(picture)

    def show_undrawn(self, reason: str) -> None:
        """Say why there are no figures, where they would stand."""
        for view in self._figures:
            view.setText(reason)

    def show_trouble(self, text: str) -> None:
        """Say why there is no page."""
        self.page, self._figures = None, []
        self._show_alone(plain_label("refusal", text, wraps=True))

    def _show_alone(self, label: QLabel) -> None:
        label.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.setWidget(label)

    def _row_of(self, figure: Figure, view: FigureView) -> QHBoxLayout:
        view.behind_requested.connect(self.deliverables_requested)
        button = QPushButton(_("Save figure"))
        button.setAutoDefault(False)
        menu = QMenu(button)
        for kind in FILE_KINDS:
            action = menu.addAction(_("as {kind}…").format(kind=kind.upper()))
            action.triggered.connect(partial(self._ask_file, figure, kind))
        button.setMenu(menu)
        row = QHBoxLayout()
        row.addWidget(view, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(button, 0, Qt.AlignmentFlag.AlignTop)
        row.addStretch(1)
        return row

    def _ask_file(self, figure: Figure, kind: str, _checked: object = None) -> None:
        self.file_requested.emit(figure, kind)
