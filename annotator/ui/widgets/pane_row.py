"""The four panes side by side: which are folded, how wide they are, and the queue as a narrow rail."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Slot
from PySide6.QtWidgets import QApplication, QHBoxLayout, QSplitter, QWidget
from typing_extensions import override

from annotator.ui.widgets.pane_frame import STRIP_WIDTH
from annotator.ui.widgets.pane_sizes import fitted_sizes, is_width, usual_sizes
from annotator.ui.widgets.queue_pane import RAIL_WIDTH
from annotator.ui.widgets.room import Room, room_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from PySide6.QtGui import QResizeEvent, QShowEvent

    from annotator.ui.widgets.pane_frame import PaneFrame

QUEUE, BRIEF, DELIVERABLE, ASSESSMENT = 1, 2, 3, 4

_TEXTS: Final = {BRIEF, DELIVERABLE}
_QUEUE_WIDTH: Final = 232
_OVERLAY_WIDTH: Final = 300
_ASSESSMENT_WIDTH: Final = 340
_ASSESSMENT_NARROW: Final = 300
_HOVER_MS: Final = 250


class PaneRow(QWidget):
    """Lays the panes out. Where the queue is a rail, it opens over the brief: by the mouse or its key."""

    def __init__(self, queue: QWidget, frames: Mapping[int, PaneFrame], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._queue = queue
        self._frames = dict(frames)
        self._folded: set[int] = set()
        self._alone: int | None = None
        self._front = DELIVERABLE
        self._room = Room.WIDE
        self._sizes: dict[str, list[int]] = {}
        self._is_open_over, self._lent = False, set[int]()
        self._place = QWidget()  # where the queue is or would be; the queue itself lies over the row
        self._splitter = QSplitter(Qt.Orientation.Horizontal)
        self._splitter.setChildrenCollapsible(False)
        self._splitter.setHandleWidth(3)
        self._splitter.addWidget(self._place)
        for number, frame in self._frames.items():
            self._splitter.addWidget(frame)
            frame.unfold_requested.connect(partial(self._unfold, number))
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self._splitter)
        queue.setParent(self)
        queue.installEventFilter(self)
        self._place.installEventFilter(self)
        self._hover = QTimer(self, interval=_HOVER_MS, singleShot=True)
        self._hover.timeout.connect(self.open_over)
        self._splitter.splitterMoved.connect(self._remember)

    def go_to(self, number: int) -> bool:
        """Go to a pane; ask again to fold it. Return whether it is open now."""
        if number == QUEUE:
            return self._go_to_queue()
        is_here = self.has_focus(number)
        if number not in self._shut() and is_here and self._alone is None:
            self._fold(number)
            return False
        self._unfold(number)
        return True

    def show_pane(self, number: int) -> None:
        """Unfold a pane, if it is folded."""
        if number in self._shut():
            self._unfold(number)

    def has_focus(self, number: int) -> bool:
        """Return whether the focus is in a pane."""
        focus = QApplication.focusWidget()
        pane: QWidget = self._queue if number == QUEUE else self._frames[number]
        return focus is not None and (focus is pane or pane.isAncestorOf(focus))

    def lend(self, *numbers: int) -> None:
        """Fold these panes while another text stands in their place; without any, give them back."""
        self._lent = set(numbers)
        self._apply()

    def show_alone(self, number: int | None) -> None:
        """Show one text alone, or all panes again (`None`)."""
        self._alone = number
        self._apply()

    @property
    def is_alone(self) -> bool:
        """Whether one text is shown alone."""
        return self._alone is not None

    @property
    def open_panes(self) -> list[int]:
        """The panes that can be gone to without unfolding, in order."""
        return [number for number in (QUEUE, *self._frames) if number not in self._shut()]

    @Slot()
    def open_over(self) -> None:
        """Open the queue over the brief, where it is a rail."""
        if self._is_rail() and not self._is_open_over:
            self._is_open_over = True
            self._place_queue()

    @Slot()
    def close_over(self) -> None:
        """Make the queue a rail again."""
        self._hover.stop()
        if self._is_open_over:
            self._is_open_over = False
            self._place_queue()

    def state(self) -> dict[str, object]:
        """Return what the next start should look like."""
        return {"sizes": self._sizes, "folded": sorted(self._folded), "front": self._front}

    def show_state(self, state: Mapping[str, object]) -> None:
        """Look as `state` says; what it does not say, or says wrongly, stays as it is."""
        sizes, folded, front = state.get("sizes"), state.get("folded"), state.get("front")
        if isinstance(sizes, dict):
            self._sizes = {
                str(room): list(each)
                for room, each in sizes.items()
                if isinstance(each, list) and len(each) == len(self._frames) + 1 and all(map(is_width, each))
            }
        if isinstance(folded, list):
            self._folded = {number for number in folded if type(number) is int and number in (QUEUE, *self._frames)}
        if type(front) is int and front in _TEXTS:
            self._front = front
        self._apply()

    def _shut(self) -> set[int]:
        if self._alone is not None:
            return {number for number in (QUEUE, *self._frames) if number != self._alone}
        shut = (self._folded | self._lent) - {QUEUE}
        if self._room is Room.NARROW:
            shut |= {BRIEF if self._front == DELIVERABLE else DELIVERABLE}
        return shut

    def _is_rail(self) -> bool:
        return self._room is not Room.WIDE or QUEUE in self._folded

    def _go_to_queue(self) -> bool:
        is_here = self.has_focus(QUEUE)
        if self._room is Room.WIDE:
            self._folded ^= {QUEUE} if is_here or QUEUE in self._folded else set()
            self._apply()
            return QUEUE not in self._folded
        if is_here and self._is_open_over:
            self.close_over()
            return False
        self.open_over()
        return True

    def _fold(self, number: int) -> None:
        if self._room is Room.NARROW and number in _TEXTS:
            self._front = DELIVERABLE if number == BRIEF else BRIEF
        else:
            self._folded.add(number)
        self._apply()

    def _unfold(self, number: int) -> None:
        self._alone = None
        self._folded, self._lent = self._folded - {number}, self._lent - {number}
        if number in _TEXTS:
            self._front = number
        self._apply()

    def _apply(self) -> None:
        shut = self._shut()
        for number, frame in self._frames.items():
            frame.setVisible(self._alone in {None, number})
            frame.show_folded(is_folded=number in shut)
        self._place.setVisible(self._alone is None)
        self._queue.setVisible(self._alone is None)
        if self._is_rail():
            self._place.setFixedWidth(RAIL_WIDTH)
        else:
            self._is_open_over = False
            self._place.setMinimumWidth(_QUEUE_WIDTH - 40)
            self._place.setMaximumWidth(2 * _QUEUE_WIDTH)
        self._share_room()
        self._place_queue()

    def _share_room(self) -> None:
        """Give the panes the widths that the reviewer chose, or the usual ones; what is over goes to the texts."""
        room = self.width() - self._splitter.handleWidth() * len(self._frames)
        sizes = self._sizes.get(self._layout_key()) or usual_sizes(self._fixed_widths(), room)
        self._splitter.setSizes(fitted_sizes(sizes, self._fixed_widths(), room))

    def _fixed_widths(self) -> list[int | None]:
        """Return the usual width of each pane, `None` for the texts, which take what is left."""
        shut = self._shut()
        assessment = _ASSESSMENT_NARROW if self._room is Room.NARROW else _ASSESSMENT_WIDTH
        widths: dict[int, int | None] = dict.fromkeys(self._frames, None)
        widths[ASSESSMENT] = max(assessment, self._frames[ASSESSMENT].minimumSizeHint().width())
        widths |= dict.fromkeys(shut, STRIP_WIDTH)
        return [RAIL_WIDTH if self._is_rail() else _QUEUE_WIDTH, *(widths[number] for number in self._frames)]

    def _layout_key(self) -> str:
        return f"{self._room.value}:{''.join(str(number) for number in sorted(self._shut()))}:{self._is_rail():d}"

    @Slot()
    def _remember(self) -> None:
        if self._alone is None and self.isVisible():
            self._sizes[self._layout_key()] = self._splitter.sizes()
        self._place_queue()

    def _place_queue(self) -> None:
        area = self._place.geometry()
        if self._is_open_over:
            area.setWidth(min(_OVERLAY_WIDTH, self.width() // 2))
        self._queue.setGeometry(area)
        self._queue.raise_()

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self._place and event.type() in {QEvent.Type.Resize, QEvent.Type.Move}:
            self._place_queue()
        elif watched is self._queue and event.type() == QEvent.Type.Enter and self._is_rail():
            self._hover.start()
        elif watched is self._queue and event.type() == QEvent.Type.Leave:
            self._hover.stop()
            if not self.has_focus(QUEUE) and QApplication.activePopupWidget() is None:
                self.close_over()
        return super().eventFilter(watched, event)

    @override
    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        QTimer.singleShot(0, self, self._share_room)  # once the style sheet has said how large everything is

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        room = room_of(self.width())
        if room is not self._room or event.oldSize().width() <= 0:
            self._room = room
            self._apply()
        elif event.oldSize().width() != self.width():
            self._share_room()
