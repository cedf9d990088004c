"""Opening a pack: its study is made or goes on, in one step, after all of it was checked."""

from __future__ import annotations

import json
import tempfile
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from annotator.domain.ids import StudyId
from annotator.domain.moments import now
from annotator.errors import Refused
from annotator.i18n import _
from annotator.packs.manifests import pack_manifest
from annotator.packs.trouble import Damaged, Refusal
from annotator.packs.unsealing import unsealed
from annotator.packs.values import FILES_FOLDER, INSTRUCTIONS_NAME, JOBS_NAME, PACK_FORMAT, PRACTICE_NAME
from annotator.storage import exchange_known as known
from annotator.storage import opened_packs, packs, studies, workspace
from annotator.storage.database import reading, transaction
from annotator.workflow import blinding
from annotator.workflow.import_pace import WINDOW_SECONDS
from annotator.workflow.import_report import ImportReport
from annotator.workflow.importing import import_steps
from annotator.workflow.scene import RESULTS_HIDDEN
from annotator.workflow.workspaces import DEFAULT_REVIEWER

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any

    from sqlalchemy.orm import Session

    from annotator.packs.unsealing import SealedFile
    from annotator.packs.values import PackManifest
    from annotator.workflow.workbench import Workbench


@dataclass(frozen=True, slots=True)
class FoundPack:
    """A pack that may be opened here: what it says of itself, and what it would do.

    `is_new` says that its study is not here yet; `asks` names the reviewer of this workspace if the pack is
    addressed to somebody of another name, which has to be confirmed.
    """

    path: Path
    manifest: PackManifest
    instructions: str
    is_new: bool
    asks: str | None


@dataclass(frozen=True, slots=True)
class Opened:
    """What opening a pack did."""

    manifest: PackManifest
    is_new: bool
    report: ImportReport


class OtherReviewer(Refused):
    """A pack is addressed to somebody else; nothing was opened."""


def look_at(workbench: Workbench, path: Path) -> FoundPack:
    """Check a pack and return what it says; nothing is changed.

    Raises:
        Damaged: it cannot be trusted.
        Refused: it does not belong into this workspace.
    """
    with unsealed(path, PACK_FORMAT) as pack:
        manifest = _manifest(pack)
        instructions = pack.text(INSTRUCTIONS_NAME).decode("utf-8", "replace")
    with reading(workbench.database) as session:
        is_new = _refuse_stranger(session, manifest)
    own = workbench.reviewer.name
    is_other = is_new and own not in {DEFAULT_REVIEWER, manifest.reviewer.name}
    return FoundPack(path, manifest, instructions, is_new, own if is_other else None)


def opening_steps(
    workbench: Workbench,
    path: Path,
    report: ImportReport,
    *,
    is_confirmed: bool = False,
    seconds: float = WINDOW_SECONDS,
) -> Iterator[tuple[int, int]]:
    """Open a pack step by step, each a short transaction; yields bytes done, and all bytes.

    Args:
        workbench: the reviewer's workspace.
        path: the pack.
        report: is told what became of each unit.
        is_confirmed: the reviewer goes by another name here, and knows it.
        seconds: how long a step may take, about.

    Raises:
        Damaged: it cannot be trusted; nothing was changed.
        Refused: it does not belong into this workspace, or has to be confirmed; nothing was changed.
        KnownError: the disk or the database refused; opening it again completes it.
    """
    found = look_at(workbench, path)
    if found.asks is not None and not is_confirmed:
        raise OtherReviewer(
            _("The pack was not opened: it is addressed to {name}, and you are {own} here.").format(
                name=found.manifest.reviewer.name, own=found.asks
            ),
            safe=_("Nothing was changed."),
            hint=_("Confirm that it is yours, or ask the coordinator for your own."),
        )
    with unsealed(path, PACK_FORMAT) as pack, unpacked(pack, JOBS_NAME) as folder:
        practice = json.loads(pack.text(PRACTICE_NAME) or b"{}")
        with transaction(workbench.database) as session:
            _begin(session, found, practice)
        yield from import_steps(workbench, [folder / JOBS_NAME], report, chunk_seconds=seconds)
        ids = [line["deliverables"] for line in _lines(folder / JOBS_NAME)]
    order = [each["id"] for deliverables in ids for each in deliverables]
    with transaction(workbench.database) as session:
        _finish(session, found.manifest, order, practice)


def open_pack(workbench: Workbench, path: Path, *, is_confirmed: bool = False) -> Opened:
    """Open a pack; its study is the current one afterwards.

    Raises:
        Damaged: it cannot be trusted; nothing was changed.
        Refused: it does not belong into this workspace, or has to be confirmed; nothing was changed.
    """
    found = look_at(workbench, path)
    report = ImportReport()
    for _step in opening_steps(workbench, path, report, is_confirmed=is_confirmed):
        pass
    return Opened(found.manifest, found.is_new, report)


@contextmanager
def unpacked(sealed: SealedFile, text_name: str) -> Iterator[Path]:
    """Give a folder with a text of a sealed file and the attached files, under the names that were checked."""
    with tempfile.TemporaryDirectory(prefix="annotator-", ignore_cleanup_errors=True) as name:
        folder = Path(name)
        (folder / FILES_FOLDER).mkdir()
        for member in (text_name, *sealed.file_names()):
            with (folder / member).open("wb") as stream:
                sealed.copy(member, stream)
        yield folder


def _manifest(pack: SealedFile) -> PackManifest:
    try:
        return pack_manifest(pack.manifest)
    except Refusal as refusal:
        raise Damaged(pack.path, refusal.reason, refusal.hint) from refusal


def _refuse_stranger(session: Session, manifest: PackManifest) -> bool:
    """Return whether the pack's study is new here.

    Raises:
        Refused: the study is here and did not come in a pack of this reviewer.
    """
    study_key = known.study_key(session, manifest.study.id)
    if study_key is None or not known.has_jobs(session, study_key):
        return True
    opened = opened_packs.opened(session, study_key)
    if opened is None:
        raise Refused(
            _("The pack was not opened: this workspace is where its study was made."),
            safe=_("The study is as it was."),
            hint=_("Open it in the reviewer's own workspace."),
        )
    if opened.reviewer_id != manifest.reviewer.id:
        raise OtherReviewer(
            _("The pack was not opened: it is addressed to {name}, and this study here is {own}'s.").format(
                name=manifest.reviewer.name, own=opened.reviewer_name
            ),
            safe=_("Your study is as it was."),
            hint=_("Ask the coordinator for your own pack."),
        )
    if manifest.number < opened.number:
        raise Refused(
            _("The pack was not opened: a later edition of it is here."),
            safe=_("Your study is as it was."),
            hint=_("Go on with what you have; there is nothing new in this file."),
        )
    return False


def _lines(path: Path) -> Iterator[dict[str, Any]]:
    with path.open("rb") as stream:
        next(stream, b"")
        for line in stream:
            yield json.loads(line)


def _begin(session: Session, found: FoundPack, practice: dict[str, Any]) -> None:
    """Make the study if it is new, and remember its pack: an opening that is cut short goes on with the next."""
    manifest = found.manifest
    study_key = known.study_key(session, manifest.study.id)
    if study_key is None:
        study_key = known.add_study(session, {"id": manifest.study.id, "name": manifest.study.name})
        if not manifest.options.shows_results:
            workspace.remember(session, RESULTS_HIDDEN.format(study=study_key), "yes")
    before = opened_packs.opened(session, study_key)
    opened_packs.remember_opened(
        session,
        study_key,
        opened_packs.OpenedPack(
            id=manifest.id,
            number=manifest.number,
            reviewer_id=manifest.reviewer.id,
            reviewer_name=manifest.reviewer.name,
            options=asdict(manifest.options),
            instructions=found.instructions,
            practice={**(before.practice if before is not None else {}), **practice},
            opened_at=now(),
        ),
    )
    if manifest.options.blind:
        blinding.set_blind(session, is_on=True, by_pack=True)


def _finish(session: Session, manifest: PackManifest, order: list[str], practice: dict[str, Any]) -> None:
    """Remember what came with the pack, and turn to its study."""
    study_key = studies.key_of(session, StudyId(manifest.study.id))
    keys = {each.id: each.key for each in packs.placed(session, study_key)}
    offset = len(opened_packs.opened_items(session, study_key))
    opened_packs.remember_items(
        session,
        [packs.PackItem(keys[id_], offset + at, id_ in practice) for at, id_ in enumerate(order) if id_ in keys],
    )
    studies.choose(session, StudyId(manifest.study.id))
