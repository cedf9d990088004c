"""From starting the program to the first pixel on an X screen, and the memory it then takes, beside a bare Qt window.

    python -m tests.bench.start [--quick] [PROGRAM...]

The programs are compared with the checkout; without any, the frozen program is taken if `make package` left one.
The screen is a virtual one whose pixels lie in a file, so that all are measured the same way and from outside.
"""

from __future__ import annotations

import argparse
import mmap
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
FROZEN = ROOT / "build" / "frozen" / "annotator" / "annotator"
PATIENCE_S, SETTLED_S = 30.0, 4.0
_PAUSE = threading.Event()
BARE = (
    "from PySide6.QtWidgets import QApplication, QMainWindow, QTextBrowser\n"
    "application = QApplication([])\nwindow = QMainWindow()\nwindow.setCentralWidget(QTextBrowser())\n"
    "window.resize(1200, 700)\nwindow.show()\napplication.exec()\n"
)


def main() -> int:
    """Print both figures of every program; return 0, or 1 if there is no screen to paint on."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true")
    parser.add_argument("programs", nargs="*", type=Path)
    arguments = parser.parse_args()
    if shutil.which("Xvfb") is None:
        print("Xvfb is not there (apt-get install xvfb): not measured")
        return 0
    programs = arguments.programs or [FROZEN] * FROZEN.is_file()
    candidates = {
        "bare Qt window, source": [sys.executable, "-c", BARE],
        "Annotator, source": [sys.executable, "-m", "annotator"],
        **{f"Annotator, {program}": [str(program.resolve())] for program in programs},
    }
    compare(candidates, 1 if arguments.quick else 9)
    return 0


def compare(candidates: dict[str, list[str]], times: int) -> None:
    """Measure all of them in turn, so that a busy moment meets each."""
    with tempfile.TemporaryDirectory() as folder, screen(Path(folder)) as pixels:
        environment = {**own_home(Path(folder)), "DISPLAY": pixels.display, "PYTHONPATH": str(ROOT)}
        figures: dict[str, list[tuple[float, float]]] = {name: [] for name in candidates}
        for turn in range(times + 1):  # the first turn only warms the disk's cache
            for name, command in candidates.items():
                measured = start(command, environment, pixels)
                figures[name] += [measured] * (turn > 0)
    (bare, *_others) = (statistics.median(each[0] for each in those) for those in figures.values())
    memory = {name: statistics.median(each[1] for each in those) for name, those in figures.items()}
    source = memory["Annotator, source"]
    for name, those in figures.items():
        paint = statistics.median(each[0] for each in those)
        least = min(each[0] for each in those)
        print(f"{name}: first paint {paint * 1000:.0f} ms (at least {least * 1000:.0f}; {paint / bare:.2f} x bare), "
              f"memory {memory[name]:.0f} MB ({memory[name] / source - 1:+.0%} to source)")  # fmt: skip


class Pixels:
    """The screen as it lies in its file."""

    def __init__(self, display: str, file: Path) -> None:
        self.display = display
        with file.open("rb") as stream:
            self._map = mmap.mmap(stream.fileno(), 0, access=mmap.ACCESS_READ)
        self._blank = self._map[:]

    def are_blank(self) -> bool:
        """Return whether nothing is painted: the window of every candidate covers the middle of the screen's rows."""
        middle = len(self._blank) // 4
        return self._map[middle : middle + 4096] == self._blank[middle : middle + 4096]

    def close(self) -> None:
        """Let the file go."""
        self._map.close()


@contextmanager
def screen(folder: Path) -> Iterator[Pixels]:
    """Give a virtual screen whose pixels are a file."""
    reading, writing = os.pipe()
    command = ["Xvfb", "-displayfd", str(writing), "-screen", "0", "1440x900x24", "-fbdir", str(folder)]
    server = subprocess.Popen(command, pass_fds=[writing], stderr=subprocess.DEVNULL)
    os.close(writing)
    try:
        with os.fdopen(reading) as told:
            number = told.readline().strip()
        pixels = Pixels(f":{number}", folder / "Xvfb_screen0")
        yield pixels
        pixels.close()
    finally:
        server.terminate()
        server.wait()


def start(command: list[str], environment: dict[str, str], pixels: Pixels) -> tuple[float, float]:
    """Return the seconds to the first pixel, and the megabytes in use a while later."""
    wait_for(pixels.are_blank)
    began = time.perf_counter()
    process = subprocess.Popen(command, env=environment, stderr=subprocess.DEVNULL, cwd="/")
    try:
        wait_for(lambda: not pixels.are_blank() or process.poll() is not None)
        took = time.perf_counter() - began
        _PAUSE.wait(SETTLED_S)
        if process.poll() is not None:
            raise RuntimeError(f"{command[0]} ended with {process.returncode}")
        return took, resident_mb(process.pid)
    finally:
        process.kill()
        process.wait()


def wait_for(holds: object) -> None:
    """Look every half millisecond."""
    end = time.perf_counter() + PATIENCE_S
    while not holds():  # type: ignore[operator]
        if time.perf_counter() > end:
            raise TimeoutError("nothing was painted")
        _PAUSE.wait(0.0005)


def resident_mb(pid: int) -> float:
    """Return the memory that a process holds."""
    status = Path(f"/proc/{pid}/status").read_text(encoding="ascii")
    (line,) = (line for line in status.splitlines() if line.startswith("VmRSS"))
    return int(line.split()[1]) / 1024


def own_home(folder: Path) -> dict[str, str]:
    """Return an environment whose user has the sample jobs and nothing else."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("XDG_", "QT_", "WAYLAND"))}
    environment = {**kept, "HOME": str(folder), "LANG": "C.UTF-8", "PYTHONPATH": str(ROOT)}
    samples = ROOT / "resources" / "samples" / "samples.jsonl"
    command = [sys.executable, "-m", "annotator", "import", str(samples)]
    subprocess.run(command, env=environment, check=True, stdout=subprocess.DEVNULL)
    return environment


if __name__ == "__main__":
    sys.exit(main())
