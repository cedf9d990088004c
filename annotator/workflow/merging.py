"""Taking results in: aliases mapped back, conflicts listed, nothing overwritten silently."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from annotator.domain.moments import now
from annotator.errors import Refused
from annotator.formats.document.jobs import Rejected
from annotator.garbage import left_lying
from annotator.i18n import _, ngettext
from annotator.packs.manifests import result_manifest
from annotator.packs.trouble import Damaged, Refusal
from annotator.packs.unsealing import unsealed
from annotator.packs.values import RESULT_FORMAT, REVIEWS_NAME
from annotator.storage import exchange_known as known
from annotator.storage import opened_packs, packs
from annotator.storage.database import reading, transaction
from annotator.workflow import blinding
from annotator.workflow.import_sources import size_of
from annotator.workflow.importing import import_steps
from annotator.workflow.merged import Merged, Merging
from annotator.workflow.pack_opening import unpacked
from annotator.workflow.result_reading import ResultDocument

if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Iterator, Mapping, Sequence
    from pathlib import Path

    from sqlalchemy.orm import Session

    from annotator.packs.unsealing import SealedFile
    from annotator.packs.values import ResultManifest
    from annotator.workflow.import_report import ImportReport
    from annotator.workflow.workbench import Workbench


def merge_files(workbench: Workbench, paths: Sequence[Path]) -> list[Merged]:
    """Take results in, one after the other; what is wrong with one keeps none of the others out.

    A reviewer's sendings are taken in their order, whatever the order of the files.

    Raises:
        KnownError: the database did not answer; what was taken in before stays.
    """
    merging = Merging(paths)
    with left_lying():
        for _done in merge_steps(workbench, merging):
            pass
    return merging.merged


def merge_steps(
    workbench: Workbench, merging: Merging, is_stopped: Callable[[], bool] = lambda: False
) -> Iterator[tuple[int, int]]:
    """Take results in step by step; each yields the bytes done, and all bytes.

    Args:
        workbench: the workspace.
        merging: the files; is told what became of each.
        is_stopped: whether no further file is to be begun. One that was begun is taken in to its end: no result is
            ever half in because somebody changed their mind.

    Raises:
        KnownError: the database did not answer; what was taken in before stays.
    """
    paths = merging.paths
    sizes = [size_of(path) for path in paths]
    revisions = []
    for path in paths:
        revisions.append(_revision_of(path))
        yield 0, sum(sizes)
    before = 0
    for at in sorted(range(len(paths)), key=lambda at: (revisions[at], at)):
        if is_stopped():
            return
        steps = _merged(workbench, paths[at])
        while at not in merging.done:
            try:
                share = next(steps)
            except StopIteration as end:
                merging.done[at] = end.value
                share = 1.0
            yield before + int(sizes[at] * share), sum(sizes)
        before += sizes[at]


def study_of(path: Path) -> str | None:
    """Return the id of the study that a result says it belongs to; nothing for one that cannot be trusted."""
    try:
        with unsealed(path, RESULT_FORMAT) as sealed:
            return _manifest(sealed).study.id
    except Damaged:
        return None


def _revision_of(path: Path) -> int:
    try:
        with unsealed(path, RESULT_FORMAT) as sealed:
            return _manifest(sealed).revision
    except Damaged:
        return 0


def _merged(workbench: Workbench, path: Path) -> Generator[float, None, Merged]:
    """Take one result in; each step yields how much of it is done, 0.0-1.0."""
    try:
        with unsealed(path, RESULT_FORMAT) as sealed:
            return (yield from _take_in(workbench, sealed, _manifest(sealed)))
    except (Damaged, Refused) as error:
        return Merged(str(path), "refused", str(error))


def _manifest(sealed: SealedFile) -> ResultManifest:
    try:
        return result_manifest(sealed.manifest)
    except Refusal as refusal:
        raise Damaged(sealed.path, refusal.reason, refusal.hint) from refusal


def _take_in(workbench: Workbench, sealed: SealedFile, manifest: ResultManifest) -> Generator[float, None, Merged]:
    name = manifest.reviewer.name
    merged = Merged(str(sealed.path), "merged", reviewer=name, revision=manifest.revision)
    with reading(workbench.database) as session, unpacked(sealed, REVIEWS_NAME) as folder:
        study_key, pack = _place(session, sealed, manifest)
        before = [each for each in packs.returns(session, study_key) if each.reviewer_key == pack.reviewer_key]
        if any(each.sha256 == sealed.sha256 for each in before):
            said = _("{file} was taken in before; nothing was changed.").format(file=sealed.path.name)
            return replace(merged, state="unchanged", reason=said)
        highest = max((each.revision for each in before), default=0)
        if manifest.revision < highest:
            raise _late(sealed, manifest, highest)
        _note_edition(merged, manifest, pack.number)
        is_newer = manifest.revision > highest
        if not is_newer:
            merged.notes.append(
                _("Another file is sending {revision} of {name} too.").format(revision=highest, name=name)
            )
        document = ResultDocument(
            session, study_key, _real_ids(session, study_key), (pack.reviewer_id, name), is_newer, sealed.path.name
        )
        path = folder / "document.jsonl"
        for share in document.write_steps(sealed, path):
            yield share / 2
        for done, size in import_steps(workbench, [path], merged.report):
            yield 0.5 + done / max(size, 1) / 2
    _rename(merged.report, sealed.path.name, document.rejected)
    with transaction(workbench.database) as session:
        conflicts = len(merged.report.conflicts) + len(merged.report.rejected)
        stored = packs.StoredReturn(
            pack.reviewer_key,
            manifest.number,
            manifest.revision,
            sealed.sha256,
            now(),
            _real_manifest(manifest, document.real_ids),
            conflicts,
        )
        packs.add_return(session, study_key, stored)
    return merged


def _place(session: Session, sealed: SealedFile, manifest: ResultManifest) -> tuple[int, packs.StoredPack]:
    """Return the study and the pack that a result belongs to.

    Raises:
        Refused: it belongs to none of this workspace.
    """
    study_key = known.study_key(session, manifest.study.id)
    name = manifest.study.name or manifest.study.id
    if study_key is None:
        raise _refused(sealed, _("its study {name} is not in this workspace").format(name=name))
    if opened_packs.opened(session, study_key) is not None:
        raise _refused(sealed, _("here you review {name} yourself and do not coordinate it").format(name=name))
    pack = next(
        (each for each in packs.latest_packs(session, study_key) if each.reviewer_id == manifest.reviewer.id), None
    )
    if pack is None:
        raise _refused(sealed, _("no pack was made for {name} here").format(name=manifest.reviewer.name))
    if pack.id != manifest.pack:
        raise _refused(sealed, _("it answers a pack that was not made here"))
    return study_key, pack


def _refused(sealed: SealedFile, reason: str) -> Refused:
    return Refused(
        _("{file} was not taken in: {reason}.").format(file=sealed.path.name, reason=reason),
        safe=_("Nothing was changed."),
        hint=_("Check the file and the workspace."),
    )


def _late(sealed: SealedFile, manifest: ResultManifest, highest: int) -> Refused:
    reason = _("sending {highest} of {name} is here already, and this is sending {revision}")
    return _refused(sealed, reason.format(highest=highest, name=manifest.reviewer.name, revision=manifest.revision))


def _note_edition(merged: Merged, manifest: ResultManifest, number: int) -> None:
    if manifest.number < number:
        text = _("It answers edition {old} of the pack; edition {new} is out.")
        merged.notes.append(text.format(old=manifest.number, new=number))
    missing = manifest.receipt.missing + manifest.receipt.draft
    if missing:
        text = ngettext("{count} deliverable is not done.", "{count} deliverables are not done.", missing)
        merged.notes.append(text.format(count=missing))


def _real_ids(session: Session, study_key: int) -> dict[str, str]:
    return dict(blinding.real_ids(session, study_key))


def _real_manifest(manifest: ResultManifest, real_ids: Mapping[str, str]) -> dict[str, Any]:
    """Return what a result says of itself with the ids of this workspace."""
    said = manifest.as_json()
    for each in (*said["questions"], *said["requests"]):
        each["deliverable"] = real_ids.get(each["deliverable"], each["deliverable"])
    return said


def _rename(report: ImportReport, file: str, more: list[Rejected]) -> None:
    """Let the report speak of the result and not of the document that was made of it."""
    report.conflicts = [Rejected(file, None, each.path, each.reason) for each in report.conflicts]
    report.rejected = [*more, *(Rejected(file, None, each.path, each.reason) for each in report.rejected)]
