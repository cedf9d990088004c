"""The sheet of all keys, made from the table of acts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QGridLayout,
    QHBoxLayout,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from annotator.i18n import _
from annotator.ui.acts import ACTS, Group
from annotator.ui.keys import native
from annotator.ui.parts import plain_label

if TYPE_CHECKING:
    from annotator.ui.keys import Keymap

_COLUMNS = ((Group.REVIEW,), (Group.VIEW,), (Group.FILE, Group.EDIT, Group.HELP))

_AT_THE_END = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter


class ShortcutSheet(QDialog):
    """Shows every act that has a key now, group by group."""

    def __init__(self, keymap: Keymap, offered: frozenset[str], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(_("Keys"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._keymap = keymap
        self._offered = offered
        content = QWidget()
        row = QHBoxLayout(content)
        row.setSpacing(28)
        for groups in _COLUMNS:
            row.addLayout(self._column(groups), 1)
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QScrollArea.Shape.NoFrame)
        scroll.setWidget(content)
        scroll.setAccessibleName(_("Keys"))
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.addWidget(scroll, 1)
        if not keymap.has_letters:
            layout.addWidget(plain_label("quiet", _("Single-letter keys are turned off in the settings."), wraps=True))
        layout.addWidget(buttons)
        self.resize(1000, 640)

    def _column(self, groups: tuple[Group, ...]) -> QVBoxLayout:
        column = QVBoxLayout()
        for group in groups:
            column.addWidget(plain_label("paneTitle", _(group.value)))
            grid = QGridLayout()
            grid.setColumnStretch(0, 1)
            grid.setVerticalSpacing(4)
            for line, (text, keys) in enumerate(self._lines(group)):
                grid.addWidget(plain_label("key_text", text, wraps=True), line, 0)
                grid.addWidget(plain_label("keyBadge", keys), line, 1, _AT_THE_END)
            column.addLayout(grid)
            column.addSpacing(10)
        column.addStretch(1)
        return column

    def _lines(self, group: Group) -> list[tuple[str, str]]:
        return [
            (_(act.text), "\n".join(native(key) for key in self._keymap.keys(act.id)))
            for act in ACTS
            if act.group is group and act.id in self._offered and self._keymap.keys(act.id)
        ]
