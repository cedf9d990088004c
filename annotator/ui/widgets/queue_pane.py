"""The queue: how far the study is, a filter, and the rows with their signs."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QPoint, Qt, QTimer, Signal, SignalInstance, Slot
from PySide6.QtWidgets import QHBoxLayout, QProgressBar, QPushButton, QStackedWidget, QVBoxLayout, QWidget
from typing_extensions import override

from annotator.i18n import _
from annotator.ui.parts import flat_button, plain_label
from annotator.ui.queue_words import state_word
from annotator.ui.widgets.filter_popup import FilterPopup
from annotator.ui.widgets.queue_view import QueueView
from annotator.workflow.sheets import QueueCounts, QueueFilter

if TYPE_CHECKING:
    from array import array

    from PySide6.QtGui import QResizeEvent

    from annotator.ui.models.queue_model import QueueModel
    from annotator.workflow.changes import Change
    from annotator.workflow.sheets import QueueChoices

RAIL_WIDTH: Final = 48
_RAIL_BELOW: Final = 120
_TYPING_MS: Final = 150


class QueuePane(QWidget):
    """Shows the queue and asks for others of its rows. As narrow as a rail it shows the signs alone.

    Signals:
        open_requested: open the deliverable with this key (object, an int).
        filter_requested: show what this filter lets through (QueueFilter).
        import_requested: bring jobs in.
        samples_requested: bring the sample jobs in.
        filter_cleared: the reviewer cleared the filter, the search text too.
    """

    open_requested = Signal(object)
    filter_requested = Signal(object)
    import_requested = Signal()
    samples_requested = Signal()
    filter_cleared = Signal()

    def __init__(self, model: QueueModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("queue_pane")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._model = model
        self._filter = QueueFilter()
        self._counts: QueueCounts | None = None
        self._title = plain_label("paneTitle", _("Queue"))
        self._choose = flat_button("link")
        self._bar = QProgressBar()
        self._bar.setTextVisible(False)
        self._bar.setAccessibleName(_("Progress"))
        self._progress = plain_label("quiet", wraps=True)
        self.view = QueueView(model)
        self._popup = FilterPopup(self)
        self._stack = QStackedWidget()
        self._typing = QTimer(self, interval=_TYPING_MS, singleShot=True)
        self._lay_out()
        self._wire()
        self._show_filter()

    def _lay_out(self) -> None:
        self._head = QWidget()
        head = QHBoxLayout()
        head.addWidget(self._title)
        head.addStretch(1)
        head.addWidget(self._choose)
        column = QVBoxLayout(self._head)
        column.setContentsMargins(12, 8, 8, 6)
        column.setSpacing(5)
        column.addLayout(head)
        column.addWidget(self._bar)
        column.addWidget(self._progress)
        self._nothing = _Empty(_("Nothing matches."), ((_("Clear the filter"), self.filter_cleared),))
        self._no_jobs = _Empty(
            _("No jobs yet."),
            ((_("Import a file…"), self.import_requested), (_("Try the samples"), self.samples_requested)),
        )
        for page in (self.view, self._nothing, self._no_jobs):
            self._stack.addWidget(page)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self._head)
        layout.addWidget(self._stack, 1)

    def _wire(self) -> None:
        self.view.open_requested.connect(self.open_requested)
        self._choose.clicked.connect(self._open_popup)
        self._popup.filter_chosen.connect(self._take_choice)
        self._typing.timeout.connect(self._ask)
        self._model.modelReset.connect(self._show_page)

    @property
    def filter(self) -> QueueFilter:
        """What the queue shows."""
        return self._filter

    @property
    def shows_all(self) -> bool:
        """Whether nothing is filtered out."""
        return self._filter == QueueFilter()

    def show_filter(self, wanted: QueueFilter) -> None:
        """Show and ask for another filter."""
        self._filter = wanted
        self._show_filter()
        self._ask()

    def search(self, text: str) -> None:
        """Ask for the rows with a text, once the typing pauses."""
        self._filter = replace(self._filter, text=text.strip())
        self._typing.start()

    def show_keys(self, keys: array[int]) -> None:
        """Show the rows that the filter lets through; the row in sight stays in sight."""
        current = self.view.currentIndex().row()
        key = self._model.keys[current] if 0 <= current < len(self._model.keys) else None
        self._model.show_keys(keys)
        row = self._model.row_of(key) if key is not None else None
        if row is not None:
            self.view.show_row(row)
        self._show_page()

    def show_counts(self, counts: QueueCounts) -> None:
        """Show how far the study is."""
        self._counts = counts
        self._bar.setRange(0, max(1, counts.total))
        self._bar.setValue(counts.done)
        self._progress.setText(
            _("{done} of {total} done").format(done=f"{counts.done:,}", total=f"{counts.total:,}")
            if counts.total
            else ""
        )
        self._popup.show_counts(counts)
        self._show_page()

    def show_choices(self, choices: QueueChoices) -> None:
        """Show what a filter can be set to."""
        self._popup.show_choices(choices)

    def show_change(self, change: Change) -> None:
        """Repaint the row a change was about."""
        self._model.show_entry(change.entry)

    def show_current(self, key: int) -> None:
        """Point out the row that is open and bring it into sight."""
        self._model.show_current(key)
        row = self._model.row_of(key)
        if row is not None:
            self.view.show_row(row)

    @Slot()
    def _show_page(self) -> None:
        if len(self._model.keys):
            page: QWidget = self.view
        elif self._counts is None:
            page = self.view  # nothing is known yet: an empty list is quieter than a wrong sentence
        else:
            page = self._nothing if self._counts.total else self._no_jobs
        self._stack.setCurrentWidget(page)

    def _show_filter(self) -> None:
        shown = self._filter
        words = [state_word(state) for state in sorted(shown.states, key=lambda state: state.value)]
        words += sorted(shown.categories | shown.models | shown.languages)
        words += [_("flagged")] if shown.is_flagged else []
        match words:
            case []:
                text = _("All")
            case [word]:
                text = word
            case _:
                text = _("{count} filters").format(count=len(words))
        self._choose.setText(f"{text} ▾")
        self._choose.setAccessibleName(_("Filter: {filter}").format(filter=", ".join(words) or _("All")))
        self._choose.setToolTip(", ".join(words) or _("Choose what the queue shows"))

    @Slot()
    def _open_popup(self) -> None:
        self._popup.open_at(self._choose.mapToGlobal(QPoint(0, self._choose.height())), self._filter)

    @Slot(object)
    def _take_choice(self, chosen: QueueFilter) -> None:
        self.show_filter(replace(chosen, text=self._filter.text))

    @Slot()
    def _ask(self) -> None:
        self._typing.stop()
        self.filter_requested.emit(self._filter)

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        is_rail = self.width() < _RAIL_BELOW
        self._head.setVisible(not is_rail)
        policy = Qt.ScrollBarPolicy.ScrollBarAlwaysOff if is_rail else Qt.ScrollBarPolicy.ScrollBarAsNeeded
        self.view.setVerticalScrollBarPolicy(policy)
        for page in (self._nothing, self._no_jobs):
            page.show_content(not is_rail)


class _Empty(QWidget):
    """Says why there are no rows, and what can be done about it."""

    def __init__(self, text: str, ways_out: tuple[tuple[str, SignalInstance], ...]) -> None:
        super().__init__()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(12, 24, 12, 12)
        self._content: list[QWidget] = [plain_label("quiet", text, wraps=True)]
        for label, signal in ways_out:
            button = QPushButton(label)
            button.clicked.connect(signal)
            self._content.append(button)
        for widget in self._content:
            layout.addWidget(widget)
        layout.addStretch(1)

    def show_content(self, is_shown: bool) -> None:
        """Hide everything where the queue is a rail."""
        for widget in self._content:
            widget.setVisible(is_shown)
