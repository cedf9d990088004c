"""The strip above the deliverable that repeats the current criterion, so that eyes need not cross the screen."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget
from typing_extensions import override

from annotator.domain.review import MarkKind
from annotator.i18n import N_, _
from annotator.ui.parts import breakable, flat_button, plain_label, shortened
from annotator.ui.words import mark_sign, mark_word

if TYPE_CHECKING:
    from PySide6.QtGui import QResizeEvent

    from annotator.domain.review import Mark
    from annotator.domain.rubric import Criterion
    from annotator.ui.keys import Keymap
    from annotator.ui.reading.typeface import Typeface

_OFFERED: Final = (
    ("mark_pass", MarkKind.PASS, N_("pass")),
    ("mark_fail", MarkKind.FAIL, N_("fail")),
    ("mark_na", MarkKind.NOT_APPLICABLE, N_("n/a")),
)
_BUTTONS_FROM: Final = 420
"""In a narrower pane the words need the room; the same buttons are on the criterion's card."""

_WHOLE_FROM: Final = 520
_FEW_LINES: Final = 3
_BESIDE: Final = 2
"""So many lines may the criterion take beside the buttons."""

_MARGIN: Final = 16
_SPACING: Final = 6

_PITFALL_WORDS: Final = {MarkKind.PASS: N_("did not occur"), MarkKind.FAIL: N_("occurred")}


class CriterionStrip(QWidget):
    """Shows the criterion whole, its mark, and the keys that decide it.

    Signals:
        mark_chosen: the reviewer asked for this mark (MarkKind).
    """

    mark_chosen = Signal(object)

    def __init__(self, keymap: Keymap, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("criterion_strip")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._number = plain_label("paneTitle")
        self._text = plain_label("criterionText", wraps=True)
        self._whole = ""
        self._shown: tuple[int, Criterion, MarkKind | None] | None = None
        self._typeface: Typeface | None = None
        self._keymap = keymap
        self._buttons = {kind: flat_button("link") for _act, kind, _word in _OFFERED}
        row = QHBoxLayout(self)
        row.setContentsMargins(_MARGIN, 4, 8, 4)
        row.setSpacing(_SPACING)
        row.addWidget(self._number, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(self._text, 1)
        for kind, button in self._buttons.items():
            button.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # the same buttons are on the criterion's card
            button.clicked.connect(partial(self._choose, kind))
            row.addWidget(button, 0, Qt.AlignmentFlag.AlignTop)
        self.hide()

    def use_typeface(self, typeface: Typeface) -> None:
        """Set the job's words as its language asks for."""
        if typeface != self._typeface:
            self._typeface = typeface
            self._text.setFont(typeface.spoken_in(self._text.font()))

    def show_criterion(self, number: int, criterion: Criterion | None, mark: Mark | None) -> None:
        """Show the criterion that is being judged, and how it is marked; `None` hides the strip."""
        if criterion is None:
            self._shown = None
            self.hide()
            return
        kind = mark.kind if mark else None
        if self._shown == (number, criterion, kind):
            return  # every change of the review asks, and most change nothing here
        self._shown = (number, criterion, kind)
        sign = mark_sign(kind)
        self._number.setText(f"{number} {sign}".rstrip())
        self._whole = criterion.text
        self._fit()
        for act_id, each, word in _OFFERED:
            label = _(_PITFALL_WORDS.get(each, word) if criterion.is_pitfall else word)
            badge = self._keymap.badge(act_id)
            self._buttons[each].setText(f"{badge} {label}" if badge else label)
            self._buttons[each].setAccessibleName(mark_word(each, is_pitfall=criterion.is_pitfall))
        self.setAccessibleName(_("Criterion {number}: {text}").format(number=number, text=criterion.text))
        self.show()

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        """Show the criterion whole, and the buttons if there is room beside it; the card has all of both.

        In a low window the criterion leaves room to the text.
        """
        metrics, text = self._text.fontMetrics(), self._whole
        room = self.width() - self._number.sizeHint().width() - 2 * _MARGIN - _SPACING
        buttons = sum(each.sizeHint().width() + _SPACING for each in self._buttons.values())
        has_buttons = self.width() >= _BUTTONS_FROM and shortened(text, metrics, room - buttons, _BESIDE) == text
        for button in self._buttons.values():
            button.setVisible(has_buttons)
        pane = self.parentWidget()
        if pane is not None and pane.height() < _WHOLE_FROM:
            text = shortened(text, metrics, room - buttons if has_buttons else room, _FEW_LINES)
        if self._text.text() != breakable(text):
            self._text.setText(text)
            self._text.setToolTip("" if text == self._whole else self._whole)

    def _choose(self, kind: MarkKind, _is_checked: bool = False) -> None:
        self.mark_chosen.emit(kind)
