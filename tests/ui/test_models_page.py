"""Making, trying and removing connections in the settings."""

from __future__ import annotations

import json

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDialogButtonBox,
    QLabel,
    QLineEdit,
    QListWidget,
    QPlainTextEdit,
    QPushButton,
)

from annotator.paths import settings_file
from annotator.settings.connections import Connection
from annotator.ui.connections.fields import FIELDS, MORE, connection_from, text_of
from annotator.ui.connections.form import ConnectionForm
from annotator.ui.connections.page import ModelsPage
from annotator.ui.connections.template_dialog import TemplateDialog
from annotator.workflow import sending
from annotator.workflow.prompting import PromptTemplate

SENTINEL = "sk-test-SENTINEL"


@pytest.fixture
def page(qtbot, window) -> ModelsPage:
    made = ModelsPage(window.preferences, window.desk)
    qtbot.addWidget(made)
    made.show()
    return made


def form_of(qtbot, page, button) -> ConnectionForm:
    QTest.mouseClick(page.findChild(QPushButton, button), Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: bool(page.findChildren(ConnectionForm)))
    return page.findChildren(ConnectionForm)[-1]


def fill(form, **texts):
    for name, text in texts.items():
        field = form.findChild(QLineEdit, name)
        field.selectAll()
        QTest.keyClicks(field, text)


def save(form):
    box = form.findChild(QDialogButtonBox)
    QTest.mouseClick(box.button(QDialogButtonBox.StandardButton.Save), Qt.MouseButton.LeftButton)


def said(form) -> str:
    return form.findChild(QLabel, "trial").text().replace("\u200b", "")


def test_a_connection_is_tried_stored_without_its_key_changed_and_removed(qtbot, window, page, llmock):
    llmock.reply("ready", times=None)
    form = form_of(qtbot, page, "add_connection")
    fill(form, name="Home", base_url=llmock.base_url(), model="gpt-4o", key=SENTINEL, temperature="0,5", price_in="2")
    QTest.mouseClick(form.findChild(QPushButton, "try_connection"), Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: "answers" in said(form), timeout=20_000)

    with qtbot.waitSignal(window.desk.asking.connecting.kept) as kept:
        save(form)

    assert kept.args == [False]  # no keychain here: the key is in memory
    stored = settings_file().read_text("utf-8")
    assert SENTINEL not in stored
    assert json.loads(stored)["connections"] == [
        {"name": "Home", "base_url": llmock.base_url(), "model": "gpt-4o", "temperature": 0.5, "price_in": 2.0}
    ]
    shown = page.findChild(QListWidget, "connections")
    assert shown.count() == 1

    form = form_of(qtbot, page, "edit_connection")
    qtbot.waitUntil(lambda: "There is one" in form.findChild(QLineEdit, "key").placeholderText())
    assert form.findChild(QLineEdit, "key").text() == ""
    fill(form, model="other")
    save(form)
    assert window.preferences.connections[0].model == "other"

    QTest.mouseClick(page.findChild(QPushButton, "remove_connection"), Qt.MouseButton.LeftButton)
    assert (shown.count(), window.preferences.connections) == (0, ())
    assert "connections" not in json.loads(settings_file().read_text("utf-8"))


def test_a_trial_says_in_one_sentence_what_is_wrong(qtbot, page, llmock):
    llmock.fail(401, message=f"Incorrect API key provided: {SENTINEL}")
    form = form_of(qtbot, page, "add_connection")
    fill(form, name="Home", base_url=llmock.base_url(), model="gpt-4o", key=SENTINEL)
    QTest.mouseClick(form.findChild(QPushButton, "try_connection"), Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: "did not accept the key" in said(form), timeout=20_000)
    assert SENTINEL not in said(form)
    assert form.findChild(QPushButton, "try_connection").isEnabled()


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"name": ""}, "needs a name"),
        ({"base_url": "host/v1"}, "begins with http"),
        ({"base_url": "https://ada:secret@host/v1"}, "no name or password"),
        ({"temperature": "warm"}, "takes a number"),
        ({"temperature": "7"}, "larger or smaller"),
        ({"name": "Taken"}, "already"),
    ],
)
def test_what_makes_no_connection_is_said(wrong, words):
    texts = {field.name: "" for field in (*FIELDS, *MORE)}
    texts |= {"name": "Home", "base_url": "http://localhost:1/v1", "model": "m", **wrong}
    refusal = connection_from(texts, frozenset({"Taken"}))
    assert isinstance(refusal, str)
    assert words in refusal


def test_what_the_fields_show_makes_the_same_connection():
    connection = Connection("Home", "http://localhost:1/v1", "m", 0.25, None, 100, 1.5, 2, "EUR", 3, 4.5, 6)
    texts = {field.name: text_of(connection, field) for field in (*FIELDS, *MORE)}
    assert connection_from(texts, frozenset()) == connection


def test_every_field_has_a_name_for_those_who_hear_the_window(qtbot):
    form = ConnectionForm(None, frozenset())
    qtbot.addWidget(form)
    for field in (*form.findChildren(QLineEdit), *form.findChildren(QComboBox)):
        assert field.accessibleName()


def test_a_workspace_is_set_never_to_send(qtbot, window, page):
    box = page.findChild(QCheckBox, "never_send")
    qtbot.waitUntil(box.isEnabled)
    box.click()
    qtbot.waitUntil(lambda: sending.never_sends(window.desk.house.workbench))
    box.click()
    qtbot.waitUntil(lambda: not sending.never_sends(window.desk.house.workbench))


def test_what_a_model_is_told_is_shown_and_changed(qtbot, window, page):
    button = next(each for each in page.findChildren(QPushButton) if "told" in each.text())
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: bool(page.findChildren(TemplateDialog)))
    dialog = page.findChildren(TemplateDialog)[0]
    field = dialog.findChild(QPlainTextEdit, "user")
    assert "{brief}" in field.toPlainText()
    field.setPlainText("Nothing of the job")
    save(dialog)
    assert dialog.isVisible()
    field.setPlainText("Please: {brief}")
    save(dialog)
    workbench = window.desk.house.workbench
    qtbot.waitUntil(lambda: sending.prompt_template(workbench).user == "Please: {brief}")
    assert sending.prompt_template(workbench).system == PromptTemplate().system
