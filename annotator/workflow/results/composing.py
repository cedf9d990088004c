"""Putting pages together from the workspace."""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import TYPE_CHECKING, Final, assert_never

from annotator.storage.result_standing import Ballots
from annotator.workflow.results.answering import answer, answer_and
from annotator.workflow.results.pages.missing import missing_page
from annotator.workflow.results.pages.models import Outcomes, models_page
from annotator.workflow.results.pages.progress import progress_page
from annotator.workflow.results.pages.reviewers import reviewers_page
from annotator.workflow.results.pages.step_in import step_in_page
from annotator.workflow.results.pages.values import Page, Topic
from annotator.workflow.results.question import Field
from annotator.workflow.results.verdicts import consensus

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from annotator.storage.result_firsts import Firsts
    from annotator.workflow.results.question import Question

_VERDICTS: Final = (None, None, False, True)


def page(session: Session, topic: Topic, question: Question) -> Page:
    """Return what is to be said on a topic about the current study."""
    match topic:
        case Topic.STEP_IN:
            return step_in_page(answer(session, question))
        case Topic.MISSING:
            return missing_page(session)
        case Topic.MODELS:
            table, outcomes = answer_and(session, question.by_only(Field.MODEL), _outcomes)
            return models_page(table, outcomes or Outcomes((), Counter()))
        case Topic.REVIEWERS:
            return reviewers_page(session)
        case Topic.PROGRESS:
            return progress_page(session)
        case _:
            assert_never(topic)


def _outcomes(firsts: Firsts) -> Outcomes:
    """Return which models passed at the first attempt on how many jobs; `None` where one is undecided or missing."""
    models: dict[str, int] = {}
    passed: defaultdict[int, int] = defaultdict(int)  # for each job a number with two bits a model
    for job, model, *said in firsts.each():
        verdict = consensus(Ballots(*said))
        if verdict is not None and model is not None:
            at = models.setdefault(model, len(models))
            passed[job] |= (2 + verdict) << 2 * at
    jobs = {
        tuple(_VERDICTS[bits >> 2 * at & 3] for at in range(len(models))): count
        for bits, count in Counter(passed.values()).items()
    }
    return Outcomes(tuple(models), Counter(jobs))
