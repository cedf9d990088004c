"""The studies of a workspace side by side."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from annotator.storage import opened_packs, studies
from annotator.storage.database import reading, transaction
from annotator.workflow.progress import StudyProgress, progress_of

if TYPE_CHECKING:
    from annotator.domain.ids import StudyId
    from annotator.workflow.workbench import Workbench


@dataclass(frozen=True, slots=True)
class StudyHere:
    """A study, whether it is the open one, and how far it is if it came in a pack."""

    id: StudyId
    name: str
    is_open: bool
    progress: StudyProgress | None


def studies_here(workbench: Workbench) -> tuple[StudyHere, ...]:
    """Return the studies in the order they came in."""
    with reading(workbench.database) as session:
        current = studies.current_key(session)
        return tuple(
            StudyHere(
                each.id,
                each.name or each.id,
                each.key == current,
                progress_of(session, each.key, workbench.reviewer.id),
            )
            for each in studies.studies(session)
        )


def read_instructions(text: str, workbench: Workbench) -> None:
    """Remember which instructions of the open study the reviewer has seen."""
    with transaction(workbench.database) as session:
        key = studies.current_key(session)
        if key is not None:
            opened_packs.set_instructions_read(session, key, text)
