"""Asking models for first attempts in the window, by keys, over real HTTP to a server on loopback."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from importlib import import_module
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialogButtonBox, QPlainTextEdit
from pytestqt.qtbot import QtBot
from sqlalchemy import func, select

from annotator.settings.connections import Connection
from annotator.storage import requests as stored
from annotator.storage.database import reading, transaction
from annotator.storage.tables import RequestRow
from annotator.ui.connections.template_dialog import TemplateDialog
from annotator.ui.generating.asking_models import ROUND
from annotator.ui.generating.dialog import RoundDialog
from annotator.ui.main_window import MainWindow
from annotator.ui.shell import Shell
from annotator.workflow import sending
from annotator.workflow.importing import import_files
from annotator.workflow.sheets import QueueFilter
from annotator.workflow.workspaces import open_workspace
from tests.ui.conftest import opened_shell

LONG = 20_000
TEXT = " ".join(f"word{number}" for number in range(40))


@pytest.fixture
def home(llmock) -> Connection:
    import_module("openai")  # seconds on a busy machine, and not what is waited for
    llmock.reply(TEXT, times=None)
    return Connection("Home", llmock.base_url(), "gpt-4o", price_in=1000.0, price_out=1000.0, currency="EUR")


@pytest.fixture
def connected(window: MainWindow, home: Connection) -> MainWindow:
    """The window with two connections to one server."""
    window.preferences.set_connections([home, replace(home, name="Other", model="gpt-4o-mini")])
    return window


def opened(qtbot: QtBot, window: MainWindow) -> RoundDialog:
    """Open the dialog from the menu, and wait until it says what would leave."""
    assert window.content.acts.trigger("generate")
    qtbot.waitUntil(lambda: bool(window.findChildren(RoundDialog)))
    dialog = window.findChildren(RoundDialog)[-1]
    qtbot.waitUntil(dialog.isActiveWindow)
    return dialog


def press(button) -> None:
    """Press a button by the keyboard."""
    assert button.isVisible(), button.text()
    assert button.isEnabled(), button.text()
    button.setFocus(Qt.FocusReason.TabFocusReason)
    QTest.keyClick(button, Qt.Key.Key_Space)


def choose_open_job(dialog: RoundDialog) -> None:
    dialog.plan.scope.setFocus()
    QTest.keyClick(dialog.plan.scope, Qt.Key.Key_Down)
    QTest.keyClick(dialog.plan.scope, Qt.Key.Key_Down)


def jobs_in(window: MainWindow) -> int:
    workbench = window.desk.house.workbench
    return len({workbench.sheet(key).job.id for key in workbench.queue(QueueFilter())})


def of_model(window: MainWindow, model: str) -> list[int]:
    return list(window.desk.house.workbench.queue(QueueFilter(models=frozenset({model}))))


def sent(window: MainWindow) -> int:
    """Return how many requests have left and have no answer yet."""
    with reading(window.desk.house.workbench.database) as session:
        return session.execute(select(func.count()).where(RequestRow.state == "sent")).scalar_one()


def ready(qtbot: QtBot, dialog: RoundDialog) -> None:
    qtbot.waitUntil(lambda: dialog.plan.count > 0, timeout=LONG)


def ended(qtbot: QtBot, window: MainWindow) -> None:
    generating = window.desk.asking.generating
    qtbot.waitUntil(lambda: not generating.is_running, timeout=LONG)


def test_without_a_connection_there_is_no_word_of_it(window):
    acts = window.content.acts
    assert not acts["generate"].isVisible()
    assert "generate" not in acts.offered
    window.verbs.asking_models.open()
    assert window.findChildren(RoundDialog) == []


def test_what_leaves_and_where_to_is_shown_before_anything_does(qtbot, connected, llmock):
    window, count = connected, jobs_in(connected)
    dialog = opened(qtbot, window)
    ready(qtbot, dialog)
    plan = dialog.plan
    assert dialog.send.text() == f"Send {count} requests"
    qtbot.waitUntil(lambda: "▸ user" in plan.view.toPlainText())
    said = plan._says.text().replace("\u200b", "")
    assert f"{count} requests to Home at {plan.chosen[0].host}" in said
    assert "EUR" in said
    first = plan.view.toPlainText()
    press(plan._after)
    qtbot.waitUntil(lambda: plan.view.toPlainText() not in {first, ""})
    assert llmock.requests == []
    choose_open_job(dialog)
    qtbot.waitUntil(lambda: plan.count == 1)
    qtbot.waitUntil(lambda: window.review_screen.opening.sheet.job.brief in plan.view.toPlainText())
    shown = plan.view.toPlainText()
    with qtbot.waitSignal(window.desk.asking.generating.ended, timeout=LONG):
        press(dialog.send)
    sent = llmock.last_request.body["messages"]
    assert "\n\n".join(f"▸ {each['role']}\n{each['content']}" for each in sent) == shown
    assert len(llmock.requests) == 1


def test_two_models_answer_all_jobs_and_the_answers_stand_in_the_queue(qtbot, connected, llmock):
    window, count = connected, jobs_in(connected)
    before = len(window.review_screen.model.keys)
    dialog = opened(qtbot, window)
    ready(qtbot, dialog)
    dialog.plan.models.setFocus()
    QTest.keyClick(dialog.plan.models, Qt.Key.Key_Down)
    QTest.keyClick(dialog.plan.models, Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: dialog.plan.count == 2 * count, timeout=LONG)
    press(dialog.send)
    ended(qtbot, window)
    says = dialog.running.says.text()
    assert says.startswith(f"Finished. {2 * count} of {2 * count} asked, {2 * count} answers stored. Cost so far: ")
    assert (len(of_model(window, "gpt-4o")), len(of_model(window, "gpt-4o-mini"))) == (count, count)
    qtbot.waitUntil(lambda: len(window.review_screen.model.keys) == before + 2 * count, timeout=LONG)
    assert len(llmock.requests) == 2 * count


def test_what_failed_is_listed_in_sentences_and_asked_again(qtbot, connected, llmock):
    window, count = connected, jobs_in(connected)
    llmock.fail(400, message="no such thing", times=2)
    dialog = opened(qtbot, window)
    ready(qtbot, dialog)
    press(dialog.send)
    ended(qtbot, window)
    troubles = dialog.running.troubles.toPlainText().split("\n\n")
    assert len(troubles) == 2
    assert all("(Home): " in each and "no such thing" in each for each in troubles)
    assert len(of_model(window, "gpt-4o")) == count - 2
    press(dialog.retry)
    ended(qtbot, window)
    assert len(of_model(window, "gpt-4o")) == count
    assert not dialog.running.troubles.isVisible()
    assert len(llmock.requests) == count + 2


def test_stopping_drops_what_is_out_and_lists_it_as_possibly_paid(qtbot, connected, llmock):
    window = connected
    llmock.stall(after_chunks=5, seconds=30, times=None)
    dialog = opened(qtbot, window)
    ready(qtbot, dialog)
    press(dialog.send)
    qtbot.waitUntil(lambda: sent(window) == 4, timeout=LONG)
    press(dialog.stop)
    ended(qtbot, window)
    assert dialog.running.says.text().startswith("Stopped.")
    assert "may have been paid" in dialog.running.troubles.toPlainText()
    assert of_model(window, "gpt-4o") == []


def test_while_the_dialog_is_closed_a_line_says_how_far_it_is(qtbot, connected, llmock):
    window, count = connected, jobs_in(connected)
    llmock.pace(10)
    dialog = opened(qtbot, window)
    ready(qtbot, dialog)
    press(dialog.send)
    qtbot.waitUntil(lambda: len(llmock.requests) > 0, timeout=LONG)
    QTest.keyClick(dialog, Qt.Key.Key_Escape)
    assert window.notices.text_of(ROUND) == "Asking models for first attempts…"
    ended(qtbot, window)
    assert window.notices.text_of(ROUND).startswith(f"Finished. {count} of {count} asked")


def test_a_workspace_that_never_sends_says_so(qtbot, connected, llmock):
    sending.set_never_sends(connected.desk.house.workbench, True)
    dialog = opened(qtbot, connected)
    qtbot.waitUntil(lambda: "never to send" in dialog.plan._refusal.text().replace("\u200b", ""))
    assert not dialog.send.isEnabled()
    assert llmock.requests == []


def test_a_cost_limit_needs_a_price_and_ends_the_round(qtbot, connected, home, llmock):
    window = connected
    window.preferences.set_connections([home, replace(home, name="Free", price_in=None, price_out=None)])
    dialog = opened(qtbot, window)
    ready(qtbot, dialog)
    plan = dialog.plan
    QTest.keyClicks(plan.limit, "much")
    assert "takes a number" in plan._refusal.text()
    plan.limit.selectAll()
    QTest.keyClicks(plan.limit, "0,5")
    assert dialog.send.isEnabled()
    plan.models.setFocus()
    QTest.keyClick(plan.models, Qt.Key.Key_Down)
    QTest.keyClick(plan.models, Qt.Key.Key_Space)
    assert "“Free” has no prices" in plan._refusal.text()
    assert not dialog.send.isEnabled()
    QTest.keyClick(plan.models, Qt.Key.Key_Space)
    plan.at_once.setValue(1)
    ready(qtbot, dialog)
    press(dialog.send)
    ended(qtbot, window)
    assert dialog.running.says.text().startswith("Stopped before the cost limit")
    assert len(llmock.requests) < jobs_in(window)


def test_what_a_model_is_told_is_changed_from_here(qtbot, connected):
    dialog = opened(qtbot, connected)
    ready(qtbot, dialog)
    press(dialog.plan._template)
    qtbot.waitUntil(lambda: bool(dialog.findChildren(TemplateDialog)))
    form = dialog.findChildren(TemplateDialog)[0]
    form.findChild(QPlainTextEdit, "user").setPlainText("Please: {brief}")
    press(form.findChild(QDialogButtonBox).button(QDialogButtonBox.StandardButton.Save))
    qtbot.waitUntil(lambda: "▸ user\nPlease: " in dialog.plan.view.toPlainText(), timeout=LONG)


def test_requests_of_a_killed_program_are_listed_as_possibly_paid(qtbot, connected, home):
    window = connected
    sheet = window.review_screen.opening.sheet
    with transaction(window.desk.house.workbench.database) as session:
        about = {"arm": "first", "connection": "Home", "model": home.model, "host": home.host}
        stored.add(session, 1, 1, id="r", state=stored.SENT, created_at="2026-11-25T12:00:00Z", **about)
    dialog = opened(qtbot, window)
    ready(qtbot, dialog)
    press(dialog.send)
    ended(qtbot, window)
    assert sheet.job.title in dialog.running.troubles.toPlainText()


def test_where_models_are_hidden_only_all_jobs_are_asked_and_no_model_is_named(qtbot, connected):
    connected.preferences.set_value("blind", True)
    qtbot.waitUntil(lambda: connected.review_screen.opening.sheet.is_blind)
    dialog = opened(qtbot, connected)
    ready(qtbot, dialog)
    assert not dialog.plan.scope.isEnabled()
    assert "gpt-4o" not in dialog.plan.models.item(0).text()


def test_the_window_closes_in_time_and_what_was_out_is_known_to_be_possibly_paid(qtbot, shell, connected, llmock):
    window = connected
    llmock.stall(after_chunks=5, seconds=30, times=None)
    dialog = opened(qtbot, window)
    ready(qtbot, dialog)
    press(dialog.send)
    qtbot.waitUntil(lambda: sent(window) == 4, timeout=LONG)
    folder = window.desk.house.folder
    assert shell.close()
    workbench = open_workspace(folder)
    with reading(workbench.database) as session:
        states = session.execute(select(RequestRow.state)).scalars().all()
    workbench.close()
    assert states == ["unknown"] * 4


@pytest.fixture
def bare_shell(qtbot: QtBot, tmp_path: Path) -> Iterator[Shell]:
    """The window on jobs that nobody has answered yet."""
    source = tmp_path / "jobs.json"
    jobs = [{"id": f"job-{number}", "brief": f"Write letter {number}.", "rubric": []} for number in range(3)]
    source.write_text(json.dumps({"format": "annotator/1", "jobs": jobs}))
    workbench = open_workspace(tmp_path / "workspace")
    assert import_files(workbench, [source]).is_clean
    workbench.close()
    made = opened_shell(qtbot, tmp_path / "workspace")
    yield made
    assert made.close()


def test_jobs_without_any_deliverable_get_their_first_one_and_it_opens(qtbot, bare_shell, home):
    window = bare_shell.window
    window.preferences.set_connections([home])
    dialog = opened(qtbot, window)
    ready(qtbot, dialog)
    assert dialog.plan.scope.count() == 1
    press(dialog.send)
    ended(qtbot, window)
    qtbot.waitUntil(lambda: window.review_screen.opening is not None, timeout=LONG)
    qtbot.waitUntil(lambda: len(window.review_screen.model.keys) == 3, timeout=LONG)
    QTest.keyClick(QApplication.focusWidget() or dialog, Qt.Key.Key_Escape)
