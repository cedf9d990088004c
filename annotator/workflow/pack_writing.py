"""One reviewer's pack into its file, or files if it is to be split."""

from __future__ import annotations

import json
import zlib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from annotator import __version__
from annotator.domain.blinding import Named
from annotator.domain.moments import now
from annotator.errors import KnownError
from annotator.exactjson import dumps
from annotator.formats.document.header import FORMAT, OFFSET_UNIT
from annotator.i18n import _
from annotator.packs.sealing import write_sealed
from annotator.packs.values import (
    INSTRUCTIONS_NAME,
    JOBS_NAME,
    PACK_SUFFIX,
    PRACTICE_NAME,
    TAXONOMY_NAME,
    PackManifest,
    Party,
)
from annotator.storage import exchange_known as known
from annotator.workflow import blinding
from annotator.workflow.file_names import telling_name
from annotator.workflow.pack_records import open_records, packed
from annotator.workflow.practice import references
from annotator.workflow.taxonomy import taxonomy

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path
    from typing import Any

    from sqlalchemy.orm import Session

    from annotator.domain.blinding import Aliases
    from annotator.storage.files import FileStore
    from annotator.workflow.pack_plan import PlannedPack

_OVERHEAD: Final = 20_000
"""What a pack weighs without jobs, about, in bytes."""


@dataclass(frozen=True, slots=True)
class WrittenPack:
    """A pack file: for whom, which edition, what is in it, and its size in bytes."""

    path: Path
    manifest: PackManifest
    size: int

    def as_json(self) -> dict[str, Any]:
        """Return the pack as the command line prints it."""
        said = self.manifest
        return {
            "file": str(self.path),
            "reviewer": said.reviewer.name,
            "reviewer_id": said.reviewer.id,
            "number": said.number,
            "part": said.part,
            "parts": said.parts,
            "jobs": said.jobs,
            "deliverables": said.deliverables,
            "practice": said.practice,
            "size": self.size,
        }


@dataclass(slots=True)
class _Job:
    """A job as a line of the pack, with its files."""

    line: bytes
    files: dict[str, Path]
    deliverables: int
    is_practice: bool

    @property
    def weight(self) -> int:
        """Its bytes in the pack, about."""
        return len(zlib.compress(self.line)) + sum(path.stat().st_size for path in self.files.values())


def write_pack(
    session: Session,
    study_key: int,
    plan: PlannedPack,
    files: FileStore,
    *,
    own_reviewer: str,
    output: Path,
    most_bytes: int | None,
) -> list[WrittenPack]:
    """Write a pack into a folder; return its files.

    Raises:
        KnownError: the disk refused.
    """
    record = known.study_record(session, study_key)[0]
    study = Party(record["id"], record["name"] or "")
    aliases = blinding.aliases(session, study.id) if plan.options.blind else None
    parts = _parts(list(_jobs(session, plan, aliases, files)), most_bytes)
    practice = _practice(session, plan, aliases, own_reviewer)
    tags = known.tag_definitions(session, study_key)
    written = []
    try:
        for number, part in enumerate(parts, start=1):
            manifest = _manifest(plan, study, part, number, len(parts))
            path = output / _name(manifest)
            members = _members(manifest, part, tags, practice if number == 1 else {}, plan.instructions)
            write_sealed(path, manifest.as_json(), members)
            written.append(WrittenPack(path, manifest, path.stat().st_size))
    except OSError as error:
        raise KnownError(
            _("The pack could not be written: {reason}.").format(reason=error.strerror or error),
            safe=_("The jobs are as they were."),
            hint=_("Check that you may write to {path}.").format(path=output),
        ) from error
    return written


def _jobs(session: Session, plan: PlannedPack, aliases: Aliases | None, files: FileStore) -> Iterator[_Job]:
    for chosen, is_practice in ((plan.practice, True), (plan.chosen, False)):
        for _key, record in open_records(session, chosen):
            made, carried = packed(record, aliases, files)
            yield _Job(dumps(made) + b"\n", carried, len(made["deliverables"]), is_practice)


def _parts(jobs: Sequence[_Job], most_bytes: int | None) -> list[list[_Job]]:
    """Return the jobs of each file; one that is too heavy by itself gets its own."""
    parts: list[list[_Job]] = [[]]
    weight = _OVERHEAD
    for job in jobs:
        if most_bytes is not None and parts[-1] and weight + job.weight > most_bytes:
            parts.append([])
            weight = _OVERHEAD
        parts[-1].append(job)
        weight += job.weight
    return parts


def _manifest(plan: PlannedPack, study: Party, part: Sequence[_Job], number: int, parts: int) -> PackManifest:
    return PackManifest(
        id=plan.id,
        number=plan.number,
        study=study,
        reviewer=Party(plan.addressee.id, plan.addressee.name),
        created_at=now(),
        app_version=__version__,
        options=plan.options,
        jobs=len(part),
        deliverables=sum(job.deliverables for job in part if not job.is_practice),
        practice=sum(job.deliverables for job in part if job.is_practice),
        part=number,
        parts=parts,
    )


def _name(manifest: PackManifest) -> str:
    edition = f"{manifest.number}" if manifest.number > 1 else ""
    part = f"{manifest.part}-{manifest.parts}" if manifest.parts > 1 else ""
    return telling_name(manifest.study.name, manifest.reviewer.name, edition, part) + PACK_SUFFIX


def _members(
    manifest: PackManifest,
    part: Sequence[_Job],
    tags: list[dict[str, Any]],
    practice: dict[str, Any],
    instructions: str,
) -> dict[str, bytes | Path]:
    header = {
        "format": FORMAT,
        "study": {"id": manifest.study.id, "name": manifest.study.name},
        "offset_unit": OFFSET_UNIT,
        "manifest": {"jobs": manifest.jobs},
        "reviewers": [],
        "tags": tags,
    }
    members: dict[str, bytes | Path] = {
        JOBS_NAME: dumps(header) + b"\n" + b"".join(job.line for job in part),
        TAXONOMY_NAME: _taxonomy(tags),
        INSTRUCTIONS_NAME: instructions.encode(),
        PRACTICE_NAME: dumps(practice),
    }
    for job in part:
        members.update(job.files)
    return members


def _taxonomy(own: list[dict[str, Any]]) -> bytes:
    built_in = [
        {"code": tag.code, "kind": tag.kind.value, "label": dict(tag.label), "definition": dict(tag.definition)}
        for tag in taxonomy().tags
    ]
    return json.dumps({"tags": [*built_in, *own]}, ensure_ascii=False).encode()


def _practice(session: Session, plan: PlannedPack, aliases: Aliases | None, own_reviewer: str) -> dict[str, Any]:
    """Return the reference of each practice item by the id it has in the pack; nothing for one without."""
    known_ones = references(session, plan.practice, own_reviewer)
    made: dict[str, Any] = {}
    for _key, record in open_records(session, plan.practice):
        keys = plan.practice[_key]
        for key, deliverable in zip(keys, record["deliverables"], strict=True):
            id_ = deliverable["id"] if aliases is None else aliases.alias(Named.DELIVERABLE, deliverable["id"])
            made[id_] = known_ones.get(key, {})
    return made
