"""Documents for tests: the smallest ones, and odd ones made by Hypothesis."""

from __future__ import annotations

import io
import json
from typing import Any

from hypothesis import strategies as st

from annotator.domain.number import number
from annotator.domain.spans import span_of
from annotator.formats.document.header import Header
from annotator.formats.document.jobs import ReadJob, Rejected
from annotator.formats.document.reading import DocumentReader

ODD = [
    "\r\n",
    "\r",
    "\0",
    "\u00a0",
    "\u2028",
    "\u2029",
    "\u0085",
    "😀",
    "e\u0301",
    "表",
    "\\ud800",
    '"',
    "\ufeff",
    "\v",
]

texts = st.lists(st.sampled_from(ODD) | st.text(max_size=6), max_size=8).map("".join)
words = st.text(min_size=1, max_size=8)
plain = st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"]), min_size=1, max_size=10)
times = st.sampled_from(["2026-11-23T12:00:00Z", "2026-11-23T12:00:00.123456", "2026-11-23 21:00:00+09:00"])
numbers = st.sampled_from(
    ["0", "-0", "1", "2.5", "4000.00", "1e3", "-1.0", "0.1e-7", "123456789012345678901234567890", "9" * 5000]
).map(number)
unknown_names = st.text(min_size=1, max_size=6).map(lambda name: f"x-{name}")
values = st.recursive(
    st.none() | st.booleans() | numbers | texts,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=4), inner, max_size=3),
    max_leaves=6,
)
unknown = st.dictionaries(unknown_names, values, max_size=2)
objects = st.dictionaries(st.text(max_size=4), values, max_size=3)
words_or_null = st.none() | texts


def maybe(strategy: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    return st.none() | strategy


@st.composite
def shaped(draw: st.DrawFn, **keys: st.SearchStrategy[Any]) -> dict[str, Any]:
    """An object with every key, and unknown ones behind them."""
    made = {name: draw(strategy) for name, strategy in keys.items()}
    return {**made, **draw(unknown)}


money = shaped(amount=maybe(numbers), currency=words_or_null)
files = shaped(name=words, sha256=maybe(plain), media_type=words_or_null, size=maybe(st.integers(0, 10**6)))
time = shaped(
    activity=st.sampled_from(["review", "intervention", "outside"]),
    started_at=maybe(times),
    seconds=numbers,
    corrected_seconds=maybe(numbers),
    reason=words_or_null,
)


@st.composite
def spans(draw: st.DrawFn, content: str, brief: str) -> dict[str, Any] | None:
    target, text = draw(st.sampled_from([("deliverable", content), ("brief", brief)]))
    if not text or draw(st.booleans()):
        return None
    start = draw(st.integers(0, len(text) - 1))
    span = span_of(text, start, draw(st.integers(start + 1, len(text))))
    return {
        "target": target,
        "start": span.start,
        "end": span.end,
        "quote": span.quote,
        "prefix": span.prefix,
        "suffix": span.suffix,
        "orphan": False,
        **draw(unknown),
    }


def says_something(mark: dict[str, Any]) -> bool:
    """A mark that says nothing is what an undone one leaves: it is dropped."""
    return any(value for key, value in mark.items() if key != "criterion_id")


def reviews(content: str, brief: str) -> st.SearchStrategy[dict[str, Any]]:
    span = spans(content, brief)
    evidence = shaped(
        kind=st.sampled_from(["span", "absent", "file", "outside"]),
        span=span,
        file=words_or_null,
        place=maybe(objects),
        text=words_or_null,
    )
    mark = shaped(
        criterion_id=words,
        mark=st.sampled_from(["pass", "fail", "na", "cannot_judge", None]),
        reason=words_or_null,
        criterion_wrong=st.booleans(),
        note=words_or_null,
        evidence=st.lists(evidence, max_size=2),
    )
    tag = shaped(
        code=words,
        severity=st.sampled_from(["critical", "major", "minor", None]),
        criterion_id=words_or_null,
        note=words_or_null,
        span=span,
    )
    intervention = shaped(
        id=st.uuids().map(str),
        kind=st.sampled_from(["I0", "I5", "I9"]),
        primary=st.booleans(),
        content=words_or_null,
        attachments=st.lists(files, max_size=1),
        note=words_or_null,
        effort=objects,
        result=words_or_null,
        created_at=maybe(times),
        time=st.lists(time, max_size=2),
        active_seconds=numbers,
    )
    verdicts = st.sampled_from(["pass", "fail", "undecided", None])
    return shaped(
        id=st.uuids().map(str),
        reviewer=texts,
        reviewer_id=st.uuids().map(str),
        role=st.sampled_from(["reviewer", "adjudicator", "model"]),
        occasion=st.integers(1, 3),
        revision=st.integers(1, 3),
        gold=st.booleans(),
        status=st.sampled_from(["draft", "submitted", "skipped"]),
        skip_reason=words_or_null,
        flagged=st.booleans(),
        flag_reason=words_or_null,
        verdict=verdicts,
        client_acceptance=st.sampled_from(["accept", "after_small_fixes", "reject", None]),
        rule=maybe(plain),
        rule_verdict=verdicts,
        rubric_version=maybe(st.integers(0, 9)),
        brief_version=st.just(1),
        marks=st.lists(mark.filter(says_something), max_size=3, unique_by=lambda each: each["criterion_id"]),
        tags=st.lists(tag, max_size=3),
        note=words_or_null,
        blind=st.sampled_from([True, False, None]),
        order_shown=maybe(st.integers(0, 99)),
        guessed_model=words_or_null,
        saw_others_at=maybe(times),
        adjudication=maybe(shaped(reason=words_or_null, of=st.lists(texts, max_size=2))),
        interventions=st.lists(intervention, max_size=2),
        time=st.lists(time, max_size=2),
        active_seconds=numbers,
        started_at=maybe(times),
        submitted_at=maybe(times),
        metadata=objects,
    )


criteria = st.lists(
    shaped(
        id=words,
        text=words_or_null,
        importance=st.sampled_from(["critical", "important", "optional", "pitfall", None]),
        weight=maybe(numbers),
        example=words_or_null,
        theme=words_or_null,
        archived=st.booleans(),
    ),
    max_size=3,
    unique_by=lambda each: each["id"],
)


@st.composite
def jobs(draw: st.DrawFn, number_of_job: int) -> dict[str, Any]:
    brief = draw(texts)
    job = draw(
        shaped(
            id=st.just(f"{number_of_job}-") | words.map(lambda word: f"{number_of_job}-{word}"),
            title=words_or_null,
            brief=st.just(brief),
            brief_version=st.just(1),
            briefs=st.lists(shaped(version=st.just(2), brief=words_or_null), max_size=1),
            category=words_or_null,
            language=words_or_null,
            budget=maybe(money),
            rubric=criteria,
            rubric_version=st.just(2),
            rubrics=st.lists(
                shaped(version=st.just(1), criteria=criteria, locked_at=maybe(times), author=words_or_null),
                max_size=1,
            ),
            attachments=st.lists(files, max_size=2),
            metadata=objects,
            deliverables=st.builds(list),
        )
    )
    ids = draw(st.lists(words, max_size=2, unique=True))
    deliverables = []
    for each in ids:
        content = draw(texts)
        made = draw(
            shaped(
                id=st.just(f"{number_of_job}/{each}"),
                model=words_or_null,
                served_model=words_or_null,
                attempt=st.integers(0, 3),
                arm=st.sampled_from(["first", "plain_retry", "feedback", "takeover", "rerun"]),
                parent=words_or_null,
                partial=st.booleans(),
                content=st.just(content),
                attachments=st.lists(files, max_size=1),
                created_at=maybe(times),
                prompt=values,
                usage=objects,
                cost=maybe(money),
                metadata=objects,
                reviews=st.builds(list),
            )
        )
        made["reviews"] = draw(
            st.lists(reviews(content, brief), max_size=2, unique_by=lambda each: each["reviewer_id"])
        )
        deliverables.append(made)
    job["deliverables"] = deliverables
    return job


@st.composite
def documents(draw: st.DrawFn) -> dict[str, Any]:
    """A document with every known key at every level, odd texts and numbers, and unknown keys."""
    made = [draw(jobs(index)) for index in range(draw(st.integers(0, 3)))]
    tag = shaped(
        code=plain,
        kind=st.sampled_from(["strength", "gap"]),
        label=st.dictionaries(st.sampled_from(["en", "ja"]), texts),
        definition=st.dictionaries(st.sampled_from(["en", "ja"]), texts),
        parent=maybe(plain),
        category=words_or_null,
    )
    reviewer = shaped(id=st.uuids().map(str), name=texts, kind=st.sampled_from(["human", "model"]))
    return {
        "format": "annotator/1",
        "study": draw(shaped(id=st.uuids().map(str), name=words_or_null)),
        "reviewers": draw(st.lists(reviewer, max_size=2, unique_by=lambda each: each["id"])),
        "tags": draw(st.lists(tag, max_size=2, unique_by=lambda each: each["code"])),
        **draw(unknown),
        "jobs": made,
    }


def read(
    content: bytes | str | dict[str, Any], name: str = "file"
) -> tuple[list[Header], list[ReadJob], list[Rejected]]:
    """Return all that a reader makes of a file."""
    if isinstance(content, dict):
        content = json.dumps(content)
    raw = content.encode() if isinstance(content, str) else content
    headers: list[Header] = []
    taken: list[ReadJob] = []
    rejected: list[Rejected] = []
    for each in DocumentReader(io.BytesIO(raw), name):
        if isinstance(each, Header):
            headers.append(each)
            rejected += each.rejected
        elif isinstance(each, ReadJob):
            taken.append(each)
            rejected += each.rejected
        else:
            rejected.append(each)
    return headers, taken, rejected


def without_versions_of_program(document: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in document.items() if key not in {"app_version", "exported_at"}}
