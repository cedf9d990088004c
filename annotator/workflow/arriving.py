"""Files that arrive: what kind each is, and where a result belongs."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import Enum
from typing import TYPE_CHECKING

from annotator.packs.values import PACK_SUFFIX, RESULT_SUFFIX
from annotator.storage import opened_packs, studies
from annotator.storage.database import reading
from annotator.workflow.continuing import continue_from
from annotator.workflow.merging import Merged, merge_files, study_of
from annotator.workflow.pack_opening import FoundPack, look_at

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from annotator.workflow.import_report import ImportReport
    from annotator.workflow.workbench import Workbench


class Arrival(Enum):
    """What a file that arrived is."""

    PACK = "pack"
    RESULT = "result"
    OTHER = "other"


@dataclass(slots=True)
class TakenIn:
    """What became of results: the reviewer's own, and those that were merged or refused."""

    own: list[ImportReport] = field(default_factory=list)
    merged: list[Merged] = field(default_factory=list)


def arrival_of(path: Path) -> Arrival:
    """Return what a file is by its ending; whether it is true is seen when it is opened."""
    return {PACK_SUFFIX: Arrival.PACK, RESULT_SUFFIX: Arrival.RESULT}.get(path.suffix.lower(), Arrival.OTHER)


def looked_at(path: Path, workbench: Workbench) -> FoundPack:
    """Check a pack and return what it says.

    Raises:
        KnownError: it cannot be trusted, or does not belong here.
    """
    return look_at(workbench, path)


def take_in(paths: Sequence[Path], workbench: Workbench) -> TakenIn:
    """Take results in: merge them, or go on from the reviewer's own where its pack is open.

    Raises:
        KnownError: the reviewer's own result cannot be taken in, or the database did not answer.
    """
    with reading(workbench.database) as session:
        opened = {each.id for each in studies.studies(session) if opened_packs.opened(session, each.key) is not None}
    taken = TakenIn()
    others = []
    for path in paths:
        if study_of(path) in opened:
            taken.own.append(continue_from(workbench, path))
        else:
            others.append(path)
    taken.merged = merge_files(workbench, others)
    return taken
