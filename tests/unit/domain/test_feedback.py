from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.domain.feedback import ARMS, drafted, speaks_japanese
from annotator.domain.ids import CriterionId, DeliverableId, JobId, ReviewerId, ReviewRef, StudyId, TagId
from annotator.domain.job import Job
from annotator.domain.review import Evidence, EvidenceKind, Mark, MarkKind, Review, Severity, Tag
from annotator.domain.rubric import Criterion, Importance, Rubric
from annotator.domain.spans import SpanTarget, span_of
from annotator.workflow.taxonomy import taxonomy

TABLE, TONE, FACTS = (CriterionId(each) for each in ("table", "tone", "facts"))
JOB = Job(
    StudyId("s"),
    JobId("job"),
    "Article",
    "Compare three systems.",
    1,
    "Writing",
    "en",
    None,
    Rubric(
        1,
        (
            Criterion(TABLE, "Has a table\nof three systems", Importance.CRITICAL),
            Criterion(TONE, "Friendly tone", Importance.OPTIONAL),
            Criterion(FACTS, "Invented facts", Importance.PITFALL),
        ),
    ),
)
CONTENT = "It saves 90 % at once. Regards"
KNOWN = {tag.code: tag for tag in taxonomy().tags}
REVIEW = Review(
    ReviewRef(StudyId("s"), DeliverableId("job/1")),
    ReviewerId("ada"),
    marks=(
        Mark(TABLE, MarkKind.FAIL, note="Only two\nare there.", evidence=(Evidence(EvidenceKind.ABSENT),)),
        Mark(TONE, MarkKind.PASS, note="Nice."),
        Mark(FACTS, MarkKind.FAIL, evidence=(Evidence(EvidenceKind.SPAN, span_of(CONTENT, 0, 13)),)),
    ),
    tags=(
        Tag(TagId("t1"), "G02", Severity.MAJOR, note="No prices.", span=span_of(CONTENT, 23, 30)),
        Tag(TagId("t2"), "S06", note="Well said."),
    ),
)

FEEDBACK = """\
Thank you for the delivery. It does not meet the brief yet. Please correct the points below.

Requirements that are not met:

1. Has a table of three systems
   - Why: Only two are there.
   - It is nowhere in the delivery.

Problems that must not occur, and do:

1. Invented facts
   - In your text: “It saves 90 %”

What is missing or wrong:

- Incomplete (major): No prices.
  - In your text: “Regards”

Please deliver the whole work again, and leave as it is what is not named here.
"""


def test_feedback_names_what_failed_with_notes_and_evidence_and_the_gaps():
    assert drafted("I1", JOB, REVIEW, KNOWN) == FEEDBACK


def test_the_message_speaks_the_language_of_the_job():
    message = drafted("I1", replace(JOB, language="ja-JP"), REVIEW, KNOWN)
    assert message.startswith("納品ありがとうございます。")
    assert "理由: Only two are there." in message
    assert "該当箇所: 「It saves 90 %」" in message
    assert "未完成・抜け漏れ（重大）: No prices." in message
    assert "Please" not in message


def test_without_a_language_the_brief_decides():
    assert speaks_japanese(replace(JOB, language=None, brief="三つの方式を比べる記事"))
    assert not speaks_japanese(replace(JOB, language=None))
    assert not speaks_japanese(replace(JOB, brief="三つの方式を比べる記事"))


def test_every_kind_has_a_message_of_its_own_and_a_plain_retry_says_nothing():
    messages = {kind: drafted(kind, JOB, REVIEW, KNOWN) for kind in ARMS}
    assert messages.pop("I0") == ""
    assert len(set(messages.values())) == 4
    for message in messages.values():
        assert "Has a table of three systems" in message
    assert "Steps:\n\n1. " in messages["I4"]
    assert "Information:\n\n- " in messages["I3"]
    assert "The brief, put more clearly:" in messages["I2"]


def test_evidence_from_files_the_brief_and_outside_is_said():
    evidence = (
        Evidence(EvidenceKind.FILE, file="data.xlsx", text="cell B2"),
        Evidence(EvidenceKind.FILE, file="data.csv"),
        Evidence(EvidenceKind.OUTSIDE, text="opened the page"),
        Evidence(EvidenceKind.SPAN, span_of(JOB.brief, 8, 13, target=SpanTarget.BRIEF)),
    )
    message = drafted("I1", JOB, replace(REVIEW, marks=(Mark(TABLE, MarkKind.FAIL, evidence=evidence),)), KNOWN)
    for line in ("In the file data.xlsx: cell B2", "In the file data.csv", "Checked: opened the page"):
        assert f"   - {line}\n" in message
    assert "   - In the brief: “three”\n" in message


def test_a_long_quote_is_cut_and_an_unknown_tag_is_called_by_its_code():
    long = "word " * 200
    tags = (Tag(TagId("t"), "own-tag", span=span_of(long, 0, 900)),)
    message = drafted("I1", JOB, replace(REVIEW, marks=(), tags=tags), {})
    assert "- own-tag\n" in message
    assert "…”" in message
    assert len(message) < 700


@pytest.mark.parametrize("kind", ["I1", "I2", "I3", "I4"])
def test_a_review_without_failures_still_gives_a_message_to_go_on_from(kind):
    message = drafted(kind, JOB, replace(REVIEW, marks=(), tags=()), KNOWN)
    assert message.startswith("Thank you")
    assert "Requirements" not in message


@given(st.text(), st.text())
def test_any_note_is_taken_whole_but_for_its_lines(note, text):
    criterion = Criterion(TABLE, text)
    job = replace(JOB, rubric=Rubric(1, (criterion,)))
    message = drafted("I1", job, replace(REVIEW, marks=(Mark(TABLE, MarkKind.FAIL, note=note),), tags=()), KNOWN)
    assert " ".join(note.split()) in message
    assert " ".join(text.split()) in message
