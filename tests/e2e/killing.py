"""Kills the real window while a hand types and marks in it, and compares the disk with what the window called saved."""

from __future__ import annotations

import json
import os
import random
import subprocess
import sys
import threading
from dataclasses import dataclass, field
from pathlib import Path

from sqlalchemy import text

from annotator.domain.ids import DeliverableId, ReviewRef
from annotator.domain.review import Review
from annotator.paths import resource
from annotator.storage.database import reading
from annotator.workflow.importing import import_files
from annotator.workflow.workbench import Workbench
from annotator.workflow.workspaces import open_workspace

ROOT = Path(__file__).resolve().parents[2]
LATEST_S = 3.0
"""The kill comes at most so long after the window first showed that all is saved."""


@dataclass
class Told:
    """What a killed window's hand did: what was done when all was last called saved, and what was begun after it."""

    saved: list[list[str]] = field(default_factory=list)
    later: list[list[str]] = field(default_factory=list)
    times_saved: int = 0

    def take(self, line: bytes) -> None:
        """Take note of a line; the last one may be torn."""
        if not line.endswith(b"\n"):
            return
        what, *facts = json.loads(line)
        if what == "saved":
            self.times_saved += 1
            is_over = not self.later or self.later[-1] == ["done"]
            begun = [] if is_over else self.later[-1:]  # shown while the key was still being taken
            self.saved += self.later if is_over else self.later[:-1]
            self.later = begun
        else:
            self.later.append([what, *facts])

    def acts_saved(self) -> int:
        """Return how many keys that changed something were called saved."""
        return sum(act != ["done"] for act in self.saved)


@dataclass(frozen=True)
class Outcome:
    """What the window had called saved, and what of it is missing."""

    acts_saved: int
    times_saved: int
    missing: tuple[str, ...]
    is_sound: bool


def killed_run(folder: Path, chance: random.Random) -> Outcome:
    """Let the window work in a new workspace, kill it at a random moment, and look."""
    made = open_workspace(folder / "workspace")
    import_files(made, [resource("samples", "samples.jsonl")])
    made.close()
    program = [sys.executable, "-m", "tests.e2e.killed_window", str(folder / "workspace"), str(chance.getrandbits(32))]
    process = subprocess.Popen(program, cwd=ROOT, env=_own_home(folder), stdout=subprocess.PIPE)
    assert process.stdout is not None
    told = Told()
    while told.times_saved == 0 and (line := process.stdout.readline()):
        told.take(line)
    killer = threading.Timer(chance.uniform(0, LATEST_S), process.kill)
    killer.start()
    for line in process.stdout:
        told.take(line)
    killer.join()
    process.stdout.close()
    assert process.wait() < 0, "the window ended by itself"
    return _looked_at(folder / "workspace", told)


def _own_home(folder: Path) -> dict[str, str]:
    kinds = ("CONFIG", "DATA", "STATE", "CACHE")
    own = {f"XDG_{kind}_HOME": str(folder / kind.lower()) for kind in kinds}
    rules = "qt.text.font.db=false;qt.qpa.*=false"
    return {**os.environ, **own, "LANG": "C.UTF-8", "LANGUAGE": "en", "QT_LOGGING_RULES": rules}


def _looked_at(folder: Path, told: Told) -> Outcome:
    workbench = open_workspace(folder)
    with reading(workbench.database) as session:
        is_sound = session.execute(text("PRAGMA integrity_check")).scalars().all() == ["ok"]
        is_sound &= session.execute(text("PRAGMA foreign_key_check")).all() == []
    missing = [*_missing_marks(workbench, told), *_missing_texts(workbench, told)]
    workbench.close()
    return Outcome(told.acts_saved(), told.times_saved, tuple(missing), is_sound)


def _review(workbench: Workbench, deliverable: str) -> Review:
    study = workbench.current_study()
    assert study is not None
    return workbench.sheet_of(ReviewRef(study.id, DeliverableId(deliverable))).review


def _missing_marks(workbench: Workbench, told: Told) -> list[str]:
    """Each criterion has the mark it had last when all was called saved, or one of those that came after."""
    last = {(act[1], act[2]): act[3] for act in told.saved if act[0] == "mark"}
    missing = []
    for (deliverable, criterion), mark in last.items():
        after = {act[3] for act in told.later if act[:3] == ["mark", deliverable, criterion]}
        found = next((each for each in _review(workbench, deliverable).marks if each.criterion_id == criterion), None)
        kind = found.kind.value if found is not None and found.kind is not None else None
        if kind not in {mark, *after}:
            missing.append(f"{deliverable}, {criterion}: {mark} was called saved, {kind} is there")
    return missing


def _missing_texts(workbench: Workbench, told: Told) -> list[str]:
    """Each text holds all that was typed when all was called saved, and nothing that was never typed."""
    saved, typed = _texts(told.saved), _texts([*told.saved, *told.later])
    missing = []
    for (what, deliverable, whose), whole in typed.items():
        found = _stored(workbench, what, deliverable, whose)
        if not (found.startswith(saved.get((what, deliverable, whose), "")) and whole.startswith(found)):
            part = saved.get((what, deliverable, whose), "")
            missing.append(f"{what} of {deliverable} {whose}: {part!r} was called saved, {found!r} is there")
    return missing


def _texts(acts: list[list[str]]) -> dict[tuple[str, str, str], str]:
    texts: dict[tuple[str, str, str], str] = {}
    for act in acts:
        if act[0] in {"note", "whole", "edit"}:
            what, deliverable, whose, piece = act
            texts[what, deliverable, whose] = texts.get((what, deliverable, whose), "") + piece
    return texts


def _stored(workbench: Workbench, what: str, deliverable: str, whose: str) -> str:
    """Return what is on the disk of a text, beginning with what was typed."""
    review = _review(workbench, deliverable)
    match what:
        case "note":
            return next((mark.note for mark in review.marks if mark.criterion_id == whose), "")
        case "whole":
            return review.note
        case _:
            content = workbench.sheet_of(review.ref).deliverable.content
            edits = [each.content for each in review.interventions]
            return edits[0].removeprefix(content) if edits else ""
