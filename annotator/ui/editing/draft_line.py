"""What stands under the editor: the kind of the edit, a note on it, the way to throw it away, and what it changed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from annotator.i18n import _, current_language
from annotator.ui.assessment.typed_field import NoteEdit, TypedField
from annotator.ui.editing.places import MarkedPlaces
from annotator.ui.parts import ElidingLabel
from annotator.ui.widgets.flow_layout import FlowLayout
from annotator.workflow.commands import TextField
from annotator.workflow.taxonomy import taxonomy

if TYPE_CHECKING:
    from collections.abc import Callable

    from annotator.domain.ids import InterventionId, ReviewRef
    from annotator.domain.review import Intervention, Review

KINDS: Final = ("I5", "I6", "I7", "I8")
"""The interventions that a human does alone on the text."""

TAKEOVER: Final = "I8"
"""The whole text is the human's."""


class DraftLine(QWidget):
    """Describes the intervention. A note can be written once there is something to note it on.

    Signals:
        kind_chosen: the edit is of this kind (str).
        note_edited: a patch of the note to be saved (EditText).
        note_ended: the reviewer is done with the note.
        discard_requested: take the edit away.
        grading_requested: grade the edited text.
        take_over_requested: begin with an empty text.
    """

    kind_chosen = Signal(str)
    note_edited = Signal(object)
    note_ended = Signal()
    discard_requested = Signal()
    take_over_requested = Signal()
    grading_requested = Signal()

    def __init__(self, badge: Callable[[str], str], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._kind = QComboBox()
        self._kind.setObjectName("edit_kind")
        self._kind.setAccessibleName(_("Kind of edit"))
        self._kind.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        for kind in taxonomy().interventions:
            if kind.code in KINDS:
                self._kind.addItem(_in_own_language(kind.label), kind.code)
                self._kind.setItemData(self._kind.count() - 1, _in_own_language(kind.definition), 3)  # the tool tip
        self._note = NoteEdit(_("Note on this edit"))
        self.note = TypedField(self._note, TextField.INTERVENTION_NOTE, self)
        self._discard = QPushButton(_("Discard the edit"))
        self._discard.setObjectName("discard_edit")
        self._take_over = QPushButton(_("Start from nothing"))
        self._take_over.setObjectName("take_over")
        self._take_over.setToolTip(_("Empty the text and write all of it yourself"))
        self._key = badge("grade_edit")
        self._grade = QPushButton()
        self._grade.setObjectName("grade_edit")
        tip = _("Store the edited text as the next attempt and grade it, what failed first")
        self._grade.setToolTip(f"{tip} ({key})" if (key := badge("grade_edit")) else tip)
        self.places = MarkedPlaces()
        self._facts = (ElidingLabel("quiet"), ElidingLabel("quiet"))
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 6, 12, 6)
        column.setSpacing(4)
        row = QHBoxLayout()
        column.addLayout(row)
        row.addWidget(self._kind)
        row.addWidget(self._note, 1)
        acts = FlowLayout()
        for widget in (self._take_over, self._discard, self._grade, self.places):
            acts.addWidget(widget)
        column.addLayout(acts)
        for label in self._facts:
            column.addWidget(label)
        self._kind.activated.connect(self._choose)
        self._note.left.connect(self.note.flush)
        self._note.ended.connect(self.note_ended)
        self.note.edit_requested.connect(self.note_edited)
        self._discard.clicked.connect(self.discard_requested)
        self._take_over.clicked.connect(self.take_over_requested)
        self._grade.clicked.connect(self.grading_requested)

    @property
    def kind(self) -> str:
        """The kind that is chosen."""
        return str(self._kind.currentData())

    def show_stored(self, about: ReviewRef, stored: Intervention | None, *, is_open: bool, has_text: bool) -> None:
        """Show the intervention as it is stored.

        Args:
            about: the review it belongs to.
            stored: the intervention, if there is one.
            is_open: whether the review can be changed.
            has_text: whether something is typed that could be discarded.
        """
        self._kind.setEnabled(is_open)
        self._take_over.setEnabled(is_open)
        is_finished = stored is not None and stored.result is not None
        self._discard.setEnabled(is_open and (has_text or (stored is not None and not is_finished)))
        self._note.setEnabled(is_open and stored is not None)
        text = _("Go to its grade") if is_finished and not has_text else _("Grade this text")
        self._grade.setText(f"{text}  {self._key}".rstrip())
        self._grade.setAccessibleName(text)
        self._grade.setEnabled(stored is not None or has_text)
        if stored is None:
            self.note.show_text(about, "", "")
            return
        self.show_kind(stored.kind)
        self.note.show_text(about, stored.id, stored.note)

    def show_facts(self, text: str) -> None:
        """Say what was changed and what it cost."""
        lines = [*text.splitlines(), "", ""]
        for label, line in zip(self._facts, lines, strict=False):
            label.show_text(line)
            label.setVisible(bool(line))

    def show_kind(self, kind: str) -> None:
        """Choose a kind. Emits nothing."""
        self._kind.setCurrentIndex(max(0, self._kind.findData(kind)))

    def start_over(self) -> None:
        """Choose the usual kind: another deliverable is open."""
        self._kind.setCurrentIndex(0)

    @Slot()
    def _choose(self) -> None:
        self.kind_chosen.emit(self.kind)


def edit_of(review: Review, own: InterventionId) -> Intervention | None:
    """Return the edit of a review with this id, else the last one that a human did on the text."""
    found = [each for each in review.interventions if each.kind in KINDS]
    return next(reversed([each for each in found if each.id == own] or found), None)


def concerns_edits(before: Review | None, after: Review) -> bool:
    """Return whether something changed that a pane shows of a text nobody edits: marks and tags do not."""
    return before is None or (before.status, before.interventions) != (after.status, after.interventions)


def _in_own_language(texts: object) -> str:
    assert isinstance(texts, dict), "the taxonomy speaks several languages"
    return str(texts.get(current_language(), texts["en"]))
