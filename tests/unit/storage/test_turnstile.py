from __future__ import annotations

import subprocess
import sys
import threading
from pathlib import Path

import pytest

from annotator.errors import KnownError
from annotator.storage import database as database_module
from annotator.storage import turnstile as turnstile_module
from annotator.storage.database import reading, transaction
from annotator.storage.turnstile import Turnstile
from annotator.storage.workspace import remember, remembered


def wait_for_line(turnstile, length):
    while len(turnstile._waiting) < length:
        pass


def test_who_waits_longest_comes_next():
    turnstile = Turnstile()
    order = []

    def go(name):
        with turnstile.turn(10):
            order.append(name)

    threads = [threading.Thread(target=go, args=(name,)) for name in "bcd"]
    with turnstile.turn(10):
        for count, thread in enumerate(threads, 1):
            thread.start()
            wait_for_line(turnstile, count)
    go("a")  # who has just been in goes to the end of the line
    for thread in threads:
        thread.join()
    assert order == ["b", "c", "d", "a"]


def test_who_waits_too_long_leaves_the_line():
    turnstile = Turnstile()

    def impatient():
        with pytest.raises(TimeoutError), turnstile.turn(0.001):
            pass

    with turnstile.turn(1):
        thread = threading.Thread(target=impatient)
        thread.start()
        thread.join()
    with turnstile.turn(0):
        assert not turnstile._waiting


def test_a_turn_ends_when_its_work_fails():
    turnstile = Turnstile()
    with pytest.raises(ZeroDivisionError), turnstile.turn(0):
        raise ZeroDivisionError
    with turnstile.turn(0):
        pass


def test_it_is_free_while_nobody_is_in():
    turnstile = Turnstile()
    assert turnstile.is_free()
    with turnstile.turn(0):
        assert not turnstile.is_free()
    assert turnstile.is_free()


def test_after_a_long_turn_it_is_free_for_the_others_first(monkeypatch):
    monkeypatch.setattr(turnstile_module, "LONG_TURN_S", -1.0)
    monkeypatch.setattr(turnstile_module, "PAUSE_S", 60.0)
    turnstile = Turnstile()
    with turnstile.turn(0):
        pass
    answers = []
    thread = threading.Thread(target=lambda: answers.append(turnstile.is_free()))
    thread.start()
    thread.join()
    assert (turnstile.is_free(), answers) == (False, [True])


def test_waiting_for_ones_own_transaction_is_given_up(database, monkeypatch):
    monkeypatch.setattr(database_module, "_LONGEST_TURN_S", 0.001)
    with transaction(database), pytest.raises(KnownError, match="busy with other work"), transaction(database):
        pass


def test_a_write_comes_through_while_another_process_writes_on_and_on(database):
    """The other process ends when it sees what we wrote: it would go on for ever if we were never let in."""
    script = """
import sys
from annotator.storage.database import open_database, transaction
from annotator.storage.workspace import remember, remembered
database = open_database(sys.argv[1])
print("ready", flush=True)
while True:
    with transaction(database) as session:
        for number in range(100):
            remember(session, "piece", str(number))
        if remembered(session, "stop"):
            break
"""
    program = [sys.executable, "-c", script, str(database.path)]
    with subprocess.Popen(program, cwd=Path(__file__).parents[3], stdout=subprocess.PIPE) as other:
        assert other.stdout is not None
        other.stdout.readline()
        with transaction(database) as session:
            remember(session, "stop", "now")
        assert other.wait(timeout=30) == 0
    with reading(database) as session:
        assert remembered(session, "piece") == "99"
