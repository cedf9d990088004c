"""What a document says of itself: its format, study, reviewers and tags."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from annotator.domain.document import HEADER_KEYS, REVIEWER, STUDY, TAG_DEFINITION
from annotator.errors import KnownError
from annotator.formats.document.checking import Flaw, checked
from annotator.formats.document.decoding import MOST_LEVELS, TooDeep, flaw_in, is_deeper, shown
from annotator.formats.document.jobs import Rejected
from annotator.i18n import _

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from annotator.domain.shapes import Record, Shape

FORMAT: Final = "annotator/1"
OFFSET_UNIT: Final = "code_point"
_FOR_ALL: Final = frozenset({"format", "study", "offset_unit"})
"""Keys that decide about the whole file: when one is faulty, nothing can be taken from it."""


@dataclass(frozen=True, slots=True)
class Header:
    """What a document says of itself; `study` is nothing for a file without one. `extra` holds the unknown keys.

    `jobs` is how many jobs its manifest promises. A late one brings unknown keys that stand behind the jobs.
    """

    study: Record | None = None
    reviewers: tuple[Record, ...] = ()
    tags: tuple[Record, ...] = ()
    extra: dict[str, object] = field(default_factory=dict)
    jobs: int | None = None
    rejected: tuple[Rejected, ...] = ()
    is_late: bool = False


def read_header(given: Mapping[str, object], file: str, line: int | None = None) -> Header:
    """Return the header as it should be, with the reviewers and tags that are refused.

    Args:
        given: the decoded keys of the document but for its jobs.
        file: the file's name, for messages.
        line: the line the header stands on, in a file of lines.

    Raises:
        KnownError: the document is of another format, or its study cannot be told.
    """
    sound, rejected = _without_flaws(given, file, line)
    _refuse_format(sound, file)
    try:
        study = None if sound.get("study") is None else checked(STUDY, sound["study"], 2)
    except Flaw as flaw:
        raise Unusable(file, str(flaw.inside("study"))) from None
    entries: dict[str, list[Record]] = {"reviewers": [], "tags": []}
    for key, shape in (("reviewers", REVIEWER), ("tags", TAG_DEFINITION)):
        for entry in _entries(sound.get(key), key, shape):
            if isinstance(entry, Flaw):
                rejected.append(Rejected(file, line, entry.at, entry.reason))
            else:
                entries[key].append(entry)
    return Header(
        study=study,
        reviewers=tuple(entries["reviewers"]),
        tags=tuple(entries["tags"]),
        extra={key: value for key, value in sound.items() if key not in HEADER_KEYS},
        jobs=_jobs_promised(sound.get("manifest")),
        rejected=tuple(rejected),
    )


class Unusable(KnownError):  # noqa: N818 -- it says what the file is
    """Nothing of a file can be imported; `reason` says why, in plain words."""

    def __init__(self, file: str, reason: str) -> None:
        super().__init__(
            _("Nothing was imported from {file}: {reason}.").format(file=file, reason=reason),
            safe=_("What was there before is unchanged."),
            hint=_("Check the file where it was made, then import it again."),
        )
        self.reason = reason


def _without_flaws(
    given: Mapping[str, object], file: str, line: int | None
) -> tuple[dict[str, object], list[Rejected]]:
    """Return the keys whose values are sound, and the others as refused."""
    sound: dict[str, object] = {}
    rejected: list[Rejected] = []
    for key, value in given.items():
        if isinstance(value, TooDeep) or is_deeper(value, MOST_LEVELS - 1):
            flaw: str | None = _("it is nested more than {most} levels deep").format(most=MOST_LEVELS)
        else:
            flaw = flaw_in({key: value})
        if flaw is None:
            sound[key] = value
        elif key in _FOR_ALL:
            raise Unusable(file, flaw)
        else:
            rejected.append(Rejected(file, line, shown(key), flaw))
    return sound, rejected


def _refuse_format(given: Mapping[str, object], file: str) -> None:
    named = given.get("format", FORMAT)
    if named != FORMAT:
        reason = _("its format is {given}, and this program reads {known}")
        raise Unusable(file, reason.format(given=shown(str(named)), known=FORMAT))
    unit = given.get("offset_unit") or OFFSET_UNIT
    if unit != OFFSET_UNIT:
        reason = _("its spans count in {given}, and this program counts in {known}")
        raise Unusable(file, reason.format(given=shown(str(unit)), known=OFFSET_UNIT))


def _entries(given: object, key: str, shape: Shape) -> Iterator[Record | Flaw]:
    if given is None:
        return
    if not isinstance(given, list):
        yield Flaw(key, _("it must be a list"))
        return
    for index, entry in enumerate(given):
        try:
            record = checked(shape, entry, 3)
            _refuse_labels(record)
            yield record
        except Flaw as flaw:
            yield flaw.inside(f"{key}[{index}]")


def _refuse_labels(record: Record) -> None:
    for key in ("label", "definition"):
        if not all(type(text) is str for text in record.get(key, {}).values()):
            raise Flaw(key, _("it must hold a text for each language"))


def _jobs_promised(manifest: object) -> int | None:
    promised = manifest.get("jobs") if isinstance(manifest, dict) else None
    return promised if type(promised) is int else None
