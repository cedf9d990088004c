"""Making packs: jobs chosen and shared out, checked, written one file a reviewer, and remembered."""

from __future__ import annotations

from dataclasses import asdict, dataclass, replace
from typing import TYPE_CHECKING, Final

from annotator.domain.ids import ReviewerId
from annotator.domain.moments import now
from annotator.errors import KnownError
from annotator.i18n import _
from annotator.packs.manifests import pack_options
from annotator.storage import exchange_known as known
from annotator.storage import packs, studies
from annotator.storage.database import reading, transaction
from annotator.workflow import blinding
from annotator.workflow.pack_check import Checker, Finding, Tells
from annotator.workflow.pack_plan import PlannedPack, chosen_jobs, extended, planned, practice_of
from annotator.workflow.pack_records import open_records
from annotator.workflow.pack_writing import WrittenPack, write_pack
from annotator.workflow.scene import rule_in_force

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from sqlalchemy.orm import Session

    from annotator.storage.files import FileStore
    from annotator.workflow.pack_plan import PackWish
    from annotator.workflow.workbench import Workbench

_NAMING: Final = frozenset({Tells.MODEL_IN_TEXT, Tells.MODEL_IN_FILE})


@dataclass(frozen=True, slots=True)
class Packed:
    """The packs that were written, and what the check found in the jobs before."""

    packs: tuple[WrittenPack, ...]
    findings: tuple[Finding, ...]


def check_jobs(workbench: Workbench, wish: PackWish) -> tuple[Finding, ...]:
    """Return what gives a model away in the jobs that a wish asks for.

    Raises:
        KnownError: there is no study, or a practice item cannot be told.
    """
    with reading(workbench.database) as session:
        return tuple(_checked(session, current_study(session), wish, workbench.files))


def create_packs(workbench: Workbench, wish: PackWish, progress: Callable[[int, int], None] | None = None) -> Packed:
    """Write a pack for each reviewer, and remember who got what.

    Raises:
        KnownError: somebody or something cannot be told, no job fits, or the disk refused; no pack is remembered then.
    """
    with transaction(workbench.database) as session:
        blinding.prepare(session)
    with reading(workbench.database) as session:
        study_key = current_study(session)
        findings = _checked(session, study_key, wish, workbench.files)
        named = {each.job for each in findings if each.tells in _NAMING} if wish.leaves_out_named else set()
        left_out = frozenset(known.known_jobs(session, study_key, sorted(named)).values())
        plans = planned(session, study_key, wish, left_out)
        plans = [replace(plan, options=replace(plan.options, rule=rule_in_force(session, study_key))) for plan in plans]
        written = _write_all(session, study_key, plans, workbench, wish.output, wish.most_bytes, progress)
    _remember(workbench, study_key, plans)
    return Packed(written, tuple(each for each in findings if each.job not in named))


def extend_packs(
    workbench: Workbench,
    output: Path,
    reviewers: Sequence[str] = (),
    progress: Callable[[int, int], None] | None = None,
) -> Packed:
    """Write the next edition of the packs whose deliverables got further attempts.

    Args:
        workbench: the coordinator's workspace.
        output: the folder the packs go to.
        reviewers: names or ids of whose packs; otherwise everybody's.
        progress: is told how many of how many packs are written.

    Raises:
        KnownError: there is no study, or the disk refused; no pack is remembered then.
    """
    with reading(workbench.database) as session:
        study_key = current_study(session)
        latest = packs.latest_packs(session, study_key)
        people = frozenset(pack.reviewer_key for pack in latest)
        plans = [
            plan
            for pack in latest
            if not reviewers or {pack.reviewer_id, pack.reviewer_name} & set(reviewers)
            if (plan := extended(session, study_key, pack, pack_options(pack.options), people)) is not None
        ]
        written = _write_all(session, study_key, plans, workbench, output, progress=progress)
    _remember(workbench, study_key, plans)
    return Packed(written, ())


def current_study(session: Session) -> int:
    """Return the key of the study that is open.

    Raises:
        KnownError: the workspace is empty.
    """
    key = studies.current_key(session)
    if key is None:
        raise KnownError(
            _("The workspace holds no study."),
            safe=_("Nothing was changed."),
            hint=_("Import jobs or open a pack first."),
        )
    return key


def _checked(session: Session, study_key: int, wish: PackWish, files: FileStore) -> list[Finding]:
    models = {each.model for each in packs.placed(session, study_key) if each.model}
    checker = Checker(models if wish.options.blind else (), files)
    if not wish.options.blind:
        return []
    chosen = {**chosen_jobs(session, study_key, wish), **practice_of(session, study_key, wish.practice)}
    return [found for _key, record in open_records(session, chosen) for found in checker.findings(record)]


def _remember(workbench: Workbench, study_key: int, plans: Sequence[PlannedPack]) -> None:
    at = now()
    with transaction(workbench.database) as session:
        for plan in plans:
            person = plan.addressee
            key = studies.register(session, ReviewerId(person.id), person.name, "human")
            studies.enlist(session, study_key, key)
            stored = packs.StoredPack(
                0, plan.id, key, person.id, person.name, plan.number, at, asdict(plan.options), plan.instructions
            )
            packs.add_pack(session, study_key, stored, _items(plan))


def _items(plan: PlannedPack) -> list[packs.PackItem]:
    practice = [key for keys in plan.practice.values() for key in keys]
    real = [key for keys in plan.chosen.values() for key in keys]
    return [packs.PackItem(key, at, at < len(practice)) for at, key in enumerate((*practice, *real))]


def _write_all(
    session: Session,
    study_key: int,
    plans: Sequence[PlannedPack],
    workbench: Workbench,
    output: Path,
    most_bytes: int | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> tuple[WrittenPack, ...]:
    written: list[WrittenPack] = []
    for at, plan in enumerate(plans):
        own = workbench.reviewer.id
        written += write_pack(
            session, study_key, plan, workbench.files, own_reviewer=own, output=output, most_bytes=most_bytes
        )
        if progress is not None:
            progress(at + 1, len(plans))
    return tuple(written)
