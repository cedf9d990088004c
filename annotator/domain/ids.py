"""Identifiers, kept apart from each other and from plain text."""

from __future__ import annotations

from typing import NamedTuple, NewType

StudyId = NewType("StudyId", str)
JobId = NewType("JobId", str)
DeliverableId = NewType("DeliverableId", str)
CriterionId = NewType("CriterionId", str)
ReviewerId = NewType("ReviewerId", str)
ReviewId = NewType("ReviewId", str)
TagId = NewType("TagId", str)
InterventionId = NewType("InterventionId", str)
SessionId = NewType("SessionId", str)


class ReviewRef(NamedTuple):
    """What a review is about; with the reviewer it names exactly one review.

    Two studies may use the same deliverable id, so the study belongs to the name. `occasion` is 1 unless a
    blind repeat is planned.
    """

    study: StudyId
    deliverable: DeliverableId
    occasion: int = 1
