"""Undoing everything restores the beginning, redoing everything restores the end: also across a restart."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from sqlalchemy import delete

from annotator.domain.review import Review
from annotator.storage.database import Database, open_database, transaction
from annotator.storage.tables import (
    InterventionRow,
    JournalMergeRow,
    JournalRow,
    MarkRow,
    ReviewRow,
    TagRow,
    TimeSessionRow,
)
from annotator.workflow.changes import Change
from annotator.workflow.workbench import Workbench
from tests.unit.small_study import ADA, OTHER, REF, add_small_study
from tests.unit.workflow.moves import Move, fitting, moves, timed_moves


@pytest.fixture(scope="module")
def database(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Database]:
    """One database for all examples: a new one would have to learn all its questions again."""
    opened = open_database(tmp_path_factory.mktemp("laws") / "annotator.sqlite")
    add_small_study(opened)
    yield opened
    opened.close()


def fresh(database: Database) -> Workbench:
    """A workbench of somebody who did nothing yet."""
    with transaction(database) as session:
        for row in (JournalMergeRow, JournalRow, TimeSessionRow, InterventionRow, TagRow, MarkRow, ReviewRow):
            session.execute(delete(row))
    return started(database)


def started(database: Database) -> Workbench:
    """A workbench that remembers nothing but what is on the disk."""
    assert database.path is not None
    return Workbench(database, ADA, database.path.parent / "files")


def review_of(workbench: Workbench) -> Review:
    return workbench.sheet_of(REF).review


def content_of(workbench: Workbench) -> Review:
    """The review apart from what its first act gave it for good."""
    return replace(review_of(workbench), id=None, started_at=None)


def carry_out(workbench: Workbench, done: list[Move]) -> None:
    review = review_of(workbench)
    for move in done:
        command = fitting(move, review)
        if command is not None:
            change = workbench.run(command)
            review = change.review
            assert change.entry == workbench.entries([change.entry.key])[0]
    assert review == review_of(workbench)


def undo_all(workbench: Workbench) -> int:
    return walked(workbench, workbench.undo)


def redo_all(workbench: Workbench) -> int:
    return walked(workbench, workbench.redo)


def walked(workbench: Workbench, step: Callable[[], Change | None]) -> int:
    """Walk the journal to its end and return the number of steps."""
    steps, last = 0, None
    while (change := step()) is not None:
        steps, last = steps + 1, change
    assert last is None or last.review == review_of(workbench)
    return steps


@settings(max_examples=80)
@given(done=st.lists(moves, max_size=14))
def test_undoing_everything_restores_the_untouched_review(database, done):
    workbench = fresh(database)
    carry_out(workbench, done)
    after = review_of(workbench)
    steps = undo_all(workbench)
    assert content_of(workbench) == Review(REF, ADA.id)
    assert redo_all(workbench) == steps
    assert review_of(workbench) == after


@settings(max_examples=40)
@given(done=st.lists(moves, max_size=10), stops=st.lists(st.integers(0, 3), min_size=3, max_size=3))
def test_the_way_back_survives_restarts(database, done, stops):
    first = fresh(database)
    carry_out(first, done)
    after = review_of(first)
    for _ in range(stops[0]):
        first.undo()
    second = started(database)
    for _ in range(stops[1]):
        second.undo()
    third = started(database)
    for _ in range(stops[2]):
        third.redo()
    undo_all(second)
    assert content_of(first) == Review(REF, ADA.id)
    redo_all(third)
    assert review_of(first) == after


def test_another_process_goes_on_with_the_way_back(database):
    first = fresh(database)
    carry_out(first, [Move("mark", 0, 1, ""), Move("type", 0, 0, "a"), Move("submit", 0, 0, "")])
    after = review_of(first)
    opened = open_database(database.path)
    other = started(opened)
    assert undo_all(other) == 3
    assert content_of(first) == Review(REF, ADA.id)
    assert redo_all(first) == 3
    assert review_of(other) == after
    opened.close()


@settings(max_examples=40)
@given(done=st.lists(st.one_of(moves, timed_moves), max_size=14))
def test_time_stands_beside_undo(database, done):
    def without_time(review: Review) -> Review:
        steps = tuple(replace(each, time=()) for each in review.interventions)
        return replace(review, time=(), interventions=steps, id=None, started_at=None)

    def seconds(review: Review) -> dict[str, float]:
        every = review.time + tuple(session for each in review.interventions for session in each.time)
        return {session.id: session.seconds for session in every}

    workbench = fresh(database)
    carry_out(workbench, done)
    after = review_of(workbench)
    undo_all(workbench)
    assert without_time(review_of(workbench)) == Review(REF, ADA.id)
    assert seconds(review_of(workbench)) == seconds(after)
    redo_all(workbench)
    assert without_time(review_of(workbench)) == without_time(after)


@settings(max_examples=30)
@given(kept=st.lists(moves, min_size=1, max_size=6), dropped=st.lists(moves, min_size=1, max_size=6))
def test_a_new_act_drops_what_could_be_redone(database, kept, dropped):
    workbench = fresh(database)
    carry_out(workbench, dropped)
    undo_all(workbench)
    before = len(workbench.history(REF))
    carry_out(workbench, kept)
    assume(len(workbench.history(REF)) > before)  # else nothing new happened
    assert workbench.redo() is None
    assert workbench.redo_text() is None
    after = review_of(workbench)
    undo_all(workbench)
    redo_all(workbench)
    assert review_of(workbench) == after


@settings(max_examples=30)
@given(done=st.lists(moves, max_size=8))
def test_what_happens_to_one_review_leaves_others_alone(database, done):
    workbench = fresh(database)
    untouched = workbench.sheet_of(OTHER).review
    carry_out(workbench, done)
    undo_all(workbench)
    assert workbench.sheet_of(OTHER).review == untouched == Review(OTHER, ADA.id)
