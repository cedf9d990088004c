"""Deliverables made in the program: the next attempt of a chain."""

from __future__ import annotations

import json

import pytest
from sqlalchemy import select

from annotator.domain.ids import DeliverableId, InterventionId, ReviewRef
from annotator.domain.job import Arm, Attachment, Money
from annotator.domain.review import MarkKind, ReviewStatus
from annotator.domain.textpatch import patch_between
from annotator.errors import DomainError, Refused
from annotator.storage.database import reading, transaction
from annotator.storage.tables import DeliverableRow
from annotator.workflow.attempts import Delivery, NewAttempt
from annotator.workflow.commands import (
    EditText,
    RemoveIntervention,
    SetMark,
    SetStatus,
    StartIntervention,
    TextField,
)
from annotator.workflow.exporting import ExportWish, export_file
from annotator.workflow.sheets import QueueFilter, QueueState
from tests.unit.small_study import BARE, CRITERIA, OTHER, REF, STUDY

AT = "2026-11-23T12:00:00.000Z"
STEP = InterventionId("step-1")
ANSWER = Delivery(
    "The second text.\r\n",
    is_partial=True,
    served_model="gpt-5-2026",
    prompt=[{"role": "user", "content": "Again, please."}],
    usage={"total_tokens": 12},
    cost=Money(0.02, "USD"),
    metadata={"by_hand": True},
    created_at="2026-11-23T12:00:00.5Z",
)


def exported(workbench, tmp_path, id_):
    path = tmp_path / "out.json"
    export_file(workbench, path, ExportWish())
    jobs = json.loads(path.read_text("utf-8"))["jobs"]
    return next(each for job in jobs for each in job["deliverables"] if each["id"] == id_)


def test_the_next_attempt_stands_in_the_queue_the_chain_and_the_export(workbench, tmp_path):
    before = exported(workbench, tmp_path, REF.deliverable)

    added = workbench.add_attempt(NewAttempt(REF, Arm.FEEDBACK, ANSWER))

    assert added.attempt == 2
    assert added.ref.deliverable.startswith("job-1/2-")
    assert list(workbench.queue(QueueFilter())) == [1, 2, 3, added.key]
    assert [(each.ref, each.parent, each.arm) for each in workbench.chain(REF)] == [
        (REF, None, Arm.FIRST),
        (added.ref, REF.deliverable, Arm.FEEDBACK),
    ]
    link = workbench.chain(added.ref)[1]
    assert (link.is_by_hand, link.is_partial, link.entry.state) == (True, True, QueueState.TO_DO)
    record = exported(workbench, tmp_path, added.ref.deliverable)
    assert (record["content"], record["model"], record["arm"], record["parent"]) == (
        "The second text.\r\n", "gpt-5", "feedback", "job-1/1",
    )  # fmt: skip
    assert record["prompt"] == ANSWER.prompt
    assert record["usage"] == {"total_tokens": 12}
    assert record["cost"] == {"amount": 0.02, "currency": "USD"}
    assert (record["served_model"], record["created_at"]) == ("gpt-5-2026", "2026-11-23T12:00:00.5Z")
    assert exported(workbench, tmp_path, REF.deliverable) == before


def test_control_and_feedback_branch_from_one_parent(workbench):
    control = workbench.add_attempt(NewAttempt(REF, Arm.PLAIN_RETRY, Delivery("a")))
    feedback = workbench.add_attempt(NewAttempt(REF, Arm.FEEDBACK, Delivery("b", model="other")))
    third = workbench.add_attempt(NewAttempt(feedback.ref, Arm.STEER, Delivery("c")))

    assert control.ref != feedback.ref
    assert third.ref.deliverable.startswith("job-1/3-")
    expected = [REF, control.ref, feedback.ref, third.ref]
    assert [each.ref for each in workbench.chain(control.ref)] == expected
    assert [each.ref for each in workbench.chain(third.ref)] == expected
    assert [each.ref for each in workbench.chain(OTHER)] == [OTHER]
    assert workbench.chain(third.ref)[-1].model == "other"


def test_a_ring_of_parents_from_a_file_ends(workbench):
    with transaction(workbench.database) as session:
        for key, parent in ((1, "job-1/2"), (2, "job-1/1")):
            session.get(DeliverableRow, key).parent = parent
            session.flush()

    assert [each.ref for each in workbench.chain(REF)] == [REF, OTHER]


def test_an_intervention_names_what_it_led_to_even_when_the_review_is_done(workbench):
    workbench.run(StartIntervention(REF, STEP, "I1", AT, is_copy=False))
    workbench.run(SetStatus(REF, ReviewStatus.SUBMITTED, AT))
    graded = workbench.sheet_of(REF).review

    added = workbench.add_attempt(NewAttempt(REF, Arm.FEEDBACK, ANSWER, STEP))
    again = workbench.add_attempt(NewAttempt(REF, Arm.FEEDBACK, ANSWER, STEP))

    now = workbench.sheet_of(REF).review
    assert added.is_linked
    assert not again.is_linked  # the first result stands
    assert now.interventions[0].result == added.ref.deliverable
    assert (now.status, now.revision, now.submitted_at) == (graded.status, graded.revision, graded.submitted_at)


def test_an_answer_that_comes_after_its_step_was_undone_is_kept(workbench):
    workbench.run(StartIntervention(REF, STEP, "I1", AT))
    workbench.undo()

    added = workbench.add_attempt(NewAttempt(REF, Arm.FEEDBACK, ANSWER, STEP))

    assert not added.is_linked
    assert workbench.sheet_of(added.ref).deliverable.content == ANSWER.content


def test_a_step_that_led_to_an_attempt_stays_and_undo_passes_over_it(workbench):
    workbench.run(SetMark(REF, CRITERIA[0], MarkKind.FAIL))
    workbench.run(StartIntervention(REF, STEP, "I1", AT))
    workbench.add_attempt(NewAttempt(REF, Arm.FEEDBACK, ANSWER, STEP))

    with pytest.raises(Refused):
        workbench.run(RemoveIntervention(REF, STEP))
    with pytest.raises(Refused):
        workbench.undo()
    workbench.undo()

    review = workbench.sheet_of(REF).review
    assert review.marks == ()
    assert review.interventions[0].result is not None


def test_a_human_edit_keeps_the_files_and_the_model_of_its_parent(workbench):
    with transaction(workbench.database) as session:
        session.get(
            DeliverableRow, 1
        ).attachments_json = '[{"name":"data.csv","sha256":null,"media_type":null,"size":3}]'
        session.flush()

    edit = workbench.add_attempt(NewAttempt(REF, Arm.HUMAN_EDIT, Delivery("Edited.")))
    retry = workbench.add_attempt(NewAttempt(REF, Arm.PLAIN_RETRY, Delivery("Again.")))

    assert workbench.sheet_of(edit.ref).deliverable.attachments == (Attachment("data.csv", None, None, 3),)
    assert workbench.sheet_of(edit.ref).deliverable.model == "gpt-5"
    assert workbench.sheet_of(retry.ref).deliverable.attachments == ()


def test_an_attempt_made_by_mistake_goes_without_a_trace_in_the_review(workbench):
    workbench.run(StartIntervention(REF, STEP, "I1", AT))
    added = workbench.add_attempt(NewAttempt(REF, Arm.FEEDBACK, ANSWER, STEP))

    workbench.take_back_attempt(added.ref)

    assert list(workbench.queue(QueueFilter())) == [1, 2, 3]
    assert workbench.sheet_of(REF).review.interventions[0].result is None


def test_what_was_reviewed_or_built_upon_is_not_taken_back(workbench):
    second = workbench.add_attempt(NewAttempt(REF, Arm.FEEDBACK, ANSWER))
    third = workbench.add_attempt(NewAttempt(second.ref, Arm.FEEDBACK, ANSWER))
    workbench.run(SetMark(third.ref, CRITERIA[0], MarkKind.PASS))

    for ref in (second.ref, third.ref):
        with pytest.raises(Refused):
            workbench.take_back_attempt(ref)

    with reading(workbench.database) as session:
        assert len(session.execute(select(DeliverableRow.key)).all()) == 5


def test_what_came_from_elsewhere_is_never_removed(workbench):
    with pytest.raises(DomainError):
        workbench.take_back_attempt(BARE)


def test_a_first_attempt_has_no_parent():
    with pytest.raises(DomainError):
        NewAttempt(REF, Arm.FIRST, ANSWER)


def test_an_attempt_after_nothing_is_refused(workbench):
    with pytest.raises(DomainError):
        workbench.add_attempt(NewAttempt(ReviewRef(STUDY, DeliverableId("none")), Arm.FEEDBACK, ANSWER))


@pytest.mark.parametrize("kind", ["I5", "I8"])
def test_an_edited_text_that_became_an_attempt_stays_what_was_graded(workbench, kind):
    edit = EditText(REF, TextField.INTERVENTION_CONTENT, STEP, patch_between("", "Edited. "))
    workbench.run_all([StartIntervention(REF, STEP, kind, AT), edit])
    content = workbench.sheet_of(REF).review.interventions[0].content
    added = workbench.add_attempt(NewAttempt(REF, Arm.HUMAN_EDIT, Delivery(content), STEP))

    with pytest.raises(Refused):
        workbench.run(edit)
    with pytest.raises(Refused):
        workbench.undo()

    (step,) = workbench.sheet_of(REF).review.interventions
    assert (step.content, step.result) == (content, added.ref.deliverable)
    workbench.run(EditText(REF, TextField.INTERVENTION_NOTE, STEP, patch_between("", "Why.")))
    assert workbench.sheet_of(REF).review.interventions[0].note == "Why."
