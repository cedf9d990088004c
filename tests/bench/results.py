"""The results over a hundred thousand reviews beside bare SQLite, and the window while they are computed.

Everything is given as multiples of one bare aggregate of the same reviews, taken just before: other work on the machine
slows both.
"""

from __future__ import annotations

import os
import random
import sqlite3
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

from annotator.storage.database import reading
from annotator.workflow.results import asking
from annotator.workflow.results.agreeing import Level
from annotator.workflow.results.composing import page
from annotator.workflow.results.pages.values import Topic
from annotator.workflow.results.question import Assumptions, Field, Question, VerdictSource
from annotator.workflow.workbench import Workbench
from annotator.workflow.workspaces import open_workspace
from tests.bench.workbench import timed

REVIEWS, QUICK_REVIEWS = 100_000, 10_000
MODELS = tuple(f"model-{at}" for at in range(4))
CATEGORIES = ("Writing", "Data", "Design", "Translation", "Web", "Admin", "Sales", "Accounting")
CRITERIA = 5
RETRIED, TWICE, PASSED = 0.3, 0.1, 0.5
Row = tuple[object, ...]


def main() -> int:
    """Print a table; return 0 when all was measured."""
    reviews = QUICK_REVIEWS if "--quick" in sys.argv else REVIEWS
    with tempfile.TemporaryDirectory() as folder:
        for kind in ("CONFIG", "DATA", "STATE", "CACHE"):
            os.environ[f"XDG_{kind}_HOME"] = f"{folder}/{kind.lower()}"
        workbench = open_workspace(Path(folder) / "workspace", "ada")
        fill(workbench, reviews)
        print(f"{reviews} reviews with {CRITERIA} marks each (goal: 1000 ms)")
        measure(workbench)
        workbench.close()
        # The process that answers the window imports this module anew: like the program's own, it has to be light.
        from tests.bench._results_window import measure_window  # noqa: PLC0415

        measure_window(Path(folder) / "workspace")
    return 0


def measure(workbench: Workbench) -> None:
    database = workbench.database
    assumed = Assumptions(hourly_rate=30)
    by_category = Question((Field.CATEGORY,), assumed=assumed)
    with closing(sqlite3.connect(database.path or "")) as bare:
        for what, asked in {
            "stats: by category": by_category,
            "stats: by model, category": Question((Field.MODEL, Field.CATEGORY), assumed=assumed),
            "stats: by reviewer": Question((Field.REVIEWER,), assumed=assumed),
            "stats: by the rule": Question((Field.CATEGORY,), VerdictSource.RULE, assumed=assumed),
        }.items():
            compare(what, ask(workbench, asked), bare)
        compare("agreement: verdicts", lambda: asking.agreement(database, Level.VERDICT), bare)
        compare("agreement: criteria", lambda: asking.agreement(database, Level.CRITERION), bare)
        for topic in Topic:
            compare(f"page: {topic.value}", show(workbench, topic, by_category), bare)


def compare(what: str, work: Callable[[], object], bare: sqlite3.Connection) -> None:
    """Print how long some work takes, in milliseconds and in bare aggregates: verdicts counted by category."""
    question = (
        "SELECT job.category, review.verdict, count(*) FROM review"
        " JOIN deliverable ON deliverable.key = deliverable_key JOIN job ON job.key = job_key"
        " WHERE status = 'submitted' GROUP BY job.category, review.verdict"
    )
    took, plain = [], []
    for _time in range(3):
        plain.append(timed(lambda: bare.execute(question).fetchall()))
        took.append(timed(work))
    times = min(took) / min(plain)
    print(
        f"{what:30} first {took[0]:8.1f} ms   best {min(took):8.1f} ms   {times:5.1f} times bare {min(plain):6.1f} ms"
    )


def show(workbench: Workbench, topic: Topic, question: Question) -> Callable[[], object]:
    def work() -> object:
        with reading(workbench.database) as session:
            return page(session, topic, question)

    return work


def ask(workbench: Workbench, question: Question) -> Callable[[], object]:
    return lambda: asking.answer(workbench.database, question)


def fill(workbench: Workbench, reviews: int) -> None:
    """Write chains with their reviews row by row until there are enough reviews."""
    assert workbench.database.path is not None
    with closing(sqlite3.connect(workbench.database.path, isolation_level=None)) as rows:
        rows.execute("BEGIN IMMEDIATE")
        rows.execute("INSERT INTO study (key, id, name, extra, header_json) VALUES (1, 'scale', 'Scale', '{}', '{}')")
        for at in range(1, 4):
            rows.execute("INSERT INTO reviewer VALUES (?, ?, ?, 'human', '{}')", (at, f"r{at}", f"reviewer {at}"))
        chance = random.Random(3)
        job, review = 0, 0
        while review < reviews:
            job += 1
            add_job(rows, job)
            for key, is_passed, _parent in deliverables(rows, chance, job):
                for reviewer in (1, 2) if chance.random() < TWICE else (1 + job % 3,):
                    review += 1
                    add_review(rows, review, key, reviewer, is_passed=is_passed)
        rows.execute("COMMIT")
        rows.execute("ANALYZE")


def add_job(rows: sqlite3.Connection, job: int) -> None:
    rows.execute(
        "INSERT INTO job (key, study_key, id, title, category, language, budget_amount, budget_currency,"
        " brief_version, rubric_version, attachments_json, metadata_json, extra)"
        " VALUES (?, 1, ?, 'A job', ?, 'en', ?, 'USD', 1, 1, '[]', '{}', '{}')",
        (job, f"job-{job}", CATEGORIES[job % len(CATEGORIES)], 20 + job % 400),
    )
    rows.executemany(
        "INSERT INTO criterion (job_key, version, id, position, text, importance, is_archived, extra)"
        " VALUES (?, 1, ?, ?, 'A criterion', 'critical', 0, '{}')",
        [(job, f"c{at}", at) for at in range(CRITERIA)],
    )


def deliverables(rows: sqlite3.Connection, chance: random.Random, job: int) -> Iterator[tuple[int, bool, int | None]]:
    """Write a first attempt by two models, and what answers their failures."""
    for at in range(2):
        first = job * 4 + at * 2
        is_passed = chance.random() < PASSED
        add_deliverable(rows, first, job, MODELS[(job + at) % 4], None)
        yield first, is_passed, None
        if not is_passed and chance.random() < RETRIED:
            add_deliverable(rows, first + 1, job, MODELS[(job + at) % 4], first)
            yield first + 1, chance.random() < PASSED, first


def add_deliverable(rows: sqlite3.Connection, key: int, job: int, model: str, parent: int | None) -> None:
    rows.execute(
        "INSERT INTO deliverable (key, study_key, job_key, id, model, attempt, arm, parent, is_partial, usage_json,"
        " cost_amount, cost_currency, attachments_json, metadata_json, extra)"
        " VALUES (?, 1, ?, ?, ?, ?, ?, ?, 0, '{}', 0.2, 'USD', '[]', '{}', '{}')",
        (key, job, f"d{key}", model, 2 if parent else 1, "feedback" if parent else "first", parent and f"d{parent}"),
    )


def add_review(rows: sqlite3.Connection, review: int, key: int, reviewer: int, *, is_passed: bool) -> None:
    verdict = "pass" if is_passed else "fail"
    rows.execute(
        "INSERT INTO review (key, deliverable_key, reviewer_key, occasion, revision, is_superseded, id, role, gold,"
        " status, is_flagged, verdict, rubric_version, metadata_json, extra)"
        " VALUES (?, ?, ?, 1, 1, 0, ?, 'reviewer', 0, 'submitted', 0, ?, 1, '{}', '{}')",
        (review, key, reviewer, f"review-{review}", verdict),
    )
    rows.executemany(
        "INSERT INTO mark (review_key, criterion_id, position, mark, is_criterion_wrong, evidence_json, extra)"
        " VALUES (?, ?, ?, ?, 0, '[]', '{}')",
        [(review, f"c{at}", at, "pass" if is_passed or at else "fail") for at in range(CRITERIA)],
    )
    rows.execute(
        "INSERT INTO time_session (review_key, position, id, activity, seconds, extra) VALUES (?, 0, ?, ?, 600, '{}')",
        (review, f"time-{review}", "review" if is_passed else "intervention"),
    )
    if not is_passed:
        rows.execute(
            "INSERT INTO tag (review_key, position, id, code, severity, extra) VALUES (?, 0, ?, ?, 'major', '{}')",
            (review, f"tag-{review}", f"G{1 + review % 14:02}"),
        )


if __name__ == "__main__":
    sys.exit(main())
