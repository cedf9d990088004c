"""The clock counts what was worked, and nothing else."""

from __future__ import annotations

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pytestqt.qtbot import QtBot

from annotator.domain.ids import InterventionId
from annotator.domain.review import Activity
from annotator.ui.timing.clock import Absence, ActivityClock
from tests.ui.timing.conftest import OTHER, REF, Watch


def work(clock: ActivityClock, watch: Watch, *gaps: float) -> None:
    for gap in gaps:
        watch.seconds += gap
        clock.note_input()


def seconds(clock: ActivityClock, activity: Activity = Activity.REVIEW) -> float:
    return sum(each.seconds for each in clock.sessions if each.activity is activity)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60)
@given(st.lists(st.floats(0.0, 400.0).map(lambda each: round(each, 3)), max_size=20))
def test_active_time_is_the_sum_of_the_gaps_up_to_the_limit(qtbot: QtBot, gaps: list[float]) -> None:
    watch = Watch()
    clock = ActivityClock(seconds=watch, moment=watch.moment)
    clock.open(REF)
    work(clock, watch, *gaps)
    assert abs(seconds(clock) - sum(gap for gap in gaps if gap <= 120)) < 0.1


def test_sessions_keep_their_id_and_grow_and_belong_to_their_own_review(clock, watch, stored):
    work(clock, watch, 10, 15)
    clock.tick()
    work(clock, watch, 25)
    clock.open(OTHER)
    work(clock, watch, 40)
    clock.leave()
    assert [(each.about, each.session.seconds) for each in stored] == [(REF, 25), (REF, 50), (OTHER, 40)]
    assert stored[0].session.id == stored[1].session.id != stored[2].session.id
    assert stored[0].session.started_at == "2026-11-23T12:00:00.000Z"
    assert all(each.session.activity is Activity.REVIEW for each in stored)


def test_what_is_worked_is_stored_at_least_every_thirty_seconds(clock, watch, stored):
    for _second in range(120):
        work(clock, watch, 1)
        if _second % 5 == 4:
            clock.tick()
    assert [each.session.seconds for each in stored] == [20, 40, 60, 80, 100, 120]


def test_passing_by_stores_nothing(clock, watch, stored):
    work(clock, watch, 1)
    clock.leave()
    assert stored == []


def test_stepping_in_is_a_session_of_its_own_and_reviewing_goes_on_in_the_first(clock, watch, stored):
    work(clock, watch, 10)
    clock.begin(Activity.INTERVENTION, InterventionId("edit"))
    work(clock, watch, 60)
    clock.begin(Activity.REVIEW)
    work(clock, watch, 5)
    clock.leave()
    last = {each.session.id: each for each in stored}.values()
    assert [(each.session.activity, each.intervention_id, each.session.seconds) for each in last] == [
        (Activity.REVIEW, None, 15),
        (Activity.INTERVENTION, "edit", 60),
    ]


def test_after_two_minutes_it_asks_and_counts_the_gap_only_if_that_was_work(clock, watch, stored, qtbot):
    work(clock, watch, 30)
    watch.seconds += 121
    with qtbot.waitSignal(clock.question_asked, check_params_cb=lambda kind: kind is Absence.IDLE):
        clock.tick()
    with qtbot.assertNotEmitted(clock.question_asked):
        watch.seconds += 60
        clock.tick()
        work(clock, watch, 9)
    assert seconds(clock) == 30
    work(clock, watch, 10)
    with qtbot.waitSignal(clock.question_closed):
        clock.say_working()
    assert seconds(clock) == 30 + 121 + 60 + 9 + 10


def test_a_break_counts_nothing_and_neither_does_no_answer(clock, watch, qtbot):
    work(clock, watch, 30, 500)
    with qtbot.waitSignal(clock.question_closed):
        clock.say_break()
    assert seconds(clock) == 30
    work(clock, watch, 500, 1)
    with qtbot.waitSignal(clock.question_closed):
        clock.leave()
    clock.say_working()
    assert clock.sessions == ()


def test_paused_nothing_counts_and_nothing_is_asked(clock, watch, stored, qtbot):
    work(clock, watch, 10)
    clock.set_paused(is_paused=True)
    with qtbot.assertNotEmitted(clock.question_asked):
        work(clock, watch, 20, 500)
        clock.tick()
    clock.set_paused(is_paused=False)
    work(clock, watch, 7)
    assert seconds(clock) == 17


def test_time_in_another_program_counts_as_outside_only_if_the_reviewer_says_so(clock, watch, stored, qtbot):
    work(clock, watch, 10)
    watch.seconds += 5
    clock.show_presence(is_here=False)
    watch.seconds += 300
    clock.tick()
    with qtbot.waitSignal(clock.question_asked, check_params_cb=lambda kind: kind is Absence.ELSEWHERE):
        clock.show_presence(is_here=True)
    work(clock, watch, 5)
    assert seconds(clock) == 20
    assert seconds(clock, Activity.OUTSIDE) == 0
    clock.say_working()
    assert seconds(clock, Activity.OUTSIDE) == 300
    outside = stored[-1].session
    assert (outside.activity, outside.started_at) == (Activity.OUTSIDE, "2026-11-23T12:00:15.000Z")


def test_a_short_look_elsewhere_is_not_asked_about(clock, watch, qtbot):
    work(clock, watch, 10)
    clock.show_presence(is_here=False)
    watch.seconds += 8
    with qtbot.assertNotEmitted(clock.question_asked):
        clock.show_presence(is_here=True)
    work(clock, watch, 10)
    assert seconds(clock) == 20


def test_after_a_correction_time_goes_on_in_a_new_session(clock, watch, stored):
    work(clock, watch, 40)
    clock.split()
    work(clock, watch, 30)
    clock.leave()
    assert [each.session.seconds for each in stored] == [40, 30]
    assert stored[0].session.id != stored[1].session.id


def test_the_limit_is_a_setting(clock, watch):
    clock.limit_seconds = 300
    work(clock, watch, 250)
    assert seconds(clock) == 250
