"""Changing the keys: one line an act, with the reason when a key is refused."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Slot
from PySide6.QtWidgets import (
    QGridLayout,
    QKeySequenceEdit,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from annotator.i18n import _
from annotator.ui.acts import ACTS, BY_ID
from annotator.ui.keys import native, portable
from annotator.ui.parts import plain_label

if TYPE_CHECKING:
    from annotator.ui.preferences import Preferences


class KeysPage(QWidget):
    """Shows each act's first key and takes another; an act's further keys stay."""

    def __init__(self, preferences: Preferences, offered: frozenset[str], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._preferences = preferences
        self._fields: dict[str, QKeySequenceEdit] = {}
        self._refusal = plain_label("refusal", wraps=True)
        content = QWidget()
        grid = QGridLayout(content)
        grid.setColumnStretch(0, 1)
        for line, act in enumerate(act for act in ACTS if act.id in offered):
            grid.addWidget(plain_label("key_text", _(act.text), wraps=True), line, 0)
            grid.addWidget(self._field(act.id), line, 1)
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setWidget(content)
        scroll.setAccessibleName(_("Keys"))
        usual = QPushButton(_("Back to the usual keys"))
        usual.clicked.connect(self._reset)
        layout = QVBoxLayout(self)
        layout.addWidget(self._refusal)
        layout.addWidget(scroll, 1)
        layout.addWidget(usual)
        self._show_keys()

    def take(self, act_id: str, key: str) -> bool:
        """Give an act another key; say why not, if it cannot have it. An empty key takes its first one away."""
        keymap = self._preferences.keymap
        refusal = keymap.refusal(act_id, key) if key else None
        self._refusal.setText(refusal or "")
        if refusal is None:
            others = keymap.all_keys(act_id)[1:]
            self._preferences.set_keymap(keymap.with_keys(act_id, tuple(each for each in (key, *others) if each)))
        self._show_keys()
        return refusal is None

    def _field(self, act_id: str) -> QKeySequenceEdit:
        field = QKeySequenceEdit()
        field.setObjectName(f"key_{act_id}")
        field.setMaximumSequenceLength(1)
        field.setClearButtonEnabled(True)
        field.setAccessibleName(_("Key for “{act}”").format(act=_(BY_ID[act_id].text)))
        field.editingFinished.connect(partial(self._read, act_id))
        self._fields[act_id] = field
        return field

    def _read(self, act_id: str) -> None:
        key = portable(self._fields[act_id].keySequence().toString())
        if key != (self._preferences.keymap.all_keys(act_id) or ("",))[0]:
            self.take(act_id, key)

    def _show_keys(self) -> None:
        keymap = self._preferences.keymap
        for act_id, field in self._fields.items():
            keys = keymap.all_keys(act_id)
            field.setKeySequence(keys[0] if keys else "")
            field.setToolTip(", ".join(native(key) for key in keys))

    @Slot()
    def _reset(self) -> None:
        keymap = self._preferences.keymap
        for act_id in tuple(keymap.changed):
            keymap = keymap.with_keys(act_id, BY_ID[act_id].keys)
        self._preferences.set_keymap(keymap)
        self._refusal.clear()
        self._show_keys()
