"""What a model said beside a reviewer comes back with their result, and counts as nobody's review there either."""

from __future__ import annotations

import asyncio
import io
import json

import pytest

from annotator.llm.keys import ApiKey, Keys
from annotator.settings.connections import Connection
from annotator.workflow import opining, preassessing
from annotator.workflow.continuing import continue_from
from annotator.workflow.exporting import export_stream
from annotator.workflow.merging import merge_files
from annotator.workflow.pack_opening import open_pack
from annotator.workflow.result_sending import send_result
from annotator.workflow.results import asking as results
from annotator.workflow.results.agreeing import Level
from annotator.workflow.returns import reviewer_returns
from tests.unit.packs.travelling import grade, refs, reviews_of

MODEL = "judge-x"


@pytest.fixture
def result(travels, llmock):
    """Ada's result: one review, beside which a model marked one criterion otherwise; and her pack."""
    marks = [{"criterion": 1, "mark": "pass"}, {"criterion": 2, "mark": "fail", "note": "Unkind."}]
    llmock.reply(json.dumps({"marks": marks}))
    travels.prepare(2)
    (pack,) = travels.pack("Ada").packs
    ada = travels.workspace("ada")
    open_pack(ada, pack.path)
    first = refs(ada)[0]
    grade(ada, first)
    connection, keys = Connection("Home", llmock.base_url(), MODEL), Keys()
    keys.lend(connection.origin, ApiKey("sk-test"))
    asyncio.run(preassessing.ask(ada, first, connection, keys))
    opining.compare(ada, first)
    return send_result(ada, travels.folder).path, pack.path


def test_it_comes_back_and_counts_as_nobody(travels, result):
    sent, _pack = result
    coordinator = travels.coordinator
    [merged] = merge_files(coordinator, [sent])
    assert (merged.report.is_clean, merged.report.added["reviews"]) == (True, 2)
    stream = io.BytesIO()
    export_stream(coordinator, stream)
    by_model = [each for (_id, name), each in reviews_of(stream.getvalue()).items() if name == MODEL]
    assert [(each["role"], [mark["mark"] for mark in each["marks"]]) for each in by_model] == [
        ("model", ["pass", "fail"])
    ]
    assert {(each.name, each.kind) for each in coordinator.reviewers()} >= {("Ada", "human"), (MODEL, "model")}
    assert (results.judges(coordinator.database)[MODEL].n, reviewer_returns(coordinator)[0].receipt.done) == (2, 1)
    assert results.agreement(coordinator.database, Level.CRITERION).rows == ()
    [again] = merge_files(coordinator, [sent])
    assert again.state == "unchanged"


def test_its_reviewer_goes_on_with_it_on_another_computer(travels, result):
    sent, pack = result
    elsewhere = travels.workspace("elsewhere")
    open_pack(elsewhere, pack)
    assert continue_from(elsewhere, sent).is_clean
    assert opining.opined(elsewhere, refs(elsewhere)[0]).comparison.agreeing == 1
