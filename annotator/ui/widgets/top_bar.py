"""The bar at the top: which study, the search of the queue, and whether all is saved."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QEvent, QSize, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import QHBoxLayout, QLabel, QLineEdit, QSizePolicy, QWidget
from typing_extensions import override

from annotator.i18n import _
from annotator.ui.parts import ElidingLabel, plain_label

if TYPE_CHECKING:
    from PySide6.QtGui import QKeyEvent, QResizeEvent

_POINTED_MS: Final = 1500


class TopBar(QWidget):
    """Shows the study's name and the state of saving.

    Signals:
        search_changed: find this text in the queue (str).
        search_left: the search is over, the text stays; the focus should go back to the work.
    """

    search_changed = Signal(str)
    search_left = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("top_bar")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._name = ElidingLabel("study_name")
        self._name.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.search = SearchField(self)
        self.saved = plain_label("quiet")
        self.saved.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self._tail = QHBoxLayout()
        self._tail.addStretch(1)
        self._tail.addWidget(_Steady(self.saved, _("✓ All saved {time}").format(time="00:00:00")))
        row = QHBoxLayout(self)
        row.setContentsMargins(14, 5, 14, 5)
        row.setSpacing(12)
        row.addWidget(self._name, 3)
        row.addWidget(self.search, 2)
        row.addLayout(self._tail, 3)
        self.search.textEdited.connect(self.search_changed)
        self.search.cleared.connect(self.search_changed)
        self.search.left.connect(self.search_left)

    def show_study(self, name: str) -> None:
        """Show which study is open."""
        self._name.show_text(name)

    def show_key(self, badge: str) -> None:
        """Show the key that leads to the search."""
        self.search.show_key(badge)

    def show_pending(self) -> None:
        """Say that something is on its way to the disk."""
        self.saved.setText(_("Saving…"))

    def show_unsaved(self) -> None:
        """Say that something did not get to the disk."""
        self.saved.setText(_("Not saved"))

    def show_saved(self, at: str) -> None:
        """Say since when everything is stored.

        Args:
            at: the time of the commit, ISO 8601; empty if nothing was stored yet.
        """
        if not at:
            self.saved.clear()
            return
        time = f"{datetime.fromisoformat(at).astimezone():%H:%M:%S}"
        self.saved.setText(_("✓ All saved {time}").format(time=time))

    def point_out_saved(self) -> None:
        """Let the eye find what is said about saving, for a moment."""
        if not self.saved.text():
            self.saved.setText(_("Nothing to save yet"))
        font = self.saved.font()
        font.setBold(True)
        self.saved.setFont(font)
        QTimer.singleShot(_POINTED_MS, self, self._stop_pointing)

    @Slot()
    def _stop_pointing(self) -> None:
        font = self.saved.font()
        font.setBold(False)
        self.saved.setFont(font)

    @property
    def saved_text(self) -> str:
        """What the bar says about saving."""
        return self.saved.text()

    def add_at_end(self, widget: QWidget) -> None:
        """Put something at the right end, such as the time."""
        self._tail.addWidget(widget)


class _Steady(QWidget):
    """Holds a label whose text changes at every key: nothing jumps, and the window is not laid out anew for it."""

    def __init__(self, label: QLabel, longest: str) -> None:
        super().__init__()
        self._label = label
        self._longest = longest
        label.setParent(self)

    @override
    def sizeHint(self) -> QSize:
        self._label.ensurePolished()
        font = self._label.font()
        font.setBold(True)  # as it is when it is pointed out
        metrics = QFontMetrics(font)
        return QSize(metrics.horizontalAdvance(self._longest) + 2, metrics.height() + 2)

    @override
    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._label.setGeometry(self.rect())


class SearchField(QLineEdit):
    """Finds text in the queue; Esc clears it, then leaves; Enter leaves.

    Signals:
        cleared: the field was emptied by Esc (str, empty).
        left: the reviewer is done here.
    """

    cleared = Signal(str)
    left = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("search_queue")
        self.setPlaceholderText(_("Search the queue"))
        self.setAccessibleName(_("Search the queue"))
        self.setClearButtonEnabled(True)
        self._badge = QLabel(self)
        self._badge.setObjectName("keyBadge")
        self._badge.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.textChanged.connect(self._show_badge)

    def show_key(self, badge: str) -> None:
        """Show the key that leads here."""
        self._badge.setText(badge)
        self._show_badge()

    def _show_badge(self) -> None:
        self._badge.setVisible(bool(self._badge.text()) and not self.text())
        self._badge.adjustSize()
        self._badge.move(self.width() - self._badge.width() - 7, (self.height() - self._badge.height()) // 2)

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._show_badge()

    @override
    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Polish:
            self._show_badge()
        return super().event(event)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        match event.key():
            case Qt.Key.Key_Escape if self.text():
                self.clear()
                self.cleared.emit("")
            case Qt.Key.Key_Escape | Qt.Key.Key_Return | Qt.Key.Key_Enter:
                self.left.emit()
            case _:
                super().keyPressEvent(event)
