from __future__ import annotations

from array import array

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from annotator.domain.ids import DeliverableId, ReviewRef, StudyId
from annotator.i18n import use_language
from annotator.ui.models.queue_model import QueueModel, QueueRole
from annotator.ui.queue_words import entry_sign, second_line
from annotator.workflow.sheets import QueueEntry, QueueState


def entry(key: int, state: QueueState = QueueState.TO_DO, **changed) -> QueueEntry:
    values = {
        "key": key,
        "ref": ReviewRef(StudyId("s"), DeliverableId(f"d{key}")),
        "title": f"Title {key}",
        "category": "Writing",
        "language": "en",
        "model": "gpt",
        "attempt": 1,
        "state": state,
        "verdict": None,
        "is_flagged": False,
        "marked": 0,
        "asked": 7,
    }
    return QueueEntry(**{**values, **changed})


@pytest.fixture
def model(qtbot: QtBot) -> QueueModel:
    return QueueModel()


def test_it_keeps_qts_contract_empty_filled_and_changed(model, qtmodeltester):
    qtmodeltester.check(model)
    model.show_keys(array("q", range(0, 400, 2)))
    model.show_entries([entry(0), entry(2)])
    model.show_keys(array("q", range(0, 400, 4)))
    qtmodeltester.check(model)


def test_it_asks_for_the_page_of_a_row_that_is_looked_at_once(qtbot, model):
    model.show_keys(array("q", range(1000, 2000)))
    with qtbot.waitSignal(model.rows_requested) as asked:
        assert model.index(500, 0).data() is None
    assert 1500 in asked.args[0]
    assert len(asked.args[0]) < 200
    with qtbot.assertNotEmitted(model.rows_requested, wait=0):
        model.index(500, 0).data()


def test_loaded_rows_say_their_title_and_their_state(model):
    model.show_keys(array("q", [3, 5]))
    model.show_entries([entry(3, QueueState.STARTED, marked=5), entry(99)])
    index = model.index(0, 0)
    assert index.data() == "Title 3"
    assert index.data(Qt.ItemDataRole.AccessibleTextRole) == "Title 3. Writing · 5 of 7 marked"
    assert model.entry(99) is not None
    assert model.rowCount() == 2


def test_a_change_repaints_one_row(qtbot, model):
    model.show_keys(array("q", [3, 5, 7]))
    with qtbot.waitSignal(model.dataChanged) as changed:
        model.show_entry(entry(5, QueueState.DONE, verdict="fail"))
    assert (changed.args[0].row(), changed.args[1].row()) == (1, 1)


def test_neighbours_of_a_hidden_row_are_the_rows_around_its_place(model):
    model.show_keys(array("q", [3, 5, 7]))
    assert [model.neighbour(5, step) for step in (-1, 1)] == [3, 7]
    assert [model.neighbour(4, step) for step in (-1, 1)] == [3, 5]
    assert [model.neighbour(7, 1), model.neighbour(3, -1)] == [None, None]


def test_the_open_row_is_pointed_out(model):
    model.show_keys(array("q", [3, 5]))
    model.show_current(5)
    assert [model.index(row, 0).data(QueueRole.IS_CURRENT) for row in range(2)] == [False, True]


@pytest.mark.parametrize(
    ("language", "signs"),
    [("en", ["□", "▸", "✓", "✗", "–", "↻"]), ("ja", ["□", "▸", "○", "×", "–", "↻"])],
)
def test_signs_follow_the_language_and_to_do_is_never_a_circle(language, signs):
    use_language(language)
    entries = [
        entry(1),
        entry(1, QueueState.STARTED),
        entry(1, QueueState.DONE, verdict="pass"),
        entry(1, QueueState.DONE, verdict="fail"),
        entry(1, QueueState.SKIPPED),
        entry(1, QueueState.REOPENED, verdict="pass"),
    ]
    assert [entry_sign(each) for each in entries] == signs


def test_the_second_line_says_category_state_attempt_and_flag():
    assert second_line(entry(1, attempt=2, is_flagged=True)) == "Writing · to do · attempt 2 · flagged"
    assert second_line(entry(1, QueueState.DONE, verdict="pass", category=None)) == "done · Pass"
