"""A key is in the keychain or in memory, and nowhere else: not in database, settings, logs, exports, reports."""

from __future__ import annotations

import base64
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from llmock.scenarios import Fail, Match, StreamFault

pytestmark = pytest.mark.system

SENTINEL = "sk-test-SENTINEL"
ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def url(llmock) -> str:
    """A server that quotes the key when it refuses, breaks off once, and answers then."""
    quoting = f"Incorrect API key provided: {SENTINEL}"
    match = Match(stream=True)
    faults = [Fail(status, message=quoting, match=match) for status in (401, 400, 401)]
    llmock.reply("An answer of some words.", times=None).add(*faults, StreamFault("truncate", after_chunks=3))
    return llmock.base_url()


def lived(tmp_path: Path, url: str, *around: str) -> dict[str, object]:
    """Let the program live in a home of its own, and return what it said of itself."""
    home = tmp_path / "home"
    home.mkdir()
    folders = {f"XDG_{kind}_HOME": str(home / kind) for kind in ("DATA", "CONFIG", "STATE", "CACHE")}
    kept_out = {"DBUS_SESSION_BUS_ADDRESS", "OPENAI_API_KEY"}
    environment = {name: value for name, value in os.environ.items() if name not in kept_out}
    environment |= {
        "HOME": str(home),
        "PYTHONPATH": str(ROOT),
        "OPENAI_LOG": "debug",
        "QT_QPA_PLATFORM": "offscreen",
        **folders,
    }
    command = [*around, sys.executable, "-m", "tests.system.key_run", str(tmp_path), url]
    sys.stdout.write(f"$ {' '.join(command)}\n")
    done = subprocess.run(command, env=environment, cwd=ROOT, capture_output=True, text=True, timeout=240, check=False)
    assert done.returncode == 0, done.stderr[-4000:]
    (tmp_path / "stdout.txt").write_text(done.stdout, encoding="utf-8")
    (tmp_path / "stderr.txt").write_text(done.stderr, encoding="utf-8")
    told = json.loads(done.stdout.splitlines()[-1])
    assert told["answers"] == 4
    assert any("RuntimeError" in each for each in told["said"]), "the bug was reported"
    return told


def require_nowhere(tmp_path: Path) -> None:
    """Search every file, whole and in the usual disguises."""
    files = [path for path in tmp_path.rglob("*") if path.is_file()]
    names = {path.name for path in files}
    assert {"annotator.sqlite", "annotations.json", "settings.json", "annotator.log", "stdout.txt"} <= names

    needles = [SENTINEL.encode(), SENTINEL.encode("utf-16-le"), base64.b64encode(SENTINEL.encode()).rstrip(b"=")[:-2]]
    found = [path for path in files if any(needle in path.read_bytes() for needle in needles)]
    sys.stdout.write(f"searched {len(files)} files\n")
    assert found == []


def test_without_a_keychain_the_key_is_in_memory_alone(tmp_path, url):
    told = lived(tmp_path, url)
    assert told["kept"] == [False]
    assert not told["is_found"]
    require_nowhere(tmp_path)


def test_a_back_end_that_writes_files_is_never_used(tmp_path, url, monkeypatch):
    monkeypatch.setenv("PYTHON_KEYRING_BACKEND", "tests.system.plain_keyring.PlainKeyring")
    told = lived(tmp_path, url)
    assert told["kept"] == [False]
    require_nowhere(tmp_path)


def test_with_a_secret_service_the_key_is_there_and_nowhere_else(tmp_path, url):
    if not (shutil.which("dbus-run-session") and shutil.which("gnome-keyring-daemon")):
        pytest.fail("this test needs a Secret Service: apt-get install dbus gnome-keyring")
    unlock = 'printf test | gnome-keyring-daemon --unlock --components=secrets >/dev/null && exec "$@"'
    told = lived(tmp_path, url, "dbus-run-session", "--", "sh", "-c", unlock, "sh")
    assert told["kept"] == [True]
    assert told["is_found"], "another process finds it in the keychain"
    assert list((tmp_path / "home").rglob("*.keyring")), "the service wrote its own, sealed file"
    require_nowhere(tmp_path)
