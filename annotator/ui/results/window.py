"""The results window: five pages, how to group, what is assumed, and the report. It updates as reviews come in."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt, QTimer, Signal, Slot
from PySide6.QtWidgets import QComboBox, QDialog, QFileDialog, QHBoxLayout, QPushButton, QTabWidget, QVBoxLayout

from annotator.errors import KnownError
from annotator.i18n import N_, _, current_language
from annotator.ui import theme
from annotator.ui.lane import close_with
from annotator.ui.parts import plain_label
from annotator.ui.results.files import written
from annotator.ui.results.money_dialog import ask_money
from annotator.ui.results.page_view import PageView
from annotator.ui.results.pages import Pages, Wish
from annotator.workflow.commands import RestoreStanding, SetStatus
from annotator.workflow.results import asking, texts
from annotator.workflow.results.pages.values import Topic
from annotator.workflow.results.plots.look import Look
from annotator.workflow.results.plots.values import as_csv
from annotator.workflow.results.question import Assumptions, Field, Question, VerdictSource
from annotator.workflow.results.service import ResultsService

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from annotator.ui.desk import Desk
    from annotator.workflow.changes import Change
    from annotator.workflow.results.plots.values import Figure

_SOON_MS: Final = 400
_TABS: Final = {
    Topic.STEP_IN: N_("Where to step in"),
    Topic.MISSING: N_("What was missing"),
    Topic.MODELS: N_("Models"),
    Topic.REVIEWERS: N_("Reviewers"),
    Topic.PROGRESS: N_("Progress"),
}


class ResultsWindow(QDialog):
    """Asks a worker process for the page in front, and shows it.

    Signals:
        deliverables_requested: show the deliverables behind a row in the queue (tuple of keys).
    """

    deliverables_requested = Signal(object)

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent, Qt.WindowType.Window)
        self.setWindowTitle(_("Results"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.resize(1120, 760)
        self._desk = desk
        self._service = ResultsService(desk.house.workbench.database)
        close_with(self, self._service)
        self._assumed: Assumptions | None = None
        self._by, self._source = QComboBox(), QComboBox()
        self._tabs = QTabWidget()
        self._views = {topic: PageView() for topic in Topic}
        self._pages = Pages(desk, self._service, self._views, self)
        self._said = plain_label("refusal", wraps=True)
        self._soon = QTimer(self, interval=_SOON_MS, singleShot=True)
        self._lay_out()
        self._wire()
        desk.read(lambda workbench: asking.assumptions(workbench.database), self._show_assumed)

    def _lay_out(self) -> None:
        for field in (Field.CATEGORY, *(each for each in Field if each is not Field.CATEGORY)):
            self._by.addItem(_(texts.FIELDS[field]), (field,))
        self._by.addItem(_("Model and category"), (Field.MODEL, Field.CATEGORY))
        self._by.addItem(_("All jobs"), ())
        self._by.setAccessibleName(_("Group by"))
        self._source.addItem(_("Reviewers' verdicts"), VerdictSource.REVIEWER)
        self._source.addItem(_("Pass rule on the marks"), VerdictSource.RULE)
        self._source.setAccessibleName(_("Whose verdicts count"))
        bar = QHBoxLayout()
        for label, box in ((_("Group by"), self._by), (_("Count"), self._source)):
            bar.addWidget(plain_label("quiet", label))
            bar.addWidget(box)
        bar.addStretch(1)
        for name, text, slot in (
            ("money", _("Money and missing numbers…"), self._ask_money),
            ("report", _("Save report…"), self._ask_report),
        ):
            button = QPushButton(text)
            button.setObjectName(name)
            button.setAutoDefault(False)
            button.clicked.connect(slot)
            bar.addWidget(button)
        for topic, view in self._views.items():
            self._tabs.addTab(view, _(_TABS[topic]))
            view.setAccessibleName(_(_TABS[topic]))
        self._said.hide()
        column = QVBoxLayout(self)
        column.addLayout(bar)
        column.addWidget(self._said)
        column.addWidget(self._tabs, 1)

    def _wire(self) -> None:
        for box in (self._by, self._source):
            box.activated.connect(self.refresh)
        self._tabs.currentChanged.connect(self.refresh)
        self._soon.timeout.connect(self.refresh)
        for view in self._views.values():
            view.deliverables_requested.connect(self.deliverables_requested)
            view.file_requested.connect(self._ask_file)
        self._desk.changed.connect(self._note)
        self._desk.assumed.connect(self._show_assumed)
        self._desk.followed.connect(self._soon.start)
        self._desk.ready.connect(self.close)  # another workspace has other results

    @property
    def topic(self) -> Topic:
        """The page in front."""
        return list(self._views)[self._tabs.currentIndex()]

    def view(self, topic: Topic) -> PageView:
        """Return the view of a page."""
        return self._views[topic]

    def show_topic(self, topic: Topic) -> None:
        """Bring a page to the front."""
        self._tabs.setCurrentWidget(self._views[topic])

    @Slot(object)
    def _note(self, change: Change) -> None:
        if isinstance(change.command, SetStatus | RestoreStanding):
            self._soon.start()

    @Slot(object)
    def _show_assumed(self, assumed: Assumptions) -> None:
        self._assumed = assumed
        self.refresh()

    @property
    def question(self) -> Question:
        """What is asked just now."""
        return Question(tuple(self._by.currentData()), self._source.currentData(), "", self._assumed or Assumptions())

    @Slot()
    def refresh(self) -> None:
        """Ask for the page in front; a newer wish overtakes an older one."""
        if self._assumed is None or not self._desk.is_ready:
            return
        look = Look(theme.is_dark(), max(560, min(self.width() - 220, 980)), self.devicePixelRatioF())
        self._pages.ask(Wish(self.topic, self.question, look, current_language()))

    @Slot()
    def _ask_money(self) -> None:
        ask_money(self._desk, self._assumed, self)

    @Slot()
    def _ask_report(self) -> None:
        name, _kind = QFileDialog.getSaveFileName(self, _("Save report"), "report.html", "HTML (*.html)")
        if name:
            self.save_report(Path(name))

    def save_report(self, path: Path) -> None:
        """Write the report in the window's language."""
        question, language = self.question, current_language()
        work = partial(written, path, lambda: self._service.report(question, language).encode())
        self._desk.errand(work, self._say_saved, self._say_unsaved)

    @Slot(object, str)
    def _ask_file(self, figure: Figure, kind: str) -> None:
        name, _kind = QFileDialog.getSaveFileName(
            self, _("Save figure"), f"figure.{kind}", f"{kind.upper()} (*.{kind})"
        )
        if name:
            self.save_figure(figure, kind, Path(name))

    def save_figure(self, figure: Figure, kind: str, path: Path) -> None:
        """Write a figure, or its numbers as CSV; on white, whatever the theme."""
        language = current_language()
        work = partial(
            written,
            path,
            lambda: (
                as_csv(figure.numbers)
                if kind == "csv"
                else self._service.picture(figure, Look(width=900, scale=2.0 if kind == "png" else 1.0), kind, language)
            ),
        )
        self._desk.errand(work, self._say_saved, self._say_unsaved)

    def _say_saved(self, path: Path) -> None:
        self._said.setText(_("Saved: {file}").format(file=path))
        self._said.show()

    def _say_unsaved(self, error: Exception) -> None:
        if not isinstance(error, KnownError):
            self._desk.failed.emit(error)
            return
        self._said.setText(str(error))
        self._said.show()
