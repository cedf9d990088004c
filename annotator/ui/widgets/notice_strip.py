"""Notices above the panes: what went wrong, or what the reviewer should know; they stay until they are settled."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Slot
from PySide6.QtGui import QAccessible, QAccessibleEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QProgressBar, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from annotator.i18n import _
from annotator.ui.parts import flat_button, plain_label

if TYPE_CHECKING:
    from collections.abc import Callable


class NoticeStrip(QWidget):
    """A notice a line, each known by a key: showing the same key again replaces the notice."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._notices: dict[str, _Notice] = {}
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setSpacing(2)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        self.hide()

    def show_notice(
        self,
        key: str,
        text: str,
        *,
        is_trouble: bool = False,
        is_lasting: bool = False,
        way_out: tuple[str, Callable[[], object]] | None = None,
    ) -> None:
        """Show a notice.

        Args:
            key: what the notice is about.
            text: what it says.
            is_trouble: something went wrong.
            is_lasting: it cannot be closed by hand; it goes when what it is about is settled.
            way_out: the label of a button and what the button does.
        """
        shown = self._notices.get(key)
        if shown is not None and shown.text == text:
            return
        self.close_notice(key)
        notice = _Notice(text, is_trouble=is_trouble)
        if way_out is not None:
            notice.add_way_out(*way_out)
        if not is_lasting:
            notice.add_close(partial(self.close_notice, key))
        self._notices[key] = notice
        self._layout.addWidget(notice)
        self.show()
        QAccessible.updateAccessibility(QAccessibleEvent(notice, QAccessible.Event.Alert))

    def show_progress(self, key: str, text: str, done: int, total: int, cancel: Callable[[], object]) -> None:
        """Show how far something long is, with a way to end it."""
        notice = self._notices.get(key)
        if notice is None or notice.text != text:
            self.show_notice(key, text, is_lasting=True, way_out=(_("Cancel"), cancel))
            notice = self._notices[key]
        notice.show_progress(done, total)

    @Slot(str)
    def close_notice(self, key: str) -> None:
        """Take a notice away, if it is there."""
        notice = self._notices.pop(key, None)
        if notice is not None:
            self._layout.removeWidget(notice)
            notice.hide()
            notice.deleteLater()
        self.setVisible(bool(self._notices))

    def text_of(self, key: str) -> str | None:
        """Return what a notice says; `None` if it is not shown."""
        notice = self._notices.get(key)
        return notice.text if notice is not None else None


class _Notice(QFrame):
    def __init__(self, text: str, *, is_trouble: bool) -> None:
        super().__init__()
        self.setObjectName("notice")
        self.setProperty("trouble", "true" if is_trouble else "false")
        self.setAccessibleName(text)
        self.text = text
        label = plain_label("notice_text", text, wraps=True)
        label.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        label.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(12, 5, 6, 5)
        if is_trouble:
            self._row.addWidget(plain_label("trouble_sign", "⚠"), 0, Qt.AlignmentFlag.AlignTop)
        self._row.addWidget(label, 1)
        self._progress = QProgressBar()
        self._progress.setTextVisible(False)
        self._progress.setFixedWidth(160)
        self._progress.setAccessibleName(text)
        self._progress.hide()
        self._row.addWidget(self._progress, 0, Qt.AlignmentFlag.AlignVCenter)

    def show_progress(self, done: int, total: int) -> None:
        self._progress.show()
        self._progress.setRange(0, 1000)
        self._progress.setValue(1000 * done // total if total else 0)

    def add_way_out(self, label: str, do: Callable[[], object]) -> None:
        button = QPushButton(label)
        button.clicked.connect(do)
        self._row.addWidget(button, 0, Qt.AlignmentFlag.AlignVCenter)

    def add_close(self, do: Callable[[], object]) -> None:
        button = flat_button("close_notice", "✕")
        button.setAccessibleName(_("Close the notice"))
        button.setToolTip(_("Close the notice"))
        button.clicked.connect(do)
        self._row.addWidget(button, 0, Qt.AlignmentFlag.AlignVCenter)
