from __future__ import annotations

import json
import sys

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QFileDialog,
    QLabel,
    QLineEdit,
    QPushButton,
    QSpinBox,
    QTextBrowser,
    QWidget,
)

from annotator.formats.document.jobs import Rejected
from annotator.formats.incoming.mapping import Mapping
from annotator.i18n import _
from annotator.paths import settings_file
from annotator.settings.schema import SCHEMA
from annotator.ui.acts import ACTS
from annotator.ui.preferences import Preferences
from annotator.ui.screens.exchange import export_to, import_paths, summary_of
from annotator.ui.screens.export_dialog import ExportDialog
from annotator.ui.screens.help_window import HelpWindow
from annotator.ui.screens.import_summary import ImportSummary
from annotator.ui.screens.keys_page import KeysPage
from annotator.ui.screens.mapping_dialog import MappingDialog
from annotator.ui.screens.settings_dialog import SettingsDialog
from annotator.ui.screens.shortcut_sheet import ShortcutSheet
from annotator.workflow.import_report import ImportReport
from annotator.workflow.import_sources import remember_mapping

ALL = frozenset(act.id for act in ACTS)


@pytest.fixture
def preferences(qtbot) -> Preferences:
    return Preferences(settings_file())


def test_the_dialog_shows_every_setting_by_name_and_changes_it_at_once(qtbot, preferences):
    dialog = SettingsDialog(preferences, ALL)
    qtbot.addWidget(dialog)
    for setting in SCHEMA:
        if not setting.needs_connection:
            assert dialog.findChild(QWidget, setting.key).accessibleName() == _(setting.label)
    rule = dialog.findChild(QComboBox, "pass_rule")
    rule.setFocus()
    QTest.keyClick(rule, Qt.Key.Key_Down)
    dialog.findChild(QCheckBox, "letter_keys").click()
    dialog.findChild(QSpinBox, "away_minutes").setValue(7)
    name = dialog.findChild(QLineEdit, "reviewer")
    name.setText(" Ada ")
    name.editingFinished.emit()
    assert json.loads(settings_file().read_text(encoding="utf-8")) == {
        "away_minutes": 7,
        "letter_keys": False,
        "pass_rule": "critical_only",
        "reviewer": "Ada",
    }


def test_keys_are_changed_refused_and_taken_back(qtbot, preferences):
    page = KeysPage(preferences, ALL)
    qtbot.addWidget(page)
    assert page.take("mark_pass", "X")
    assert preferences.keymap.keys("mark_pass") == ("X",)
    assert not page.take("mark_pass", "F")
    assert page.findChild(QLabel, "refusal").text() == "F is already “Fail, then on”."
    assert Preferences(settings_file()).keymap.keys("mark_pass") == ("X",)
    page.findChildren(QPushButton)[-1].click()
    assert preferences.keymap.changed == {}


def test_the_sheet_shows_every_act_with_its_keys(qtbot, preferences):
    sheet = ShortcutSheet(preferences.keymap, ALL)
    qtbot.addWidget(sheet)
    shown = {label.text() for label in sheet.findChildren(QLabel)}
    missing = [act.id for act in ACTS if act.keys and _(act.text) not in shown]
    assert missing == []


def test_the_help_opens_with_the_first_steps(qtbot):
    help_window = HelpWindow()
    qtbot.addWidget(help_window)
    pages = help_window.findChildren(QTextBrowser)
    assert len(pages) >= 4
    assert all(page.toPlainText().strip() for page in pages)


def test_the_summary_lists_what_was_refused_with_its_place(qtbot):
    report = ImportReport(rejected=[Rejected("jobs.jsonl", 3, "jobs[2]", "it has no brief")], is_whole=False)
    summary = ImportSummary(report)
    qtbot.addWidget(summary)
    assert summary._text == "jobs.jsonl:3 jobs[2] it has no brief"
    assert "1 was refused." in summary_of(report)
    assert "cancelled" in summary_of(report)


def test_an_export_asks_for_its_format_and_then_for_its_place(qtbot, window, tmp_path):
    window.verbs.export()
    chooser = window.findChild(ExportDialog)
    shown = [chooser.list.item(row).text() for row in range(chooser.list.count())]
    assert shown[0] == "JSON, everything"
    assert shown[-2:] == ["Parquet", "Hugging Face data set folder"]
    chooser.list.setCurrentRow(len(shown) - 1)
    qtbot.keyClick(chooser.list, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: window.findChild(QFileDialog) is not None)
    place = window.findChild(QFileDialog)
    assert place.selectedFiles()[0].endswith("annotations")
    place.fileSelected.emit(str(tmp_path / "set"))
    place.close()
    place.close()
    qtbot.waitUntil(lambda: "Exported 6 jobs" in window.notices.text_of("export"), timeout=20_000)
    assert sorted(each.name for each in (tmp_path / "set").iterdir()) == ["README.md", "data"]


def test_a_format_whose_part_is_missing_says_so_and_cannot_be_chosen(qtbot, window, monkeypatch):
    monkeypatch.setitem(sys.modules, "pyarrow", None)  # as in an installed program
    chooser = ExportDialog(window)
    qtbot.addWidget(chooser)
    last = chooser.list.item(chooser.list.count() - 1)
    assert not last.flags() & Qt.ItemFlag.ItemIsEnabled
    assert "pip install" in last.toolTip()
    said = [each.text().replace("\u200b", "") for each in chooser.findChildren(QLabel)]
    assert said[1:] == [last.toolTip()]  # once for both
    with qtbot.assertNotEmitted(chooser.chosen):
        chooser.list.setCurrentItem(last)
        chooser.findChild(QPushButton, "go_on").click()
    assert chooser.list.item(0).flags() & Qt.ItemFlag.ItemIsEnabled


def test_an_import_and_an_export_say_what_they_did(qtbot, window, tmp_path):
    bad = tmp_path / "more.jsonl"
    bad.write_text('{"id": "n1", "brief": "New"}\n{"id": "n2"\n', encoding="utf-8")
    with qtbot.waitSignal(window.desk.queue_shown):
        import_paths(window, [bad])
    assert window.notices.text_of("import").startswith("Added: 1 jobs")
    target = tmp_path / "out.json"
    export_to(window, target)
    qtbot.waitUntil(target.is_file)
    qtbot.waitUntil(lambda: "Exported 7 jobs" in window.notices.text_of("export"))
    assert json.loads(target.read_bytes())["manifest"]["jobs"] == 7


def test_a_table_is_asked_about_before_it_comes_in(qtbot, window, tmp_path):
    path = tmp_path / "orders.csv"
    path.write_text("what,who,reply\nTranslate it,model-a,Done\n", encoding="utf-8")
    import_paths(window, [path])
    qtbot.waitUntil(lambda: window.findChild(MappingDialog) is not None)
    dialog = window.findChild(MappingDialog)
    accept = next(each for each in dialog.findChildren(QPushButton) if each.text() == "Import")
    assert not accept.isEnabled()
    for name, column in (("brief", "what"), ("model", "who"), ("content", "reply")):
        dialog.boxes[name].setCurrentText(column)
    dialog.boxes["currency"].setEditText("JPY")
    assert dialog.mapping == Mapping({"brief": "what", "model": "who", "currency": "=JPY"}, ("reply",))
    with qtbot.waitSignal(window.desk.queue_shown):
        accept.click()
    assert window.notices.text_of("import").startswith("Added: 1 jobs, 1 deliverables")


def test_a_table_that_is_known_is_asked_about_with_what_was_chosen(qtbot, window, tmp_path):
    columns = ("what", "reply", "other")
    chosen = Mapping({"title": "what"}, ("reply", "other"))
    stored: list[None] = []
    window.desk.write(lambda workbench: remember_mapping(workbench, columns, chosen), stored.append)
    qtbot.waitUntil(lambda: stored == [None])
    path = tmp_path / "orders.csv"
    path.write_text("what,reply,other\nTranslate it,Done,Also done\n", encoding="utf-8")
    import_paths(window, [path])
    qtbot.waitUntil(lambda: window.findChild(MappingDialog) is not None)
    dialog = window.findChild(MappingDialog)
    assert dialog.mapping == chosen
    dialog.reject()
    assert window.notices.text_of("import") is None
