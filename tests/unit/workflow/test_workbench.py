from __future__ import annotations

import threading
from array import array
from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import delete, insert, select, text, update
from sqlalchemy.exc import IntegrityError

from annotator.domain.ids import InterventionId, ReviewRef, SessionId, StudyId
from annotator.domain.job import Arm
from annotator.domain.review import Activity, MarkKind, ReviewStatus, TimeSession, Verdict
from annotator.domain.rubric import Importance
from annotator.domain.taxonomy import TagDefinition, TagKind
from annotator.domain.textpatch import patch_between
from annotator.errors import Cancelled, DomainError, KnownError
from annotator.i18n import use_language
from annotator.storage import sqlite
from annotator.storage.database import open_database, reading, transaction
from annotator.storage.tables import DeliverableRow, JournalRow, ReviewRow, StudyRow, TimeSessionRow
from annotator.workflow.commands import (
    CorrectTime,
    EditText,
    RecordTime,
    SetFlag,
    SetMark,
    SetStatus,
    SetVerdict,
    StartIntervention,
    TextField,
)
from annotator.workflow.sheets import Place, QueueChoices, QueueCounts, QueueFilter, QueueState, StudySummary
from annotator.workflow.workbench import Workbench
from tests.unit.small_study import ADA, BARE, CONTENT, CRITERIA, OTHER, REF, STUDY, add_deliverable

C1, C2, *_ = CRITERIA
AT = "2026-11-23T12:00:00.000Z"
SUBMIT = SetStatus(REF, ReviewStatus.SUBMITTED, AT)


class Typist:
    """Somebody who types into one text, a stroke at a time."""

    def __init__(self, workbench, ref=REF, field=TextField.NOTE, key=""):
        self.workbench, self.ref, self.field, self.key, self.text = workbench, ref, field, key, ""

    def types(self, new, command_id=None):
        command = EditText(self.ref, self.field, self.key, patch_between(self.text, new))
        self.text = new
        return self.workbench.run(command, command_id)


def entries_of(workbench):
    return [(type(each.command).__name__, each.merged, each.is_undone) for each in workbench.history(REF)]


# -- the journal -------------------------------------------------------------------------------------------------------


def test_typing_in_one_text_is_one_act(workbench):
    typist = Typist(workbench)
    for new in ("H", "He", "Hel", "Hxel", "Hel"):
        typist.types(new)
    assert entries_of(workbench) == [("EditText", 5, False)]
    (entry,) = workbench.history(REF)
    assert entry.command == EditText(REF, TextField.NOTE, "", patch_between("", "Hel"))
    assert entry.started_at <= entry.at
    assert workbench.undo().review.note == ""
    assert workbench.redo().review.note == "Hel"


def test_leaving_the_text_ends_the_act(workbench):
    typist = Typist(workbench)
    typist.types("one")
    workbench.break_typing()
    typist.types("one two")
    assert workbench.undo().review.note == "one"
    assert workbench.undo().review.note == ""


def test_another_text_or_another_act_ends_the_act(workbench):
    note, other = Typist(workbench), Typist(workbench, field=TextField.MARK_NOTE, key=C1)
    note.types("a")
    other.types("b")
    note.types("ac")
    workbench.run(SetVerdict(REF, Verdict.PASS))
    note.types("acd")
    assert [merged for _, merged, _ in entries_of(workbench)] == [1, 1, 1, 1, 1]


def test_undo_ends_the_act(workbench):
    typist = Typist(workbench)
    typist.types("one")
    workbench.undo()
    typist.text = ""
    typist.types("two")
    assert entries_of(workbench) == [("EditText", 1, True), ("EditText", 1, False)]
    assert workbench.redo() is None


def test_time_that_goes_by_does_not_end_the_act(workbench):
    typist = Typist(workbench)
    typist.types("one")
    workbench.run(RecordTime(REF, TimeSession(SessionId("s"), Activity.REVIEW, AT, 1.0)))
    typist.types("one two")
    assert entries_of(workbench) == [("EditText", 2, False), ("RecordTime", 1, False)]


def test_typing_does_not_go_on_in_a_new_process(workbench, workspace):
    typist = Typist(workbench)
    typist.types("one")
    other = Workbench(open_database(workspace), ADA, workspace.parent)
    typist.workbench = other
    typist.types("one two")
    assert workbench.undo().review.note == "one"
    other.close()


def test_what_was_typed_and_deleted_is_nothing_to_undo(workbench):
    workbench.run(SetVerdict(REF, Verdict.PASS))
    typist = Typist(workbench)
    typist.types("x")
    typist.types("")
    assert workbench.undo_text() == "verdict"
    typist.types("y")
    assert workbench.undo_text() == "typing"
    assert workbench.undo().review.note == ""
    assert workbench.undo().review.verdict is None


def test_time_of_one_session_is_one_entry_and_cannot_be_undone(workbench):
    for seconds in (1.0, 2.0, 3.5):
        session = TimeSession(SessionId("s"), Activity.REVIEW, AT, seconds)
        change = workbench.run(RecordTime(REF, session))
        assert change.undo == change.command
    workbench.run(RecordTime(REF, TimeSession(SessionId("s2"), Activity.REVIEW, AT, 1.0)))
    assert entries_of(workbench) == [("RecordTime", 3, False), ("RecordTime", 1, False)]
    assert workbench.undo() is None
    assert workbench.sheet_of(REF).review.time[0].seconds == 3.5
    assert workbench.sheet_of(REF).entry.state is QueueState.TO_DO


def test_time_leaves_what_can_be_redone(workbench):
    workbench.run(SetVerdict(REF, Verdict.PASS))
    workbench.undo()
    workbench.run(RecordTime(REF, TimeSession(SessionId("s"), Activity.REVIEW, AT, 1.0)))
    assert workbench.redo_text() == "verdict"
    assert workbench.redo().review.verdict is Verdict.PASS


def test_a_correction_outlives_the_session_going_on(workbench):
    session = TimeSession(SessionId("s"), Activity.REVIEW, AT, 100.0)
    workbench.run(RecordTime(REF, session))
    workbench.run(CorrectTime(REF, SessionId("s"), 60.0, "lunch"))
    workbench.run(RecordTime(REF, TimeSession(SessionId("s"), Activity.REVIEW, AT, 110.0)))
    (kept,) = workbench.sheet_of(REF).review.time
    assert (kept.seconds, kept.corrected_seconds, kept.reason, kept.counted_seconds) == (110.0, 60.0, "lunch", 60.0)
    assert workbench.undo().review.time[0].corrected_seconds is None


@pytest.mark.parametrize("kind", ["mark", "typing", "merged typing", "time"])
def test_the_same_command_twice_is_done_once(workbench, kind):
    typist = Typist(workbench)
    if kind == "merged typing":
        typist.types("a", "first")
    command = {
        "mark": SetMark(REF, C1, MarkKind.PASS),
        "typing": EditText(REF, TextField.NOTE, "", patch_between("", "x")),
        "merged typing": EditText(REF, TextField.NOTE, "", patch_between("a", "ab")),
        "time": RecordTime(REF, TimeSession(SessionId("s"), Activity.REVIEW, AT, 1.0)),
    }[kind]
    first = workbench.run(command, "id-1")
    journal = workbench.history(REF)
    again = workbench.run(command, "id-1")
    assert again.review == first.review
    assert again.undo == again.command == command
    assert workbench.history(REF) == journal


def test_several_commands_are_one_step(workbench):
    workbench.run(SetVerdict(REF, Verdict.PASS))
    workbench.run(SUBMIT)
    changes = workbench.run_all([SetStatus(REF, ReviewStatus.DRAFT, AT), SetVerdict(REF, Verdict.FAIL)])
    assert [change.review.verdict for change in changes] == [Verdict.PASS, Verdict.FAIL]
    back = workbench.undo()
    assert (back.review.status, back.review.verdict) == (ReviewStatus.SUBMITTED, Verdict.PASS)
    again = workbench.redo()
    assert (again.review.status, again.review.verdict) == (ReviewStatus.DRAFT, Verdict.FAIL)
    assert workbench.redo() is None


def test_several_commands_are_carried_out_together_or_not_at_all(workbench):
    with pytest.raises(KnownError):
        workbench.run_all([SetVerdict(REF, Verdict.PASS), SUBMIT, SetVerdict(REF, Verdict.FAIL)])
    assert workbench.sheet_of(REF).review.id is None
    assert workbench.run_all([]) == ()


def test_what_can_no_longer_be_undone_is_passed_over(workbench):
    workbench.run(SetVerdict(REF, Verdict.PASS))
    Typist(workbench).types("mine")
    with transaction(workbench.database) as session:
        session.execute(update(ReviewRow).values(note="theirs"))
    with pytest.raises(KnownError, match="can no longer be undone"):
        workbench.undo()
    assert workbench.sheet_of(REF).review.note == "theirs"
    assert workbench.undo().review.verdict is None


def test_the_way_back_leads_through_all_deliverables(workbench):
    workbench.run(SetVerdict(REF, Verdict.PASS))
    workbench.run(SetVerdict(OTHER, Verdict.FAIL))
    assert workbench.undo().review.ref == OTHER
    assert workbench.undo().review.ref == REF
    assert workbench.history(BARE) == ()


def test_texts_of_undo_follow_the_language(workbench):
    assert (workbench.undo_text(), workbench.redo_text()) == (None, None)
    workbench.run(SUBMIT)
    assert workbench.undo_text() == "done"
    use_language("ja")
    assert workbench.undo_text()


def test_a_failed_save_leaves_everything_as_it_was(workspace):
    database = open_database(workspace, busy_timeout_ms=10)
    workbench = Workbench(database, ADA, workspace.parent)
    typist = Typist(workbench)
    typist.types("kept")
    before = workbench.sheet_of(REF)
    other = open_database(workspace)
    command = EditText(REF, TextField.NOTE, "", patch_between("kept", "kept and more"))
    with transaction(other), pytest.raises(KnownError, match="locked"):
        workbench.run(command, "later")
    assert workbench.sheet_of(REF) == before
    assert workbench.run(command, "later").review.note == "kept and more"
    assert [each.merged for each in workbench.history(REF)] == [2]
    other.close()
    workbench.close()


def test_a_reader_in_another_thread_sees_each_commit(workbench):
    seen = []
    go, done = threading.Event(), threading.Event()

    def watch():
        while not done.is_set():
            seen.append(len(workbench.sheet_of(REF).review.note))
            go.set()

    watcher = threading.Thread(target=watch)
    watcher.start()
    go.wait()
    typist = Typist(workbench)
    for length in range(1, 30):
        typist.types("x" * length)
    done.set()
    watcher.join()
    assert seen == sorted(seen)
    assert workbench.sheet_of(REF).review.note == "x" * 29


# -- the queue ---------------------------------------------------------------------------------------------------------


def test_an_empty_workspace_has_an_empty_queue(tmp_path):
    workbench = Workbench(open_database(tmp_path / "new.sqlite"), ADA, tmp_path)
    assert workbench.queue(QueueFilter()) == array("q")
    assert workbench.counts() == QueueCounts()
    assert workbench.choices() == QueueChoices()
    assert workbench.studies() == ()
    assert workbench.current_study() is None
    assert workbench.next_unfinished(0) is None
    assert workbench.own_tags() == ()
    assert workbench.undo() is None
    with pytest.raises(DomainError):
        workbench.sheet(1)
    workbench.close()


def started(workbench):
    """One done, one skipped and taken back with a flag."""
    workbench.run(SUBMIT)
    workbench.run(SetFlag(OTHER, is_flagged=True, reason="odd"))


@pytest.mark.parametrize(
    ("wanted", "keys"),
    [
        (QueueFilter(), [1, 2, 3]),
        (QueueFilter(models=frozenset({"gpt-5"})), [1, 3]),
        (QueueFilter(categories=frozenset({"翻訳"})), [3]),
        (QueueFilter(languages=frozenset({"en", "ja"})), [1, 2, 3]),
        (QueueFilter(languages=frozenset({"en"}), models=frozenset({"other"})), [2]),
        (QueueFilter(is_flagged=True), [2]),
        (QueueFilter(states=frozenset({QueueState.DONE})), [1]),
        (QueueFilter(states=frozenset({QueueState.STARTED, QueueState.TO_DO})), [2, 3]),
        (QueueFilter(states=frozenset({QueueState.DONE}), text="title"), []),
        (QueueFilter(text="評価"), [1]),
        (QueueFilter(text="評"), [1]),
        (QueueFilter(text="LETTER to"), [1, 2]),
        (QueueFilter(text="THE BRIEF of NO one"), [3]),
        (QueueFilter(text="old words"), []),
        (QueueFilter(text="a long"), [2]),
        (QueueFilter(text="STRASSE"), []),
        (QueueFilter(text="straße"), [2]),
        (QueueFilter(text="STRAẞE"), [2]),
        (QueueFilter(text="\U0001f600.\x00 regards"), [1]),
        (QueueFilter(text="regards"), [1]),
        (QueueFilter(text="100%"), []),
        (QueueFilter(text="_"), []),
        (QueueFilter(text="# title\n\na"), [2]),
    ],
)
def test_the_queue_under_a_filter(workbench, wanted, keys):
    started(workbench)
    assert workbench.queue(wanted) == array("q", keys)


def test_a_queue_with_gaps_is_whole(workbench):
    with transaction(workbench.database) as session:
        add_deliverable(session, 7, 2, "job-2/7", model=None, content="late")
    assert workbench.queue(QueueFilter()) == array("q", [1, 2, 3, 7])
    assert workbench.queue(QueueFilter(text="late")) == array("q", [7])
    assert workbench.choices().models == (("gpt-5", 2), ("other", 1))


def test_a_search_that_nobody_waits_for_stops(workbench, monkeypatch):
    monkeypatch.setattr(sqlite, "_STEPS_BETWEEN_QUESTIONS", 1)
    with pytest.raises(Cancelled):
        workbench.queue(QueueFilter(text="x"), lambda: True)
    assert workbench.queue(QueueFilter(text="title"), lambda: False) == array("q", [2])
    assert workbench.queue(QueueFilter(text="title")) == array("q", [2])


def test_rows_come_in_the_order_asked_for(workbench):
    workbench.run(SetMark(REF, C1, MarkKind.PASS))
    rows = workbench.entries([3, 99, 1])
    assert [(row.key, row.title, row.marked, row.asked, row.state) for row in rows] == [
        (3, "job-2", 0, 0, QueueState.TO_DO),
        (1, "Letter to a client", 1, 4, QueueState.STARTED),
    ]


def test_counts_and_choices(workbench):
    started(workbench)
    workbench.run(SetStatus(BARE, ReviewStatus.SKIPPED, AT))
    assert workbench.counts() == QueueCounts(total=3, done=1, skipped=1, started=1)
    workbench.run(SetStatus(REF, ReviewStatus.DRAFT, AT))
    assert workbench.counts() == QueueCounts(total=3, done=0, skipped=1, started=2)
    assert workbench.choices() == QueueChoices(
        categories=(("Writing", 2), ("翻訳", 1)),
        models=(("gpt-5", 2), ("other", 1)),
        languages=(("en", 2), ("ja", 1)),
    )


def test_the_next_unfinished_goes_round_the_end(workbench):
    assert [workbench.next_unfinished(key) for key in (0, 1, 2, 3)] == [1, 2, 3, 1]
    workbench.run(SUBMIT)
    assert [workbench.next_unfinished(key) for key in (1, 2, 3)] == [2, 3, 2]
    assert workbench.next_unfinished(2, among=[3, 2, 1]) == 3
    assert workbench.next_unfinished(3, among=[1, 3]) is None
    assert workbench.next_unfinished(9, among=[1, 2]) == 2
    workbench.run(SetStatus(REF, ReviewStatus.DRAFT, AT))
    assert workbench.next_unfinished(3) == 1
    for ref in (OTHER, BARE):
        workbench.run(SetStatus(ref, ReviewStatus.SKIPPED, AT))
    assert workbench.next_unfinished(1) is None


# -- sheets and the workspace ------------------------------------------------------------------------------------------


def test_a_sheet_holds_all_that_the_screen_needs(workbench):
    sheet = workbench.sheet(1)
    assert sheet == workbench.sheet_of(REF)
    assert (sheet.key, sheet.ref, sheet.deliverable.content) == (1, REF, CONTENT)
    assert (sheet.deliverable.arm, sheet.deliverable.parent, sheet.deliverable.job_id) == (Arm.FIRST, None, "job-1")
    assert (sheet.job.title, sheet.job.brief, sheet.job.brief_version) == (
        "Letter to a client",
        "The brief of Letter to a client",
        2,
    )
    assert [criterion.importance for criterion in sheet.job.rubric.criteria] == list(Importance)
    assert [(each.deliverable, each.model, each.state) for each in sheet.attempts] == [
        ("job-1/1", "gpt-5", QueueState.TO_DO),
        ("job-1/2", "other", QueueState.TO_DO),
    ]
    assert workbench.sheet_of(BARE).job.title == ""


def test_attachments_are_named_even_when_they_did_not_come(workbench):
    document = '[{"name": "a.pdf", "sha256": null, "media_type": "application/pdf", "size": 3}]'
    with transaction(workbench.database) as session:
        session.execute(update(DeliverableRow).where(DeliverableRow.key == 1).values(attachments_json=document))
    (attachment,) = workbench.sheet(1).deliverable.attachments
    assert (attachment.name, attachment.sha256, attachment.size) == ("a.pdf", None, 3)
    assert workbench.attachment_path("0" * 64) is None


def test_studies_may_use_the_same_ids(workbench):
    with transaction(workbench.database) as session:
        session.execute(insert(StudyRow).values(key=2, id="study-2", name=None))
        session.execute(text("INSERT INTO job SELECT 9, 2, id, title, category, language, budget_json, budget_amount,"
                             " budget_currency, brief_version, rubric_version, attachments_json, metadata_json, extra"
                             " FROM job WHERE key = 1"))  # fmt: skip
        session.execute(
            insert(DeliverableRow).values(
                key=9, study_key=2, job_key=9, id="job-1/1", model="m", attempt=1, arm="first"
            )
        )
    other = ReviewRef(StudyId("study-2"), REF.deliverable)
    workbench.run(SetVerdict(other, Verdict.PASS))
    assert workbench.sheet_of(REF).review.verdict is None
    assert workbench.sheet_of(other).review.verdict is Verdict.PASS
    assert workbench.current_study() == StudySummary(STUDY, "Pilot", 3)
    assert workbench.counts() == QueueCounts(total=3)
    workbench.set_current_study(StudyId("study-2"))
    assert workbench.current_study() == StudySummary(StudyId("study-2"), "", 1)
    assert workbench.queue(QueueFilter()) == array("q", [9])
    assert workbench.counts() == QueueCounts(total=1, started=1)
    assert [study.deliverables for study in workbench.studies()] == [3, 1]
    with pytest.raises(DomainError):
        workbench.set_current_study(StudyId("study-3"))


def test_the_place_is_remembered_for_each_reviewer(workbench, workspace):
    assert workbench.place() == Place()
    for place in (Place(REF._replace(occasion=2), '{"scroll": 3}'), Place(None, "{}")):
        workbench.set_place(place)
        assert workbench.place() == place
    workbench.set_place(Place(REF))
    other = Workbench(workbench.database, ADA.__class__(ADA.id, "other name"), workspace.parent)
    assert other.place() == Place(REF)


def test_a_changed_name_is_taken_over(workbench, workspace):
    workbench.run(SetVerdict(REF, Verdict.PASS))
    renamed = Workbench(workbench.database, ADA.__class__(ADA.id, "Ada L."), workspace.parent)
    renamed.run(SetVerdict(OTHER, Verdict.PASS))
    assert [reviewer.name for reviewer in workbench.reviewers()] == ["Ada L."]


def test_own_tags_belong_to_the_study(workbench):
    tag = TagDefinition("X01", TagKind.GAP, {"en": "Tone", "ja": "調子"}, {"en": "Wrong tone"}, "G04", "Writing")
    workbench.add_own_tag(tag)
    workbench.add_own_tag(tag)
    assert workbench.own_tags() == (tag,) == workbench.sheet_of(REF).own_tags
    with pytest.raises(DomainError, match="another meaning"):
        workbench.add_own_tag(TagDefinition("X01", TagKind.STRENGTH, {"en": "Tone"}))


def test_the_rule_is_remembered(workbench):
    assert workbench.rule() == "strict_upbench"
    workbench.set_rule("all_criteria")
    assert workbench.rule() == "all_criteria"


def test_writing_by_others_changes_the_version(workbench, workspace):
    before = workbench.data_version()
    workbench.run(SetVerdict(REF, Verdict.PASS))
    assert workbench.data_version() == before
    other = Workbench(open_database(workspace), ADA, workspace.parent)
    other.run(SetVerdict(REF, Verdict.FAIL))
    other.close()
    assert workbench.data_version() != before


def test_the_timesheet_sums_days_and_studies(workbench):
    begun = datetime.now(UTC).replace(microsecond=0)
    today = begun.astimezone().date()
    workbench.run(StartIntervention(REF, InterventionId("i"), "I5", AT))
    for id_, at, seconds, step in (
        ("a", begun.isoformat(), 100.0, None),
        ("b", begun.replace(tzinfo=None).isoformat(), 50.0, InterventionId("i")),
        ("c", (begun - timedelta(days=3)).isoformat(), 7.0, None),
        ("d", "yesterday", 1.0, None),
        ("e", None, 1.0, None),
    ):
        workbench.run(RecordTime(REF, TimeSession(SessionId(id_), Activity.REVIEW, at, seconds), step))
    workbench.run(CorrectTime(REF, SessionId("a"), 40.0, "lunch"))
    workbench.run(SUBMIT)
    workbench.run(SetStatus(REF, ReviewStatus.DRAFT, AT))  # a copy of the sessions, which count once
    (line,) = workbench.timesheet(today, today)
    assert (line.day, line.study, line.study_name) == (today, STUDY, "Pilot")
    assert (line.measured_seconds, line.corrected_seconds) == (150.0, 90.0)
    assert len(workbench.timesheet(today - timedelta(days=9), today)) == 2
    assert workbench.timesheet(date(2000, 1, 1), date(2000, 1, 2)) == ()
    with reading(workbench.database) as session:
        sums = session.execute(select(ReviewRow.active_seconds_json).order_by(ReviewRow.key)).scalars().all()
    assert sums == ["49.0", "49.0"]


def test_a_unit_of_the_journal_can_be_read_by_others(workbench):
    """What an import keeps of old values has no reviewer and is no step of undo."""
    with transaction(workbench.database) as session:
        session.execute(
            insert(JournalRow).values(id="x", kind="Import", command_json="{}", undo_json="{}", started_at=AT, at=AT)
        )
    assert workbench.undo() is None
    assert workbench.history(REF) == ()


def test_deleting_never_cascades(workbench):
    workbench.run(RecordTime(REF, TimeSession(SessionId("a"), Activity.REVIEW, AT, 1.0)))
    with pytest.raises(IntegrityError), transaction(workbench.database) as session:
        session.execute(delete(ReviewRow))
    with reading(workbench.database) as session:
        assert len(session.execute(select(TimeSessionRow.key)).all()) == 1
