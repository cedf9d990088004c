"""The strip above the criteria that says how far a model's opinion is, and never what it is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QWidget

from annotator.i18n import _, ngettext
from annotator.ui.parts import flat_button, plain_label

if TYPE_CHECKING:
    from annotator.domain.opinions import Comparison
    from annotator.errors import KnownError


class OpinionStrip(QWidget):
    """One sentence and one button.

    Signals:
        ask_requested: a model should mark this too.
        stop_requested: it should not after all.
        compare_requested: show its marks.
    """

    ask_requested = Signal()
    stop_requested = Signal()
    compare_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("opinion_strip")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._says = plain_label("quiet", wraps=True)
        self._button = flat_button("link")
        self._does = ""
        row = QHBoxLayout(self)
        row.setContentsMargins(14, 3, 10, 3)
        row.setSpacing(6)
        row.addWidget(self._says, 1)
        row.addWidget(self._button)
        self._button.clicked.connect(self._press)
        self.hide()

    @property
    def text(self) -> str:
        """What the strip says."""
        return self._says.text().replace("\u200b", "")  # where a long word may break

    def offer(self, trouble: KnownError | None) -> None:
        """Offer to ask a model; say why the latest one did not answer."""
        offered = _("A model can mark these criteria too. You see its marks after yours.")
        self._show(str(trouble) if trouble is not None else offered, _("Ask a model…"), "ask")

    def show_asked(self) -> None:
        """A model is marking."""
        self._show(_("A model is marking too. Its marks stay hidden until all of yours are set."), _("Stop"), "stop")

    def show_stored(self, *, may_look: bool) -> None:
        """A model has marked."""
        if may_look:
            self._show(_("A model has marked this too, and all your marks are set."), _("Show its marks"), "compare")
        else:
            self._show(_("A model has marked this too. Its marks stay hidden until all of yours are set."))

    def show_comparison(self, name: str, comparison: Comparison) -> None:
        """Say how far the model agreed with what the reviewer had marked before they saw it."""
        count = len(comparison.opinions)
        if not comparison.differing:
            agreed = ngettext("{model} agreed on the one criterion.", "{model} agreed on all {count} criteria.", count)
            self._show(agreed.format(model=name, count=count))
            return
        differed = ngettext(
            "{model} agreed on {agreed} of {count} criterion; where it differed, its mark stands beside yours.",
            "{model} agreed on {agreed} of {count} criteria; where it differed, its mark stands beside yours.",
            count,
        )
        self._show(differed.format(model=name, agreed=comparison.agreeing, count=count))

    def _show(self, text: str, button: str = "", does: str = "") -> None:
        self._says.setText(text)
        self._button.setText(button)
        self._button.setAccessibleName(button)
        self._button.setVisible(bool(button))
        self._does = does
        self.show()

    @Slot()
    def _press(self) -> None:
        wishes = {"ask": self.ask_requested, "stop": self.stop_requested, "compare": self.compare_requested}
        wishes[self._does].emit()
