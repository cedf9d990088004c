# ruff: noqa: PLC0415 -- the process that is timed imports the program; the one that times it need not
"""How long the program takes to be gone when it is closed as a server fails: a process of its own for each fault.

Each stands right before its fault, held by a gate; then the fault is let through and the window closed at once. A
server that refuses is met while the program waits to ask again.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING, Final
from urllib.parse import urlsplit

if TYPE_CHECKING:
    from tests.bench.asking import Server

LIMIT_S: Final = 2.0
_MIDDLE: Final = 30
_KINDS: Final = ("429", "500", "truncate", "disconnect", "malformed", "stall")


def measure(server: Server) -> None:
    """Close in the middle of each fault and print how long that took, beside closing with nothing under way."""
    taken = {kind: _close_in(server, kind) for kind in ("nothing", *_KINDS)}
    print("from closing to the end of the process, in s:")
    for kind, seconds in taken.items():
        print(f"  {kind:24}{seconds:10.2f}")
    worst = max(taken[kind] for kind in _KINDS)
    print(f"worst closing during a fault: {worst:.2f} s, wanted at most {LIMIT_S:.0f}; idle {taken['nothing']:.2f} s")


def _close_in(server: Server, kind: str) -> float:
    if kind in {"429", "500"}:
        server.prepare({"type": "fail", "status": int(kind), "retry_after": 30, "times": 20})
    elif kind == "nothing":
        server.prepare()
    else:
        fault = {"type": "stream_fault", "kind": kind, "after_chunks": _MIDDLE, "stall_seconds": 60}
        server.prepare(fault)
    with tempfile.TemporaryDirectory() as folder:
        names = ("XDG_DATA_HOME", "XDG_CONFIG_HOME", "XDG_STATE_HOME")
        surroundings = {**os.environ, **{name: f"{folder}/{name}" for name in names}}
        command = [sys.executable, "-m", "tests.bench._closing", kind, server.url, f"{folder}/workspace"]
        with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=surroundings) as process:
            assert process.stdout is not None, "it is piped"
            said = process.stdout.readline().split()
            process.wait(60)
            ended = time.monotonic()
    assert said[:1] == ["closing"], f"closing during {kind}: the program ended before it was closed"
    return ended - float(said[1])


def _live(kind: str, url: str, workspace: Path) -> None:
    """Be the program: ask, meet the fault, and close."""
    from annotator.bootstrap import end, make_shell
    from annotator.domain.job import Arm
    from annotator.paths import resource
    from annotator.settings.connections import Connection
    from annotator.ui.screens.exchange import import_paths
    from annotator.workflow.requests import Ask
    from tests.bench.asking import pause, until
    from tests.ui.gate import gate_before

    shell = make_shell()
    shell.show(workspace)
    until(lambda: shell.desk.is_ready)
    import_paths(shell.window, [resource("samples", "samples.jsonl")])
    until(lambda: shell.window.review_screen.opening is not None)
    with gate_before(urlsplit(url).port or 0) as (gate, address):
        gate.hold(_MIDDLE)
        ask = Ask(shell.window.review_screen.opening.sheet.ref, Arm.FEEDBACK, "Again.")
        if kind != "nothing":
            shell.desk.asking.ask(ask, Connection("Bench", f"{address}/v1", "gpt-4o"))
        if kind in {"429", "500", "nothing"}:
            pause(2.0)  # it has been refused, and waits
        else:
            until(gate.has_held.is_set)
        gate.open()
        print("closing", time.monotonic(), flush=True)
        shell.window.close()
        end(shell, 0)


if __name__ == "__main__":
    _live(sys.argv[1], sys.argv[2], Path(sys.argv[3]))
