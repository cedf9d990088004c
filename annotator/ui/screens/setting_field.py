"""The field of one setting, made from the schema; what is entered applies at once."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, assert_never

from PySide6.QtWidgets import QCheckBox, QComboBox, QLineEdit, QSpinBox, QWidget

from annotator.i18n import _
from annotator.settings.schema import Kind, Setting

if TYPE_CHECKING:
    from annotator.ui.preferences import Preferences


def setting_field(preferences: Preferences, setting: Setting) -> QWidget:
    """Return the field of a setting; its object name is the setting's key."""
    field = _field(preferences, setting)
    field.setObjectName(setting.key)
    field.setAccessibleName(_(setting.label))
    field.setAccessibleDescription(_(setting.note) if setting.note else "")
    return field


def _field(preferences: Preferences, setting: Setting) -> QWidget:
    match setting.kind:
        case Kind.BOOL:
            return _check_box(preferences, setting.key)
        case Kind.NUMBER:
            return _spin_box(preferences, setting)
        case Kind.CHOICE:
            return _combo_box(preferences, setting)
        case Kind.TEXT:
            return _line_edit(preferences, setting.key)
        case _:
            assert_never(setting.kind)


def _check_box(preferences: Preferences, key: str) -> QWidget:
    box = QCheckBox()
    box.setChecked(preferences.settings.is_on(key))
    box.toggled.connect(partial(preferences.set_value, key))
    return box


def _spin_box(preferences: Preferences, setting: Setting) -> QWidget:
    box = QSpinBox()
    box.setRange(setting.least, setting.most)
    box.setValue(preferences.settings.number(setting.key))
    box.valueChanged.connect(partial(preferences.set_value, setting.key))
    return box


def _combo_box(preferences: Preferences, setting: Setting) -> QWidget:
    box = QComboBox()
    for value, label in setting.choices:
        box.addItem(_(label), value)
    box.setCurrentIndex(box.findData(preferences.settings.text(setting.key)))
    box.activated.connect(lambda index: preferences.set_value(setting.key, str(box.itemData(index))))
    return box


def _line_edit(preferences: Preferences, key: str) -> QWidget:
    field = QLineEdit(preferences.settings.text(key))
    field.editingFinished.connect(lambda: preferences.set_value(key, field.text().strip()))
    return field
