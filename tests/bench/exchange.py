"""Import beside a raw executemany of the same texts, and export beside orjson writing the same objects."""

from __future__ import annotations

import json
import sqlite3
import sys
import tempfile
from contextlib import closing
from pathlib import Path
from time import perf_counter, process_time
from typing import Any

import orjson

from annotator.garbage import left_lying
from annotator.storage.sqlite import BUSY_TIMEOUT_MS, PAGE_BYTES, _set_pragmas
from annotator.workflow.exporting import ExportWish, export_file
from annotator.workflow.import_pace import WINDOW_SECONDS
from annotator.workflow.import_report import ImportReport
from annotator.workflow.importing import import_files, import_steps
from annotator.workflow.workspaces import open_workspace

JOBS = Path(__file__).resolve().parents[3] / "shared" / "data" / "jobs"
GOAL = 3.0


def jobs_of(paths: list[Path]) -> list[dict[str, Any]]:
    return [json.loads(line) for path in paths for line in path.read_bytes().split(b"\n") if line]


class Clock:
    """Tells what passed since it was started, and what this process computed in that time."""

    def __init__(self) -> None:
        self._passed, self._computed = perf_counter(), process_time()

    def read(self) -> tuple[float, float]:
        """Return both in seconds."""
        return perf_counter() - self._passed, process_time() - self._computed


_TABLES = {
    "job": ("id", "title", "brief"),
    "criterion": ("id", "text"),
    "deliverable": ("id", "content"),
    "review": ("reviewer", "note"),
}


def texts_of(jobs: list[dict[str, Any]]) -> dict[str, list[tuple[str | None, ...]]]:
    """Return the rows of the raw tables: all that people and models wrote, and what it is called."""
    deliverables = [each for job in jobs for each in job["deliverables"]]
    objects = {
        "job": jobs,
        "criterion": [each for job in jobs for each in job.get("rubric") or ()],
        "deliverable": deliverables,
        "review": [each for deliverable in deliverables for each in deliverable.get("reviews") or ()],
    }
    return {name: [tuple(map(each.get, _TABLES[name])) for each in found] for name, found in objects.items()}


def raw_seconds(
    folder: Path, texts: dict[str, list[tuple[str | None, ...]]], page_bytes: int | None = None
) -> tuple[float, float]:
    """Return how long sqlite3 takes for the texts alone: no index, one transaction, as safe as the program's own.

    Its pages are as large as SQLite makes them, unless it is told otherwise.
    """
    with closing(sqlite3.connect(folder / "raw.sqlite", isolation_level=None)) as connection:
        if page_bytes is not None:
            connection.execute(f"PRAGMA page_size={page_bytes}")
        _set_pragmas(connection, BUSY_TIMEOUT_MS)
        for name, columns in _TABLES.items():
            texts_columns = ", ".join(f"{column} TEXT" for column in columns)
            connection.execute(f"CREATE TABLE {name} (key INTEGER PRIMARY KEY, {texts_columns})")
        clock = Clock()
        connection.execute("BEGIN IMMEDIATE")
        for name, rows in texts.items():
            columns = _TABLES[name]
            marks = ", ".join("?" * len(columns))
            connection.executemany(f"INSERT INTO {name} ({', '.join(columns)}) VALUES ({marks})", rows)
        connection.execute("COMMIT")
        return clock.read()


def import_seconds(folder: Path, paths: list[Path]) -> tuple[tuple[float, float], float]:
    """Return how long the import into an empty workspace takes, and how long the second one."""
    workbench = open_workspace(folder)
    try:
        clock = Clock()
        report = import_files(workbench, paths)
        first = clock.read()
        begun = perf_counter()
        again = import_files(workbench, paths)
        second = perf_counter() - begun
    finally:
        workbench.close()
    if not (report.is_clean and again.is_clean) or sum(again.added.values()) + sum(again.updated.values()):
        raise SystemExit("the import refused something or saw changes where there are none")
    return first, second


def chunk_seconds(folder: Path, paths: list[Path]) -> list[float]:
    """Return how long each step of an import takes beside a window, which looks for garbage between two events."""
    workbench = open_workspace(folder)
    taken: list[float] = []
    with left_lying(), closing(workbench):
        begun = perf_counter()
        for _step in import_steps(workbench, paths, ImportReport(), chunk_seconds=WINDOW_SECONDS):
            taken.append(perf_counter() - begun)
            begun = perf_counter()
    return sorted(taken)


def measure_import(paths: list[Path], rounds: int) -> None:
    raw: list[tuple[float, float]] = []
    in_large_pages: list[tuple[float, float]] = []
    first: list[tuple[float, float]] = []
    second: list[float] = []
    for _round in range(rounds):
        for page_bytes, found in ((None, raw), (PAGE_BYTES, in_large_pages)):
            # Anew each time, as an import makes them: Python keeps the UTF-8 of a text that SQLite has taken once.
            texts = texts_of(jobs_of(paths))
            with tempfile.TemporaryDirectory() as name:
                found.append(raw_seconds(Path(name), texts, page_bytes))
        with tempfile.TemporaryDirectory() as name:
            taken = import_seconds(Path(name), paths)
            first.append(taken[0])
            second.append(taken[1])
    size = sum(path.stat().st_size for path in paths) / 1e6
    many = f"{len(texts['job'])} jobs, {len(texts['deliverable'])} deliverables"
    print(f"import of {many}, {size:.1f} MB; best of {rounds}, turn and turn about")
    for at, what in enumerate(("passed", "computed by the process, whoever else computes")):
        least_raw, least = min(each[at] for each in raw), min(each[at] for each in first)
        large = min(each[at] for each in in_large_pages)
        print(f"  {what}:")
        print(f"    raw executemany of the texts  {least_raw * 1000:7.0f} ms")
        print(f"    import                        {least * 1000:7.0f} ms  {size / least:.0f} MB/s")
        print(f"    ratio                         {least / least_raw:7.2f}     (goal {GOAL:.0f})")
        print(f"    raw in the program's pages    {large * 1000:7.0f} ms, ratio {least / large:.2f}")
    pairs = sorted(one / other for (one, _work), (other, _raw_work) in zip(first, raw, strict=True))
    print(f"  ratios of the rounds          {', '.join(f'{pair:.2f}' for pair in pairs)}")
    print(f"  second import, all unchanged  {min(second) * 1000:7.0f} ms")
    with tempfile.TemporaryDirectory() as name:
        taken_each = chunk_seconds(Path(name), paths)
    middle, late = taken_each[len(taken_each) // 2], taken_each[int(len(taken_each) * 0.99)]
    print(
        f"  steps beside a window         {len(taken_each)}: p50 {middle * 1000:.0f} ms, p99 {late * 1000:.0f} ms,"
        f" longest {taken_each[-1] * 1000:.0f} ms (goal 20 ms)"
    )


def measure_export(paths: list[Path], rounds: int) -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        workbench = open_workspace(folder / "workspace")
        import_files(workbench, paths)
        taken: dict[str, list[float]] = {}
        for _round in range(rounds):
            for kind in ("json", "jsonl"):
                begun = perf_counter()
                export_file(workbench, folder / f"out.{kind}", ExportWish(kind))
                taken.setdefault(kind, []).append(perf_counter() - begun)
            objects = orjson.loads((folder / "out.json").read_bytes())
            begun = perf_counter()
            (folder / "plain.json").write_bytes(orjson.dumps(objects))
            taken.setdefault("orjson", []).append(perf_counter() - begun)
        workbench.close()
        size = (folder / "out.json").stat().st_size / 1e6
    print(f"export of the same, {size:.1f} MB; best of {rounds}")
    print(f"  orjson of the same objects    {min(taken['orjson']) * 1000:7.0f} ms")
    for kind in ("json", "jsonl"):
        best = min(taken[kind])
        ratio = best / min(taken["orjson"])
        print(f"  export {kind:5}                  {best * 1000:7.0f} ms  {size / best:.0f} MB/s, {ratio:.1f} times")


def main() -> int:
    """Print the figures; return 1 if the shared jobs are not there."""
    paths = sorted(JOBS.glob("*.jsonl"))
    if not paths:
        print(f"no jobs in {JOBS}")
        return 1
    rounds = 2 if "--quick" in sys.argv else 9
    measure_import(paths, rounds)
    measure_export(paths, rounds)
    return 0


if __name__ == "__main__":
    sys.exit(main())
