from __future__ import annotations

import json
from dataclasses import fields
from typing import get_args

import pytest

from annotator.domain.ids import CriterionId, InterventionId, SessionId, TagId
from annotator.domain.review import (
    Activity,
    ClientAcceptance,
    Evidence,
    EvidenceKind,
    Intervention,
    MarkKind,
    ReviewStatus,
    Severity,
    Tag,
    TimeSession,
    Verdict,
)
from annotator.domain.spans import Span, SpanTarget
from annotator.domain.textpatch import Hunk, TextPatch
from annotator.errors import DomainError
from annotator.workflow.commands import (
    AddIntervention,
    AddTag,
    Command,
    CorrectTime,
    DescribeIntervention,
    EditText,
    RecordTime,
    RemoveIntervention,
    RemoveTag,
    RestoreStanding,
    SetClientAcceptance,
    SetEvidence,
    SetFlag,
    SetGuess,
    SetMark,
    SetSeverity,
    SetStatus,
    SetVerdict,
    StartIntervention,
    TextField,
)
from annotator.workflow.journal_json import dumps, loads
from annotator.workflow.labels import label_of
from tests.unit.small_study import REF

C1, T1, I1, S1 = CriterionId("c1"), TagId("t1"), InterventionId("i1"), SessionId("s1")
AT = "2026-11-23T12:00:00.000Z"
SPAN = Span(SpanTarget.BRIEF, 1, 4, "a\x00\r\n", "pre\u2028", "\U0001f600", is_orphan=True, extra='{"x":1}')
EVIDENCE = (
    Evidence(EvidenceKind.SPAN, span=SPAN),
    Evidence(EvidenceKind.OUTSIDE, file="a.xlsx", place='{"cells":"B2"}', text="seen", extra='{"y":2.50}'),
)
SESSION = TimeSession(S1, Activity.OUTSIDE, "2026-11-23T12:00:00", 12.5, 3.0, "phone", '{"z":null}')
WHOLE = Intervention(
    I1, "I5", is_primary=True, content="text", note="n", effort='{"a":1}', result="job-1/2", created_at=AT,
    attachments='[{"name":"a"}]', time=(SESSION, TimeSession(SessionId("s2"), Activity.REVIEW, None, 3.0)),
)  # fmt: skip

EXAMPLES: tuple[Command, ...] = (
    SetMark(REF, C1, MarkKind.CANNOT_JUDGE, "expertise", is_criterion_wrong=True),
    SetMark(REF, C1, None),
    SetEvidence(REF, C1, EVIDENCE),
    SetEvidence(REF, C1, ()),
    AddTag(REF, Tag(T1, "G04", Severity.MAJOR, C1, "note", SPAN, '{"k":"v"}'), 2),
    AddTag(REF, Tag(T1, "S01")),
    RemoveTag(REF, T1),
    SetSeverity(REF, T1, Severity.CRITICAL),
    SetSeverity(REF, T1, None),
    SetClientAcceptance(REF, ClientAcceptance.AFTER_SMALL_FIXES),
    SetVerdict(REF, Verdict.UNDECIDED),
    SetVerdict(REF, None),
    SetFlag(REF, is_flagged=True, reason="look"),
    SetGuess(REF, "gpt-5"),
    SetStatus(REF, ReviewStatus.SKIPPED, AT, "no time", "all_criteria"),
    RestoreStanding(REF, 2, ReviewStatus.SUBMITTED, AT, "why", "strict_upbench", Verdict.FAIL, 3, 4, AT),
    EditText(REF, TextField.MARK_NOTE, "c1", TextPatch((Hunk(0, "a", "\x00"), Hunk(7, "", "評価")))),
    StartIntervention(REF, I1, "I5", AT, is_primary=False, is_copy=False),
    AddIntervention(REF, WHOLE, 0),
    RemoveIntervention(REF, I1),
    DescribeIntervention(REF, I1, "I6", '{"ter":0.5}'),
    RecordTime(REF._replace(occasion=2), SESSION, I1),
    CorrectTime(REF, S1, 60.0, "forgot to stop"),
    CorrectTime(REF, S1, None, None),
)


def test_every_command_has_an_example():
    assert {type(example) for example in EXAMPLES} == set(get_args(Command))


@pytest.mark.parametrize("kind", get_args(Command), ids=lambda kind: kind.__name__)
def test_an_example_sets_every_field_to_something(kind):
    examples = [example for example in EXAMPLES if type(example) is kind]
    for field in fields(kind):
        values = [getattr(example, field.name) for example in examples]
        assert any(value != field.default for value in values), field.name


@pytest.mark.parametrize("command", EXAMPLES, ids=lambda command: type(command).__name__)
def test_a_command_comes_back_as_it_went(command):
    text = dumps(command)
    back = loads(text)
    assert back == command
    assert type(back) is type(command)
    assert dumps(back) == text


def test_what_has_its_default_is_not_written():
    assert json.loads(dumps(SetMark(REF, C1, MarkKind.PASS))) == {
        "command": "SetMark",
        "about": ["study-1", "job-1/1", 1],
        "criterion_id": "c1",
        "kind": "pass",
    }


@pytest.mark.parametrize("command", EXAMPLES, ids=lambda command: type(command).__name__)
def test_every_command_has_a_name_for_the_reviewer(command):
    assert label_of(command)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "[]",
        "{}",
        '{"command": "Explode"}',
        '{"command": "RemoveTag"}',
        '{"command": "SetVerdict", "about": [], "verdict": "x"}',
    ],
)
def test_what_is_no_command_is_refused(text):
    with pytest.raises(DomainError, match="is no command"):
        loads(text)


def test_half_a_character_is_refused():
    with pytest.raises(DomainError, match="cannot be written down"):
        dumps(SetFlag(REF, is_flagged=True, reason="\ud83d"))
