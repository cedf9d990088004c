"""Removing a study that was sent: its jobs, files and backups go, the minutes stay."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

from annotator.errors import Refused
from annotator.i18n import _
from annotator.storage import opened_packs, removing, sqlite, studies
from annotator.storage.database import transaction
from annotator.workflow import blinding
from annotator.workflow.progress import progress_of

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from sqlalchemy.orm import Session

    from annotator.packs.values import Receipt
    from annotator.storage.studies import StoredStudy
    from annotator.workflow.workbench import Workbench


@dataclass(frozen=True, slots=True)
class Removed:
    """What was removed, and the minutes that the timesheet keeps."""

    study: str
    receipt: Receipt
    files: int
    backups: int
    kept_seconds: float

    def as_json(self) -> dict[str, Any]:
        """Return it as the command line prints it."""
        return {**asdict(self), "receipt": self.receipt.as_json()}

    def text(self) -> str:
        """Return it as a sentence."""
        text = _(
            "{study} is removed: {deliverables} deliverables, {files} files and {backups} backups. "
            "The timesheet keeps its {minutes:.0f} minutes."
        )
        if self.backups:
            text += " " + _("A new backup holds what stays.")
        return text.format(
            study=self.study,
            deliverables=self.receipt.expected,
            files=self.files,
            backups=self.backups,
            minutes=self.kept_seconds / 60,
        )


def remove_study(workbench: Workbench, named: str, *, is_unsent_too: bool = False) -> Removed:
    """Remove a study that came in a pack. Backups hold all studies: a new one of what stays takes their place.

    Args:
        workbench: the reviewer's workspace.
        named: the study's name or id.
        is_unsent_too: remove it even though something in it was never sent.

    Raises:
        Refused: there is no such study, it did not come in a pack, or not all of it is sent.
    """
    with transaction(workbench.database) as session:
        study = _named(session, named)
        progress = progress_of(session, study.key, workbench.reviewer.id)
        if progress is None:
            raise _refused(study.name, _("it did not come in a pack"), _("Studies that were made here stay."))
        is_touched = progress.receipt.done + progress.receipt.skipped + progress.receipt.draft > 0
        is_unsent = progress.unsent > 0 or (is_touched and not opened_packs.sent_results(session, study.key))
        if is_unsent and not is_unsent_too:
            raise _refused(study.name, _("not all of it is sent"), _("Send it to the coordinator first."))
        key = studies.reviewer_key(session, workbench.reviewer.id)
        kept = 0.0 if key is None else removing.keep_time(session, study.id, key)
        removing.delete_study(session, study.key)
        if not any(opened_packs.options(session, each.key).get("blind") for each in studies.studies(session)):
            blinding.set_blind(session, is_on=False, by_pack=True)  # no pack that stays hides models
        files = removing.forget_unused_files(session)
    removing.give_space_back(workbench.database)
    for sha256 in files:
        path = workbench.files.path_of(sha256)
        if path is not None:
            path.unlink()
    backups = list(_backups(workbench))
    for path in backups:
        path.unlink(missing_ok=True)
    if backups and workbench.database.path is not None:  # they held the other studies too
        path = workbench.database.path
        sqlite.copy_file(path, path.with_name(f"{path.name}.before-removal"))
    return Removed(study.name or study.id, progress.receipt, len(files), len(backups), kept)


def _named(session: Session, named: str) -> StoredStudy:
    found = [each for each in studies.studies(session) if named in {each.id, each.name}]
    if len(found) == 1:
        return found[0]
    reason = _("there is no study of this name") if not found else _("several studies have this name")
    raise _refused(named, reason, _("Give its id; `annotator pack list --json` shows it."))


def _refused(study: str, reason: str, hint: str) -> Refused:
    return Refused(
        _("{study} was not removed: {reason}.").format(study=study, reason=reason),
        safe=_("Everything is as it was."),
        hint=hint,
    )


def _backups(workbench: Workbench) -> Iterator[Path]:
    """Yield the copies of the database beside it: they hold what was removed."""
    path = workbench.database.path
    if path is None:
        return
    yield from path.parent.glob(f"{path.name}.before-*")
    yield from (each for each in (path.parent / "backups").glob("**/*") if each.is_file())
