"""Exporting a study: every job and deliverable, with the reviews that are wanted, as one document."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, BinaryIO, Final

from annotator import __version__
from annotator.domain.moments import now
from annotator.errors import KnownError
from annotator.files import writing_whole
from annotator.formats.document.writing import header_record, json_document, json_lines
from annotator.i18n import _
from annotator.storage import exchange_known as known
from annotator.storage import studies
from annotator.storage.database import reading
from annotator.storage.exchange_counts import ChosenReviews, chosen_reviews, counts, used_tags
from annotator.storage.exchange_out import full_record, job_keys, stored_jobs
from annotator.workflow.taxonomy import taxonomy

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from sqlalchemy.orm import Session

    from annotator.domain.shapes import Record
    from annotator.domain.taxonomy import TagDefinition
    from annotator.workflow.workbench import Workbench

FORMATS: Final = {"json": json_document, "jsonl": json_lines}
"""The formats an export can have, by the names of the command line."""

_JOBS_AT_ONCE: Final = 100


@dataclass(frozen=True, slots=True)
class ExportWish:
    """What an export holds: a format's name, and whose reviews of which status ("submitted" or "all")."""

    format: str = "json"
    reviewer: str | None = None
    status: str = "all"


@dataclass(frozen=True, slots=True)
class Exported:
    """What was written: counts of units, and the hash of the bytes."""

    format: str
    output: str | None
    manifest: Record
    sha256: str

    def as_json(self) -> dict[str, Any]:
        """Return the result as the command line prints it."""
        return {"format": self.format, "output": self.output, "manifest": self.manifest, "sha256": self.sha256}


def export_file(
    workbench: Workbench,
    output: Path,
    wish: ExportWish = ExportWish(),
    progress: Callable[[int, int], None] | None = None,
) -> Exported:
    """Write the current study to a file, whole or not at all.

    Args:
        workbench: the workspace.
        output: the file; replaced if it exists.
        wish: the format and the reviews.
        progress: is told how many of how many jobs are written.

    Raises:
        KnownError: there is no such reviewer, or the disk or the database refused.
    """
    try:
        with writing_whole(output) as stream:
            return export_stream(workbench, stream, wish, output=str(output), progress=progress)
    except OSError as error:
        raise KnownError(
            _("The export could not be written: {reason}.").format(reason=error.strerror or error),
            safe=_("Your reviews are stored, and an earlier export is as it was."),
            hint=_("Check that you may write to {path}.").format(path=output),
        ) from error


def export_stream(
    workbench: Workbench,
    stream: BinaryIO,
    wish: ExportWish = ExportWish(),
    *,
    output: str | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> Exported:
    """Write the current study to a stream; all of it shows one moment of the workspace.

    Raises:
        KnownError: there is no such reviewer, or the database did not answer.
        OSError: the stream refused.
    """
    digest = hashlib.sha256()
    with reading(workbench.database) as session:
        study_key = studies.current_key(session)
        chosen = _chosen(session, study_key, wish)
        manifest = counts(session, study_key, chosen)
        header = _header(session, study_key, manifest, chosen)
        jobs = _jobs(session, study_key, chosen, progress)
        for piece in FORMATS[wish.format](header, jobs):
            digest.update(piece)
            stream.write(piece)
    return Exported(wish.format, output, manifest, digest.hexdigest())


def _chosen(session: Session, study_key: int | None, wish: ExportWish) -> ChosenReviews:
    reviewers: list[int] | None = None
    if wish.reviewer is not None:
        reviewers = known.reviewers_named(session, wish.reviewer)
        if not reviewers:
            names = ", ".join(sorted({each.name for each in studies.reviewers(session)}))
            raise KnownError(
                _("There are no reviews by {name}.").format(name=wish.reviewer),
                safe=_("Nothing was written."),
                hint=_("Reviewers here: {names}.").format(names=names or _("nobody")),
            )
    return chosen_reviews(session, study_key, reviewers=reviewers, is_submitted_only=wish.status == "submitted")


def _header(session: Session, study_key: int | None, manifest: Record, chosen: ChosenReviews) -> Record:
    """Return the document's header; an empty workspace has a study without id."""
    study, extra = ({"id": None, "name": None}, {}) if study_key is None else known.study_record(session, study_key)
    reviewers = [] if study_key is None else known.listed_reviewers(session, study_key)
    tags = [] if study_key is None else known.tag_definitions(session, study_key)
    defined = {tag["code"] for tag in tags}
    used = used_tags(session, chosen)
    tags += [_record(tag) for tag in taxonomy().tags if tag.code in used - defined]
    header = header_record(
        study=study, manifest=manifest, reviewers=reviewers, tags=tags, app_version=__version__, exported_at=now()
    )
    return {**header, **extra}


def _record(tag: TagDefinition) -> Record:
    return {
        "code": tag.code,
        "kind": tag.kind.value,
        "label": dict(tag.label),
        "definition": dict(tag.definition),
        "parent": tag.parent,
        "category": tag.category,
    }


def _jobs(
    session: Session, study_key: int | None, chosen: ChosenReviews, progress: Callable[[int, int], None] | None
) -> Iterator[Record]:
    keys = [] if study_key is None else job_keys(session, study_key)
    for at in range(0, len(keys), _JOBS_AT_ONCE):
        for job in stored_jobs(session, keys[at : at + _JOBS_AT_ONCE], is_parsed=False, chosen=chosen.keys):
            yield full_record(job)
        if progress is not None:
            progress(min(at + _JOBS_AT_ONCE, len(keys)), len(keys))
