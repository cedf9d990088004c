from __future__ import annotations

from array import array

from annotator.domain.job import Arm
from annotator.domain.review import MarkKind, ReviewStatus, Verdict
from annotator.workflow.attempts import Delivery, NewAttempt
from annotator.workflow.commands import SetMark, SetStatus, SetVerdict
from annotator.workflow.sheets import QueueFilter, QueueState
from tests.unit.small_study import CONTENT, CRITERIA, REF

C1, C2, *_ = CRITERIA
AT = "2026-11-25T12:00:00.000Z"
ONLY_RECHECKS = QueueFilter(states=frozenset({QueueState.RECHECK}))


def next_attempt(workbench, content="Dear client, all is done."):
    return workbench.add_attempt(NewAttempt(REF, Arm.FEEDBACK, Delivery(content)))


def state_of(workbench, added):
    return workbench.sheet_of(added.ref).entry.state


def test_an_attempt_after_a_judged_one_is_to_be_checked_again(workbench):
    added = next_attempt(workbench)
    assert state_of(workbench, added) is QueueState.TO_DO
    workbench.run(SetVerdict(REF, Verdict.FAIL))
    assert state_of(workbench, added) is QueueState.RECHECK
    assert workbench.queue(ONLY_RECHECKS) == array("q", [added.key])
    to_do = workbench.queue(QueueFilter(states=frozenset({QueueState.TO_DO})))
    assert added.key not in to_do
    assert workbench.next_unfinished(3) == added.key


def test_the_row_after_an_act_says_the_same_as_the_row_read(workbench):
    workbench.run(SetStatus(REF, ReviewStatus.SUBMITTED, AT))
    added = next_attempt(workbench)
    assert workbench.run(SetMark(added.ref, C1, MarkKind.PASS)).entry.state is QueueState.STARTED
    assert workbench.run(SetMark(added.ref, C1, None)).entry.state is QueueState.RECHECK
    assert state_of(workbench, added) is QueueState.RECHECK
    assert workbench.queue(ONLY_RECHECKS) == array("q", [added.key])


def test_a_sheet_knows_the_attempt_before_and_what_changed(workbench):
    workbench.run(SetMark(REF, C1, MarkKind.PASS))
    workbench.run(SetMark(REF, C2, MarkKind.FAIL))
    added = next_attempt(workbench, CONTENT.replace("done", "finished").replace("Regards", ""))
    earlier = workbench.sheet_of(added.ref).earlier
    text = workbench.sheet_of(added.ref).deliverable.content
    assert (earlier.ref, earlier.attempt, earlier.failed) == (REF, 1, {C2})
    assert [text[start:end] for start, end in earlier.changed] == ["finished"]
    assert earlier.removed == 1
    assert workbench.sheet_of(REF).earlier is None


def test_nothing_that_was_graded_changes_when_the_next_attempt_is_graded(workbench):
    workbench.run(SetMark(REF, C2, MarkKind.FAIL))
    workbench.run(SetStatus(REF, ReviewStatus.SUBMITTED, AT))
    before = workbench.sheet_of(REF).review
    added = next_attempt(workbench)
    workbench.run(SetMark(added.ref, C2, MarkKind.PASS))
    workbench.run(SetStatus(added.ref, ReviewStatus.SUBMITTED, AT))
    assert workbench.sheet_of(REF).review == before
