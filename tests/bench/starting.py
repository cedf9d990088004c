"""Start to the window's first paint and to live content, and memory at rest, beside a bare PySide6 window.

Each start is a process of its own, the two kinds turn and turn about; the clock runs from before the process begins.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from statistics import median

from annotator.paths import resource
from annotator.workflow.importing import import_files
from annotator.workflow.workspaces import open_workspace

ROOT = Path(__file__).resolve().parents[2]
FIRST_GOAL, LIVE_GOAL, MEMORY_GOAL_MB = 2.0, 4.0, 130


def started(*arguments: str) -> dict[str, list[float]]:
    """Start a process; return what it said: seconds from before it began, or megabytes."""
    began = time.monotonic()
    command = [sys.executable, "-m", "tests.bench._starts", *arguments]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=120, check=True)
    said: dict[str, list[float]] = {}
    for line in done.stdout.splitlines():
        what, *figures = line.split()
        first, second = map(float, figures)
        said[what] = [first - (0 if what == "memory" else began), second]
    return said


def main() -> int:
    """Print the table."""
    rounds = 5 if "--quick" in sys.argv else 21
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    os.environ.setdefault("QT_LOGGING_RULES", "qt.text.font.db=false;qt.qpa.*=false")
    with tempfile.TemporaryDirectory() as name:
        for kind in ("CONFIG", "DATA", "STATE", "CACHE"):
            os.environ[f"XDG_{kind}_HOME"] = f"{name}/{kind.lower()}"
        workspace = f"{name}/workspace"
        workbench = open_workspace(Path(workspace))
        import_files(workbench, [resource("samples", "samples.jsonl")])
        workbench.close()
        started("bare"), started("real", workspace)  # into the system's cache
        figures: dict[str, list[list[float]]] = {"bare": [], "first": [], "live": []}
        for _round in range(rounds):
            figures["bare"].append(started("bare")["first"])
            said = started("real", workspace)
            figures["first"].append(said["first"])
            figures["live"].append(said["live"])
        rest = {"bare": started("bare", "--rest")["memory"], "real": started("real", workspace, "--rest")["memory"]}
    report(figures, rest)
    return 0


def report(figures: dict[str, list[list[float]]], rest: dict[str, list[float]]) -> None:
    rounds = len(figures["bare"])
    print(f"start on {os.environ['QT_QPA_PLATFORM']}, {rounds} starts of each, turn and turn about")
    for what, each, goal in (
        ("bare PySide6 window, painted", "bare", None),
        ("the window, first paint", "first", FIRST_GOAL),
        ("the window, live content", "live", LIVE_GOAL),
    ):
        passed, computed = ([sorted(one[at] for one in figures[name]) for name in (each, "bare")] for at in (0, 1))
        ratios = [passed[0][0] / passed[1][0], median(passed[0]) / median(passed[1])]
        print(
            f"  {what:30} best {passed[0][0] * 1000:5.0f} ms, middle {median(passed[0]) * 1000:5.0f} ms,"
            f" computing {median(computed[0]) * 1000:5.0f} ms   ratios {ratios[0]:5.2f}, {ratios[1]:5.2f},"
            f" {median(computed[0]) / median(computed[1]):5.2f}" + (f"   (goal {goal:.0f})" if goal else "")
        )
    print(f"  memory at rest, bare window    RSS {rest['bare'][0]:5.0f} MB, PSS {rest['bare'][1]:5.0f} MB")
    print(
        f"  memory at rest, samples open   RSS {rest['real'][0]:5.0f} MB, PSS {rest['real'][1]:5.0f} MB"
        f"   (goal {MEMORY_GOAL_MB} MB)"
    )


if __name__ == "__main__":
    sys.exit(main())
