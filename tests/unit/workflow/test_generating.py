"""First attempts by a model for many jobs, over real HTTP to a server with faults."""

from __future__ import annotations

import asyncio
import json
from dataclasses import replace

import pytest
from sqlalchemy import select

from annotator.cli.main import main
from annotator.errors import KnownError, Refused
from annotator.llm.keys import ApiKey
from annotator.llm.openai_model import OpenAIModel
from annotator.llm.patience import Patience
from annotator.paths import settings_file
from annotator.settings.connections import Connection, with_connections
from annotator.settings.store import Settings, save_settings
from annotator.storage import requests as stored
from annotator.storage.alone import alone
from annotator.storage.database import reading, transaction
from annotator.storage.tables import DeliverableRow, RequestRow
from annotator.workflow import sending
from annotator.workflow.generating import generate
from annotator.workflow.generation import Generation
from annotator.workflow.prompting import PromptTemplate
from annotator.workflow.sheets import QueueFilter
from annotator.workflow.workspaces import open_workspace
from tests.unit.small_study import add_job

JOBS = 12
HASTY = Patience(slowness=0.01)


@pytest.fixture
def connection(llmock) -> Connection:
    llmock.reply("Done.", times=None)
    return Connection("Home", llmock.base_url(), "gpt-4o", price_in=1000.0, price_out=1000.0, currency="EUR")


@pytest.fixture
def many(workbench):
    """The small study with some jobs more."""
    with transaction(workbench.database) as session:
        for key in range(3, JOBS + 1):
            add_job(session, key, f"Job {key}", category="Data", language="en")
    return workbench


def generated(workbench, wanted, patience=HASTY, stop_after=None):
    async def run():
        model = OpenAIModel(wanted.connection, ApiKey("sk-test"))
        task = asyncio.create_task(generate(workbench, wanted, model, seen, patience))
        tasks.append(task)
        try:
            return await task
        finally:
            await model.close()

    tasks = []

    def seen(report):
        if stop_after is not None and report.generated >= stop_after:
            tasks[0].cancel()

    return asyncio.run(run())


def test_every_job_gets_one_first_attempt_and_a_second_run_asks_nothing(many, connection, llmock):
    report = generated(many, Generation(connection))

    assert (report.generated, report.skipped, report.failed, report.left) == (JOBS, 0, [], 0)
    again = generated(many, Generation(connection))
    assert (again.generated, again.skipped) == (0, JOBS)
    assert len(llmock.requests) == JOBS
    added = many.entries(many.queue(QueueFilter(models=frozenset({"gpt-4o"}))))
    assert len(added) == JOBS
    sheet = many.sheet_of(added[0].ref)
    assert (sheet.deliverable.content, sheet.deliverable.arm.value, sheet.deliverable.attempt) == ("Done.", "first", 1)


def test_what_was_sent_used_and_paid_stands_with_the_deliverable(many, connection, llmock):
    sending.use_prompt_template(many, PromptTemplate("Be brief.", "Brief: {brief}\n{criteria}"))
    report = generated(many, Generation(replace(connection, temperature=0.5), jobs=frozenset({"job-1"})))

    with reading(many.database) as session:
        row = session.execute(select(DeliverableRow).where(DeliverableRow.model == "gpt-4o")).scalar_one()
    prompt = json.loads(row.prompt_json)
    assert prompt["messages"][0] == {"role": "system", "content": "Be brief."}
    assert prompt["messages"][1]["content"].startswith("Brief: The brief of Letter to a client\n- Text of c1")
    assert prompt["parameters"] == {"model": "gpt-4o", "temperature": 0.5}
    assert row.served_model == "gpt-4o"
    usage = json.loads(row.usage_json)
    assert row.cost_amount == pytest.approx((usage["prompt_tokens"] + usage["completion_tokens"]) / 1000)
    assert (row.cost_currency, report.currency) == ("EUR", "EUR")
    assert report.cost == pytest.approx(row.cost_amount)
    assert json.loads(row.metadata_json)["connection"] == "Home"


def test_filters_choose_the_jobs(many, connection):
    assert generated(many, Generation(connection, languages=frozenset({"ja"}))).generated == 1
    assert generated(many, Generation(connection, categories=frozenset({"Data"}))).generated == JOBS - 2


def test_what_passes_is_asked_again_and_what_does_not_is_listed(many, connection, llmock):
    llmock.rate_limit(times=3, retry_after=0.01).fail(500, times=2).truncate(times=1).corrupt(times=1)
    report = generated(many, Generation(connection))
    assert (report.generated, report.failed) == (JOBS, [])

    llmock.fail(400, message="no such thing")
    report = generated(many, Generation(replace(connection, model="gpt-4"), concurrency=1))
    assert (report.generated, len(report.failed), report.failed[0].job) == (JOBS - 1, 1, "job-1")


def test_a_wrong_key_stops_the_run_at_once(many, connection, llmock):
    llmock.fail(401, times=None)
    report = generated(many, Generation(connection, concurrency=1))
    assert (report.generated, len(report.failed), report.left, report.stopped) == (0, 1, JOBS - 1, "key")
    assert len(llmock.requests) == 1


def test_a_cost_limit_is_not_passed(many, connection):
    connection = replace(connection, price_out=1.0)  # the first counts as an answer of usual length
    one = generated(many, Generation(connection, jobs=frozenset({"job-3"}))).cost
    limit = one * 4.5
    report = generated(many, Generation(connection, concurrency=3, cost_limit=limit))
    assert report.stopped == "cost_limit"
    assert 0 < report.cost < limit
    assert report.left == JOBS - 1 - report.generated


def test_with_a_longest_answer_the_limit_holds_from_the_first_request_on(many, connection, llmock):
    llmock.reset()
    llmock.reply("word " * 100, times=None)
    bounded = replace(connection, max_tokens=2000, price_in=0.0)

    report = generated(many, Generation(bounded, concurrency=8, cost_limit=1.9))
    assert (report.stopped, report.cost, llmock.requests) == ("cost_limit", 0.0, [])

    report = generated(many, Generation(bounded, concurrency=8, cost_limit=2.35))
    assert report.stopped == "cost_limit"
    assert 1 < report.generated < JOBS, "what was set aside and not needed is given back"
    assert 0 < report.cost <= 2.35


@pytest.mark.parametrize("concurrency", [1, 8])
def test_without_a_longest_answer_the_first_request_goes_alone(many, connection, llmock, concurrency):
    llmock.reset()
    llmock.reply("word " * 4000, times=None)
    report = generated(many, Generation(replace(connection, price_in=0.0), concurrency=concurrency, cost_limit=2.0))
    assert (report.stopped, report.generated, report.left) == ("cost_limit", 1, JOBS - 1)
    assert len(llmock.requests) == 1, "it alone was dearer than the limit, and nothing more left"


def test_an_answer_that_broke_off_counts_as_the_most_it_may_have_cost(many, connection, llmock):
    llmock.reset()
    llmock.reply("word " * 100, times=None)
    llmock.truncate(after_chunks=5, times=None)
    bounded = replace(connection, max_tokens=1000, price_in=0.0)
    report = generated(many, Generation(bounded, concurrency=1, cost_limit=3.5))
    assert (report.stopped, len(report.failed), report.cost, report.charged) == ("cost_limit", 3, 0.0, 3.0)


def test_a_cost_limit_without_prices_is_refused(many, connection, llmock):
    with pytest.raises(KnownError, match="no prices"):
        generated(many, Generation(replace(connection, price_in=None), cost_limit=1.0))
    assert llmock.requests == []


def test_cancelling_lists_what_was_out_and_the_next_run_asks_only_what_is_missing(many, connection, llmock):
    llmock.pace(40)
    report = generated(many, Generation(connection, concurrency=2), stop_after=3)

    assert report.stopped == "cancelled"
    assert report.generated + report.left == JOBS
    assert len(report.possibly_paid) <= 2
    llmock.pace(0)
    again = generated(many, Generation(connection))
    assert (again.generated, again.skipped) == (JOBS - report.generated, report.generated)


def test_what_a_killed_program_had_out_is_listed_and_asked_again(many, connection):
    with transaction(many.database) as session:
        columns = {"arm": "first", "message": "", "model": "gpt-4o", "created_at": "t0", "sent_at": "t1"}
        stored.add(session, 1, 2, id="lost", state=stored.SENT, **columns)

    report = generated(many, Generation(connection))

    assert [(each.job, each.at) for each in report.possibly_paid] == [("job-2", "t1")]
    assert report.generated == JOBS
    again = generated(many, Generation(connection))  # the run that found it might have been killed before it said so
    assert [each.job for each in again.possibly_paid] == ["job-2"]
    with reading(many.database) as session:
        states = session.execute(select(RequestRow.state)).scalars().all()
    assert sorted(states) == ["answered"] * JOBS + ["unknown"]


def test_a_workspace_that_never_sends_sends_nothing(many, connection, llmock):
    sending.set_never_sends(many, True)
    with pytest.raises(Refused):
        generated(many, Generation(connection))
    assert llmock.requests == []


def test_two_generations_at_once_are_refused(many, connection):
    with alone(many.database.path.with_name("annotator.sqlite.generating")) as is_alone:
        assert is_alone
        with pytest.raises(KnownError, match="another generation"):
            generated(many, Generation(connection))
    assert generated(many, Generation(connection, jobs=frozenset({"job-4"}))).generated == 1


def test_a_braced_word_of_a_brief_is_the_clients_own(many, connection, llmock):
    with transaction(many.database) as session:
        add_job(session, 99, "", category="x", language="en")
        session.connection().exec_driver_sql("UPDATE brief SET brief = 'Use {title} as it is' WHERE job_key = 99")
    generated(many, Generation(connection, jobs=frozenset({"job-99"})))
    assert llmock.last_request.body["messages"][1]["content"] == "Use {title} as it is"


# -- the command line --------------------------------------------------------------------------------------------------


@pytest.fixture
def folder(tmp_path, many):
    many.close()
    return tmp_path


def called(capsys, *arguments):
    status = main(["generate", *map(str, arguments)])
    out, err = capsys.readouterr()
    return status, out, err


def test_the_command_asks_by_address_and_prints_one_object(capsys, folder, llmock, connection, monkeypatch):
    monkeypatch.setenv("OPENAI_API_KEY", "sk-test-SENTINEL")
    given = ("--workspace", folder, "--json", "--model", "gpt-4o", "--base-url", llmock.base_url())

    status, out, err = called(capsys, *given, "--job", "job-1")

    assert status == 0
    answer = json.loads(out)
    assert {"generated": 1, "skipped": 0, "failed": [], "possibly_paid": []}.items() <= answer.items()
    assert "SENTINEL" not in out + err
    workbench = open_workspace(folder)
    assert len(workbench.queue(QueueFilter(models=frozenset({"gpt-4o"})))) == 1
    workbench.close()


def test_the_command_asks_a_connection_of_the_settings_and_tells_what_failed(
    capsys, folder, llmock, connection, tmp_path, monkeypatch
):
    monkeypatch.setenv("OPENAI_API_KEY", "sk-test")
    save_settings(settings_file(), with_connections(Settings(), [connection]))
    llmock.fail(400, message="no")

    status, _out, err = called(capsys, "--workspace", folder, "--model", "Home", "--concurrency", 1)

    assert status == 1
    assert "job-1:" in err
    assert f"{JOBS - 1} generated, 0 had an answer, 1 failed" in err
    assert "EUR" in err


def test_the_command_shows_what_would_leave(capsys, folder, llmock):
    given = ("--workspace", folder, "--model", "gpt-4o", "--base-url", llmock.base_url(), "--dry-run")
    status, out, err = called(capsys, *given)
    assert (status, llmock.requests) == (0, [])
    assert "The brief of Letter to a client" in out
    assert f"{JOBS} jobs would be sent to 127.0.0.1" in err


@pytest.mark.parametrize("more", [(), ("--base-url", "no address"), ("--base-url", "http://a:b@host/v1")])
def test_a_connection_that_is_none_is_wrong_usage(capsys, folder, more):
    status, out, _err = called(capsys, "--workspace", folder, "--model", "Nobody", *more)
    assert (status, out) == (2, "")
