"""Exporting a study: every job and deliverable, with the reviews that are wanted, as one document."""

from __future__ import annotations

import hashlib
import tempfile
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO, Final

from annotator import __version__
from annotator.domain.blinding import without_names
from annotator.domain.moments import now
from annotator.errors import KnownError
from annotator.files import writing_whole
from annotator.formats.document.writing import header_record
from annotator.formats.outgoing.study import Study, Tally
from annotator.i18n import _
from annotator.storage import exchange_known as known
from annotator.storage import studies
from annotator.storage.database import reading, transaction
from annotator.storage.exchange_counts import ChosenReviews, chosen_reviews, counts, used_tags
from annotator.storage.exchange_out import full_record, job_keys, stored_jobs
from annotator.workflow import blinding
from annotator.workflow.export_formats import FOLDER_DATA, FORMATS
from annotator.workflow.taxonomy import taxonomy

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from sqlalchemy.orm import Session

    from annotator.domain.shapes import Record
    from annotator.domain.taxonomy import TagDefinition
    from annotator.workflow.workbench import Workbench

    Progress = Callable[[int, int], None]

_JOBS_AT_ONCE: Final = 100


@dataclass(frozen=True, slots=True)
class ExportWish:
    """What an export holds: a format's name, and whose reviews of which status ("submitted" or "all").

    `is_blind` hides the models; a workspace that hides them does so anyway until everything is done.
    """

    format: str = "json"
    reviewer: str | None = None
    status: str = "all"
    is_blind: bool = False


@dataclass(frozen=True, slots=True)
class Exported:
    """The receipt: the study's counts of units, the hash of the file, and for other tools' shapes its rows.

    `left_out` counts what the shape cannot hold, by a reason of `export_formats.reason_text`.
    """

    format: str
    output: str | None
    manifest: Record
    sha256: str
    rows: int | None = None
    left_out: dict[str, int] = field(default_factory=dict)

    def as_json(self) -> dict[str, Any]:
        """Return the receipt as the command line prints it."""
        own = {} if self.rows is None else {"rows": self.rows, "left_out": self.left_out}
        return {"format": self.format, "output": self.output, "manifest": self.manifest, "sha256": self.sha256, **own}


def export_file(
    workbench: Workbench,
    output: Path,
    wish: ExportWish = ExportWish(),
    progress: Progress | None = None,
) -> Exported:
    """Write the current study to a file, or to a folder, whole or not at all.

    Args:
        workbench: the workspace.
        output: the file, replaced if it exists; or the folder, which must not be there yet.
        wish: the format and the reviews.
        progress: is told how many of how many jobs are written.

    Raises:
        KnownError: there is no such reviewer, or the disk or the database refused.
    """
    try:
        if FORMATS[wish.format].is_folder:
            return _export_folder(workbench, output, wish, progress)
        return _export_files(workbench, output, output, wish, progress)
    except OSError as error:
        raise KnownError(
            _("The export could not be written: {reason}.").format(reason=error.strerror or error),
            safe=_("Your reviews are stored, and an earlier export is as it was."),
            hint=_("Check that you may write to {path}.").format(path=output),
        ) from error


def export_stream(workbench: Workbench, stream: BinaryIO, wish: ExportWish = ExportWish()) -> Exported:
    """Write the current study to a stream; all of it shows one moment of the workspace.

    Raises:
        KnownError: there is no such reviewer, the shape is no single file, or the database did not answer.
        OSError: the stream refused.
    """
    if FORMATS[wish.format].is_folder:
        raise KnownError(
            _("A data set folder cannot be written to standard output."),
            safe=_("Nothing was written."),
            hint=_("Name a folder with --output."),
        )
    with _opened(workbench, wish, None) as opened:
        return opened.write(stream, None)


def _export_files(
    workbench: Workbench, output: Path, shown: Path, wish: ExportWish, progress: Progress | None
) -> Exported:
    """Write a file, and what stands beside it once it is whole."""
    with _opened(workbench, wish, progress) as opened:
        with writing_whole(output) as stream:
            exported = opened.write(stream, str(shown))
        for name, write in FORMATS[wish.format].beside:
            beside = output.parent.parent / name if FORMATS[wish.format].is_folder else output.with_suffix(name)
            with writing_whole(beside) as stream:
                stream.writelines(write(opened.study, opened.tally))
    return exported


def _export_folder(workbench: Workbench, output: Path, wish: ExportWish, progress: Progress | None) -> Exported:
    """Write a folder beside its place, and put it there once it is whole."""
    if output.exists() and (not output.is_dir() or any(output.iterdir())):
        raise KnownError(
            _("{path} is there already, and not empty.").format(path=output),
            safe=_("Nothing was written."),
            hint=_("Name a folder that is not there yet."),
        )
    output.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=f".{output.name}.", dir=output.parent) as made:
        folder = Path(made) / output.name
        exported = _export_files(workbench, folder / FOLDER_DATA, output, wish, progress)
        if output.exists():
            output.rmdir()
        folder.replace(output)
    return exported


@dataclass(frozen=True, slots=True)
class _Opened:
    """One moment of the workspace, about to be written."""

    wish: ExportWish
    study: Study
    tally: Tally

    def write(self, stream: BinaryIO, output: str | None) -> Exported:
        shape = FORMATS[self.wish.format]
        digest = hashlib.sha256()
        for piece in shape.write(self.study, self.tally):
            digest.update(piece)
            stream.write(piece)
        rows = None if shape.is_exact else self.tally.rows
        manifest = self.study.header["manifest"]
        return Exported(self.wish.format, output, manifest, digest.hexdigest(), rows, dict(self.tally.left_out))


@contextmanager
def _opened(workbench: Workbench, wish: ExportWish, progress: Progress | None) -> Iterator[_Opened]:
    if wish.is_blind:
        with transaction(workbench.database) as session:
            blinding.prepare(session)
    with reading(workbench.database) as session:
        study_key = studies.current_key(session)
        chosen = _chosen(session, study_key, wish)
        aliases = blinding.aliases_out(session, study_key, workbench.reviewer.id, is_wished=wish.is_blind)
        header = _header(session, study_key, chosen, is_blind=aliases is not None)
        is_parsed = not FORMATS[wish.format].is_exact

        def jobs() -> Iterator[Record]:
            every = _jobs(session, study_key, chosen, progress, is_parsed=is_parsed)
            if aliases is None:
                return every
            return (aliases.blinded(job, with_every_key=is_parsed) for job in every)

        yield _Opened(wish, Study(header, jobs), Tally())


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


def _header(session: Session, study_key: int | None, chosen: ChosenReviews, *, is_blind: bool) -> Record:
    """Return the document's header; an empty workspace has a study without id, a blind one only keys that are known."""
    study, extra = ({"id": None, "name": None}, {}) if study_key is None else known.study_record(session, study_key)
    reviewers = [] if study_key is None else known.listed_reviewers(session, study_key)
    tags = [] if study_key is None else known.tag_definitions(session, study_key)
    defined = {tag["code"] for tag in tags}
    used = used_tags(session, chosen)
    tags += [_record(tag) for tag in taxonomy().tags if tag.code in used - defined]
    if is_blind:
        study, extra = {"id": study["id"], "name": study["name"]}, {}
        reviewers = without_names(reviewers)
    header = header_record(
        study=study,
        manifest=counts(session, study_key, chosen),
        reviewers=reviewers,
        tags=tags,
        app_version=__version__,
        exported_at=now(),
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
    session: Session, study_key: int | None, chosen: ChosenReviews, progress: Progress | None, *, is_parsed: bool
) -> Iterator[Record]:
    keys = [] if study_key is None else job_keys(session, study_key)
    for at in range(0, len(keys), _JOBS_AT_ONCE):
        for job in stored_jobs(session, keys[at : at + _JOBS_AT_ONCE], is_parsed=is_parsed, chosen=chosen.keys):
            yield full_record(job)
        if progress is not None:
            progress(min(at + _JOBS_AT_ONCE, len(keys)), len(keys))
