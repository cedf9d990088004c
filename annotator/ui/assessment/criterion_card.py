"""One criterion with its mark, reason, evidence and note."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, Qt, Signal, Slot
from PySide6.QtGui import QColor, QPainter, QPen
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QPushButton, QVBoxLayout, QWidget
from typing_extensions import override

from annotator.domain.review import MarkKind
from annotator.i18n import _
from annotator.ui.assessment.evidence_row import EvidenceRow
from annotator.ui.assessment.typed_field import NoteEdit, TypedField
from annotator.ui.parts import flat_button, plain_label, set_shown
from annotator.ui.theme import colours
from annotator.ui.words import mark_sign, mark_word, reason_word
from annotator.workflow.commands import TextField

if TYPE_CHECKING:
    from PySide6.QtGui import QMouseEvent, QPaintEvent

    from annotator.domain.ids import ReviewRef
    from annotator.domain.review import Evidence, Mark
    from annotator.domain.rubric import Criterion
    from annotator.ui.assessment.subject import Badge
    from annotator.ui.reading.typeface import Typeface

_ACTS = {
    MarkKind.PASS: "mark_pass",
    MarkKind.FAIL: "mark_fail",
    MarkKind.NOT_APPLICABLE: "mark_na",
    MarkKind.CANNOT_JUDGE: "mark_unsure",
}


class CriterionCard(QFrame):
    """Shows a criterion and what was said about it; cards are reused for the next deliverable's criteria.

    Signals:
        chosen: the reviewer wants to judge this criterion now.
        mark_chosen: the reviewer asked for this mark (MarkKind).
        note_requested: the reviewer wants to write the note.
        note_ended: the note is written.
        edit_requested: what was typed (EditText).
        evidence_requested: the reviewer wants to add evidence that is no selection (the button to open a menu at).
        evidence_shown: go to this evidence's place (Evidence).
        evidence_removed: take this evidence away (Evidence).
    """

    chosen = Signal()
    mark_chosen = Signal(object)
    note_requested = Signal()
    note_ended = Signal()
    edit_requested = Signal(object)
    evidence_requested = Signal(object)
    evidence_shown = Signal(object)
    evidence_removed = Signal(object)

    def __init__(self, badge: Badge, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._badge = badge
        self._is_current = False
        self._criterion: Criterion | None = None
        self._mark: Mark | None = None
        self._typeface: Typeface | None = None
        self._number = plain_label("criterionNumber")
        self._text = plain_label("criterionText", wraps=True)
        self._example = plain_label("criterionExample", wraps=True)
        self._sign = plain_label("markSign")
        self._earlier = plain_label("criterionReason", wraps=True)
        self._earlier.hide()
        self._reason = plain_label("criterionReason", wraps=True)
        self._ask = flat_button("askNote")
        self._ask.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._ask.clicked.connect(self.note_requested)
        self._note = NoteEdit(_("Note on this criterion"))
        self._note.ended.connect(self.note_ended)
        self.field = TypedField(self._note, TextField.MARK_NOTE, self)
        self.field.edit_requested.connect(self.edit_requested)
        self._note.left.connect(self._leave_note)
        self._marks = QWidget()
        self._mark_buttons = {kind: self._mark_button(kind) for kind in MarkKind}
        self._more = flat_button("moreEvidence")
        self._more.clicked.connect(partial(self.evidence_requested.emit, self._more))
        self._evidence = QVBoxLayout()
        self._evidence.setSpacing(2)
        self._lay_out()

    def _lay_out(self) -> None:
        buttons = QGridLayout(self._marks)
        buttons.setContentsMargins(0, 2, 0, 0)
        buttons.setSpacing(4)
        for place, button in enumerate(self._mark_buttons.values()):
            buttons.addWidget(button, place // 2, place % 2)
        buttons.addWidget(self._more, len(self._mark_buttons) // 2, 0, 1, 2, Qt.AlignmentFlag.AlignLeft)
        body = QVBoxLayout()
        body.setSpacing(3)
        body.addWidget(self._text)
        body.addWidget(self._example)
        body.addWidget(self._reason)
        body.addWidget(self._earlier)
        body.addLayout(self._evidence)
        body.addWidget(self._ask, 0, Qt.AlignmentFlag.AlignLeft)  # a fixed button would narrow the whole column
        body.addWidget(self._note)
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(self._number, 0, Qt.AlignmentFlag.AlignTop)
        row.addLayout(body, 1)
        row.addWidget(self._sign, 0, Qt.AlignmentFlag.AlignTop)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(9, 7, 9, 7)
        layout.setSpacing(3)
        layout.addLayout(row)
        layout.addWidget(self._marks)

    @property
    def criterion(self) -> Criterion | None:
        """The criterion shown, if any."""
        return self._criterion

    def show_criterion(self, number: int, criterion: Criterion, about: ReviewRef, mark: Mark) -> None:
        """Show a criterion by its number, for the review `about`, with its mark. Emits only what was still unsaved."""
        self._criterion = criterion
        self._number.setText(str(number))
        self._text.setText(criterion.text)
        self._example.setText(_("Example: {example}").format(example=criterion.example) if criterion.example else "")
        self._example.setVisible(bool(criterion.example))
        self._note.hide()
        self.field.show_text(about, criterion.id, mark.note)
        self._mark = None
        for kind, button in self._mark_buttons.items():
            button.setText(f"{self._badge(_ACTS[kind])}  {mark_word(kind, is_pitfall=criterion.is_pitfall)}")
        self.show_mark(mark)

    def show_earlier(self, line: str) -> None:
        """Say how the criterion was marked on the attempt before; empty says nothing."""
        self._earlier.setText(line)
        set_shown(self._earlier, is_shown=bool(line))

    def use_typeface(self, typeface: Typeface) -> None:
        """Set the job's words as its language asks for; the window may speak another one."""
        if typeface == self._typeface:
            return
        self._typeface = typeface
        for label in (self._text, self._example):
            label.setFont(typeface.spoken_in(label.font()))

    def show_mark(self, mark: Mark) -> None:
        """Show what was said about the criterion. Emits nothing."""
        if self._criterion is None or mark == self._mark:
            return
        before, self._mark = self._mark, mark
        self._show_sign(mark)
        self.field.show_text(self._about_of(), self._criterion.id, mark.note)
        if before is None or before.evidence != mark.evidence:
            self._show_evidence(mark.evidence)
        for kind, button in self._mark_buttons.items():
            button.setChecked(kind is mark.kind)
        self._show_note()

    def _about_of(self) -> ReviewRef:
        about = self.field.about
        assert about is not None
        return about

    def show_current(self, is_current: bool) -> None:
        """Show whether this is the criterion that is being judged."""
        if is_current != self._is_current:
            self._is_current = is_current
            self._show_note()
            self.update()

    def open_note(self) -> None:
        """Put the focus into the note."""
        self._note.show()
        self._ask.hide()
        self._note.setFocus(Qt.FocusReason.ShortcutFocusReason)
        cursor = self._note.textCursor()
        cursor.movePosition(cursor.MoveOperation.End)
        self._note.setTextCursor(cursor)

    def _show_sign(self, mark: Mark) -> None:
        self._sign.setText(mark_sign(mark.kind))
        self._sign.setProperty("mark", mark.kind.value if mark.kind else "")
        self._sign.style().polish(self._sign)
        word = mark_word(mark.kind, is_pitfall=self._is_pitfall()) if mark.kind else _("Not marked")
        self._sign.setAccessibleName(word)
        self._sign.setToolTip(word)
        self.setAccessibleName(f"{self._number.text()}. {self._criterion.text if self._criterion else ''}: {word}")
        self._reason.setText(reason_word(mark.reason))
        set_shown(self._reason, is_shown=bool(mark.reason))

    def _is_pitfall(self) -> bool:
        return self._criterion is not None and self._criterion.is_pitfall

    def _show_note(self) -> None:
        has_note = bool(self._note.toPlainText()) or self._note.hasFocus()
        set_shown(self._note, is_shown=has_note)
        fails = self._mark is not None and self._mark.kind in {MarkKind.FAIL, MarkKind.CANNOT_JUDGE}
        self._ask.setText(_("Why?  {key}").format(key=self._badge("note" if self._is_current else "last_note")))
        set_shown(self._ask, is_shown=fails and not has_note)
        set_shown(self._marks, is_shown=self._is_current)
        self._more.setText(_("Evidence…"))

    def _show_evidence(self, evidence: tuple[Evidence, ...]) -> None:
        while (item := self._evidence.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        for each in evidence:
            row = EvidenceRow(each)
            row.shown.connect(partial(self.evidence_shown.emit, each))
            row.removed.connect(partial(self.evidence_removed.emit, each))
            self._evidence.addWidget(row)

    def _mark_button(self, kind: MarkKind) -> QPushButton:
        button = QPushButton()
        button.setObjectName(f"mark_{kind.value}")
        button.setCheckable(True)
        button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        button.setProperty("compact", True)
        button.clicked.connect(partial(self._choose_mark, kind))
        return button

    def _choose_mark(self, kind: MarkKind, _is_checked: bool = False) -> None:
        self._mark_buttons[kind].setChecked(self._mark is not None and self._mark.kind is kind)
        self.mark_chosen.emit(kind)

    @Slot()
    def _leave_note(self) -> None:
        self.field.flush()
        self._show_note()

    @override
    def mousePressEvent(self, event: QMouseEvent) -> None:
        self.chosen.emit()
        super().mousePressEvent(event)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        tints = colours()
        painter.setPen(QPen(QColor(tints.accent if self._is_current else tints.border), 2 if self._is_current else 1))
        painter.setBrush(QColor(tints.chosen if self._is_current else tints.paper))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), 5, 5)
