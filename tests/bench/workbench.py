"""The workbench on a hundred thousand jobs: queue, search, sheets, key presses and typing, beside bare SQLite."""

from __future__ import annotations

import json
import random
import sqlite3
import subprocess
import sys
import tempfile
import time
import uuid
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from statistics import quantiles

from annotator.domain.ids import CriterionId, InterventionId, ReviewRef
from annotator.domain.review import MarkKind
from annotator.domain.textpatch import patch_between
from annotator.workflow.commands import EditText, SetMark, StartIntervention, TextField
from annotator.workflow.sheets import QueueFilter, QueueState
from annotator.workflow.workbench import Workbench
from annotator.workflow.workspaces import open_workspace

SCALE = Path(__file__).resolve().parents[3] / "shared" / "data" / "make_scale.py"
JOBS, QUICK_JOBS = 100_000, 5_000
KEY_PRESSES = 2_000
TYPED_SECONDS = 20 * 60


def main() -> int:
    """Print a table; return 0 when all was measured."""
    jobs = QUICK_JOBS if "--quick" in sys.argv else JOBS
    with tempfile.TemporaryDirectory() as folder:
        workbench = open_workspace(Path(folder) / "workspace", "ada")
        print(f"{fill(workbench, jobs)} deliverables of {jobs} jobs")
        compare_queue(workbench)
        search(workbench)
        compare_key_press(workbench, Path(folder))
        type_long(workbench, Path(folder) / "workspace")
        workbench.close()
    return 0


def fill(workbench: Workbench, jobs: int) -> int:
    """Write the resampled jobs row by row and return how many deliverables there are."""
    assert workbench.database.path is not None
    keys = 0
    with closing(sqlite3.connect(workbench.database.path, isolation_level=None)) as rows:
        rows.execute("BEGIN IMMEDIATE")
        rows.execute("INSERT INTO study (key, id, name, extra, header_json) VALUES (1, 'scale', 'Scale', '{}', '{}')")
        for job_key, job in enumerate(scaled(jobs), 1):
            rows.execute(
                "INSERT INTO job (key, study_key, id, title, category, language, brief_version, rubric_version,"
                " attachments_json, metadata_json, extra) VALUES (?, 1, ?, ?, ?, ?, 1, 1, '[]', '{}', '{}')",
                (job_key, job["id"], job["title"], job["category"], job["language"]),
            )
            rows.execute("INSERT INTO brief VALUES (?, 1, ?, '{}')", (job_key, job["brief"]))
            rows.executemany(
                "INSERT INTO criterion (job_key, version, id, position, text, importance, is_archived, extra)"
                " VALUES (?, 1, ?, ?, ?, ?, 0, '{}')",
                [(job_key, each["id"], at, each["text"], each["importance"]) for at, each in enumerate(job["rubric"])],
            )
            for each in job["deliverables"]:
                keys += 1
                rows.execute(
                    "INSERT INTO deliverable (key, study_key, job_key, id, model, attempt, arm, is_partial, usage_json,"
                    " attachments_json, metadata_json, extra)"
                    " VALUES (?, 1, ?, ?, ?, ?, 'first', 0, '{}', '[]', '{}', '{}')",
                    (keys, job_key, each["id"], each["model"], each["attempt"]),
                )
                rows.execute("INSERT INTO content VALUES (?, ?)", (keys, each["content"]))
        rows.execute("COMMIT")
    return keys


def scaled(jobs: int) -> Iterator[dict]:
    command = [sys.executable, str(SCALE), "--jobs", str(jobs), "--max-bytes", "3000"]
    with subprocess.Popen(command, stdout=subprocess.PIPE) as process:
        assert process.stdout is not None
        yield from map(json.loads, process.stdout)


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


def compare_key_press(workbench: Workbench, folder: Path) -> None:
    """Mark after mark on many deliverables, beside a bare UPDATE with the same safety."""
    with closing(sqlite3.connect(folder / "bare.sqlite", isolation_level=None)) as bare:
        bare.execute("PRAGMA journal_mode=WAL")
        bare.execute("PRAGMA synchronous=FULL")
        bare.execute("CREATE TABLE mark (key INTEGER PRIMARY KEY, mark TEXT)")
        bare.executemany("INSERT INTO mark VALUES (?, 'pass')", [(key,) for key in range(100)])
        took = [
            timed(lambda at=at: bare.execute("UPDATE mark SET mark = ? WHERE key = ?", (str(at), at % 100)))
            for at in range(KEY_PRESSES)
        ]
    print("bare SQLite: one UPDATE, committed:  " + p50_p99(took))
    subjects = list(with_criteria(workbench, KEY_PRESSES // 10))
    kinds = list(MarkKind)
    took = []
    for number in range(KEY_PRESSES):
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


def type_long(workbench: Workbench, folder: Path) -> None:
    """Type for twenty minutes into 160 kB, saved every second."""
    ref = workbench.sheet(1).ref
    id_ = InterventionId(str(uuid.uuid4()))
    workbench.run(StartIntervention(ref, id_, "I5", "2026-11-23T12:00:00Z", is_copy=False))
    text = "word " * 32_000
    workbench.run(EditText(ref, TextField.INTERVENTION_CONTENT, id_, patch_between("", text)))
    workbench.break_typing()
    before = size(folder)
    took = []
    for second in range(TYPED_SECONDS):
        at = 80_000 + 5 * second
        longer = text[:at] + "hello" + text[at:]
        command = EditText(ref, TextField.INTERVENTION_CONTENT, id_, patch_between(text, longer))
        took.append(timed(lambda command=command: workbench.run(command)))
        text = longer
    grown = (size(folder) - before) / 1_000_000
    print(f"typing in 160 kB: {p50_p99(took)}   the database grew by {grown:.2f} MB (goal: 5)")


def size(folder: Path) -> int:
    return sum(path.stat().st_size for path in folder.glob("annotator.sqlite*"))


if __name__ == "__main__":
    sys.exit(main())
