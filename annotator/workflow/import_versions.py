"""Briefs and rubrics that changed: a text that is not there yet becomes a new version, numbers follow the texts."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from annotator.workflow.import_same import is_same

if TYPE_CHECKING:
    from collections.abc import Callable

    from annotator.domain.shapes import Record


@dataclass(slots=True)
class Versions:
    """What becomes of the versions of a brief or rubric.

    `new` are to be added, `current` is the number that counts from now on, and `renumbered` says under which number
    a version of the file is stored, where that is another one.
    """

    new: list[Record]
    current: int
    renumbered: dict[int, int] = field(default_factory=dict)


def brief_versions(stored: Record, coming: Record) -> Versions:
    """Return what becomes of a job's briefs."""
    return _merged(_briefs(stored), _briefs(coming), stored["brief_version"], coming["brief_version"], "brief")


def rubric_versions(stored: Record, coming: Record) -> Versions:
    """Return what becomes of a job's rubrics."""
    return _merged(_rubrics(stored), _rubrics(coming), stored["rubric_version"], coming["rubric_version"], "criteria")


def _briefs(job: Record) -> dict[int, Record]:
    current = {"version": job["brief_version"], "brief": job["brief"]}
    return {each["version"]: each for each in (*job["briefs"], current)}


def _rubrics(job: Record) -> dict[int, Record]:
    current = {"version": job["rubric_version"], "criteria": job["rubric"], "locked_at": None, "author": None}
    return {each["version"]: each for each in (*job["rubrics"], current)}


def _merged(
    stored: dict[int, Record], coming: dict[int, Record], stored_now: int, coming_now: int, text: str
) -> Versions:
    """Match versions by their texts; an empty one says nothing.

    The file's current version becomes the current one only if its text is new here: an older file that comes again
    does not turn the job back.
    """
    merged = Versions([], stored_now)
    known = dict(stored)
    for number in sorted(coming):
        version = coming[number]
        if not version[text]:
            continue
        at = _number_of(version[text], number, known, _text_of(text))
        if at is None:
            at = number if number not in known else max(known) + 1
            added = {**version, "version": at}
            known[at] = added
            merged.new.append(added)
            if number == coming_now:
                merged.current = at
        if at != number:
            merged.renumbered[number] = at
    return merged


def _text_of(name: str) -> Callable[[Record], Any]:
    return lambda version: version[name]


def _number_of(text: object, number: int, known: dict[int, Record], text_of: Callable[[Record], Any]) -> int | None:
    """Return under which number a text is known, its own number first."""
    candidates = [number, *sorted(known.keys() - {number}, reverse=True)] if number in known else sorted(known)
    return next((each for each in candidates if is_same(text_of(known[each]), text)), None)
