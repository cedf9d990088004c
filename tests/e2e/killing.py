"""A reviewer's process that is killed while it types and marks, and what must be on the disk afterwards.

Run as a program it carries commands out until it is killed, and says after each that it is saved.
"""

from __future__ import annotations

import itertools
import random
import subprocess
import sys
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import text

from annotator.domain.review import MarkKind
from annotator.domain.textpatch import patch_between
from annotator.storage.database import reading
from annotator.workflow.commands import Command, EditText, SetMark, TextField
from annotator.workflow.workspaces import open_workspace
from tests.unit.small_study import CRITERIA, OTHER, REF, add_small_study

ROOT = Path(__file__).resolve().parents[2]
_WORDS = ["評価", "of", "the", "deliverable\r\n\x00😀", ""]
_LATEST = 0.4  # seconds after the first save


def commands() -> Iterator[Command]:
    """Yield the same acts in every process: marks here, and a note that grows there."""
    note = ""
    for number in itertools.count():
        if number % 3 == 0:
            kind = list(MarkKind)[number // 12 % 4]
            yield SetMark(REF, CRITERIA[number // 3 % 4], kind)
        else:
            longer = note + _WORDS[number % len(_WORDS)] + " "
            yield EditText(OTHER, TextField.NOTE, "", patch_between(note, longer))
            note = longer


def work(folder: Path) -> None:
    """Carry out commands for ever; a line on stdout says that one is saved."""
    workbench = open_workspace(folder)
    for number, command in enumerate(commands(), 1):
        workbench.run(command, f"command-{number}")
        print(number, flush=True)  # noqa: T201 -- this is what the process is for


@dataclass(frozen=True)
class Outcome:
    """How many acts a killed process had called saved, and how many are on the disk."""

    called_saved: int
    on_disk: int
    is_sound: bool
    is_as_expected: bool
    """Whether the reviews are those that the acts on the disk lead to."""


def killed_run(folder: Path, rng: random.Random) -> Outcome:
    """Let a process work in a new workspace, kill it at a random moment, and look."""
    made = open_workspace(folder)
    add_small_study(made.database)
    made.close()
    program = [sys.executable, "-m", "tests.e2e.killing", str(folder)]
    process = subprocess.Popen(program, cwd=ROOT, stdout=subprocess.PIPE)
    assert process.stdout is not None
    said = [process.stdout.readline()]
    killer = threading.Timer(rng.uniform(0, _LATEST), process.kill)
    killer.start()
    said += process.stdout.readlines()
    killer.join()
    process.stdout.close()
    assert process.wait() < 0, "the process ended by itself"
    return _looked_at(folder, called_saved=int(said[-1]))


def _looked_at(folder: Path, called_saved: int) -> Outcome:
    workbench = open_workspace(folder)
    with reading(workbench.database) as session:
        is_sound = session.execute(text("PRAGMA integrity_check")).scalars().all() == ["ok"]
        is_sound &= session.execute(text("PRAGMA foreign_key_check")).all() == []
    on_disk = sum(entry.merged for ref in (REF, OTHER) for entry in workbench.history(ref))
    marks = {mark.criterion_id: mark.kind for mark in workbench.sheet_of(REF).review.marks}
    note = workbench.sheet_of(OTHER).review.note
    workbench.close()
    return Outcome(called_saved, on_disk, is_sound, (marks, note) == _expected(on_disk))


def _expected(count: int) -> tuple[dict[str, MarkKind | None], str]:
    """Return the marks and the note that so many acts lead to where nobody is killed."""
    marks: dict[str, MarkKind | None] = {}
    note = ""
    for command in itertools.islice(commands(), count):
        if isinstance(command, SetMark):
            marks[command.criterion_id] = command.kind
        elif isinstance(command, EditText):
            (hunk,) = command.patch.hunks
            note = note[: hunk.start] + hunk.inserted
    return marks, note


if __name__ == "__main__":
    work(Path(sys.argv[1]))
