"""A model's opinion over real HTTP: out of sight until the reviewer has marked, and never counted as a review."""

from __future__ import annotations

import asyncio
import json

import jsonschema
import pytest
from sqlalchemy import select

from annotator.cli.main import main
from annotator.domain.review import MarkKind, ReviewStatus, Verdict
from annotator.errors import DomainError, KnownError, Refused
from annotator.llm.keys import ApiKey, Keys
from annotator.paths import resource
from annotator.settings.connections import Connection
from annotator.storage.database import open_database, reading
from annotator.storage.tables import RequestRow, ReviewRow
from annotator.workflow import opining, preassessing, requests, sending
from annotator.workflow.commands import SetMark, SetStatus, SetVerdict
from annotator.workflow.exporting import ExportWish, export_file
from annotator.workflow.importing import import_files
from annotator.workflow.results import asking as results
from annotator.workflow.results.agreeing import Level
from annotator.workflow.results.pages.progress import progress_page
from annotator.workflow.results.pages.reviewers import reviewers_page
from annotator.workflow.results.question import Question
from annotator.workflow.workbench import Workbench
from tests.unit.small_study import ADA, BARE, BOB, CONTENT, CRITERIA, OTHER, REF

SAID = ("pass", "fail", "na", "pass")
AT = "2026-11-25T12:00:00.000Z"
MODEL = "gpt-4o"


def answer(*said: str) -> str:
    marks = [{"criterion": at, "mark": mark, "note": f"Because of {at}."} for at, mark in enumerate(said, start=1)]
    return json.dumps({"marks": marks})


@pytest.fixture
def connection(llmock) -> Connection:
    llmock.reply(answer(*SAID), times=None)
    return Connection("Home", llmock.base_url(), MODEL, price_in=1000.0, price_out=1000.0, currency="EUR")


def ask(workbench, connection, ref=REF):
    keys = Keys()
    keys.lend(connection.origin, ApiKey("sk-test"))
    asyncio.run(preassessing.ask(workbench, ref, connection, keys))


def mark(workbench, *kinds, ref=REF):
    workbench.run_all([SetMark(ref, id_, MarkKind(kind)) for id_, kind in zip(CRITERIA, kinds, strict=False)])


def request_of(workbench):
    with reading(workbench.database) as session:
        return session.execute(select(RequestRow)).scalar_one()


def exported(workbench, path, **wish):
    export_file(workbench, path, ExportWish(**wish))
    document = json.loads(path.read_bytes())
    jsonschema.validate(document, json.loads(resource("schemas", "annotator-1.schema.json").read_bytes()))
    return document


def opinions_in(document):
    jobs = document["jobs"]
    return [each for job in jobs for one in job["deliverables"] for each in one["reviews"] if each["role"] == "model"]


def test_nothing_is_seen_before_all_own_marks_are_set_and_then_both_are_kept(workbench, connection, llmock):
    assert opining.opined(workbench, REF) == opining.Opined()
    ask(workbench, connection)
    hidden = opining.opined(workbench, REF)
    assert (hidden.is_stored, hidden.comparison) == (True, None)
    mark(workbench, "pass", "pass", "na")
    with pytest.raises(Refused):
        opining.compare(workbench, REF)
    assert opining.opined(workbench, REF).comparison is None

    mark(workbench, "pass", "pass", "na", "pass")
    compared = opining.compare(workbench, REF).comparison
    assert compared.agreeing == 3
    [differing] = compared.differing
    assert (differing.criterion_id, differing.mark, differing.note) == (CRITERIA[1], MarkKind.FAIL, "Because of 2.")

    workbench.run(
        SetMark(REF, CRITERIA[1], MarkKind.FAIL)
    )  # what the reviewer thinks better of later changes no record
    assert opining.opined(workbench, REF).comparison == compared
    assert opining.compare(workbench, REF).comparison == compared
    with reading(workbench.database) as session:
        own = session.execute(select(ReviewRow).where(ReviewRow.role == "reviewer")).scalar_one()
        assert own.saw_others_at is not None


def test_what_leaves_is_what_was_shown_and_says_nothing_of_models_or_own_marks(workbench, connection, llmock):
    mark(workbench, "fail", "fail", "fail", "fail")
    shown = preassessing.preview(workbench, REF)
    assert llmock.requests == []
    ask(workbench, connection)
    sent = llmock.last_request.body["messages"]
    assert sent == [each.as_json() for each in shown]
    told = json.dumps(sent)
    assert "Text of c1" in told
    assert CONTENT.replace("\r\n", "\n").splitlines()[0] in told
    assert "gpt-5" not in told


def test_it_is_written_down_before_it_leaves_and_closed_with_what_it_cost(workbench, connection):
    ask(workbench, connection)
    row = request_of(workbench)
    assert (row.state, row.sends, row.parent, row.connection) == ("answered", 1, REF.deliverable, "Home")
    assert (row.cost_amount > 0, row.cost_currency) == (True, "EUR")
    assert requests.open_ends(workbench) == requests.outbox(workbench) == ()


@pytest.mark.parametrize("text", ["I would say: pass.", answer("pass"), '{"marks": []}'])
def test_an_answer_that_is_not_what_was_asked_for_is_one_sentence_and_stores_nothing(
    workbench, connection, llmock, text
):
    llmock.reset()
    llmock.reply(text)
    with pytest.raises(KnownError, match="not the list of marks"):
        ask(workbench, connection)
    assert not opining.opined(workbench, REF).is_stored
    row = request_of(workbench)
    assert (row.state, row.partial_text) == ("failed", text)
    assert "not the list of marks" in row.trouble


def test_a_broken_answer_stores_nothing_and_asking_again_works(workbench, connection, llmock):
    llmock.disconnect(after_chunks=1)
    with pytest.raises(KnownError, match="broke off"):
        ask(workbench, connection)
    assert not opining.opined(workbench, REF).is_stored
    ask(workbench, connection)
    assert opining.opined(workbench, REF).is_stored


def test_one_opinion_is_enough_and_a_workspace_that_never_sends_sends_nothing(workbench, connection, llmock):
    sending.set_never_sends(workbench, True)
    with pytest.raises(Refused, match="never"):
        ask(workbench, connection)
    assert llmock.requests == []
    sending.set_never_sends(workbench, False)
    ask(workbench, connection)
    with pytest.raises(Refused, match="already"):
        ask(workbench, connection)
    assert len(llmock.requests) == 1
    with pytest.raises(DomainError):
        ask(workbench, connection, BARE)


def test_it_never_counts_as_a_reviewer(workbench, workspace, connection):
    mark(workbench, "pass", "pass", "pass", "pass")
    workbench.run_all([SetVerdict(REF, Verdict.PASS), SetStatus(REF, ReviewStatus.SUBMITTED, AT)])

    def said_of_people():
        with reading(workbench.database) as session:
            page = progress_page(session)
        levels = [results.agreement(workbench.database, level) for level in Level]
        return page, levels, results.answer(workbench.database, Question()), workbench.counts()

    before = said_of_people()
    ask(workbench, connection)
    ask(workbench, connection, OTHER)
    opining.compare(workbench, REF)
    assert said_of_people() == before
    assert results.judges(workbench.database)[MODEL].n == 3

    bob = Workbench(open_database(workspace), BOB, workspace.parent / "files")
    try:
        assert not opining.opined(bob, REF).is_stored, "each reviewer has models of their own"
    finally:
        bob.close()


def test_a_review_that_is_finished_after_looking_is_no_independent_one(workbench, workspace, connection):
    bob = Workbench(open_database(workspace), BOB, workspace.parent / "files")
    try:
        for ref in (REF, OTHER):
            for each in (workbench, bob):
                mark(each, "pass", "pass", "pass", "pass", ref=ref)
            bob.run(SetStatus(ref, ReviewStatus.SUBMITTED, AT))
            ask(workbench, connection, ref)
    finally:
        bob.close()
    workbench.run(SetStatus(OTHER, ReviewStatus.SUBMITTED, AT))
    for ref in (REF, OTHER):
        opining.compare(workbench, ref)
    workbench.run(SetStatus(REF, ReviewStatus.SUBMITTED, "2099-01-01T00:00:00.000Z"))
    [row] = results.agreement(workbench.database, Level.CRITERION).rows
    assert (row.all.units, row.all.raters) == (4, 2), "those of the other deliverable alone"


def test_other_tools_take_it_for_a_proposal_and_not_for_an_answer(workbench, connection, tmp_path):
    ask(workbench, connection)
    mark(workbench, "pass", "pass", "na", "pass")
    workbench.run_all([SetVerdict(REF, Verdict.PASS), SetStatus(REF, ReviewStatus.SUBMITTED, AT)])

    export_file(workbench, tmp_path / "tasks.json", ExportWish("label-studio"))
    [task, *others] = json.loads((tmp_path / "tasks.json").read_bytes())
    assert len(task["annotations"]) == 1
    [prediction] = task["predictions"]
    assert prediction["model_version"] == MODEL
    said = [each["value"]["choices"][0] for each in prediction["result"] if each["type"] == "choices"]
    assert said == list(SAID)
    assert not any("predictions" in each for each in others)

    export_file(workbench, tmp_path / "records.json", ExportWish("argilla"))
    record = json.loads((tmp_path / "records.json").read_bytes())[0]
    assert {len(answers) for answers in record["responses"].values()} == {1}
    assert {each["agent"] for each in record["suggestions"].values()} == {MODEL}

    exported = export_file(workbench, tmp_path / "spans.jsonl", ExportWish("doccano"))
    assert (exported.rows, exported.left_out["opinion"]) == (1, 1)


def test_how_far_it_agreed_is_told_by_window_and_command_line(workbench, connection, workspace, capsys):
    ask(workbench, connection)
    mark(workbench, "pass", "pass", "na", "pass")
    opining.compare(workbench, REF)
    with reading(workbench.database) as session:
        tables = reviewers_page(session).tables
    [line] = tables[-1].lines
    assert line.cells[:3] == (MODEL, "3", "66.7 %")
    database = ["--database", f"sqlite:///{workspace}"]
    assert main(["agreement", "--json", *database]) == 0
    [told] = json.loads(capsys.readouterr().out)["models"]
    assert (told["model"], told["n"], told["true_pass_rate"], told["bias"]) == (MODEL, 3, pytest.approx(2 / 3), -1 / 3)
    assert main(["agreement", *database]) == 0
    assert f"{MODEL} beside reviewers: the same mark on 66.7 % of 3 criteria" in capsys.readouterr().out


def test_an_export_holds_it_comes_back_as_it_was_and_is_blind_where_models_are_hidden(workbench, connection, tmp_path):
    ask(workbench, connection)
    mark(workbench, "pass", "pass", "na", "pass")
    opining.compare(workbench, REF)
    document = exported(workbench, tmp_path / "out.json")
    [opinion] = opinions_in(document)
    assert (opinion["reviewer"], opinion["status"], opinion["verdict"]) == (MODEL, "submitted", None)
    assert [each["mark"] for each in opinion["marks"]] == list(SAID)
    assert opinion["metadata"]["compared"]["own"] == dict(zip(CRITERIA, ("pass", "pass", "na", "pass"), strict=True))
    assert {"name": MODEL, "kind": "model", "id": opinion["reviewer_id"]} in document["reviewers"]

    blind = exported(workbench, tmp_path / "blind.json", is_blind=True)
    [hidden] = opinions_in(blind)
    assert hidden["reviewer"] == "model"
    assert MODEL not in json.dumps(blind)

    other = Workbench(open_database(tmp_path / "other.sqlite"), ADA, tmp_path / "files")
    try:
        assert import_files(other, [tmp_path / "out.json"]).is_clean
        again = exported(other, tmp_path / "again.json")
        assert {**again, "exported_at": None} == {**document, "exported_at": None}
        assert opining.opined(other, REF).comparison.agreeing == 3
    finally:
        other.close()
