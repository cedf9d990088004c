"""What each act does beyond what the laws of undo say."""

from __future__ import annotations

from dataclasses import replace

import pytest
from sqlalchemy import insert, select, text, update

from annotator.domain.ids import CriterionId, DeliverableId, InterventionId, SessionId, StudyId, TagId
from annotator.domain.review import (
    Activity,
    Evidence,
    EvidenceKind,
    Mark,
    MarkKind,
    Review,
    ReviewStatus,
    Severity,
    Tag,
    TimeSession,
    Verdict,
)
from annotator.domain.spans import span_of
from annotator.domain.textpatch import TextPatch, patch_between
from annotator.errors import DomainError, KnownError
from annotator.storage.database import open_database, reading, transaction
from annotator.storage.tables import (
    InterventionRow,
    JobRow,
    MarkRow,
    ReviewRow,
    RubricRow,
    StudyReviewerRow,
    TagRow,
    TimeSessionRow,
)
from annotator.workflow.commands import (
    AddIntervention,
    AddTag,
    CorrectTime,
    DescribeIntervention,
    EditText,
    RecordTime,
    RemoveIntervention,
    RemoveTag,
    RestoreStanding,
    SetEvidence,
    SetFlag,
    SetMark,
    SetSeverity,
    SetStatus,
    SetVerdict,
    StartIntervention,
    TextField,
)
from annotator.workflow.sheets import QueueState
from annotator.workflow.workbench import Workbench
from tests.unit.small_study import ADA, BARE, BOB, CONTENT, CRITERIA, REF

C1, C2, C3, C4 = CRITERIA
T1, I1, S1 = TagId("t1"), InterventionId("i1"), SessionId("s1")
AT = "2026-11-23T12:00:00.000Z"
LATER = "2026-11-23T13:00:00.000Z"
SUBMIT = SetStatus(REF, ReviewStatus.SUBMITTED, AT)
TAKE_BACK = SetStatus(REF, ReviewStatus.DRAFT, LATER)


def rows(workbench, table):
    with reading(workbench.database) as session:
        return session.execute(select(table).order_by(table.key)).scalars().all()


def typed(field, new, *, key="", old=""):
    return EditText(REF, field, key, patch_between(old, new))


def test_the_first_act_begins_the_review(workbench):
    assert workbench.sheet_of(REF).review == Review(REF, ADA.id)
    review = workbench.run(SetVerdict(REF, Verdict.PASS)).review
    assert review.id
    assert review.started_at
    (row,) = rows(workbench, ReviewRow)
    assert (row.id, row.reviewer_name, row.role, row.revision, row.status) == (review.id, "ada", "reviewer", 1, "draft")
    assert workbench.reviewers() == (ADA,)
    with reading(workbench.database) as session:
        assert session.execute(select(StudyReviewerRow.position)).scalars().all() == [0]


def test_what_does_nothing_begins_no_review(workbench):
    change = workbench.run(SetVerdict(REF, None))
    assert change.undo == change.command
    assert change.review == Review(REF, ADA.id)
    assert rows(workbench, ReviewRow) == []
    assert workbench.history(REF) == ()


def test_marks_stand_in_the_order_of_the_rubric(workbench):
    for criterion in (C3, C1, C2):
        review = workbench.run(SetMark(REF, criterion, MarkKind.PASS)).review
    assert [mark.criterion_id for mark in review.marks] == [C1, C2, C3]
    assert workbench.sheet_of(REF).review == review


def test_an_answer_keeps_note_and_evidence(workbench):
    evidence = (Evidence(EvidenceKind.SPAN, span_of(CONTENT, 0, 4)), Evidence(EvidenceKind.ABSENT))
    workbench.run(SetMark(REF, C1, MarkKind.CANNOT_JUDGE, "expertise", is_criterion_wrong=True))
    workbench.run(typed(TextField.MARK_NOTE, "why", key=C1))
    workbench.run(SetEvidence(REF, C1, evidence))
    review = workbench.run(SetMark(REF, C1, MarkKind.FAIL)).review
    assert review.marks == (Mark(C1, MarkKind.FAIL, note="why", evidence=evidence),)
    cleared = workbench.run(SetMark(REF, C1, None)).review
    assert cleared.mark(C1) == Mark(C1, None, note="why", evidence=evidence)
    assert workbench.sheet_of(REF).review == cleared


def test_a_mark_that_says_nothing_any_more_is_gone(workbench):
    workbench.run(SetMark(REF, C1, MarkKind.PASS))
    assert workbench.run(SetMark(REF, C1, None)).entry.state is QueueState.TO_DO
    with reading(workbench.database) as session:
        assert session.execute(select(MarkRow.criterion_id)).all() == []


def test_the_effort_of_an_edit_that_was_thrown_away_meanwhile_changes_nothing(workbench):
    before = workbench.sheet_of(REF)
    workbench.run(DescribeIntervention(REF, InterventionId("i9"), "I5", "{}"))
    assert workbench.sheet_of(REF) == before
    assert workbench.history(REF) == ()


@pytest.mark.parametrize(
    "command",
    [
        SetMark(REF, CriterionId("c9"), MarkKind.PASS),
        SetEvidence(REF, CriterionId("c9"), (Evidence(EvidenceKind.ABSENT),)),
        typed(TextField.MARK_NOTE, "x", key="c9"),
        typed(TextField.TAG_NOTE, "x", key="t9"),
        typed(TextField.INTERVENTION_CONTENT, "x", key="i9"),
        typed(TextField.INTERVENTION_NOTE, "x", key="i9"),
        typed(TextField.NOTE, "new", old="other"),
        SetSeverity(REF, TagId("t9"), Severity.MAJOR),
        CorrectTime(REF, SessionId("s9"), 1.0, None),
        RestoreStanding(REF, 7, ReviewStatus.DRAFT, AT),
        SetVerdict(REF._replace(deliverable=DeliverableId("job-9/1")), Verdict.PASS),
        SetVerdict(REF._replace(study=StudyId("study-9")), Verdict.PASS),
    ],
    ids=lambda command: type(command).__name__,
)
def test_acts_on_what_is_not_there_are_refused_and_change_nothing(workbench, command):
    workbench.run(SetVerdict(REF, Verdict.PASS))
    before = workbench.sheet_of(REF)
    with pytest.raises(DomainError):
        workbench.run(command)
    assert workbench.sheet_of(REF) == before
    assert len(workbench.history(REF)) == 1


def test_a_mark_made_on_an_earlier_rubric_can_still_be_changed(workbench):
    workbench.run(SetMark(REF, C2, MarkKind.PASS))
    with transaction(workbench.database) as session:
        session.execute(insert(RubricRow).values(job_key=1, version=2))
        session.execute(update(JobRow).where(JobRow.key == 1).values(rubric_version=2))
    change = workbench.run(SetMark(REF, C2, MarkKind.FAIL))
    assert change.review.mark(C2).kind is MarkKind.FAIL
    assert (change.entry.marked, change.entry.asked) == (0, 0)


def test_tags_keep_their_places(workbench):
    for name in ("a", "b", "c"):
        workbench.run(AddTag(REF, Tag(TagId(name), "G04")))
    workbench.run(RemoveTag(REF, TagId("b")))
    workbench.run(AddTag(REF, Tag(TagId("first"), "S01"), 0))
    review = workbench.undo() and workbench.undo().review
    assert [tag.id for tag in review.tags] == ["a", "b", "c"]
    workbench.run(AddTag(REF, Tag(TagId("x"), "S01"), 1))
    assert [tag.id for tag in workbench.sheet_of(REF).review.tags] == ["a", "x", "b", "c"]


def test_many_tags_between_two_find_room(workbench):
    for name in ("first", "last"):
        workbench.run(AddTag(REF, Tag(TagId(name), "G04")))
    for number in range(70):  # halving the distance to 1.0 some 50 times leaves no number between
        workbench.run(AddTag(REF, Tag(TagId(str(number)), "G04"), number + 1))
    wanted = ["first", *(str(number) for number in range(70)), "last"]
    assert [tag.id for tag in workbench.sheet_of(REF).review.tags] == wanted


def test_a_tag_comes_only_once(workbench):
    tag = Tag(T1, "G04", span=span_of(CONTENT, 3, 9))
    workbench.run(AddTag(REF, tag))
    again = workbench.run(AddTag(REF, tag))
    assert again.undo == again.command
    assert again.review.tags == (tag,)
    with pytest.raises(DomainError, match="another tag"):
        workbench.run(AddTag(REF, replace(tag, code="G05")))
    assert workbench.run(RemoveTag(REF, TagId("t9"))).review.tags == (tag,)


def test_submitting_stores_what_was_in_force(workbench):
    for criterion, kind in ((C1, MarkKind.PASS), (C2, MarkKind.PASS), (C3, MarkKind.FAIL), (C4, MarkKind.FAIL)):
        workbench.run(SetMark(REF, criterion, kind))
    change = workbench.run(SUBMIT)
    review = change.review
    assert (review.status, review.submitted_at) == (ReviewStatus.SUBMITTED, AT)
    assert (review.rule, review.rule_verdict) == ("strict_upbench", Verdict.PASS)
    assert (review.rubric_version, review.brief_version) == (1, 2)
    assert change.entry.state is QueueState.DONE
    workbench.undo()
    workbench.set_rule("strict_plus_pitfalls")
    assert workbench.run(SUBMIT).review.rule_verdict is Verdict.FAIL
    workbench.undo()
    review = workbench.run(replace(SUBMIT, rule="critical_only")).review
    assert (review.rule, review.rule_verdict) == ("critical_only", Verdict.PASS)


def test_a_job_without_criteria_has_no_answer_by_rule(workbench):
    review = workbench.run(SetStatus(BARE, ReviewStatus.SUBMITTED, AT)).review
    assert (review.rule, review.rule_verdict) == ("strict_upbench", None)


def test_undoing_a_submission_leaves_a_plain_draft(workbench):
    workbench.run(SetVerdict(REF, Verdict.PASS))
    draft = workbench.sheet_of(REF).review
    workbench.run(SUBMIT)
    assert workbench.undo().review == draft
    assert len(rows(workbench, ReviewRow)) == 1


def filled_review(workbench):
    workbench.run(SetMark(REF, C1, MarkKind.FAIL))
    workbench.run(typed(TextField.NOTE, "whole"))
    workbench.run(AddTag(REF, Tag(T1, "G04", Severity.MAJOR, span=span_of(CONTENT, 0, 4))))
    workbench.run(StartIntervention(REF, I1, "I5", AT))
    workbench.run(RecordTime(REF, TimeSession(S1, Activity.REVIEW, AT, 10.0)))
    workbench.run(RecordTime(REF, TimeSession(SessionId("s2"), Activity.INTERVENTION, AT, 20.0), I1))
    workbench.run(SetFlag(REF, is_flagged=True, reason="odd"))
    return workbench.run(SUBMIT).review


def test_reopening_copies_the_review_and_leaves_the_submitted_one_valid(workbench):
    submitted = filled_review(workbench)
    with transaction(workbench.database) as session:
        session.execute(update(MarkRow).values(extra='{"x":1.50}'))
    change = workbench.run(TAKE_BACK)
    assert change.entry.state is QueueState.REOPENED
    draft = change.review
    assert (draft.revision, draft.status, draft.id) == (2, ReviewStatus.DRAFT, submitted.id)
    assert (draft.submitted_at, draft.rule, draft.rule_verdict, draft.rubric_version) == (None, None, None, None)
    assert draft.marks == (replace(submitted.marks[0], extra='{"x":1.50}'),)
    assert (draft.tags, draft.interventions, draft.time, draft.note, draft.is_flagged, draft.started_at) == (
        submitted.tags, submitted.interventions, submitted.time, "whole", True, submitted.started_at,
    )  # fmt: skip
    first, second = rows(workbench, ReviewRow)
    assert (first.status, first.is_superseded, second.is_superseded) == ("submitted", False, False)
    assert second.active_seconds_json == first.active_seconds_json == "10.0"
    owners = {(row.review_key, row.intervention_key) for row in rows(workbench, TimeSessionRow)}
    steps = {row.review_key: row.key for row in rows(workbench, InterventionRow)}
    assert owners == {(1, None), (1, steps[1]), (2, None), (2, steps[2])}


def test_submitting_again_supersedes_and_undo_restores(workbench):
    filled_review(workbench)
    workbench.run(TAKE_BACK)
    workbench.run(SetVerdict(REF, Verdict.FAIL))
    workbench.run(replace(SUBMIT, at=LATER))
    assert [(row.is_superseded, row.status) for row in rows(workbench, ReviewRow)] == [
        (True, "submitted"),
        (False, "submitted"),
    ]
    workbench.undo()
    assert [(row.is_superseded, row.status) for row in rows(workbench, ReviewRow)] == [
        (False, "submitted"),
        (False, "draft"),
    ]
    workbench.redo()
    assert [row.is_superseded for row in rows(workbench, ReviewRow)] == [True, False]


def test_undoing_a_reopening_removes_the_copy_and_keeps_the_minutes(workbench):
    submitted = filled_review(workbench)
    workbench.run(TAKE_BACK)
    workbench.run(RecordTime(REF, TimeSession(S1, Activity.REVIEW, AT, 15.0)))
    workbench.run(RecordTime(REF, TimeSession(SessionId("s3"), Activity.REVIEW, LATER, 5.0)))
    review = workbench.undo().review
    assert [session.seconds for session in review.time] == [15.0, 5.0]
    assert replace(review, time=()) == replace(submitted, time=())
    assert workbench.sheet_of(REF).review == review
    assert len(rows(workbench, ReviewRow)) == len(rows(workbench, TagRow)) == len(rows(workbench, InterventionRow)) == 1


def test_a_reopened_draft_that_was_changed_elsewhere_is_not_removed(workbench):
    filled_review(workbench)
    workbench.run(TAKE_BACK)
    with transaction(workbench.database) as session:
        session.execute(update(ReviewRow).where(ReviewRow.revision == 2).values(note="from elsewhere"))
    with pytest.raises(KnownError, match="can no longer be undone"):
        workbench.undo()
    assert workbench.sheet_of(REF).review.note == "from elsewhere"
    assert workbench.sheet_of(REF).review.revision == 2


def test_skipping_and_taking_back(workbench):
    workbench.run(SetMark(REF, C1, MarkKind.PASS))
    skipped = workbench.run(SetStatus(REF, ReviewStatus.SKIPPED, AT, "no time"))
    assert (skipped.review.skip_reason, skipped.entry.state) == ("no time", QueueState.SKIPPED)
    other = workbench.run(SetStatus(REF, ReviewStatus.SKIPPED, AT, "file missing"))
    assert other.review.skip_reason == "file missing"
    again = workbench.run(SetStatus(REF, ReviewStatus.SKIPPED, LATER, "file missing"))
    assert again.undo == again.command
    draft = workbench.run(TAKE_BACK)
    assert (draft.review.revision, draft.review.status, draft.review.skip_reason) == (1, ReviewStatus.DRAFT, "")
    assert draft.entry.state is QueueState.STARTED


@pytest.mark.parametrize("status", [ReviewStatus.SUBMITTED, ReviewStatus.SKIPPED])
def test_what_is_done_or_skipped_has_to_be_taken_back_first(workbench, status):
    workbench.run(SetStatus(REF, status, AT))
    before = workbench.sheet_of(REF)
    for command in (
        SetVerdict(REF, Verdict.PASS), SetMark(REF, C1, MarkKind.PASS), typed(TextField.NOTE, "x"),
        AddTag(REF, Tag(T1, "G04")), StartIntervention(REF, I1, "I5", AT), SetFlag(REF, is_flagged=True),
    ):  # fmt: skip
        with pytest.raises(KnownError, match="was not changed"):
            workbench.run(command)
    assert workbench.sheet_of(REF) == before


def test_a_submitted_review_is_not_skipped(workbench):
    workbench.run(SUBMIT)
    with pytest.raises(KnownError, match="it is done"):
        workbench.run(SetStatus(REF, ReviewStatus.SKIPPED, AT))


def test_submitting_twice_does_nothing_more(workbench):
    workbench.run(SUBMIT)
    again = workbench.run(replace(SUBMIT, at=LATER))
    assert again.undo == again.command
    assert again.review.submitted_at == AT


def test_stepping_in_begins_with_a_copy_or_an_empty_text(workbench):
    review = workbench.run(StartIntervention(REF, I1, "I5", AT)).review
    assert (review.interventions[0].content, review.interventions[0].created_at) == (CONTENT, AT)
    review = workbench.run(
        StartIntervention(REF, InterventionId("i2"), "I1", AT, is_primary=False, is_copy=False)
    ).review
    assert (review.interventions[1].content, review.interventions[1].is_primary) == ("", False)
    again = workbench.run(StartIntervention(REF, I1, "I5", LATER))
    assert again.undo == again.command


def test_an_edited_copy_keeps_what_is_odd_about_the_text(workbench):
    workbench.run(StartIntervention(REF, I1, "I5", AT))
    edited = CONTENT.replace("評価", "評価書\xa0")
    review = workbench.run(typed(TextField.INTERVENTION_CONTENT, edited, key=I1, old=CONTENT)).review
    assert review.interventions[0].content == edited
    assert workbench.text_of_field(REF, TextField.INTERVENTION_CONTENT, I1) == edited
    assert workbench.sheet_of(REF).deliverable.content == CONTENT
    assert workbench.run(DescribeIntervention(REF, I1, "I6", '{"ter":0.1}')).review.interventions[0].kind == "I6"


def test_time_of_an_intervention_outlives_it(workbench):
    workbench.run(StartIntervention(REF, I1, "I5", AT))
    workbench.run(RecordTime(REF, TimeSession(S1, Activity.INTERVENTION, AT, 30.0), I1))
    gone = workbench.run(RemoveIntervention(REF, I1)).review
    assert [session.id for session in gone.time] == [S1]
    assert workbench.sheet_of(REF).review == gone
    back = workbench.undo().review
    assert (back.time, [session.id for session in back.interventions[0].time]) == ((), [S1])
    assert workbench.sheet_of(REF).review == back


def test_an_intervention_comes_only_once(workbench):
    whole = workbench.run(StartIntervention(REF, I1, "I5", AT)).review.interventions[0]
    again = workbench.run(AddIntervention(REF, whole))
    assert again.undo == again.command
    with pytest.raises(DomainError, match="another intervention"):
        workbench.run(AddIntervention(REF, replace(whole, kind="I1")))
    gone = workbench.run(RemoveIntervention(REF, InterventionId("i9")))
    assert gone.undo == gone.command


def test_text_that_was_deleted_again_is_nothing(workbench):
    workbench.run(typed(TextField.NOTE, "x"))
    review = workbench.run(typed(TextField.NOTE, "", old="x")).review
    assert review.note == ""
    nothing = workbench.run(EditText(REF, TextField.NOTE, "", TextPatch()))
    assert nothing.undo == nothing.command


def test_only_what_changed_is_written(workbench):
    """Values of a document that the window does not show keep their spelling, whatever happens beside them."""
    workbench.run(SetMark(REF, C1, MarkKind.PASS))
    workbench.run(SetMark(REF, C2, MarkKind.PASS))
    workbench.run(RecordTime(REF, TimeSession(S1, Activity.REVIEW, AT, 10.0)))
    with transaction(workbench.database) as session:
        session.execute(update(TimeSessionRow).values(seconds_json="10.000"))
        session.execute(update(ReviewRow).values(metadata_json='{"a": 4000.00}', active_seconds_json="10.00"))
        session.execute(update(MarkRow).where(MarkRow.criterion_id == C2).values(note="", extra='{"b": 1.0}'))
        session.execute(
            text(
                "CREATE TRIGGER t BEFORE UPDATE ON mark WHEN old.criterion_id = 'c2'"
                " BEGIN SELECT RAISE(FAIL, 'no'); END"
            )
        )
    workbench.run(SetMark(REF, C1, MarkKind.FAIL))
    workbench.run(SetVerdict(REF, Verdict.FAIL))
    (row,) = rows(workbench, ReviewRow)
    assert (row.metadata_json, row.active_seconds_json) == ('{"a": 4000.00}', "10.00")
    assert [each.seconds_json for each in rows(workbench, TimeSessionRow)] == ["10.000"]


def test_others_reviews_are_neither_shown_nor_touched(workbench, workspace):
    bobs = Workbench(open_database(workspace), BOB, workspace.parent)
    bobs.run(SetVerdict(REF, Verdict.FAIL))
    submitted = bobs.run(SUBMIT).review
    assert workbench.sheet_of(REF).review == Review(REF, ADA.id)
    assert workbench.undo() is None
    workbench.run(SetVerdict(REF, Verdict.PASS))
    workbench.run(SUBMIT)
    assert bobs.sheet_of(REF).review == submitted
    assert (workbench.counts().done, bobs.counts().done) == (1, 1)
    bobs.close()


def test_time_that_went_on_after_an_intervention_was_removed_comes_back_with_it(workbench):
    workbench.run(StartIntervention(REF, I1, "I5", AT))
    workbench.run(RecordTime(REF, TimeSession(S1, Activity.INTERVENTION, AT, 30.0), I1))
    workbench.run(RemoveIntervention(REF, I1))
    workbench.run(RecordTime(REF, TimeSession(S1, Activity.INTERVENTION, AT, 45.0), I1))
    back = workbench.undo().review
    assert (back.time, back.interventions[0].time[0].seconds) == ((), 45.0)
    assert workbench.sheet_of(REF).review == back


def test_a_blind_repeat_is_a_review_of_its_own(workbench):
    again = REF._replace(occasion=2)
    workbench.run(SetVerdict(REF, Verdict.PASS))
    change = workbench.run(SetVerdict(again, Verdict.FAIL))
    assert (change.review.ref, change.review.verdict) == (again, Verdict.FAIL)
    assert change.entry.verdict == "pass"  # the queue shows the first occasion
    assert workbench.sheet_of(again).review == change.review
    assert workbench.sheet_of(REF).review.verdict is Verdict.PASS


def test_the_way_back_of_a_way_back_leads_forward(workbench):
    filled_review(workbench)
    workbench.run(TAKE_BACK)
    resubmitted = workbench.run(replace(SUBMIT, at=LATER)).review
    back = workbench.undo()
    assert workbench.run(back.undo).review == resubmitted
    assert [row.is_superseded for row in rows(workbench, ReviewRow)] == [True, False]


def test_a_rule_this_program_does_not_know_decides_nothing(workbench):
    review = workbench.run(replace(SUBMIT, rule="rule of tomorrow")).review
    assert (review.rule, review.rule_verdict) == ("rule of tomorrow", None)
