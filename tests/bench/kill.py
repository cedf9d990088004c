"""Kill a working process at random moments, fifty times, and print what was lost: `python -m tests.bench.kill`."""

from __future__ import annotations

import random
import sys
import tempfile
from pathlib import Path

from tests.e2e.killing import killed_run

RUNS, QUICK_RUNS = 50, 10


def main() -> int:
    """Print a line at the end; return 1 if anything that was called saved is missing."""
    runs = QUICK_RUNS if "--quick" in sys.argv else RUNS
    rng = random.Random()
    lost = damaged = acts = 0
    for _ in range(runs):
        with tempfile.TemporaryDirectory() as folder:
            outcome = killed_run(Path(folder) / "workspace", rng)
        acts += outcome.called_saved
        lost += max(0, outcome.called_saved - outcome.on_disk)
        damaged += not (outcome.is_sound and outcome.is_as_expected)
    print(f"killed {runs} times by SIGKILL: {acts} acts called saved, {lost} lost, {damaged} databases damaged")
    return 1 if lost or damaged else 0


if __name__ == "__main__":
    sys.exit(main())
