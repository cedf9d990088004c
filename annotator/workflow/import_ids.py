"""Ids for what a source gives none: derived from the study and the place, so that the next import finds the same."""

from __future__ import annotations

import json
from functools import lru_cache
from typing import TYPE_CHECKING, Final
from uuid import UUID, uuid5

if TYPE_CHECKING:
    from collections.abc import Mapping

    from annotator.domain.shapes import Record
    from annotator.formats.document.jobs import ReadJob, ReadUnit

_NAMESPACE: Final = UUID("7c8e4e3e-52c4-4c39-9c0f-0f6d4a1f8a51")

_REMEMBERED: Final = 1_024
"""Reviewers without an id are named again and again."""


@lru_cache(_REMEMBERED)
def derived_id(*place: str) -> str:
    """Return the id for a place, such as a study, a job and a position in it."""
    return str(uuid5(_NAMESPACE, json.dumps(place)))


def complete_ids(job: ReadJob, study: str, reviewer_ids: Mapping[str, str]) -> None:
    """Give everything in a job an id that has none.

    Args:
        job: the job; its records are changed.
        study: the study's id.
        reviewer_ids: the ids of the reviewers that the document names once.
    """
    record = job.job.record
    place = study, record["id"]
    _number_criteria(record["rubric"], (*place, "rubric"))
    for rubric in record["rubrics"]:
        _number_criteria(rubric["criteria"], (*place, "rubric"))
    for unit in job.deliverables:
        if unit.record["id"] is None:
            unit.record["id"] = derived_id(*place, unit.path.removeprefix(f"{job.job.path}."))
        for review in unit.parts:
            _complete_review(review, (study, unit.record["id"]), reviewer_ids)


def _number_criteria(criteria: list[Record], place: tuple[str, ...]) -> None:
    for index, criterion in enumerate(criteria):
        if criterion["id"] is None:
            criterion["id"] = derived_id(*place, str(index))


def _complete_review(review: ReadUnit, place: tuple[str, str], reviewer_ids: Mapping[str, str]) -> None:
    """Complete the ids of a review; a reviewer without id is the same wherever the study names them so."""
    record = review.record
    study, deliverable = place
    if record["reviewer_id"] is None:
        name = record["reviewer"]
        if name:
            record["reviewer_id"] = reviewer_ids.get(name) or derived_id(study, "reviewer", name)
        else:
            record["reviewer_id"] = derived_id(study, deliverable, review.path.rpartition(".")[2])
    occasion = record["occasion"]
    if record["id"] is None:
        record["id"] = derived_id(study, deliverable, record["reviewer_id"], str(occasion))
    for index, step in enumerate(record["interventions"]):
        if step["id"] is None:
            step["id"] = derived_id(record["id"], "intervention", str(index))
