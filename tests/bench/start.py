"""Start to the first pixel on an X screen and to live content, and memory at rest, beside a bare Qt window.

    python -m tests.bench.start [--quick] [--rounds N] [PROGRAM...]

The programs are measured beside the checkout; without any, the frozen program is taken if `make package` left one.
All start turn and turn about, so that a busy moment meets each, on a screen whose pixels lie in a file, so that all are
measured the same way and from outside. Each figure comes twice: passed time, and computing time, which a busy machine
changes less.
"""

from __future__ import annotations

import argparse
import mmap
import os
import shutil
import subprocess
import sys
import tempfile
import threading
import time
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median

from tests.virtual_screen import screen

ROOT = Path(__file__).resolve().parents[2]
FROZEN = ROOT / "build" / "frozen" / "annotator" / "annotator"
STARTS = [sys.executable, "-m", "tests.bench._starts"]
BARE, SOURCE, LIVE = "bare window, source", "Annotator, source", "Annotator, source, live content"
FIRST_GOAL, LIVE_GOAL, FROZEN_GOAL, MEMORY_GOAL_MB = 2.0, 4.0, 2.5, 130
PATIENCE_S, SETTLED_S = 60.0, 4.0
_PAUSE = threading.Event()
_TICKS = os.sysconf("SC_CLK_TCK")


@dataclass
class Measured:
    """What was measured of a candidate: seconds passed and computed until it shows, and megabytes it then holds."""

    passed: list[float] = field(default_factory=list)
    computed: list[float] = field(default_factory=list)
    rss: float = 0.0
    pss: float = 0.0


class Pixels:
    """The screen as it lies in its file."""

    def __init__(self, file: Path) -> None:
        with file.open("rb") as stream:
            self._map = mmap.mmap(stream.fileno(), 0, access=mmap.ACCESS_READ)
        middle = len(self._map) // 4  # every candidate's window covers the middle of the screen's rows
        self._place = slice(middle, middle + 4096)
        self._blank = self._map[self._place]

    def are_blank(self) -> bool:
        """Return whether nothing is painted."""
        return self._map[self._place] == self._blank


def main() -> int:
    """Print the table; without a screen to paint on, say so."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true")
    parser.add_argument("--rounds", type=int)
    parser.add_argument("programs", nargs="*", type=Path)
    arguments = parser.parse_args()
    if shutil.which("Xvfb") is None:
        print("Xvfb is not there (apt-get install xvfb): not measured")
        return 0
    programs = arguments.programs or [FROZEN] * FROZEN.is_file()
    candidates = {
        BARE: [*STARTS, "bare"],
        SOURCE: [sys.executable, "-m", "annotator"],
        **{f"Annotator, {program.parent.name}": [str(program.resolve())] for program in programs},
    }
    rounds = arguments.rounds or (1 if arguments.quick else 15)
    report(measure(candidates, rounds), rounds)
    return 0


def measure(candidates: dict[str, list[str]], rounds: int) -> dict[str, Measured]:
    """Start all of them in turn; what they hold is looked at once each, at rest."""
    figures = {name: Measured() for name in [*candidates, LIVE]}
    with tempfile.TemporaryDirectory() as folder, screen() as display:
        pixels = Pixels(display.file)
        environment = {**own_home(Path(folder)), "DISPLAY": display.display}
        for turn in range(rounds + 1):  # the first turn only warms the disk's cache
            for name, command in candidates.items():
                started(command, environment, pixels, figures[name] if turn else Measured(), is_last=turn == rounds)
            until_live(environment, figures[LIVE] if turn else Measured())
            wait_for(pixels.are_blank)
    return figures


def started(command: list[str], environment: dict[str, str], pixels: Pixels, into: Measured, *, is_last: bool) -> None:
    """Start one, and look when it shows."""
    wait_for(pixels.are_blank)
    began = time.perf_counter()
    process = subprocess.Popen(command, env=environment, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        wait_for(lambda: not pixels.are_blank() or process.poll() is not None)
        into.passed.append(time.perf_counter() - began)
        into.computed.append(computed(process.pid))
        if is_last:
            wait_for_rest(process.pid)
            into.rss, into.pss = held(process.pid)
    finally:
        process.kill()
        process.wait()


def until_live(environment: dict[str, str], into: Measured) -> None:
    """Let the program from source tell when the deliverable is painted that opens by itself."""
    began = time.monotonic()
    workspace = Path(environment["HOME"]) / ".local" / "share" / "Annotator" / "workspace"
    command = [*STARTS, "real", str(workspace)]
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, timeout=60, check=True)
    (line,) = (line for line in done.stdout.splitlines() if line.startswith("live"))
    _what, passed, worked = line.split()
    into.passed.append(float(passed) - began)
    into.computed.append(float(worked))


def wait_for(holds: object) -> None:
    """Look every half millisecond."""
    end = time.perf_counter() + PATIENCE_S
    while not holds():  # type: ignore[operator]
        if time.perf_counter() > end:
            raise TimeoutError("nothing was painted")
        _PAUSE.wait(0.0005)


def wait_for_rest(pid: int) -> None:
    """Wait until a process has hardly computed for a while: a busy machine lets it finish late."""
    before, end = -1.0, time.perf_counter() + PATIENCE_S
    while (now := computed(pid)) - before > SETTLED_S / 100 and time.perf_counter() < end:
        before = now
        _PAUSE.wait(SETTLED_S)


def computed(pid: int) -> float:
    """Return the processor seconds of a process."""
    fields = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / _TICKS


def held(pid: int) -> tuple[float, float]:
    """Return RSS and PSS in MB: what the process holds, and its share of what it has in common with others."""
    lines = Path(f"/proc/{pid}/smaps_rollup").read_text(encoding="ascii").splitlines()
    sizes = {line.split()[0]: int(line.split()[1]) * 1024 / 1e6 for line in lines[1:]}
    return sizes["Rss:"], sizes["Pss:"]


def report(figures: dict[str, Measured], rounds: int) -> None:
    """Print the table."""
    print(f"{rounds} starts of each, turn and turn about: passed (best, middle), computing (middle); x bare window")
    bare, source = figures[BARE], figures[SOURCE]
    goals = {SOURCE: FIRST_GOAL, LIVE: LIVE_GOAL, BARE: None}
    for name, each in figures.items():
        best, middle, worked = min(each.passed), median(each.passed), median(each.computed)
        goal = goals.get(name, FROZEN_GOAL)
        print(
            f"  {name:32} {best * 1000:5.0f} {middle * 1000:5.0f} {worked * 1000:5.0f} ms"
            f"   x {best / min(bare.passed):4.2f} {middle / median(bare.passed):4.2f}"
            f" {worked / median(bare.computed):4.2f}" + (f"   (goal {goal:.1f})" if goal else "")
        )
    for name, each in figures.items():
        if each.rss:
            beside = f", {each.rss / source.rss - 1:+.0%} and {each.pss / source.pss - 1:+.0%} to source"
            print(f"  {name:32} at rest RSS {each.rss:4.0f} MB, PSS {each.pss:4.0f} MB" + beside * (each is not bare))
    print(f"  (goals: source RSS {MEMORY_GOAL_MB} MB, frozen within 10 % of source)")


def own_home(folder: Path) -> dict[str, str]:
    """Return an environment whose user has the sample jobs and nothing else."""
    foreign = ("XDG_", "QT_", "WAYLAND", "PYTHONDONTWRITE")  # as for a user, nothing is compiled anew at each start
    kept = {name: value for name, value in os.environ.items() if not name.startswith(foreign)}
    environment = {**kept, "HOME": str(folder), "LANG": "C.UTF-8", "PYTHONPATH": str(ROOT)}
    samples = ROOT / "resources" / "samples" / "samples.jsonl"
    command = [sys.executable, "-m", "annotator", "import", str(samples)]
    subprocess.run(command, env=environment, check=True, stdout=subprocess.DEVNULL)
    return environment


if __name__ == "__main__":
    sys.exit(main())
