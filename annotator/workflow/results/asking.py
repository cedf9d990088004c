"""The door to the results: each call reads one state of the workspace and waits for nobody.

Where a pack keeps its results hidden, all that answers is refused.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from annotator.errors import Refused
from annotator.i18n import _
from annotator.storage import studies, workspace
from annotator.storage.database import reading, transaction
from annotator.workflow.results import agreeing, answering, judging
from annotator.workflow.scene import RESULTS_HIDDEN

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from sqlalchemy.orm import Session

    from annotator.metrics.judging import Judge
    from annotator.storage.database import Database
    from annotator.workflow.results.agreeing import Agreement, By, Level
    from annotator.workflow.results.question import Assumptions, Question
    from annotator.workflow.results.values import Answer


def answer(database: Database, question: Question) -> Answer:
    """Return the table of the study's question."""
    with reading(database) as session:
        _require_shown(session)
        return answering.answer(session, question)


def agreement(database: Database, level: Level, by: Sequence[By] = ()) -> Agreement:
    """Return how far the reviewers agree."""
    with reading(database) as session:
        _require_shown(session)
        return agreeing.agreement(session, level, by)


def judges(database: Database) -> Mapping[str, Judge]:
    """Return how far each model that marked beside reviewers said what they had marked before they saw it."""
    with reading(database) as session:
        _require_shown(session)
        return judging.judges(session)


def assumptions(database: Database) -> Assumptions:
    """Return what the workspace assumes about money and missing numbers."""
    with reading(database) as session:
        return answering.assumptions(session)


def assume(database: Database, assumed: Assumptions) -> None:
    """Let the workspace remember what is assumed."""
    with transaction(database) as session:
        workspace.remember(session, answering.ASSUMPTIONS, assumed.as_json())


def is_hidden(database: Database) -> bool:
    """Return whether the results of the current study are not for this workspace's reviewer to see."""
    with reading(database) as session:
        return _is_hidden(session)


def _is_hidden(session: Session) -> bool:
    key = studies.current_key(session)
    return key is not None and workspace.remembered(session, RESULTS_HIDDEN.format(study=key)) is not None


def _require_shown(session: Session) -> None:
    if _is_hidden(session):
        raise Refused(
            _("The results of this study are not shown to its reviewers."),
            safe=_("Nothing was changed."),
            hint=_("Ask who sent you the pack."),
        )


def report(database: Database, question: Question) -> str:
    """Return the report as HTML."""
    from annotator.workflow.results import report as reporting  # noqa: PLC0415 -- figures take long to import

    with reading(database) as session:
        _require_shown(session)
        return reporting.report(session, question)
