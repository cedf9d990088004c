"""Kill the real window at random moments, fifty times, while a hand types and marks in it, and print what was lost."""

from __future__ import annotations

import random
import sys
import tempfile
from pathlib import Path

from tests.e2e.killing import killed_run

RUNS, QUICK_RUNS = 50, 3


def main() -> int:
    """Print a line at the end; return 1 if anything that was called saved is missing."""
    runs = QUICK_RUNS if "--quick" in sys.argv else RUNS
    seed = random.SystemRandom().getrandbits(32)
    chance = random.Random(seed)
    lost = damaged = acts = times = 0
    for number in range(runs):
        with tempfile.TemporaryDirectory() as folder:
            outcome = killed_run(Path(folder), chance)
        acts += outcome.acts_saved
        times += outcome.times_saved
        lost += len(outcome.missing)
        damaged += not outcome.is_sound
        for each in outcome.missing:
            print(f"  run {number + 1}: {each}", flush=True)
    print(
        f"the window killed {runs} times by SIGKILL (seed {seed}): {acts} keys that it had called saved, at {times}"
        f" moments; {lost} marks or texts lost, {damaged} databases damaged"
    )
    return 1 if lost or damaged else 0


if __name__ == "__main__":
    sys.exit(main())
