"""What is done about the changes of an edit: going from one to the next, taking one back, showing them another way."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal, Slot

from annotator.ui.editing.change_bar import ChangeBar
from annotator.ui.editing.texts import DiffLook
from annotator.ui.editing.utf16 import Units

if TYPE_CHECKING:
    from collections.abc import Callable

    from annotator.ui.editing.costing import Costing
    from annotator.ui.editing.draft import Draft
    from annotator.ui.editing.places import MarkedPlaces
    from annotator.ui.editing.texts import EditTexts
    from annotator.workflow.comparing import Carried


class Changes(QObject):
    """Wires the bar above the texts and the list of marked passages to the texts and their comparison.

    Signals:
        look_changed: the changes are shown the other way now.
    """

    look_changed = Signal()

    def __init__(
        self, texts: EditTexts, draft: Draft, costing: Costing, places: MarkedPlaces, badge: Callable[[str], str]
    ) -> None:
        super().__init__(texts)
        self._texts, self._draft, self._places = texts, draft, places
        self.bar = ChangeBar(badge)
        walk = texts.walk
        walk.text = lambda: draft.text
        walk.moved.connect(self.show_state)
        walk.comparison_wanted.connect(costing.comparing.compare)
        walk.taken_back.connect(draft.settle)
        costing.compared.connect(texts.show_compared)
        costing.carried.connect(self._show_carried)
        places.place_chosen.connect(self._go_to_place)
        self.bar.step_requested.connect(walk.go)
        self.bar.taking_back_requested.connect(walk.take_back)
        self.bar.look_requested.connect(self.switch_look)

    @Slot()
    def show_state(self) -> None:
        """Say how many changes there are and which one the caret is at."""
        walk = self._texts.walk
        self.bar.show_changes(walk.count, walk.here, is_open=not self._texts.editor.isReadOnly())

    @Slot()
    def switch_look(self) -> None:
        """Show the changes inline, or side by side if they are inline."""
        is_inline = self._texts.look is DiffLook.INLINE
        self.show_look(DiffLook.BESIDE if is_inline else DiffLook.INLINE)
        self.look_changed.emit()

    def show_look(self, look: DiffLook) -> None:
        """Show the changes one way. Emits nothing."""
        self._texts.show_look(look)
        self.bar.show_look(is_beside=look is DiffLook.BESIDE)

    @Slot(object)
    def _show_carried(self, carried: tuple[Carried, ...]) -> None:
        self._places.show_places(carried)
        units = Units(self._texts.editor.document().toRawText())
        shown = sorted(each.shown for each in carried if each.shown is not None)
        self._texts.show_places([(units.to_qt(start), units.to_qt(end)) for start, end in shown])

    @Slot(object)
    def _go_to_place(self, each: Carried) -> None:
        """Select a passage where it stands now; one that was changed, in the original beside the copy."""
        if each.shown is not None:
            units = Units(self._texts.editor.document().toRawText())
            self._texts.select((units.to_qt(each.shown[0]), units.to_qt(each.shown[1])))
        else:
            if self._texts.look is DiffLook.INLINE:
                self.switch_look()
            self._texts.show_original_place(each.span)
