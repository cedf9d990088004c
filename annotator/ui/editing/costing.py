"""What an edit cost: compared while it is typed, said in a line, and stored once typing has come to rest."""

from __future__ import annotations

import json
from functools import partial
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from annotator.ui.editing.comparing import Comparing, Effort
from annotator.ui.editing.edit_facts import edit_facts
from annotator.workflow.commands import DescribeIntervention

if TYPE_CHECKING:
    from collections.abc import Callable

    from annotator.domain.ids import InterventionId, ReviewRef
    from annotator.domain.review import Intervention
    from annotator.ui.editing.showing import Compared

_DESCRIBE_MS: Final = 10_000
"""After so long without a key the effort is stored; leaving stores it at once."""


class Costing(QObject):
    """Keeps the comparison and the effort of the edit that is open.

    Signals:
        compared: the latest comparison (Compared).
        carried: where the marked passages are now (tuple of Carried).
        facts_changed: the line that says what was changed is another.
        rested: nothing was typed for a while: now is the time to store what it cost.
        effort_found: what an edit cost, to be stored (DescribeIntervention).
    """

    compared = Signal(object)
    carried = Signal(object)
    facts_changed = Signal()
    rested = Signal()
    effort_found = Signal(object)

    def __init__(self, text: Callable[[], str], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._compared: Compared | None = None
        self._effort: Effort | None = None
        self._is_owed = False
        self.comparing = Comparing(text, self)
        self._calm = QTimer(self, singleShot=True, interval=_DESCRIBE_MS)
        self.comparing.compared.connect(self._take_comparison)
        self.comparing.measured.connect(self._take_effort)
        self.comparing.carried.connect(self.carried)
        self._calm.timeout.connect(self.rested)

    def begin(self, original: str, language: str | None) -> None:
        """Take another edit up: compare with its original from now on."""
        self._compared = self._effort = None
        self.comparing.show_original(original, language)

    def forget_typing(self) -> None:
        """Owe no effort: nothing of what was typed is stored."""
        self._is_owed = False

    def note_stored(self) -> None:
        """Something typed is on its way to the disk: what it cost has to follow."""
        self._is_owed = True

    def note_typing(self) -> None:
        """Something was typed."""
        self.comparing.note_typing()
        self._calm.start()

    def compare_anew(self) -> None:
        """Compare and measure the text as it is now."""
        self.comparing.compare()
        self.comparing.measure()

    def facts(self, stored: Intervention | None, *, has_words: bool) -> str:
        """Return the line that says what was changed and what it cost."""
        is_fresh = self._effort is not None and self._compared is not None and self._effort.text == self._compared.text
        effort = self._effort.effort if is_fresh and self._effort is not None else None
        return edit_facts(self._compared, effort, stored, has_words=has_words)

    def describe(self, about: ReviewRef, id_: InterventionId, kind: str) -> None:
        """Measure what the edit cost, once for what was typed since the last time."""
        self._calm.stop()
        if self._is_owed:
            self._is_owed = False
            self.comparing.measure_apart(partial(self._announce, about, id_, kind))

    def _announce(self, about: ReviewRef, id_: InterventionId, kind: str, found: Effort) -> None:
        document = json.dumps(found.effort.as_document(), ensure_ascii=False)
        self.effort_found.emit(DescribeIntervention(about, id_, kind, document))

    @Slot(object)
    def _take_comparison(self, found: Compared) -> None:
        self._compared = found
        self.compared.emit(found)
        self.facts_changed.emit()

    @Slot(object)
    def _take_effort(self, effort: Effort) -> None:
        self._effort = effort
        self.facts_changed.emit()
