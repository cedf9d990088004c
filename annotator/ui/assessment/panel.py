"""The assessment pane: everything the reviewer says about the open deliverable."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer, Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from annotator.domain.taxonomy import TagKind
from annotator.i18n import _
from annotator.ui.assessment.criteria_list import CriteriaList
from annotator.ui.assessment.deciding import Deciding
from annotator.ui.assessment.foot import Foot
from annotator.ui.assessment.marking import Marking
from annotator.ui.assessment.notes import Notes
from annotator.ui.assessment.reason_line import ReasonLine
from annotator.ui.assessment.subject import Subject
from annotator.ui.assessment.tagging import Tagging
from annotator.ui.assessment.typed_field import NoteEdit, TypedField
from annotator.ui.assessment.upright import Upright
from annotator.ui.locked_notice import LockedNotice
from annotator.ui.parts import flat_button, plain_label
from annotator.workflow.commands import TextField

if TYPE_CHECKING:
    from annotator.domain.review import Evidence, Review, Tag
    from annotator.ui.assessment.subject import Badge
    from annotator.workflow.changes import Change
    from annotator.workflow.sheets import Sheet
    from annotator.workflow.taxonomy import Taxonomy


class AssessmentPanel(QWidget):
    """Criteria, strengths and gaps, the note on the whole, and the foot with the decision.

    `marking`, `tagging` and `deciding` are its parts; keys and menus call them directly.

    Signals:
        command_requested: the reviewer asked for something (Command).
        criterion_changed: another criterion is current, or its mark changed (number, Criterion or None, Mark or None).
        next_requested: on to the next unfinished deliverable.
        step_in_requested: the reviewer wants to step in.
        span_shown: go to this place (Span).
        own_tag_added: keep this tag for later (TagDefinition).
    """

    command_requested = Signal(object)
    criterion_changed = Signal(int, object, object)
    next_requested = Signal()
    step_in_requested = Signal()
    span_shown = Signal(object)
    own_tag_added = Signal(object)

    def __init__(self, taxonomy: Taxonomy, badge: Badge, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._badge = badge
        self.setObjectName("assessment")
        self._subject = Subject(self.command_requested.emit, self._say_locked)
        self.criteria = self._criteria = CriteriaList(badge)
        self._title = plain_label("paneTitle")
        self._progress = flat_button("openOnly")
        self._progress.setCheckable(True)
        self._flag, self._skip = flat_button("flag"), flat_button("skip")
        self._locked = LockedNotice()
        self._empty = plain_label("noCriteria", wraps=True)
        self._note_title = plain_label("sectionTitle")
        self._note = NoteEdit("")
        self._note_field = TypedField(self._note, TextField.NOTE, self)
        self.notes = Notes(self._note_field, self._criteria, self)
        self._reasons = ReasonLine()
        self._foot = Foot(badge)
        self._scroll = Upright()
        self.marking = Marking(self._criteria, self._subject)
        self.tagging = Tagging(taxonomy, self._subject, badge, self)
        self.deciding = Deciding(self._foot, self._reasons, self._criteria, self.tagging, self._subject)
        self._lay_out()
        self._wire()
        self.retranslate()

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.setContentsMargins(14, 8, 10, 4)
        head.addWidget(self._title)
        head.addStretch(1)
        head.addWidget(self._progress)
        tools = QHBoxLayout()
        tools.addWidget(self._flag)
        tools.addWidget(self._skip)
        tools.addStretch(1)
        content = QWidget()
        content.setObjectName("assessmentContent")
        column = QVBoxLayout(content)
        column.setContentsMargins(14, 2, 10, 8)
        column.setSpacing(6)
        column.addWidget(self._locked)
        column.addWidget(self._empty)
        column.addWidget(self._criteria)
        for kind in (TagKind.STRENGTH, TagKind.GAP):
            column.addWidget(self.tagging.lists[kind])
        column.addWidget(self._note_title)
        column.addWidget(self._note)
        column.addLayout(tools)
        column.addStretch(1)
        self._scroll.setWidget(content)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addLayout(head)
        layout.addWidget(self._scroll, 1)
        layout.addWidget(self._reasons)  # not among what scrolls: it asks
        layout.addWidget(self._foot)

    def _wire(self) -> None:
        self._scroll.resized.connect(self._show_current_card)
        self._scroll.stepped.connect(self.marking.move)
        self._criteria.current_changed.connect(self._show_current)
        self._criteria.edit_requested.connect(self.command_requested)
        self._criteria.note_ended.connect(self.take_focus)
        self._criteria.evidence_shown.connect(self._show_place)
        self._note_field.edit_requested.connect(self.command_requested)
        self._note.left.connect(self._note_field.flush)
        self._note.ended.connect(self.take_focus)
        self._reasons.left.connect(self.take_focus)
        self._foot.left.connect(self.take_focus)
        self._foot.step_in_requested.connect(self.step_in_requested)
        self._progress.toggled.connect(self._criteria.show_open_only)
        self._flag.clicked.connect(self.deciding.ask_flag)
        self._skip.clicked.connect(self.deciding.ask_skip)
        self.tagging.closed.connect(self.take_focus)
        self.tagging.tag_shown.connect(self._show_place)
        self.tagging.own_tag_added.connect(self.own_tag_added)
        self.deciding.next_requested.connect(self.next_requested)

    def retranslate(self) -> None:
        """Say everything in the language in use."""
        self._title.setText(_("Criteria"))
        self._scroll.setAccessibleName(_("Criteria"))
        self._note_title.setText(_("Note on the whole  {key}").format(key=self._badge("whole_note")))
        self._note.setPlaceholderText(_("Note on the whole deliverable"))
        self._note.setAccessibleName(_("Note on the whole deliverable"))
        self._empty.setText(_("This job has no criteria. Note strengths and gaps, answer the client question, decide."))
        self._skip.setText(_("Skip…  {key}").format(key=self._badge("skip")))
        self._foot.retranslate()
        self.tagging.retranslate()

    def show_sheet(self, sheet: Sheet, rule: str) -> None:
        """Show another deliverable's review; what was still unsaved of the one before is sent first."""
        self.flush()
        self._subject.show(sheet)
        self.marking.forget_last()
        self.deciding.use_rule(rule)
        self.tagging.show_own_tags(sheet.own_tags)
        self._foot.show_concerns(())
        self._reasons.hide()
        self._note_field.show_text(sheet.ref, "", sheet.review.note)
        self._criteria.show_sheet(sheet)
        self._empty.setVisible(not self._criteria.criteria)
        self._show_review(sheet.review)
        self._scroll.verticalScrollBar().setValue(0)

    def show_change(self, change: Change) -> None:
        """Show what a command did, if it is about the open deliverable."""
        if change.review.ref != self._subject.about:
            return
        self.notes.show_change(change)
        self._subject.review = change.review
        self._note_field.show_text(change.review.ref, "", change.review.note)
        self._criteria.show_marks(change.review)
        self._show_review(change.review)

    def _show_review(self, review: Review) -> None:
        self._locked.show_status(review.status)
        self.tagging.show_review(review)
        self.deciding.show_review(review)
        marked, asked = self._criteria.marked(), len(self._criteria.criteria)
        self._progress.setText(_("{marked} of {asked} · open only").format(marked=marked, asked=asked))
        self._progress.setVisible(asked > 0)
        flag = _("⚑ Flagged  {key}") if review.is_flagged else _("Flag…  {key}")
        self._flag.setText(flag.format(key=self._badge("flag")))
        self._flag.setToolTip(review.flag_reason)

    def least_width(self) -> int:
        """How wide the pane has to be for its foot to be whole, in the language and the font in use."""
        return self._foot.least_width()

    @property
    def current_criterion_id(self) -> str | None:
        """The criterion that is being judged, to come back to it."""
        card = self._criteria.current_card
        return card.criterion.id if card and card.criterion else None

    def go_to_criterion(self, criterion_id: str) -> None:
        """Judge this criterion now, if it is asked."""
        if (place := self._criteria.place_of(criterion_id)) is not None:
            self._criteria.make_current(place)

    @Slot()
    def flush(self) -> None:
        """Send everything that was typed and is not on its way yet."""
        self.notes.flush()

    def save_failed(self) -> None:
        """Keep everything typed and send it again: it did not reach the disk."""
        self.notes.save_failed()

    @Slot()
    def take_focus(self) -> None:
        """Put the focus where single letters mark."""
        self._scroll.setFocus(Qt.FocusReason.OtherFocusReason)

    @Slot()
    def open_whole_note(self) -> None:
        """Write the note on the whole."""
        self._scroll.ensureWidgetVisible(self._note)
        self._note.setFocus(Qt.FocusReason.ShortcutFocusReason)

    @Slot()
    def _show_current(self) -> None:
        card = self._criteria.current_card
        if card is None or card.criterion is None:
            self.criterion_changed.emit(0, None, None)
            return
        place = self._criteria.current
        self.criterion_changed.emit(place + 1, card.criterion, self._criteria.mark_of(place))
        QTimer.singleShot(0, self, self._show_current_card)  # once the cards have found their places

    @Slot()
    def _show_current_card(self) -> None:
        if (card := self._criteria.current_card) is not None:
            self._scroll.bring(card, 24)

    @Slot(object)
    def _show_place(self, holder: Evidence | Tag) -> None:
        if holder.span is not None:
            self.span_shown.emit(holder.span)

    def _say_locked(self) -> None:
        self._scroll.ensureWidgetVisible(self._locked)
        self._locked.setFocus(Qt.FocusReason.OtherFocusReason)
