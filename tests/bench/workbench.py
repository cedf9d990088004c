"""The workbench on a hundred thousand jobs: queue, search, sheets and key presses, beside bare SQLite."""

from __future__ import annotations

import random
import sqlite3
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from statistics import quantiles

from annotator.domain.ids import CriterionId, ReviewRef
from annotator.domain.review import MarkKind
from annotator.workflow.commands import SetMark
from annotator.workflow.sheets import QueueFilter, QueueState
from annotator.workflow.workbench import Workbench
from annotator.workflow.workspaces import open_workspace
from tests.bench._scale import scaled_workspace

KEY_PRESSES, QUICK_KEY_PRESSES = 2_000, 400


def main() -> int:
    """Print a table; return 0 when all was measured."""
    is_quick = "--quick" in sys.argv
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        workbench = open_workspace(scaled_workspace(folder, is_quick=is_quick), "ada")
        print(f"{workbench.counts().total:,} deliverables")
        compare_queue(workbench)
        search(workbench)
        compare_key_press(workbench, folder, QUICK_KEY_PRESSES if is_quick else KEY_PRESSES)
        workbench.close()
    return 0


def report(what: str, work: Callable[[], object], times: int = 5) -> None:
    took = [timed(work) for _ in range(times)]
    print(f"{what:44} first {took[0]:8.1f} ms   best {min(took):8.1f} ms")


def timed(work: Callable[[], object]) -> float:
    began = time.perf_counter()
    work()
    return (time.perf_counter() - began) * 1000


def p50_p99(took: list[float]) -> str:
    cuts = quantiles(took, n=100)
    return f"p50 {cuts[49]:6.2f} ms   p99 {cuts[98]:6.2f} ms   most {max(took):6.2f} ms"


def compare_queue(workbench: Workbench) -> None:
    with closing(sqlite3.connect(workbench.database.path or "")) as bare:
        question = "SELECT key FROM deliverable WHERE study_key = 1 ORDER BY key"
        report("bare SQLite: all keys", lambda: bare.execute(question).fetchall())
    choices = workbench.choices()
    filters = {
        "queue: all": QueueFilter(),
        "queue: one model": QueueFilter(models=frozenset({choices.models[0][0]})),
        "queue: one category": QueueFilter(categories=frozenset({choices.categories[0][0]})),
        "queue: Japanese": QueueFilter(languages=frozenset({"ja"})),
        "queue: to do": QueueFilter(states=frozenset({QueueState.TO_DO})),
    }
    for what, wanted in filters.items():
        report(what, lambda wanted=wanted: workbench.queue(wanted))
    keys = workbench.queue(QueueFilter())
    report("counts", workbench.counts)
    report("choices", workbench.choices)
    report("60 rows", lambda: workbench.entries(keys[len(keys) // 2 :][:60]))
    rng = random.Random(1)
    print(
        "sheet of any deliverable: " + p50_p99([timed(lambda: workbench.sheet(rng.choice(keys))) for _ in range(500)])
    )


def search(workbench: Workbench) -> None:
    with closing(sqlite3.connect(workbench.database.path or "")) as bare:
        report("bare SQLite: LIKE over deliverables", lambda: bare.execute(
            "SELECT deliverable_key FROM content WHERE content LIKE '%評価%'").fetchall(), 3)  # fmt: skip
    for text in ("評価", "Budget", "no such text anywhere", "café"):
        report(f"search: {text}", lambda text=text: workbench.queue(QueueFilter(text=text)), 3)


def compare_key_press(workbench: Workbench, folder: Path, presses: int) -> None:
    """Mark after mark on many deliverables, beside a bare UPDATE with the same safety."""
    with closing(sqlite3.connect(folder / "bare.sqlite", isolation_level=None)) as bare:
        bare.execute("PRAGMA journal_mode=WAL")
        bare.execute("PRAGMA synchronous=FULL")
        bare.execute("CREATE TABLE mark (key INTEGER PRIMARY KEY, mark TEXT)")
        bare.executemany("INSERT INTO mark VALUES (?, 'pass')", [(key,) for key in range(100)])
        took = [
            timed(lambda at=at: bare.execute("UPDATE mark SET mark = ? WHERE key = ?", (str(at), at % 100)))
            for at in range(presses)
        ]
    print("bare SQLite: one UPDATE, committed:  " + p50_p99(took))
    subjects = list(with_criteria(workbench, presses // 10))
    kinds = list(MarkKind)
    took = []
    for number in range(presses):
        ref, criteria = subjects[number // 10]
        command = SetMark(ref, criteria[number % len(criteria)], kinds[number // len(criteria) % len(kinds)])
        took.append(timed(lambda command=command: workbench.run(command)))
    print("key press: mark committed:           " + p50_p99(took))


def with_criteria(workbench: Workbench, count: int) -> Iterator[tuple[ReviewRef, list[CriterionId]]]:
    """Yield some deliverables of jobs that have criteria."""
    keys = workbench.queue(QueueFilter())
    rng = random.Random(2)
    while count:
        sheet = workbench.sheet(rng.choice(keys))
        if sheet.job.rubric.criteria:
            count -= 1
            yield sheet.ref, [criterion.id for criterion in sheet.job.rubric.criteria]


if __name__ == "__main__":
    sys.exit(main())
