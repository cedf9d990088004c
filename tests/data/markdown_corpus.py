"""The texts of the shared reference data."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

DATA = Path(__file__).parents[2].parent / "shared" / "data"


def jobs() -> Iterator[dict]:
    for path in sorted((DATA / "jobs").glob("*.jsonl")):
        with path.open(encoding="utf-8", newline="\n") as lines:
            yield from map(json.loads, lines)


def deliverables() -> Iterator[tuple[str, str]]:
    for job in jobs():
        for deliverable in job["deliverables"]:
            yield deliverable["id"], deliverable.get("content") or ""


def briefs() -> Iterator[tuple[str, str]]:
    for job in jobs():
        yield job["id"], job.get("brief") or ""


def odd_texts() -> Iterator[tuple[str, str]]:
    """Every deliverable that the index of odd texts names."""
    index = json.loads((DATA / "odd_index.json").read_text(encoding="utf-8"))
    wanted = {name for _, name in index["largest_bytes"] + index["longest_line_chars"]}
    for kind in index["kinds"].values():
        wanted |= set(kind["deliverable_ids"])
    found = dict(deliverables())
    for name in sorted(wanted):
        yield name, found[name]


def nasty_texts() -> Iterator[tuple[str, str]]:
    """Every string in the hostile files, at any depth."""
    for path in sorted((DATA / "nasty").glob("*.json")):
        for number, text in enumerate(_strings(json.loads(path.read_text(encoding="utf-8")))):
            yield f"{path.stem}[{number}]", text


def _strings(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, list):
        for entry in value:
            yield from _strings(entry)
    elif isinstance(value, dict):
        for entry in value.values():
            yield from _strings(entry)
