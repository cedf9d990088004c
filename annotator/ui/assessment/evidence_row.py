"""One piece of evidence on a card."""

from __future__ import annotations

import json
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
        place.setToolTip(_("Go to this place") if evidence.span is not None else _said(evidence))
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
    said = _said(evidence)
    return f"{evidence_word(evidence.kind)}: {_short(said)}" if said else evidence_word(evidence.kind)


def _said(evidence: Evidence) -> str:
    """Return all that evidence without a span says: the file, the place in it, what was found."""
    return " · ".join(part for part in (evidence.file, _place(evidence.place), evidence.text) if part)


def _place(place: str | None) -> str:
    """Return the words of a place, whatever names it has for them: sheet and cells, page, line."""
    given = json.loads(place) if place else None
    values = given.values() if isinstance(given, dict) else (given,)
    return " ".join(str(each) for each in values if isinstance(each, str | int | float))


def _short(text: str) -> str:
    words = " ".join(text.split())
    return words if len(words) <= _QUOTE_LENGTH else f"{words[: _QUOTE_LENGTH - 1]}…"
