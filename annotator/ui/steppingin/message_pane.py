"""The pane of a step that asks for another attempt: the message, what became of it, and the ways on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QPushButton, QStackedWidget, QVBoxLayout, QWidget

from annotator.domain.feedback import ARMS, waiting
from annotator.domain.review import ReviewStatus
from annotator.i18n import _
from annotator.ui.assessment.typed_field import NoteEdit, TypedField
from annotator.ui.editing.editor import TextEditor
from annotator.ui.locked_notice import LockedNotice
from annotator.ui.parts import plain_label
from annotator.ui.steppingin.answer_box import AnswerBox
from annotator.ui.steppingin.menu import OFFERED, PLAIN_RETRY, VERIFY_ONLY, kind_note, kind_word
from annotator.ui.steppingin.send_box import SendBox
from annotator.ui.widgets.flow_layout import FlowLayout
from annotator.workflow.commands import TextField

if TYPE_CHECKING:
    from annotator.domain.ids import InterventionId
    from annotator.domain.review import Intervention, Review
    from annotator.workflow.sheets import Follower, Sheet


class MessagePane(QWidget):
    """Shows one of the review's steps that are no edits. Knows nothing of where answers come from.

    Signals:
        edit_requested: a patch of the message or the note (EditText).
        step_chosen: show another step of the review (InterventionId).
        send_requested, copy_requested, paste_requested: the way on that was chosen.
        put_by_requested: leave it as a request.
        discard_requested: take the step away.
        follower_requested: open the attempt that came of it.
        left: the reviewer is done here.
    """

    edit_requested = Signal(object)
    step_chosen = Signal(str)
    send_requested = Signal()
    copy_requested = Signal()
    paste_requested = Signal()
    put_by_requested = Signal()
    discard_requested = Signal()
    follower_requested = Signal()
    left = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("message_pane")
        self._locked = LockedNotice()
        self._steps = QComboBox()
        self._steps.setObjectName("step")
        self._steps.setAccessibleName(_("Step"))
        self._discard = _button("discard_step", _("Discard"))
        self._explains = plain_label("quiet", wraps=True)
        self.editor = TextEditor()
        self.editor.setObjectName("message")
        self.editor.setAccessibleName(_("Message"))
        self.message = TypedField(self.editor, TextField.INTERVENTION_CONTENT, self)
        self._note = NoteEdit(_("Note on this step"))
        self.note = TypedField(self._note, TextField.INTERVENTION_NOTE, self)
        self.says = plain_label("requestState", wraps=True)
        self._send = _button("send", _("Send to a model…"))
        self._send.hide()
        self._copy = _button("copy_message", "")
        self._paste = _button("paste_answer", _("Paste the answer…"))
        self._put_by = _button("put_by", _("Leave it as a request"))
        self._follow = _button("open_follower", "")
        self.answer = AnswerBox()
        self.sending = SendBox()
        self._empty = QWidget()
        self.boxes = QStackedWidget()
        self._lay_out()
        self._wire()

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.addWidget(self._steps, 1)
        head.addWidget(self._discard)
        self._ways = QWidget()
        ways = FlowLayout()
        self._ways.setLayout(ways)
        for button in (self._send, self._put_by, self._copy, self._paste, self._follow):
            ways.addWidget(button)
        for box in (self._empty, self.answer, self.sending):
            self.boxes.addWidget(box)
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 8, 12, 8)
        column.setSpacing(6)
        column.addWidget(self._locked)
        column.addLayout(head)
        column.addWidget(self._explains)
        column.addWidget(self.editor, 2)
        column.addWidget(self._note)
        column.addWidget(self.says)
        column.addWidget(self._ways)
        column.addWidget(self.boxes, 2)
        self._show_box(self._empty)

    def _wire(self) -> None:
        for field, editor in ((self.message, self.editor), (self.note, self._note)):
            field.edit_requested.connect(self.edit_requested)
            editor.left.connect(field.flush)
        self.editor.focus_lost.connect(self.message.flush)
        self.editor.left.connect(self.left)
        self._note.ended.connect(self.left)
        self._steps.activated.connect(self._choose_step)
        for button, wish in (
            (self._send, self.send_requested),
            (self._copy, self.copy_requested),
            (self._paste, self.paste_requested),
            (self._put_by, self.put_by_requested),
            (self._discard, self.discard_requested),
            (self._follow, self.follower_requested),
        ):
            button.clicked.connect(wish)

    def show_step(self, sheet: Sheet, review: Review, step: Intervention) -> None:
        """Show a step of the review, and what became of it."""
        is_open = review.status is ReviewStatus.DRAFT
        self._locked.show_status(review.status)
        self._show_steps(review, step.id)
        self._explains.setText(kind_note(step.kind))
        self.message.show_text(sheet.ref, step.id, step.content)
        self.note.show_text(sheet.ref, step.id, step.note)
        self.editor.setVisible(step.kind not in {PLAIN_RETRY, VERIFY_ONLY})
        self.editor.setReadOnly(not is_open or step.result is not None)
        self._note.setReadOnly(not is_open)
        self._discard.setEnabled(is_open and step.result is None)
        self._show_ways(sheet, review, step)

    def _show_ways(self, sheet: Sheet, review: Review, step: Intervention) -> None:
        follower = follower_of(sheet, step)
        asks = step.kind in ARMS and follower is None
        number = sheet.deliverable.attempt + 1
        for button in (self._copy, self._paste, self._put_by):
            button.setVisible(asks)
        self._copy.setText(_("Copy the brief") if step.kind == PLAIN_RETRY else _("Copy the message"))
        self._follow.setVisible(follower is not None)
        self.answer.show_attempt(number)
        if follower is not None:
            self._follow.setText(_("Open attempt {number}").format(number=follower.attempt))
            self.says.setText(_("Attempt {number} came of it.").format(number=follower.attempt))
            self._show_box(self._empty)
        elif step in waiting(review, ()):
            self.says.setText(
                _("No attempt came of it yet. The request travels in your result file and waits for the coordinator.")
            )
        else:
            self.says.setText(_("Nothing is asked yet: the message is empty.") if asks else "")
        self.says.setVisible(bool(self.says.text()))

    def offer_sending(self, *, is_offered: bool) -> None:
        """Offer to send to a model; without a connection there is no word of it."""
        self._send.setVisible(is_offered and not self._copy.isHidden())

    def show_box(self, box: QWidget | None) -> None:
        """Show the place for an answer, the one for sending, or neither."""
        self._show_box(box or self._empty)

    def _show_box(self, box: QWidget) -> None:
        self.boxes.setCurrentWidget(box)
        self.boxes.setVisible(box is not self._empty)
        self._ways.setVisible(box is self._empty)

    def _show_steps(self, review: Review, current: InterventionId) -> None:
        steps = steps_of(review)
        self._steps.clear()
        for number, each in enumerate(steps, start=1):
            word = kind_word(each.kind)
            self._steps.addItem(f"{number}. {word}" if len(steps) > 1 else word, each.id)
            if each.id == current:
                self._steps.setCurrentIndex(number - 1)
        self._steps.setEnabled(len(steps) > 1)

    @Slot(int)
    def _choose_step(self, at: int) -> None:
        self.step_chosen.emit(str(self._steps.itemData(at)))

    def take_focus(self) -> None:
        """Put the focus where one writes."""
        field = self._note if self.editor.isHidden() else self.editor
        field.setFocus(Qt.FocusReason.ShortcutFocusReason)

    @Slot()
    def flush(self) -> None:
        """Send what was typed."""
        self.message.flush()
        self.note.flush()

    def save_failed(self, *_why: object) -> None:
        """Keep what was typed and send it again."""
        self.message.save_failed()
        self.note.save_failed()


def steps_of(review: Review) -> tuple[Intervention, ...]:
    """Return the steps that this pane shows: all that are no edits."""
    return tuple(each for each in review.interventions if each.kind in OFFERED)


def follower_of(sheet: Sheet, step: Intervention) -> Follower | None:
    """Return the attempt that a step led to, as far as it is here."""
    return next((each for each in sheet.followers if each.deliverable == step.result), None)


def _button(name: str, text: str) -> QPushButton:
    made = QPushButton(text)
    made.setObjectName(name)
    return made
