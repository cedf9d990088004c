"""A question with a few answers: a button each, and a key each while the bar has the focus."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Generic, TypeVar

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QSizePolicy, QVBoxLayout, QWidget
from typing_extensions import override

if TYPE_CHECKING:
    from collections.abc import Sequence
    from enum import Enum

    from PySide6.QtGui import QFocusEvent

Answer = TypeVar("Answer", bound="Enum")


class ChoiceBar(QWidget, Generic[Answer]):
    """Shows the answer to a question and lets the reviewer choose another. Knows nothing of reviews.

    While the bar has the focus its letters or digits answer; Esc leaves it. The same answer again takes it back.

    Signals:
        answer_chosen: the reviewer asked for this answer, or for none (object).
        left: the reviewer is done here and wants the focus back.
    """

    answer_chosen = Signal(object)
    left = Signal()

    def __init__(self, name: str, keys: Sequence[tuple[Qt.Key, Answer]], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._keys = dict(keys)
        self._answer: Answer | None = None
        self._question = QLabel()
        self._question.setWordWrap(True)
        self._question.setObjectName("question")
        self._badge = QLabel()
        self._badge.setObjectName("keyBadge")
        self._buttons: dict[Answer, QPushButton] = {answer: self._button(answer) for _key, answer in keys}
        top = QHBoxLayout()
        top.addWidget(self._question, 1)
        top.addWidget(self._badge, 0, Qt.AlignmentFlag.AlignTop)
        row = QHBoxLayout()
        row.setSpacing(6)
        for button in self._buttons.values():
            row.addWidget(button)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(6)
        layout.addLayout(top)
        layout.addLayout(row)

    def show_question(self, question: str, badge: str, labels: dict[Answer, str]) -> None:
        """Show the question, the key that leads to it and a label for each answer."""
        self._question.setText(question)
        self._badge.setText(badge)
        self.setAccessibleName(question)
        for answer, label in labels.items():
            self._buttons[answer].setText(label)
            self._buttons[answer].setAccessibleName(f"{question} {label}")

    def show_answer(self, answer: Answer | None) -> None:
        """Show `answer` as the current one; `None` shows none. Emits nothing."""
        self._answer = answer
        for each, button in self._buttons.items():
            button.setChecked(each is answer)

    def _button(self, answer: Answer) -> QPushButton:
        button = QPushButton()
        button.setObjectName(f"{self.objectName()}_{answer.value}")
        button.setCheckable(True)
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        button.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        button.clicked.connect(partial(self._choose, answer))
        return button

    def _choose(self, answer: Answer, _is_checked: bool = False) -> None:
        self._buttons[answer].setChecked(self._answer is answer)  # shown as chosen only once it is stored
        self.answer_chosen.emit(None if answer is self._answer else answer)

    @override
    def event(self, event: QEvent) -> bool:
        # The bar's own keys win over the window's single-letter acts while it has the focus.
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.ShortcutOverride and self._is_own(event):
            event.accept()
            return True
        return super().event(event)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if not self._is_own(event):
            super().keyPressEvent(event)
            return
        event.accept()
        if event.isAutoRepeat():
            return
        if event.key() != Qt.Key.Key_Escape:
            answer = self._keys[Qt.Key(event.key())]
            if answer is not self._answer:
                self.answer_chosen.emit(answer)
        self.left.emit()

    def _is_own(self, event: QKeyEvent) -> bool:
        plain = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier == Qt.KeyboardModifier.NoModifier
        return plain and (event.key() in self._keys or event.key() == Qt.Key.Key_Escape)

    @override
    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self._show_focus(is_focused=True)

    @override
    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self._show_focus(is_focused=False)

    def _show_focus(self, *, is_focused: bool) -> None:
        """Let the style sheet show that the bar's own keys answer now."""
        self.setProperty("focused", is_focused)
        self._question.style().polish(self._question)
        for button, (key, _answer) in zip(self._buttons.values(), self._keys.items(), strict=True):
            button.setToolTip(QKeySequence(key).toString())
