"""The foot of the assessment: client question, verdict, the rule's answer, and done."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from annotator.domain.review import ClientAcceptance, ReviewStatus, Verdict
from annotator.i18n import _, ngettext
from annotator.ui.assessment.choice_bar import ChoiceBar
from annotator.ui.parts import plain_label, set_shown
from annotator.ui.words import acceptance_word, verdict_sign, verdict_word

if TYPE_CHECKING:
    from collections.abc import Sequence

    from annotator.domain.review import Review
    from annotator.ui.assessment.subject import Badge

_ACCEPTANCE_KEYS = (
    (Qt.Key.Key_1, ClientAcceptance.ACCEPT),
    (Qt.Key.Key_2, ClientAcceptance.AFTER_SMALL_FIXES),
    (Qt.Key.Key_3, ClientAcceptance.REJECT),
)
_VERDICT_KEYS = ((Qt.Key.Key_P, Verdict.PASS), (Qt.Key.Key_F, Verdict.FAIL), (Qt.Key.Key_U, Verdict.UNDECIDED))


class Foot(QWidget):
    """Asks the client question first and the verdict second, so that neither anchors the other.

    Signals:
        acceptance_chosen: the reviewer answered the client question (ClientAcceptance or None).
        verdict_chosen: the reviewer decided (Verdict or None).
        step_in_requested: the reviewer wants to step in.
        done_requested: done and next.
        reopen_requested: a review that is done should be open again.
        left: the focus should go back to the criteria.
    """

    acceptance_chosen = Signal(object)
    verdict_chosen = Signal(object)
    step_in_requested = Signal()
    done_requested = Signal()
    reopen_requested = Signal()
    left = Signal()

    def __init__(self, badge: Badge, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._badge = badge
        self.setObjectName("foot")
        self._status = ReviewStatus.DRAFT
        self._attempt = 1
        self._concerns = plain_label("concerns", wraps=True)
        self._concerns.hide()
        self._rule = plain_label("ruleAnswer", wraps=True)
        self._rule.hide()
        self._client: ChoiceBar[ClientAcceptance] = ChoiceBar("acceptance", _ACCEPTANCE_KEYS)
        self._verdict: ChoiceBar[Verdict] = ChoiceBar("verdict", _VERDICT_KEYS)
        self._is_polished = False
        self._step_in = QPushButton()
        self._step_in.setObjectName("stepIn")
        self._reopen = QPushButton()
        self._reopen.setObjectName("reopen")
        self._done = QPushButton()
        self._done.setObjectName("done")
        self._lay_out()
        self._client.answer_chosen.connect(self.acceptance_chosen)
        self._client.left.connect(self.left)
        self._verdict.answer_chosen.connect(self.verdict_chosen)
        self._verdict.left.connect(self.left)
        self._step_in.clicked.connect(self.step_in_requested)
        self._reopen.clicked.connect(self.reopen_requested)
        self._done.clicked.connect(self.done_requested)
        self.retranslate()

    def _lay_out(self) -> None:
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        for button in (self._step_in, self._reopen):
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            buttons.addWidget(button)
        self._done.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        buttons.addWidget(self._done, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(14, 8, 14, 10)
        layout.setSpacing(8)
        layout.addWidget(self._concerns)
        layout.addWidget(self._client)
        layout.addWidget(self._verdict)
        layout.addWidget(self._rule)
        layout.addLayout(buttons)

    def least_width(self) -> int:
        """How wide the foot has to be for everything in it to be whole, in the language and the font in use."""
        if not self._is_polished:
            self._is_polished = True
            for widget in self.findChildren(QWidget):
                widget.ensurePolished()  # the style sheet says how large it is
        return self.minimumSizeHint().width()

    def retranslate(self) -> None:
        """Say everything in the language in use."""
        acceptances = {each: acceptance_word(each) for each in ClientAcceptance}
        self._client.show_question(
            _("Would a reasonable client accept this?"), self._badge("client_question"), acceptances
        )
        self._show_verdict_question()
        self._step_in.setText(_("Step in…  {key}").format(key=self._badge("step_in")))
        self._reopen.setText(_("Reopen"))
        self._show_done_text()

    def show_review(self, review: Review, attempt: int) -> None:
        """Show the decisions of a review of this attempt. Emits nothing."""
        if attempt != self._attempt:
            self._attempt = attempt
            self._show_verdict_question()
        self._client.show_answer(review.client_acceptance)
        self._verdict.show_answer(review.verdict)
        if review.status is not self._status:
            self._status = review.status
            self._show_done_text()
        set_shown(self._reopen, is_shown=review.status is not ReviewStatus.DRAFT)
        set_shown(self._step_in, is_shown=review.status is not ReviewStatus.SKIPPED)

    def show_rule_answer(self, answer: Verdict | None, verdict: Verdict | None, rule: str) -> None:
        """Show what the pass rule makes of the marks, once there is a verdict; a disagreement is pointed out."""
        set_shown(self._rule, is_shown=verdict is not None)
        if verdict is None:
            return
        word = f"{verdict_sign(answer)} {verdict_word(answer)}" if answer else _("no criteria decide")
        text = _("The rule “{rule}” says: {answer}").format(rule=rule, answer=word)
        disagrees = answer in {Verdict.PASS, Verdict.FAIL} and answer is not verdict
        self._rule.setText(_("{text}. Your verdict differs; it stands.").format(text=text) if disagrees else text)
        self._rule.setProperty("disagrees", disagrees)
        self._rule.style().polish(self._rule)

    def show_concerns(self, sentences: Sequence[str]) -> None:
        """Show what the reviewer may have overlooked; nothing hides the place."""
        self._concerns.setVisible(bool(sentences))
        if sentences:
            head = ngettext("One thing to look at:", "{count} things to look at:", len(sentences))
            lines = [f"• {sentence}" for sentence in sentences]
            again = _("Press {key} again to finish all the same.").format(key=self._badge("done"))
            self._concerns.setText("\n".join([head.format(count=len(sentences)), *lines, again]))

    @property
    def shows_concerns(self) -> bool:
        """Whether concerns are on the screen, so that the same key confirms."""
        return not self._concerns.isHidden()

    @Slot()
    def focus_client_question(self) -> None:
        """Put the focus where 1, 2 and 3 answer the client question."""
        self._client.setFocus(Qt.FocusReason.ShortcutFocusReason)

    @Slot()
    def focus_verdict(self) -> None:
        """Put the focus where P, F and U decide."""
        self._verdict.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def _show_verdict_question(self) -> None:
        labels = {each: f"{verdict_sign(each)}  {verdict_word(each)}" for each in (Verdict.PASS, Verdict.FAIL)}
        labels[Verdict.UNDECIDED] = verdict_word(Verdict.UNDECIDED)
        self._verdict.show_question(
            _("Verdict on attempt {number}").format(number=self._attempt), self._badge("verdict"), labels
        )

    def _show_done_text(self) -> None:
        is_open = self._status is ReviewStatus.DRAFT
        self._done.setText(_("Done and next  {key}") if is_open else _("Next  {key}"))
        self._done.setText(self._done.text().format(key=self._badge("done")))
