"""The settings, made from the schema; each applies at once."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QFormLayout, QTabWidget, QVBoxLayout, QWidget

from annotator.i18n import _
from annotator.settings.schema import SCHEMA, Setting
from annotator.ui.assessment.upright import Upright
from annotator.ui.connections.page import ModelsPage
from annotator.ui.parts import plain_label
from annotator.ui.results.money_page import MoneyPage
from annotator.ui.screens.keys_page import KeysPage
from annotator.ui.screens.setting_field import setting_field

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
            if preferences.connections or not setting.needs_connection:
                self._add(form, setting)
        tabs = QTabWidget()
        page = Upright()
        page.setWidget(general)
        page.setAccessibleName(_("General"))
        tabs.addTab(page, _("General"))
        tabs.addTab(KeysPage(preferences, offered), _("Keys"))
        if desk is not None:
            tabs.addTab(ModelsPage(preferences, desk), _("Models"))
            tabs.addTab(MoneyPage(desk), _("Results"))
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.addWidget(tabs, 1)
        layout.addWidget(buttons)
        self.resize(620, 640)

    def _add(self, form: QFormLayout, setting: Setting) -> None:
        field = setting_field(self._preferences, setting)
        form.addRow(_(setting.label), field)
        if setting.note:
            form.addRow("", plain_label("quiet", _(setting.note), wraps=True))
