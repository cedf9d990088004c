"""The settings, made from the schema; each applies at once."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, assert_never

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QFormLayout,
    QLineEdit,
    QSpinBox,
    QTabWidget,
    QVBoxLayout,
    QWidget,
)

from annotator.i18n import _
from annotator.settings.schema import SCHEMA, Kind, Setting
from annotator.ui.assessment.upright import Upright
from annotator.ui.connections.page import ModelsPage
from annotator.ui.parts import plain_label
from annotator.ui.screens.keys_page import KeysPage

if TYPE_CHECKING:
    from annotator.ui.desk import Desk
    from annotator.ui.preferences import Preferences


class SettingsDialog(QDialog):
    """Shows the settings and changes them."""

    def __init__(
        self,
        preferences: Preferences,
        offered: frozenset[str],
        parent: QWidget | None = None,
        desk: Desk | None = None,
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(_("Settings"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._preferences = preferences
        general = QWidget()
        form = QFormLayout(general)
        form.setRowWrapPolicy(QFormLayout.RowWrapPolicy.WrapLongRows)
        form.setVerticalSpacing(10)
        for setting in SCHEMA:
            self._add(form, setting)
        tabs = QTabWidget()
        page = Upright()
        page.setWidget(general)
        tabs.addTab(page, _("General"))
        tabs.addTab(KeysPage(preferences, offered), _("Keys"))
        if desk is not None:
            tabs.addTab(ModelsPage(preferences, desk), _("Models"))
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.addWidget(tabs, 1)
        layout.addWidget(buttons)
        self.resize(620, 640)

    def _add(self, form: QFormLayout, setting: Setting) -> None:
        field = self._field(setting)
        field.setObjectName(setting.key)
        field.setAccessibleName(_(setting.label))
        field.setAccessibleDescription(_(setting.note) if setting.note else "")
        form.addRow(_(setting.label), field)
        if setting.note:
            form.addRow("", plain_label("quiet", _(setting.note), wraps=True))

    def _field(self, setting: Setting) -> QWidget:
        match setting.kind:
            case Kind.BOOL:
                return self._check_box(setting)
            case Kind.NUMBER:
                return self._spin_box(setting)
            case Kind.CHOICE:
                return self._combo_box(setting)
            case Kind.TEXT:
                return self._line_edit(setting)
            case _:
                assert_never(setting.kind)

    def _check_box(self, setting: Setting) -> QWidget:
        box = QCheckBox()
        box.setChecked(self._preferences.settings.is_on(setting.key))
        box.toggled.connect(partial(self._preferences.set_value, setting.key))
        return box

    def _spin_box(self, setting: Setting) -> QWidget:
        box = QSpinBox()
        box.setRange(setting.least, setting.most)
        box.setValue(self._preferences.settings.number(setting.key))
        box.valueChanged.connect(partial(self._preferences.set_value, setting.key))
        return box

    def _combo_box(self, setting: Setting) -> QWidget:
        box = QComboBox()
        for value, label in setting.choices:
            box.addItem(_(label), value)
        box.setCurrentIndex(box.findData(self._preferences.settings.text(setting.key)))
        box.activated.connect(partial(self._choose, setting.key, box))
        return box

    def _line_edit(self, setting: Setting) -> QWidget:
        field = QLineEdit(self._preferences.settings.text(setting.key))
        field.editingFinished.connect(partial(self._write, setting.key, field))
        return field

    def _choose(self, key: str, box: QComboBox, index: int) -> None:
        self._preferences.set_value(key, str(box.itemData(index)))

    def _write(self, key: str, field: QLineEdit) -> None:
        self._preferences.set_value(key, field.text().strip())
