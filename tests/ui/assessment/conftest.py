"""A sheet to assess, and the pane that shows it."""

from __future__ import annotations

import pytest
from pytestqt.qtbot import QtBot

from annotator.domain.ids import CriterionId, DeliverableId, JobId, ReviewerId, ReviewRef, StudyId
from annotator.domain.job import Arm, Deliverable, Job
from annotator.domain.review import Review
from annotator.domain.rubric import Criterion, Importance, Rubric
from annotator.ui.assessment.panel import AssessmentPanel
from annotator.ui.keys import Keymap
from annotator.workflow.commands import Command
from annotator.workflow.sheets import QueueEntry, QueueState, Sheet
from annotator.workflow.taxonomy import taxonomy

REF = ReviewRef(StudyId("study"), DeliverableId("job/1"))
CRITERIA = (
    Criterion(CriterionId("table"), "Has a table of three systems", Importance.CRITICAL),
    Criterion(CriterionId("tone"), "Friendly tone", Importance.OPTIONAL),
    Criterion(CriterionId("facts"), "Invented facts or sources", Importance.PITFALL),
)


def sheet_of(review: Review, criteria: tuple[Criterion, ...] = CRITERIA) -> Sheet:
    """Return an open sheet of one job for a review."""
    job = Job(StudyId("study"), JobId("job"), "SEO article", "brief", 1, "Writing", "en", None, Rubric(1, criteria))
    deliverable = Deliverable(DeliverableId("job/1"), JobId("job"), "model-a", 1, Arm.FIRST, None, "The text.")
    entry = QueueEntry(1, REF, "SEO article", "Writing", "en", "model-a", 1, QueueState.TO_DO, None, False, 0, 3)
    return Sheet(1, REF, job, deliverable, review, (), entry)


@pytest.fixture
def review() -> Review:
    """Return an untouched review."""
    return Review(REF, ReviewerId("ada"))


@pytest.fixture
def panel(qtbot: QtBot, review: Review) -> AssessmentPanel:
    """Return the pane showing an untouched review."""
    made = AssessmentPanel(taxonomy(), Keymap({}, has_letters=True).badge)
    qtbot.addWidget(made)
    made.resize(340, 720)
    made.show_sheet(sheet_of(review), "strict_upbench")
    made.show()
    return made


@pytest.fixture
def asked(panel: AssessmentPanel) -> list[Command]:
    """Return the commands the pane asks for, as they come."""
    commands: list[Command] = []
    panel.command_requested.connect(commands.append)
    return commands
