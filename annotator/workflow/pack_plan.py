"""Which deliverables go into which reviewer's pack."""

from __future__ import annotations

import uuid
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from annotator.domain.assigning import shared_out, shuffled
from annotator.errors import KnownError
from annotator.i18n import _
from annotator.packs.values import PackOptions
from annotator.storage import attempts, packs, studies
from annotator.storage import exchange_known as known
from annotator.workflow import finding
from annotator.workflow.sheets import QueueFilter

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from sqlalchemy.orm import Session

    from annotator.storage.packs import Placed, StoredPack

SHUFFLED = "shuffled"


@dataclass(frozen=True, slots=True)
class PackWish:
    """The packs a coordinator wants.

    `reviewers` are names or ids; `most_jobs` takes only the first so many; `practice` are ids of deliverables whose
    review in this workspace is the reference; `most_bytes` splits a pack into files of about that size.
    """

    output: Path
    reviewers: tuple[str, ...]
    options: PackOptions = field(default_factory=PackOptions)
    wanted: QueueFilter = field(default_factory=QueueFilter)
    most_jobs: int | None = None
    instructions: str = ""
    practice: tuple[str, ...] = ()
    most_bytes: int | None = None
    leaves_out_named: bool = False


@dataclass(frozen=True, slots=True)
class Addressee:
    """Whom a pack is for; `key` is nothing for somebody who is new here."""

    id: str
    name: str
    key: int | None


@dataclass(frozen=True, slots=True)
class PlannedPack:
    """A pack that is to be written: deliverables in their order by job, practice apart."""

    id: str
    number: int
    addressee: Addressee
    options: PackOptions
    instructions: str
    chosen: dict[int, list[int]]
    practice: dict[int, list[int]]


def addressee(session: Session, study_key: int, named: str) -> Addressee:
    """Return the reviewer who is meant, a new one if nobody has this name.

    Raises:
        KnownError: several have it, or they have a pack of the study.
    """
    keys = known.reviewers_named(session, named)
    people = [each for each in studies.reviewers(session) if each.key in keys and each.kind == "human"]
    if len(people) > 1:
        raise KnownError(
            _("No pack was made: several reviewers are called {name}.").format(name=named),
            safe=_("Nothing was written."),
            hint=_("Name one by id: {ids}.").format(ids=", ".join(each.id for each in people)),
        )
    if not people:
        return Addressee(str(uuid.uuid4()), named, None)
    person = people[0]
    if packs.latest_pack(session, study_key, person.key) is not None:
        raise KnownError(
            _("No pack was made: {name} has a pack of this study.").format(name=person.name),
            safe=_("Nothing was written."),
            hint=_("Extend that pack, so that work done in it goes on."),
        )
    return Addressee(person.id, person.name, person.key)


def planned(session: Session, study_key: int, wish: PackWish, left_out: frozenset[int]) -> list[PlannedPack]:
    """Return the packs that a wish asks for.

    Args:
        session: where to read.
        study_key: the study.
        wish: what the coordinator wants.
        left_out: the keys of jobs that no pack may hold.

    Raises:
        KnownError: a reviewer or a practice item cannot be told, or no job is left.
    """
    people = [addressee(session, study_key, named) for named in wish.reviewers]
    practice = practice_of(session, study_key, wish.practice)
    chosen = {
        key: deliverables
        for key, deliverables in chosen_jobs(session, study_key, wish).items()
        if key not in practice and key not in left_out
    }
    jobs = list(chosen)[: wish.most_jobs]
    if not jobs:
        raise KnownError(
            _("No pack was made: no job fits."),
            safe=_("Nothing was written."),
            hint=_("Choose other jobs."),
        )
    shares = shared_out(jobs, len(people), wish.options.overlap, known.study_id(session, study_key))
    numbers = {each.key: each.attempt for each in packs.placed(session, study_key)}

    def mixed(deliverables: list[int], seed: str) -> list[int]:
        return sorted(shuffled(deliverables, f"{seed}/{deliverables[0]}"), key=numbers.__getitem__)

    made = []
    for person, share in zip(people, shares, strict=True):
        id_ = str(uuid.uuid4())
        ordered = shuffled(share, id_) if wish.options.order == SHUFFLED else share
        picked = {job: mixed(chosen[job], id_) if wish.options.order == SHUFFLED else chosen[job] for job in ordered}
        made.append(PlannedPack(id_, 1, person, wish.options, wish.instructions, picked, practice))
    return made


def chosen_jobs(session: Session, study_key: int, wish: PackWish) -> dict[int, list[int]]:
    """Return the deliverables under a wish's filter by the key of their job, in import order."""
    wanted = set(finding.keys(session, study_key, None, wish.wanted, None))
    chosen: dict[int, list[int]] = {}
    for each in packs.placed(session, study_key):
        if each.key in wanted:
            chosen.setdefault(each.job_key, []).append(each.key)
    return chosen


def practice_of(session: Session, study_key: int, ids: Sequence[str]) -> dict[int, list[int]]:
    """Return the practice items by the key of their job.

    Raises:
        KnownError: there is no such deliverable.
    """
    by_id = {each.id: each for each in packs.placed(session, study_key)}
    made: dict[int, list[int]] = {}
    for id_ in ids:
        if id_ not in by_id:
            raise KnownError(
                _("No pack was made: there is no deliverable {id} to practise on.").format(id=id_),
                safe=_("Nothing was written."),
                hint=_("Check the id."),
            )
        made.setdefault(by_id[id_].job_key, []).append(by_id[id_].key)
    return made


def extended(
    session: Session, study_key: int, pack: StoredPack, options: PackOptions, reviewers: frozenset[int]
) -> PlannedPack | None:
    """Return a reviewer's pack with the attempts that were added to its deliverables since; nothing if none were.

    Where any of the `reviewers` (keys of those who have packs) asked for an attempt, it goes to them alone.
    """
    before = packs.items(session, pack.key)
    places = {each.key: each for each in packs.placed(session, study_key)}
    held = [item.deliverable_key for item in before if not item.is_practice]
    asked = attempts.askers(session, study_key)

    def is_for(each: Placed) -> bool:
        asking = [(who, led_to) for who, led_to in asked.get(each.parent or "", ()) if who in reviewers]
        meant = {who for who, led_to in asking if led_to == each.id} or {who for who, led_to in asking if not led_to}
        return not meant or pack.reviewer_key in meant

    fresh = _descendants(held, places, is_for)
    if not fresh:
        return None
    chosen: dict[int, list[int]] = {}
    for key in (*held, *fresh):
        chosen.setdefault(places[key].job_key, []).append(key)
    practice: dict[int, list[int]] = {}
    for item in before:
        if item.is_practice:
            practice.setdefault(places[item.deliverable_key].job_key, []).append(item.deliverable_key)
    person = Addressee(pack.reviewer_id, pack.reviewer_name, pack.reviewer_key)
    return PlannedPack(pack.id, pack.number + 1, person, options, pack.instructions, chosen, practice)


def _descendants(held: Sequence[int], places: dict[int, Placed], is_for: Callable[[Placed], bool]) -> list[int]:
    """Return what was made out of deliverables since, in import order."""
    ids = {places[key].id for key in held}
    fresh: list[int] = []
    for each in places.values():
        if each.parent in ids and each.id not in ids and is_for(each):
            ids.add(each.id)
            fresh.append(each.key)
    return fresh
