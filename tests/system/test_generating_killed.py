"""A generation that is killed twice, against a server that refuses a third of what it is asked."""

from __future__ import annotations

import json
import os
import signal
import socket
import sqlite3
import subprocess
import sys
import threading
import time
import urllib.request
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from annotator.workflow.importing import import_files
from annotator.workflow.workspaces import DATABASE_NAME, open_workspace

pytestmark = pytest.mark.system

JOBS = 200
CONCURRENCY = 8
KILL_AT = (50, 120)
SENTINEL = "sk-test-SENTINEL"


@pytest.fixture
def server() -> Iterator[str]:
    """A server of its own process: 15 % of its answers are 429, 15 % are 500."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [sys.executable, "-m", "llmock.cli", "serve", "--port", str(port), "--log-level", "warning"]
    faults = ["--error-rate", "429=0.15", "--error-rate", "500=0.15", "--stream-chunk-delay-ms", "15"]
    process = subprocess.Popen([*command, *faults])
    url = f"http://127.0.0.1:{port}"
    try:
        _until(lambda: _answers(url), 30)
        yield url
    finally:
        process.terminate()
        process.wait(10)


def _answers(url: str) -> bool:
    try:
        with urllib.request.urlopen(f"{url}/_llmock/requests", timeout=2):
            return True
    except OSError:
        return False


def _until(is_so, timeout_s: float) -> None:
    pause, end = threading.Event(), time.monotonic() + timeout_s
    while not is_so():
        assert time.monotonic() < end, "it did not come about in time"
        pause.wait(0.02)


def stored(folder: Path) -> int:
    with closing(sqlite3.connect(f"file:{folder / DATABASE_NAME}?mode=ro", uri=True)) as database:
        return int(database.execute("SELECT count(*) FROM deliverable").fetchone()[0])


def test_two_kills_lose_no_answer_and_ask_nothing_twice_but_what_was_out(tmp_path, server):
    document = {
        "format": "annotator/1",
        "jobs": [{"id": f"job-{number}", "title": f"Job {number}", "brief": f"Do {number}."} for number in range(JOBS)],
    }
    jobs = tmp_path / "jobs.json"
    jobs.write_text(json.dumps(document), encoding="utf-8")
    folder = tmp_path / "workspace"
    workbench = open_workspace(folder)
    import_files(workbench, [jobs])
    workbench.close()
    command = [
        sys.executable, "-m", "annotator", "generate", "--workspace", folder, "--json", "--model", "gpt-4o",
        "--base-url", f"{server}/v1", "--concurrency", str(CONCURRENCY),
    ]  # fmt: skip
    environment = {**os.environ, "OPENAI_API_KEY": SENTINEL}
    for count in KILL_AT:
        process = subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        _until(lambda count=count: stored(folder) >= count, 120)
        process.send_signal(signal.SIGKILL)
        process.communicate()

    paid = 0
    status, runs = 1, 0
    while status and runs < 3:  # a job that was refused eight times in a row is asked again by the next run
        done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
        status, runs = done.returncode, runs + 1
        report = json.loads(done.stdout)
        paid += len(report["possibly_paid"])
    assert status == 0, done.stderr

    with urllib.request.urlopen(f"{server}/_llmock/requests", timeout=20) as answer:
        log = json.load(answer)["requests"]
    errors = sum(each["status"] >= 400 for each in log)
    sys.stdout.write(
        f"{len(log)} requests, {errors} refused, {stored(folder)} deliverables, {paid} possibly paid, {runs} runs\n"
    )
    assert stored(folder) == JOBS
    assert errors > JOBS * 0.2
    repeated = len(log) - errors - JOBS
    assert 0 <= repeated <= len(KILL_AT) * CONCURRENCY
    assert repeated <= paid
    for path in tmp_path.rglob("*"):
        assert not path.is_file() or SENTINEL.encode() not in path.read_bytes()
