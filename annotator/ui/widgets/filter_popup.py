"""What the queue shows: states, flagged ones, categories, models and languages, each with its count."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, Qt, Signal, Slot
from PySide6.QtWidgets import QCheckBox, QFrame, QPushButton, QScrollArea, QVBoxLayout, QWidget

from annotator.i18n import _
from annotator.ui.parts import plain_label
from annotator.ui.queue_words import state_word
from annotator.workflow.sheets import QueueChoices, QueueCounts, QueueFilter, QueueState

if TYPE_CHECKING:
    from collections.abc import Iterable

_MOST_HEIGHT = 560
_WIDTH = 280


class FilterPopup(QFrame):
    """A sheet of check boxes. Nothing checked in a group means that the group does not filter.

    Signals:
        filter_chosen: the queue is to show this (QueueFilter, without its text).
    """

    filter_chosen = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent, Qt.WindowType.Popup)
        self.setObjectName("filter_popup")
        self.setFrameShape(QFrame.Shape.StyledPanel)
        self._counts = QueueCounts()
        self._choices = QueueChoices()
        self._filter = QueueFilter()
        self._boxes: dict[tuple[str, object], QCheckBox] = {}
        self._scroll = QScrollArea()
        self._scroll.setWidgetResizable(True)
        self._scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._scroll.setFrameShape(QFrame.Shape.NoFrame)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        clear = QPushButton(_("Clear the filter"))
        clear.clicked.connect(self.clear)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(8, 8, 8, 8)
        layout.addWidget(self._scroll)
        layout.addWidget(clear)
        self.setAccessibleName(_("Filter of the queue"))

    def show_counts(self, counts: QueueCounts) -> None:
        """Show how many deliverables have each state, the next time the sheet opens."""
        self._counts = counts

    def show_choices(self, choices: QueueChoices) -> None:
        """Show what there is to choose from, the next time the sheet opens."""
        self._choices = choices

    def open_at(self, place: QPoint, current: QueueFilter) -> None:
        """Open the sheet with its corner at a place of the screen."""
        self._filter = current
        wanted = self._fill().sizeHint().height() + 70
        self.resize(_WIDTH, min(_MOST_HEIGHT, wanted, self.screen().availableGeometry().height()))
        self.move(place)
        self.show()
        first = next(iter(self._boxes.values()), None)
        if first is not None:
            first.setFocus(Qt.FocusReason.PopupFocusReason)

    @Slot()
    def clear(self) -> None:
        """Show everything."""
        self.hide()
        self.filter_chosen.emit(QueueFilter())

    def _fill(self) -> QWidget:
        self._boxes.clear()
        content = QWidget()
        column = QVBoxLayout(content)
        column.setContentsMargins(4, 2, 4, 2)
        column.setSpacing(3)
        counts, choices, shown = self._counts, self._choices, self._filter
        to_do = counts.total - counts.done - counts.skipped - counts.started
        states = (
            (QueueState.TO_DO, to_do),
            (QueueState.STARTED, counts.started),
            (QueueState.DONE, counts.done),
            (QueueState.SKIPPED, counts.skipped),
            (QueueState.REOPENED, None),
            (QueueState.RECHECK, None),
        )
        self._add(column, _("State"), "states", [(state, state_word(state), count) for state, count in states])
        self._boxes["is_flagged", True] = self._box(_("flagged"), None, is_checked=shown.is_flagged)
        column.addWidget(self._boxes["is_flagged", True])
        for title, name, values in (
            (_("Category"), "categories", choices.categories),
            (_("Model"), "models", choices.models),
            (_("Language"), "languages", choices.languages),
        ):
            self._add(column, title, name, [(value, value or _("none"), count) for value, count in values])
        column.addStretch(1)
        self._scroll.setWidget(content)
        return content

    def _add(
        self, column: QVBoxLayout, title: str, name: str, values: Iterable[tuple[object, str, int | None]]
    ) -> None:
        chosen = getattr(self._filter, name)
        rows = [(value, self._box(label, count, is_checked=value in chosen)) for value, label, count in values]
        if rows:
            column.addWidget(plain_label("paneTitle", title))
        for value, box in rows:
            self._boxes[name, value] = box
            column.addWidget(box)

    def _box(self, label: str, count: int | None, *, is_checked: bool) -> QCheckBox:
        text = label if count is None else _("{label} ({count})").format(label=label, count=f"{count:,}")
        box = QCheckBox(text.replace("&", "&&"))
        box.setChecked(is_checked)
        box.toggled.connect(self._choose)
        return box

    @Slot(bool)
    def _choose(self, _is_checked: bool) -> None:
        def picked(name: str) -> frozenset[str]:
            return frozenset(
                str(value) for (group, value), box in self._boxes.items() if group == name and box.isChecked()
            )

        states = frozenset(state for state in QueueState if self._boxes["states", state].isChecked())
        self._filter = QueueFilter(
            states=states,
            categories=picked("categories"),
            models=picked("models"),
            languages=picked("languages"),
            is_flagged=self._boxes["is_flagged", True].isChecked(),
        )
        self.filter_chosen.emit(self._filter)
