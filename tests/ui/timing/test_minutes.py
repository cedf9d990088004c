"""A correction of the whole is a correction of sessions."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from annotator.domain.ids import SessionId
from annotator.domain.review import Activity, TimeSession
from annotator.ui.timing.minutes import corrections, spent_on
from annotator.ui.timing.timesheet_files import _plain
from tests.ui.timing.conftest import REF

seconds = st.floats(0, 5000).map(lambda each: round(each, 3))
sessions = st.lists(st.tuples(seconds, st.none() | seconds), min_size=1, max_size=5).map(
    lambda pairs: [
        TimeSession(SessionId(str(at)), Activity.REVIEW, None, measured, corrected)
        for at, (measured, corrected) in enumerate(pairs)
    ]
)


@given(sessions, seconds)
def test_after_a_correction_the_activity_counts_what_was_said(given_sessions, wanted):
    other = TimeSession(SessionId("other"), Activity.OUTSIDE, None, 60.0)
    commands = corrections(REF, Activity.REVIEW, [*given_sessions, other], wanted, "why")
    said = {each.session_id: each.corrected_seconds for each in commands}
    after = [replace(each, corrected_seconds=said.get(each.id, each.corrected_seconds)) for each in given_sessions]
    assert "other" not in said
    assert all(each is not None and each >= 0 for each in said.values())
    assert abs(spent_on(Activity.REVIEW, after).counted - wanted) < 0.01
    assert spent_on(Activity.REVIEW, after).measured == sum(each.seconds for each in given_sessions)


def test_a_study_that_looks_like_a_formula_is_no_formula_in_a_spreadsheet():
    assert _plain("=1+1") == "'=1+1"
    assert _plain("Pilot") == "Pilot"
