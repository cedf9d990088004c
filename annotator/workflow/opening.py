"""Opening a deliverable: all that one screen needs, read at once."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import TYPE_CHECKING

from annotator.domain.ids import DeliverableId, ReviewRef, StudyId
from annotator.storage import followers, jobs, reviews, studies
from annotator.workflow import blinding, finding
from annotator.workflow.earlier import earlier
from annotator.workflow.scene import order_of, packed_rule
from annotator.workflow.sheets import Attempt, Follower, Place, Sheet

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from annotator.domain.review import Review
    from annotator.storage.jobs import Subject
    from annotator.storage.reviews import Author


def sheet(session: Session, about: Subject, author: Author) -> Sheet:
    """Return a deliverable with its job, the reviewer's review and the other attempts at the job."""
    job = jobs.job(session, about)
    entries = finding.entries(session, author.key, jobs.keys_of_job(session, about.job_key))
    entry = next(each for each in entries if each.key == about.deliverable_key)
    deliverable = replace(jobs.deliverable(session, about), model=entry.model)
    return Sheet(
        key=about.deliverable_key,
        ref=about.ref,
        job=job,
        deliverable=deliverable,
        review=reviews.load(session, about, author, order_of(job.rubric)).review,
        attempts=tuple(Attempt(each.ref.deliverable, each.model, each.attempt, each.state) for each in entries),
        entry=entry,
        own_tags=studies.tags(session, about.study_key),
        is_blind=blinding.is_blind(session),
        rule=packed_rule(session, about.study_key),
        earlier=earlier(session, about, deliverable, job, author),
        followers=tuple(Follower(each.id, each.attempt, each.arm) for each in followers.followers(session, about)),
    )


def review(session: Session, about: Subject, author: Author) -> Review:
    """Return the reviewer's open review alone."""
    rubric = jobs.rubric(session, about.job_key, jobs.versions(session, about.job_key)[1])
    return reviews.load(session, about, author, order_of(rubric)).review


def place_from(text: str | None) -> Place:
    """Return the place that `place_to` wrote; an empty one if nothing was."""
    if text is None:
        return Place()
    document = json.loads(text)
    if document["ref"] is None:
        return Place(None, document["view"])
    study, deliverable, occasion = document["ref"]
    return Place(ReviewRef(StudyId(study), DeliverableId(deliverable), occasion), document["view"])


def place_to(place: Place) -> str:
    """Return a place as text."""
    return json.dumps({"ref": place.ref, "view": place.view}, ensure_ascii=False)
