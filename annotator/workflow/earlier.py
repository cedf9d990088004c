"""What a further attempt is checked against: the attempt before, its review, and what changed since."""

from __future__ import annotations

from typing import TYPE_CHECKING

from annotator.domain.ids import ReviewRef
from annotator.domain.textdiff import ChangeKind, word_diff
from annotator.errors import DomainError
from annotator.storage import jobs, reviews
from annotator.workflow.scene import order_of
from annotator.workflow.sheets import Earlier

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from annotator.domain.job import Deliverable, Job
    from annotator.storage.jobs import Subject
    from annotator.storage.reviews import Author


def earlier(session: Session, about: Subject, deliverable: Deliverable, job: Job, author: Author) -> Earlier | None:
    """Return the attempt that a deliverable came of, `None` for a first one or if its parent is not here."""
    if deliverable.parent is None:
        return None
    try:
        parent = jobs.subject(session, ReviewRef(about.ref.study, deliverable.parent, about.ref.occasion))
    except DomainError:
        return None  # a file may name a parent that it does not hold
    before = jobs.deliverable(session, parent)
    changes = word_diff(before.content, deliverable.content)
    return Earlier(
        ref=parent.ref,
        attempt=before.attempt,
        review=reviews.load(session, parent, author, order_of(job.rubric)).review,
        changed=tuple((each.new_start, each.new_end) for each in changes if each.kind is ChangeKind.INSERTED),
        removed=sum(
            each.kind is ChangeKind.REMOVED and (at + 1 == len(changes) or changes[at + 1].kind is ChangeKind.EQUAL)
            for at, each in enumerate(changes)
        ),
    )
