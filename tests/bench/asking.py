"""How long the window stands still while a server fails: every fault, at the start, in the middle and at the end.

Each is met twice: once left alone, once stopped soon after it began. The baseline is the same window doing nothing,
measured in between. Where the system tells, the time for which the window's thread was ready and got no core is taken
off: that is what else runs on the machine.

Then the program is closed in the middle of each fault, and timed from there to the end of its process.
"""

from __future__ import annotations

import argparse
import json
import os
import socket
import subprocess
import sys
import tempfile
import threading
import time
import urllib.request
from collections.abc import Callable
from pathlib import Path

os.environ["QT_QPA_PLATFORM"] = "offscreen"

from PySide6.QtCore import QElapsedTimer, QEventLoop, Qt, QTimer

from annotator.bootstrap import make_shell
from annotator.domain.job import Arm
from annotator.paths import resource
from annotator.settings.connections import Connection
from annotator.ui.screens.exchange import import_paths
from annotator.ui.shell import Shell
from annotator.workflow.requests import Ask
from tests.bench import _closing

TEXT = " ".join(f"word{number}" for number in range(60))
PLACES = {"start": 0, "middle": 30, "end": 61}
STREAMS = ("truncate", "disconnect", "malformed", "stall")
STATUSES = (429, 500)
LIMIT_MS = 50.0


class Heart:
    """Beats every few milliseconds in the window's thread and knows its longest pause, with and without the machine's.

    `longest_ms` is what the window itself stood still, `longest_seen_ms` what somebody sees on this machine.
    """

    def __init__(self) -> None:
        self._schedule = Path(f"/proc/self/task/{threading.get_native_id()}/schedstat")
        self._clock = QElapsedTimer()
        self._timer = QTimer(interval=2, timerType=Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self._beat)
        self.longest_ms = self.longest_seen_ms = 0.0
        self._waited_ms = self._waited()
        self._clock.start()
        self._timer.start()

    def _waited(self) -> float:
        """Return how long this thread has waited for a core so far; 0 where the system does not tell."""
        return int(self._schedule.read_text().split()[1]) / 1e6 if self._schedule.exists() else 0.0

    def _beat(self) -> None:
        seen, waited = self._clock.nsecsElapsed() / 1e6, self._waited()
        self.longest_seen_ms = max(self.longest_seen_ms, seen)
        self.longest_ms = max(self.longest_ms, seen - (waited - self._waited_ms))
        self._waited_ms = waited
        self._clock.start()

    def reset(self) -> None:
        """Forget the pauses so far."""
        self.longest_ms = self.longest_seen_ms = 0.0
        self._waited_ms = self._waited()
        self._clock.start()


def until(is_so: Callable[[], bool]) -> None:
    """Let the window live until something is so."""
    end = time.monotonic() + 60
    while not is_so():
        assert time.monotonic() < end, "it did not come about"
        loop = QEventLoop()
        QTimer.singleShot(10, loop.quit)
        loop.exec()


def pause(seconds: float) -> None:
    """Let the window live for some time."""
    end = time.monotonic() + seconds
    until(lambda: time.monotonic() >= end)


class Server:
    """A server with faults, in a process of its own."""

    def __init__(self) -> None:
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            port = probe.getsockname()[1]
        command = [sys.executable, "-m", "llmock.cli", "serve", "--port", str(port), "--log-level", "error"]
        delay = ["--stream-chunk-delay-ms", "5"]
        self.process = subprocess.Popen([*command, *delay], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        self.url = f"http://127.0.0.1:{port}"

    def wait(self) -> None:
        """Wait until it answers."""
        pause, end = threading.Event(), time.monotonic() + 60
        while True:
            try:
                self._post("reset", {})
            except OSError:
                assert time.monotonic() < end, "the server does not answer"
                pause.wait(0.1)
            else:
                return

    def prepare(self, *behaviours: dict[str, object]) -> None:
        """Let the next request meet these."""
        self._post("reset", {})
        self._post("scenario", {"behaviors": [{"type": "reply", "text": TEXT, "times": None}, *behaviours]})

    def _post(self, path: str, document: dict[str, object]) -> None:
        body = json.dumps(document).encode()
        request = urllib.request.Request(f"{self.url}/_llmock/{path}", body, {"Content-Type": "application/json"})
        urllib.request.urlopen(request, timeout=5).close()


def faults() -> dict[str, tuple[dict[str, object], ...]]:
    """Return what a request may meet, by name; in a quick run, in the middle of an answer only."""
    places = {"middle": PLACES["middle"]} if "--quick" in sys.argv else PLACES
    found: dict[str, tuple[dict[str, object], ...]] = {"nothing": ()}
    for kind in STREAMS:
        for place, chunks in places.items():
            fault = {"type": "stream_fault", "kind": kind, "after_chunks": chunks, "stall_seconds": 20}
            found[f"{kind} at the {place}"] = (fault,)
    for status in STATUSES:
        found[f"{status}"] = ({"type": "fail", "status": status, "retry_after": 0.1, "times": 20},)
    return found


def measure(shell: Shell, server: Server, heart: Heart) -> dict[str, list[tuple[float, float]]]:
    """Meet every fault, left alone and stopped; return the longest pauses, the window's own and those seen."""
    asking = shell.desk.asking
    ends: list[object] = []
    asking.finished.connect(ends.append)
    asking.failed.connect(ends.append)
    connection = Connection("Bench", f"{server.url}/v1", "gpt-4o", first_token_s=1.0, between_tokens_s=0.5)
    longest: dict[str, list[tuple[float, float]]] = {}
    for name, behaviours in faults().items():
        for is_stopped in (False, True):
            server.prepare(*behaviours)
            heart.reset()
            pause(0.7)  # the machine's own pauses, as long as the request takes
            longest.setdefault(name, []).append((heart.longest_ms, heart.longest_seen_ms))
            heart.reset()
            count = len(ends)
            asking.ask(Ask(shell.window.review_screen.opening.sheet.ref, Arm.FEEDBACK, "Again."), connection)
            if is_stopped:
                end = time.monotonic() + 0.25
                until(lambda count=count, end=end: len(ends) > count or time.monotonic() > end)
                asking.stop()
            until(lambda count=count: len(ends) > count)
            pause(0.1)
            longest.setdefault(name, []).append((heart.longest_ms, heart.longest_seen_ms))
    return longest


def main() -> None:
    """Measure and print."""
    argparse.ArgumentParser().parse_known_args()
    server = Server()
    folder = Path(tempfile.mkdtemp())
    for variable in ("XDG_DATA_HOME", "XDG_CONFIG_HOME", "XDG_STATE_HOME"):
        os.environ[variable] = str(folder / variable)
    try:
        server.wait()
        shell = make_shell()
        shell.show(folder / "workspace")
        until(lambda: shell.desk.is_ready)
        import_paths(shell.window, [resource("samples", "samples.jsonl")])
        until(lambda: shell.window.review_screen.opening is not None)
        heart = Heart()
        pause(1.0)
        longest = measure(shell, server, heart)
        print("longest pause in ms:      idle    left alone    idle    stopped")
        for name, pauses in longest.items():
            print(f"  {name:24}" + "".join(f"{own:10.1f}" for own, _seen in pauses))
        for what, which in (("of the window itself", 0), ("seen on this machine", 1)):
            worst, idle = (max(pause[which] for each in longest.values() for pause in each[at::2]) for at in (1, 0))
            print(f"worst {what}: {worst:.1f} ms, wanted at most {LIMIT_MS:.0f}; idle in the same run {idle:.1f} ms")
        shell.close()
        _closing.measure(server)
    finally:
        server.process.terminate()
        server.process.wait(10)


if __name__ == "__main__":
    main()
