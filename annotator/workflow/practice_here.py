"""Practice items of the open study: which deliverables they are, and how a review compares with the reference."""

from __future__ import annotations

from typing import TYPE_CHECKING

from annotator.storage import exchange_known as known
from annotator.storage import opened_packs
from annotator.storage.database import reading
from annotator.workflow.practice import Comparison, compared

if TYPE_CHECKING:
    from annotator.domain.ids import ReviewRef
    from annotator.workflow.workbench import Workbench


def practice_of(ref: ReviewRef, workbench: Workbench) -> Comparison | None:
    """Return a practice item's review beside its reference; nothing for a deliverable that counts."""
    with reading(workbench.database) as session:
        study_key = known.study_key(session, ref.study)
        pack = None if study_key is None else opened_packs.opened(session, study_key)
    if pack is None or ref.deliverable not in pack.practice:
        return None
    sheet = workbench.sheet_of(ref)
    texts = {criterion.id: criterion.text for criterion in sheet.job.rubric.criteria}
    return compared(pack.practice[ref.deliverable], sheet.review, texts)
