"""One piece of evidence on a card."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from annotator.domain.review import EvidenceKind
from annotator.i18n import _
from annotator.ui.parts import flat_button
from annotator.ui.words import evidence_word

if TYPE_CHECKING:
    from annotator.domain.review import Evidence

_QUOTE_LENGTH = 36


class EvidenceRow(QWidget):
    """Shows evidence in one line, leads to its place and can be taken away.

    Signals:
        shown: go to the place.
        removed: take it away.
    """

    shown = Signal()
    removed = Signal()

    def __init__(self, evidence: Evidence, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        text = evidence_text(evidence)
        place = flat_button("evidence", text)
        place.setToolTip(_("Go to this place") if evidence.span is not None else evidence.text or "")
        place.setEnabled(evidence.span is not None)
        place.clicked.connect(self.shown)
        remove = flat_button("removeEvidence", "✕")
        remove.setAccessibleName(_("Remove evidence: {text}").format(text=text))
        remove.setToolTip(_("Remove this evidence"))
        remove.clicked.connect(self.removed)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(2)
        layout.addWidget(place)
        layout.addWidget(remove)
        layout.addStretch(1)


def evidence_text(evidence: Evidence) -> str:
    """Return evidence in one short line: the start of its quote, or what kind of evidence it is."""
    if evidence.kind is EvidenceKind.SPAN and evidence.span is not None:
        return f"“{_short(evidence.span.quote)}”"
    said = evidence.text or evidence.file
    return f"{evidence_word(evidence.kind)}: {_short(said)}" if said else evidence_word(evidence.kind)


def _short(text: str) -> str:
    words = " ".join(text.split())
    return words if len(words) <= _QUOTE_LENGTH else f"{words[: _QUOTE_LENGTH - 1]}…"
