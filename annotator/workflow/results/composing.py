"""Putting pages together from the workspace."""

from __future__ import annotations

from typing import TYPE_CHECKING, assert_never

from annotator.storage import result_rows, studies
from annotator.workflow.results.answering import answer, settled
from annotator.workflow.results.chains import build_chains
from annotator.workflow.results.pages.missing import missing_page
from annotator.workflow.results.pages.models import models_page
from annotator.workflow.results.pages.progress import progress_page
from annotator.workflow.results.pages.reviewers import reviewers_page
from annotator.workflow.results.pages.step_in import step_in_page
from annotator.workflow.results.pages.values import Page, Topic
from annotator.workflow.results.question import Field
from annotator.workflow.results.verdicts import count_votes

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from annotator.workflow.results.question import Question


def page(session: Session, topic: Topic, question: Question) -> Page:
    """Return what is to be said on a topic about the current study."""
    match topic:
        case Topic.STEP_IN:
            return step_in_page(answer(session, question))
        case Topic.MISSING:
            return missing_page(session)
        case Topic.MODELS:
            asked = question.by_only(Field.MODEL)
            return models_page(answer(session, asked), _outcomes(session, asked))
        case Topic.REVIEWERS:
            return reviewers_page(session)
        case Topic.PROGRESS:
            return progress_page(session)
        case _:
            assert_never(topic)


def _outcomes(session: Session, asked: Question) -> dict[str, dict[int, bool]]:
    """Return, for each model, the jobs whose first attempt is decided, and whether it passed."""
    key = studies.current_key(session)
    if key is None:
        return {}
    question = settled(session, asked)
    verdicts = count_votes(session, key, question.verdicts, question.rule).verdicts
    found: dict[str, dict[int, bool]] = {}
    for chain in build_chains(result_rows.deliverables(session, key)).counted:
        verdict = verdicts.get(chain.first.key)
        if verdict is not None and chain.first.model is not None:
            found.setdefault(chain.first.model, {})[chain.first.job] = verdict
    return found
