"""All that is typed into the assessment: the note on the whole and the notes on the criteria."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from annotator.workflow.commands import EditText, TextField

if TYPE_CHECKING:
    from annotator.ui.assessment.criteria_list import CriteriaList
    from annotator.ui.assessment.typed_field import TypedField
    from annotator.workflow.changes import Change


class Notes(QObject):
    """Speaks for all fields of the assessment that are typed into.

    Signals:
        typed: something is typed that is not on its way yet.
    """

    typed = Signal()

    def __init__(self, whole: TypedField, criteria: CriteriaList, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._whole = whole
        self._criteria = criteria
        whole.typed.connect(self.typed)
        criteria.typed.connect(self.typed)

    @property
    def has_unsent(self) -> bool:
        """Whether something typed is not on its way yet."""
        return any(field.has_unsent for field in self._fields())

    def flush(self) -> None:
        """Send everything that was typed and is not on its way yet."""
        for field in self._fields():
            field.flush()

    def save_failed(self) -> None:
        """Keep everything typed and send it again: it did not reach the disk."""
        for field in self._fields():
            field.save_failed()

    def show_change(self, change: Change) -> None:
        """Take note that a patch arrived, or was taken back."""
        match change.command:
            case EditText(field=TextField.NOTE):
                self._whole.confirm(change.review.note)
            case EditText(field=TextField.MARK_NOTE, key=key):
                place = self._criteria.place_of(key)
                if place is not None:
                    self._criteria.card(place).field.confirm(change.review.mark(self._criteria.criteria[place].id).note)
            case _:
                pass

    def _fields(self) -> list[TypedField]:
        return [self._whole, *(self._criteria.card(at).field for at in range(len(self._criteria.criteria)))]
