"""An import asks for no id that only it could have written, and notices when others write between its transactions."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from sqlalchemy import event

from annotator.exactjson import dumps
from annotator.workflow.import_report import ImportReport
from annotator.workflow.importing import import_files, import_steps
from annotator.workflow.workbench import Workbench
from annotator.workflow.workspaces import open_workspace
from tests.unit.workflow.import_place import counted, deliverable, job, reasons, review

SHORT = 0.0001
"""Seconds: each job of this test is a transaction of its own."""


def long_job(number: int) -> dict[str, Any]:
    reviewed = deliverable(review(id=f"r{number}", reviewer_id=f"reviewer-{number % 2}"), id=f"d{number}")
    return job(reviewed, id=f"j{number}", brief="A long brief. " * 2_000)


def lines(*held: dict[str, Any]) -> bytes:
    return b"".join(dumps(each) + b"\n" for each in held)


@pytest.fixture(params=["the same process", "another process"])
def other(request, place, workbench) -> Iterator[Workbench]:
    """Whoever writes to the workspace, too."""
    if request.param == "the same process":
        yield workbench
    else:
        made = open_workspace(place.workspace)
        yield made
        made.close()


@pytest.fixture
def workbench(place) -> Iterator[Workbench]:
    made = open_workspace(place.workspace)
    yield made
    made.close()


@pytest.fixture
def asked(workbench) -> Iterator[Callable[[], list[str]]]:
    """A function that returns the questions after ids since it was called before."""
    questions: list[str] = []

    def note(_connection, _cursor, statement, *_rest) -> None:
        if statement.startswith("SELECT") and ".id IN" in statement:
            questions.append(statement.partition("FROM ")[2].split()[0])

    def told() -> list[str]:
        found, questions[:] = questions[:], []
        return found

    event.listen(workbench.database.writing, "before_cursor_execute", note)
    yield told
    event.remove(workbench.database.writing, "before_cursor_execute", note)


def test_nothing_is_asked_about_what_only_the_import_itself_could_have_written(place, workbench, asked):
    path = place.write(lines(*(long_job(number) for number in range(6))), "in.jsonl")

    first = import_files(workbench, [path], chunk_seconds=SHORT)
    questions = asked()
    second = import_files(workbench, [path], chunk_seconds=SHORT)

    assert counted(first) == counted(second, kind="unchanged") == (6, 6, 6)
    assert questions == ["reviewer", "reviewer"]  # each of the two is met once
    assert {"job", "deliverable", "review"} <= set(asked())


def test_what_the_import_itself_wrote_is_asked_for(place, workbench, asked):
    first = place.write(lines(long_job(1), long_job(2)), "first.jsonl")
    second = place.write(lines(long_job(2), job(deliverable(id="d1"), id="j3")), "second.jsonl")

    report = import_files(workbench, [first, second], chunk_seconds=SHORT)

    assert counted(report) == (3, 2, 2)
    assert counted(report, kind="unchanged") == (1, 1, 1)
    assert reasons(report) == [("jobs[1].deliverables[0]", "another job has a deliverable with the id d1")]
    assert asked().count("job") == 1


def test_what_others_write_between_two_transactions_is_found(place, workbench, other):
    mine = place.write(lines(*(long_job(number) for number in range(4))), "mine.jsonl")
    theirs = place.write(lines(long_job(2), job(deliverable(id="d3"), id="other")), "theirs.jsonl")
    report = ImportReport()
    steps = import_steps(workbench, [mine], report, chunk_seconds=SHORT)

    while counted(report) != (1, 1, 1):
        next(steps)
    assert counted(import_files(other, [theirs])) == (2, 2, 1)
    for _step in steps:
        pass

    assert counted(report) == (3, 2, 2)
    assert counted(report, kind="unchanged") == (1, 1, 1)
    assert reasons(report) == [("jobs[3].deliverables[0]", "another job has a deliverable with the id d3")]
    found = [each["id"] for each in place.give()["jobs"]]
    assert sorted(found) == ["j0", "j1", "j2", "j3", "other"]
