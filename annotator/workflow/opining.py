"""What a model said of a deliverable's criteria: out of sight until the reviewer has marked, then compared."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from annotator.domain.moments import now
from annotator.domain.opinions import Comparison
from annotator.errors import DomainError, Refused
from annotator.i18n import _
from annotator.storage import jobs, opinions, reviews, studies
from annotator.storage.database import reading, transaction
from annotator.storage.reviews import Author
from annotator.workflow.scene import order_of

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from annotator.domain.ids import CriterionId, ReviewRef
    from annotator.domain.review import MarkKind
    from annotator.storage.jobs import Subject
    from annotator.storage.reviews import StoredReview
    from annotator.workflow.workbench import Workbench


@dataclass(frozen=True, slots=True)
class Opined:
    """What a model's opinion on a deliverable has come to.

    `is_stored` says that there is one, `comparison` is nothing until the reviewer has marked everything and looked.
    """

    is_stored: bool = False
    model: str = ""
    comparison: Comparison | None = None


def opined(workbench: Workbench, ref: ReviewRef) -> Opined:
    """Return what a model's opinion has come to, without a word of it before it may be seen."""
    with reading(workbench.database) as session:
        found = opinions.of_deliverable(session, jobs.subject(session, ref), workbench.reviewer.id)
    if found is None:
        return Opined()
    own = found.compared
    return Opined(True, found.model, None if own is None else Comparison(own, found.opinions))


def compare(workbench: Workbench, ref: ReviewRef) -> Opined:
    """Let the reviewer see the model's marks, and write down what their own were until then.

    Raises:
        Refused: they have not marked everything yet.
        DomainError: there is no opinion.
    """
    with transaction(workbench.database) as session:
        about = jobs.subject(session, ref)
        found = opinions.of_deliverable(session, about, workbench.reviewer.id)
        if found is None:
            raise DomainError("no model said anything of this deliverable")
        own = found.compared
        if own is None:
            review = _own(workbench, session, about)
            own = _marks(review)
            asked = jobs.job(session, about).rubric.active
            if review.key is None or any(each.id not in own for each in asked):
                raise Refused(
                    _("The model's marks were not shown: some of your own are not set yet."),
                    safe=_("Your marks are stored."),
                    hint=_("Mark every criterion first."),
                )
            opinions.compare(session, found, review.key, own, now())
    return Opined(True, found.model, Comparison(own, found.opinions))


def _own(workbench: Workbench, session: Session, about: Subject) -> StoredReview:
    author = Author(studies.reviewer_key(session, workbench.reviewer.id), workbench.reviewer.id)
    rubric = jobs.rubric(session, about.job_key, jobs.versions(session, about.job_key)[1])
    return reviews.load(session, about, author, order_of(rubric))


def _marks(review: StoredReview) -> dict[CriterionId, MarkKind]:
    return {each.criterion_id: each.kind for each in review.review.marks if each.kind is not None}
