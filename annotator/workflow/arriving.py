"""Files that arrive: what kind each is, and where a result belongs."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import Enum
from typing import TYPE_CHECKING

from annotator.packs.values import PACK_SUFFIX, RESULT_SUFFIX
from annotator.storage import opened_packs, studies
from annotator.storage.database import reading
from annotator.workflow.continuing import continue_from
from annotator.workflow.merged import Merging
from annotator.workflow.merging import merge_steps, study_of
from annotator.workflow.pack_opening import FoundPack, look_at

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
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
    merging: Merging = field(default_factory=lambda: Merging(()))


def arrival_of(path: Path) -> Arrival:
    """Return what a file is by its ending; whether it is true is seen when it is opened."""
    return {PACK_SUFFIX: Arrival.PACK, RESULT_SUFFIX: Arrival.RESULT}.get(path.suffix.lower(), Arrival.OTHER)


def looked_at(path: Path, workbench: Workbench) -> FoundPack:
    """Check a pack and return what it says.

    Raises:
        KnownError: it cannot be trusted, or does not belong here.
    """
    return look_at(workbench, path)


def take_in_steps(
    workbench: Workbench, paths: Sequence[Path], taken: TakenIn, is_stopped: Callable[[], bool]
) -> Iterator[tuple[int, int]]:
    """Take results in step by step: merge them, or go on from the reviewer's own where its pack is open.

    Args:
        workbench: the workspace.
        paths: the results.
        taken: is told what became of them.
        is_stopped: whether no further one is to be begun.

    Raises:
        KnownError: the reviewer's own result cannot be taken in, or the database did not answer.
    """
    with reading(workbench.database) as session:
        opened = {each.id for each in studies.studies(session) if opened_packs.opened(session, each.key) is not None}
    others = []
    for path in paths:
        if study_of(path) in opened:
            taken.own.append(continue_from(workbench, path))
        else:
            others.append(path)
        yield 0, 1
    taken.merging = Merging(others)
    yield from merge_steps(workbench, taken.merging, is_stopped)
