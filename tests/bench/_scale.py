"""A workspace of many resampled jobs, brought in by the program's own import; made once for all benchmarks of a run."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path
from time import perf_counter

from annotator.workflow.importing import import_files
from annotator.workflow.workspaces import open_workspace

SCALE = Path(__file__).resolve().parents[3] / "shared" / "data" / "make_scale.py"
JOBS, QUICK_JOBS = 100_000, 4_000
MADE = "ANNOTATOR_BENCH_MADE"
"""The environment's name for the folder in which the benchmarks of one run share what is slow to make."""

HEADER = '{"format": "annotator/1", "study": {"id": "scale", "name": "Scale"}}\n'


def jobs_file(file: Path, jobs: int, *, name: str = "scale", seed: int = 20251123) -> None:
    """Write so many jobs, whose ids begin with this name, into a file."""
    command = [sys.executable, str(SCALE), "--jobs", str(jobs), "--max-bytes", "3000", "--seed", str(seed)]
    with subprocess.Popen(command, stdout=subprocess.PIPE) as process, file.open("wb") as out:
        assert process.stdout is not None
        out.write(HEADER.encode())
        for line in process.stdout:
            out.write(line.replace(b'"scale:', f'"{name}:'.encode()))


def scaled_workspace(folder: Path, *, is_quick: bool) -> Path:
    """Return a workspace of its own, in a folder, that holds the jobs."""
    jobs = QUICK_JOBS if is_quick else JOBS
    shared = os.environ.get(MADE)
    made = (Path(shared) if shared else folder) / f"made-{jobs}"
    if not made.exists():
        _make(made, jobs)
    mine = folder / "workspace"
    shutil.copytree(made, mine)
    return mine


def _make(folder: Path, jobs: int) -> None:
    file = folder.with_suffix(".jsonl")
    jobs_file(file, jobs)
    workbench = open_workspace(folder, "ada")
    begun = perf_counter()
    report = import_files(workbench, [file])
    took = perf_counter() - begun
    workbench.close()
    added, size = report.added, file.stat().st_size / 1e6
    print(
        f"made by import: {added['jobs']:,} jobs, {added['deliverables']:,} deliverables, {size:.0f} MB in {took:.0f} s"
    )
    file.unlink()
