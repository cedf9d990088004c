"""When an import writes what waits: a full chunk at any time, a part of one while the database has nothing to do."""

from __future__ import annotations

from annotator.storage.database import transaction
from annotator.workflow.import_pace import Pace
from annotator.workflow.import_transactions import Transactions

SECONDS, CHUNK = 0.1, 2_000_000  # characters


def test_a_part_of_a_chunk_is_written_while_the_database_does_nothing(workbench):
    pace = Pace(SECONDS, worth=0.25)
    with Transactions(workbench.database, is_dry_run=False) as transactions:
        said = [pace.is_time(weight, transactions) for weight in (CHUNK // 4 - 1, CHUNK // 4, CHUNK)]
    assert said == [False, True, True]


def test_a_part_of_a_chunk_waits_while_the_database_is_busy(workbench):
    pace = Pace(SECONDS, worth=0.25)
    with Transactions(workbench.database, is_dry_run=False) as transactions, transaction(workbench.database):
        said = [pace.is_time(weight, transactions) for weight in (CHUNK // 4, CHUNK - 1, CHUNK)]
    assert said == [False, False, True]


def test_beside_a_window_only_whole_chunks_are_written(workbench):
    pace = Pace(SECONDS, worth=1.0)
    with Transactions(workbench.database, is_dry_run=False) as transactions:
        said = [pace.is_time(weight, transactions) for weight in (CHUNK - 1, CHUNK)]
    assert said == [False, True]


def test_what_was_slow_makes_chunks_smaller_by_half_at_most(workbench):
    pace = Pace(SECONDS, worth=1.0)
    with Transactions(workbench.database, is_dry_run=False) as transactions:
        pace.learn(1)  # one character took some time: far slower than was guessed
        said = [pace.is_time(weight, transactions) for weight in (CHUNK // 2 - 1, CHUNK // 2)]
    assert said == [False, True]
