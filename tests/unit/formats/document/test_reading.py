import io
import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from annotator.domain.number import SpelledNumber
from annotator.errors import KnownError
from annotator.exactjson import dumps
from annotator.formats.document.reading import DocumentReader
from annotator.formats.document.writing import json_document, json_lines
from tests.unit.formats.document.documents import documents, read, texts

JOB = {"id": "j1", "brief": "Write"}


def lines(*entries):
    return "".join(json.dumps(entry, ensure_ascii=False) + "\n" for entry in entries)


def whole(*jobs, **header):
    return {"format": "annotator/1", **header, "jobs": list(jobs)}


def only_job(content):
    _headers, jobs, rejected = read(content)
    assert rejected == []
    (job,) = jobs
    return job.job.record


def only_refusal(content):
    _headers, _jobs, rejected = read(content)
    (refusal,) = rejected
    return refusal


def test_a_job_needs_only_an_id_and_a_brief():
    record = only_job(lines(JOB))

    assert record == {
        "id": "j1",
        "title": None,
        "brief": "Write",
        "brief_version": 1,
        "briefs": [],
        "category": None,
        "language": None,
        "budget": None,
        "rubric": [],
        "rubric_version": 1,
        "rubrics": [],
        "attachments": [],
        "metadata": {},
        "deliverables": [],
    }


def test_null_is_the_same_as_missing():
    given = {**JOB, "deliverables": [{"id": "d", "content": "x", "reviews": [{"reviewer": "ada"}]}]}
    with_nulls = json.loads(json.dumps(only_job(lines(given))).replace("[]", "null").replace("{}", "null"))

    assert only_job(lines(with_nulls)) == only_job(lines(given))


@pytest.mark.parametrize(
    ("deliverable", "arm"),
    [
        ({}, "first"),
        ({"attempt": 1}, "first"),
        ({"attempt": 2}, "rerun"),
        ({"attempt": 2, "parent": "d0"}, "feedback"),
        ({"attempt": 2, "arm": "steer"}, "steer"),
    ],
)
def test_a_missing_arm_follows_from_attempt_and_parent(deliverable, arm):
    record = only_job(lines({**JOB, "deliverables": [{"id": "d", "content": "x", **deliverable}]}))

    assert record["deliverables"][0]["arm"] == arm


whole_documents = settings(max_examples=25)  # each is some hundred values long, and takes its time to make


@whole_documents
@given(documents())
def test_json_and_jsonl_carry_the_same(document):
    jobs = document.pop("jobs")
    header = document
    as_json = b"".join(json_document(header, jobs))
    as_lines = b"".join(json_lines(header, jobs))

    for content in (as_json, as_lines, b"\xef\xbb\xbf" + as_lines, as_lines.replace(b"\n", b"\r\n")):
        (first,), taken, rejected = read(content)
        assert rejected == []
        assert [dumps(each.job.record) for each in taken] == [dumps(job) for job in jobs]
        assert first.study == document["study"]
        assert dumps(first.extra) == dumps({k: v for k, v in header.items() if k.startswith("x-")})
        assert dumps(list(first.reviewers)) == dumps(document["reviewers"])
        assert dumps(list(first.tags)) == dumps(document["tags"])


@whole_documents
@given(documents(), st.permutations(["format", "study", "reviewers", "tags", "jobs", "late"]))
def test_the_keys_of_a_document_stand_in_any_order(document, order):
    document["late"] = {"kept": True}
    shuffled = {key: document[key] for key in order}

    headers, jobs, rejected = read(dumps(shuffled))

    assert rejected == []
    assert headers[0].study == document["study"]
    assert dumps(list(headers[0].reviewers)) == dumps(document["reviewers"])
    assert len(jobs) == len(document["jobs"])
    assert [header.extra for header in headers if header.extra] == [{"late": {"kept": True}}]


def test_a_long_document_is_read_in_pieces():
    jobs = [{**JOB, "id": f"j{index}", "brief": "語\u2028" * 40_000} for index in range(20)]
    jobs.append({"id": "huge", "brief": "b", "metadata": {"huge": "x" * 3_000_000}})

    _headers, taken, rejected = read(json.dumps(whole(*jobs), ensure_ascii=False))

    assert rejected == []
    assert [each.job.record["brief"] for each in taken] == [job["brief"] for job in jobs]


def test_lines_end_at_the_newline_byte_alone():
    brief = "a\u2028b\u2029c\u0085d\x0be\x1cf"

    assert only_job(json.dumps({**JOB, "brief": brief}, ensure_ascii=False) + "\n")["brief"] == brief


def test_numbers_keep_their_spelling():
    text = '{"id":"j","brief":"b","budget":{"amount":4000.00,"currency":"USD"},"metadata":{"n":-0,"m":1e999}}'

    record = only_job(text)

    assert record["budget"]["amount"] == SpelledNumber("4000.00")
    assert b'{"amount":4000.00,"currency":"USD"}' in dumps(record)
    assert b'{"n":-0,"m":1e999}' in dumps(record)


def test_unknown_keys_stay_where_they_were():
    extra = {"x": 1}
    span = {"start": 0, "end": 1, "quote": "x", **extra}
    review = {
        "marks": [{"criterion_id": "c", "evidence": [{"kind": "span", "span": span, **extra}], **extra}],
        "tags": [{"code": "G04", "span": span, **extra}],
        "interventions": [{"kind": "I5", "time": [{**extra}], "attachments": [{"name": "f", **extra}], **extra}],
        "time": [{**extra}],
        **extra,
    }
    job = {
        **JOB,
        "budget": {"amount": 1, **extra},
        "rubric": [{"id": "c", **extra}],
        "briefs": [{"version": 7, **extra}],
        "rubrics": [{"version": 7, "criteria": [{"id": "c", **extra}], **extra}],
        "deliverables": [{"id": "d", "content": "x", "cost": {**extra}, "reviews": [review], **extra}],
        **extra,
    }

    assert dumps(only_job(lines(job))).count(b'"x":1') == json.dumps(job).count('"x": 1')


def test_the_smallest_faulty_unit_is_refused_and_the_rest_comes_in():
    good = {"id": "d1", "content": "x", "reviews": [{"reviewer": "ada", "verdict": "maybe"}, {"reviewer": "bob"}]}
    bad = {"id": "d2", "content": 7}
    jobs = [{"id": 7, "brief": "b"}, {**JOB, "deliverables": [good, bad]}]

    _headers, taken, rejected = read(whole(*jobs))

    assert [(each.path, each.reason) for each in rejected] == [
        ("jobs[0]", "id: it must be a text, not a number"),
        ("jobs[1].deliverables[0].reviews[0]", "verdict: 'maybe' is none of: fail, pass, undecided".replace("'", "")),
        ("jobs[1].deliverables[1]", "content: it must be a text, not a number"),
    ]
    (job,) = taken
    assert [review["reviewer"] for review in job.job.record["deliverables"][0]["reviews"]] == ["bob"]


def test_a_faulty_line_is_named_by_its_number():
    content = (
        lines({"format": "annotator/1"}, JOB)
        + '{"id": "j2", "brief": "b"\n'
        + lines({"id": "j3"}, {"id": "j4", "title": "t"})
    )

    _headers, taken, rejected = read(content)

    assert [(each.line, each.path) for each in rejected] == [(3, "jobs[1]"), (4, "jobs[2]")]
    assert [each.job.record["id"] for each in taken] == ["j1", "j4"]


REVIEW_FAULTS = [
    ({"marks": [{"mark": "pass"}]}, "marks[0].criterion_id: it is missing"),
    (
        {"marks": [{"criterion_id": "c", "mark": "pass"}, {"criterion_id": "c", "mark": "fail"}]},
        "marks[1].criterion_id: c stands in this file twice",
    ),
    ({"tags": [{"code": "G1", "span": {"start": 5, "end": 2}}]}, "tags[0].span: it runs backwards"),
    ({"revision": 0}, "revision: 0 is not between 1 and 2147483647"),
    ({"occasion": True}, "occasion: it must be a whole number, not true or false"),
    ({"id": "a\0b"}, "id: it must not hold a NUL character"),
    ({"adjudication": {"of": [1]}}, "adjudication.of: it must be a list of texts"),
]


@pytest.mark.parametrize(("review", "reason"), REVIEW_FAULTS, ids=[reason for _review, reason in REVIEW_FAULTS])
def test_a_faulty_review_is_refused_with_its_reason(review, reason):
    refusal = only_refusal(lines({**JOB, "deliverables": [{"id": "d", "content": "x", "reviews": [review]}]}))

    assert (refusal.path, refusal.reason) == ("jobs[0].deliverables[0].reviews[0]", reason)


JOB_FAULTS = [
    ('{"id": "j"}', "it has neither brief nor title"),
    ('{"brief": "b"}', "id: it is missing"),
    ('{"id": "j", "brief": "\\ud800"}', "brief: half of a surrogate pair or a byte that is not UTF-8"),
    (
        '{"id": "j", "brief": "b", "metadata": {"\\udc00": 1}}',
        "metadata: a key holds half of a surrogate pair or a byte that is not UTF-8",
    ),
    ('{"id": "j", "brief": "b", "metadata": {"n": NaN}}', "metadata.n: NaN is not a number of JSON"),
    ('{"id": "j", "brief": "b", "budget": {"amount": -Infinity}}', "budget.amount: -Infinity is not a number of JSON"),
    ('{"id": "j", "brief": "b", "brief": "c"}', "the key brief stands there twice"),
    ('{"id": "j", "brief": "b", "metadata": {"k": 1, "k": 2}}', "metadata: the key k stands there twice"),
    ('{"id": "j", "brief": "b", "rubric": [{"id": "c"}, {"id": "c"}]}', "rubric[1].id: c stands in this file twice"),
    ('{"id": "j", "brief": "b", "briefs": [{"version": 1}]}', "briefs[0].version: 1 stands in this file twice"),
    ('{"id": "j", "brief": "b", "deliverables": {}}', "deliverables: it must be a list, not an object"),
    ('{"id": "j", "brief": "b", "x": ' + "[" * 98 + "]" * 98 + "}", "x: it is nested more than 100 levels deep"),
    ('{"id": "j", "brief": "b", "x": ' + "[" * 50_000 + "]" * 50_000 + "}", "it is nested more than 100 levels deep"),
    ("[]", "it must be an object, not a list"),
]


@pytest.mark.parametrize(("job", "reason"), JOB_FAULTS, ids=[reason for _job, reason in JOB_FAULTS])
@pytest.mark.parametrize("is_document", [False, True], ids=["lines", "document"])
def test_a_faulty_job_is_refused_with_its_reason(job, reason, is_document):
    good = json.dumps({"id": "good", "brief": "b"})
    content = f'{{"format":"annotator/1","jobs":[{good},{job}]}}' if is_document else f"{good}\n{job}\n"

    _headers, taken, rejected = read(content)

    assert [(each.path, each.reason) for each in rejected] == [("jobs[1]", reason)]
    assert [each.job.record["id"] for each in taken] == ["good"]


def test_a_hundred_levels_are_allowed():
    text = '{"id": "j", "brief": "b", "x": ' + "[" * 97 + "]" * 97 + "}"

    assert dumps(only_job(text)).endswith(b"[" * 97 + b"]" * 97 + b"}")


def test_bytes_that_are_not_utf8_cost_their_unit_only():
    jobs = b'{"id":"a","brief":"caf\xe9"},{"id":"b","brief":"caf\xc3\xa9","deliverables":[{"id":"d","content":"\xff"}]}'

    for content in (b'{"jobs":[' + jobs + b"]}", jobs.replace(b"},{", b"}\n{")):
        _headers, taken, rejected = read(content)
        assert [each.path for each in rejected] == ["jobs[0]", "jobs[1].deliverables[0]"]
        assert [each.job.record["brief"] for each in taken] == ["café"]


def test_ids_do_not_repeat_in_a_file():
    deliverable = {"id": "d", "content": "x"}
    jobs = [{**JOB, "deliverables": [deliverable, deliverable]}, JOB]

    _headers, _taken, rejected = read(whole(*jobs))

    assert [each.path for each in rejected] == ["jobs[0].deliverables[1]", "jobs[1]"]


def test_fewer_jobs_than_the_manifest_promises_is_said():
    refusal = only_refusal(lines({"format": "annotator/1", "manifest": {"jobs": 3}}, JOB))

    assert refusal.path == "manifest.jobs"
    assert refusal.reason == "the file says that it holds 3 jobs, but only 1 are there"


def test_joined_exports_bring_their_own_headers():
    content = lines(
        {"format": "annotator/1", "study": {"id": "s1"}}, JOB, {"format": "annotator/1", "study": {"id": "s2"}}, JOB
    )

    headers, jobs, rejected = read(content)

    assert [header.study["id"] for header in headers] == ["s1", "s2"]
    assert (len(jobs), rejected) == (2, [])


def test_a_faulty_reviewer_or_tag_is_refused_alone():
    content = whole(reviewers=[{"id": "r", "name": "ada"}, 7], tags=[{"code": "X", "kind": "gap"}, {"code": "Y"}])

    (header,), _jobs, rejected = read(content)

    assert [each.path for each in rejected] == ["reviewers[1]", "tags[1].kind"]
    assert [len(header.reviewers), len(header.tags)] == [1, 1]


UNREADABLE = [
    (b"", "the file is empty"),
    (b" \n\n", "the file is empty"),
    (b"\x89PNG\r\n", "it is neither a document annotator/1 nor a file with a job a line"),
    (b"[]", "it is neither a document annotator/1 nor a file with a job a line"),
    ("{}".encode("utf-16"), "it is text in UTF-16; only UTF-8 can be read"),
    (b'{"format": "annotator/2", "jobs": []}', "its format is annotator/2, and this program reads annotator/1"),
    (
        b'{"format": "annotator/2"}\n{"id": "j", "brief": "b"}\n',
        "its format is annotator/2, and this program reads annotator/1",
    ),
    (b'{"offset_unit": "utf16", "jobs": []}', "its spans count in utf16, and this program counts in code_point"),
    (b'{"study": 7, "jobs": []}', "study: it must be an object, not a number"),
    (b'{"id": "j", "bri', "the file breaks off in line 1"),
    (b'{"id": "j", "brief": "b", "deliverables": [{"id": "d", "con', "the file breaks off in line 1"),
    (b'{"id": "j", "brief": "b",\n"deliverables": [\n{"id": "d"},\n{"id', "the file breaks off in line 4"),
    (b'{"id": "j",\n "brief" "b"}', "it is not JSON from line 2, column 10 on"),
]


@pytest.mark.parametrize(("content", "reason"), UNREADABLE, ids=[repr(content)[:40] for content, _reason in UNREADABLE])
def test_what_is_no_document_is_refused_whole(content, reason):
    with pytest.raises(KnownError) as caught:
        read(content)

    assert caught.value.what == f"Nothing was imported from file: {reason}."


def test_a_document_that_breaks_off_gives_the_jobs_before():
    content = json.dumps(whole(JOB, {"id": "j2", "brief": "b"}))[:-20]

    _headers, jobs, rejected = read(content)

    assert [each.job.record["id"] for each in jobs] == ["j1"]
    assert [(each.path, each.reason) for each in rejected] == [("jobs[1]", "the file breaks off in line 1")]


def test_a_document_is_known_by_its_format_wherever_that_stands():
    content = b'{"id": "mine", "deliverables": [], "format": "annotator/1", "jobs": [{"id": "j1", "brief": "b"}]}'

    _headers, jobs, rejected = read(content)

    assert ([each.job.record["id"] for each in jobs], rejected) == (["j1"], [])


def test_a_document_that_breaks_off_behind_a_job_does_not_accuse_that_job():
    content = json.dumps(whole(JOB))[: -len("]}")]

    _headers, jobs, rejected = read(content)

    assert [each.job.record["id"] for each in jobs] == ["j1"]
    assert [(each.path, each.reason) for each in rejected] == [("jobs", "the file breaks off in line 1")]


def whole_jobs(content):
    try:
        _headers, jobs, _rejected = read(content)
    except KnownError:
        return []
    return [dumps(each.job.record) for each in jobs]


def test_a_file_cut_anywhere_gives_whole_jobs_or_none():
    jobs = [
        {"id": f"j{n}", "brief": "語😀\r\n", "metadata": {"n": 1.50}, "deliverables": [{"id": f"d{n}", "content": "x"}]}
        for n in range(3)
    ]
    for content in (dumps(whole(*jobs)), "".join(map(lines, jobs)).encode()):
        all_of_it = whole_jobs(content)
        for end in range(0, len(content), 3):
            cut = whole_jobs(content[:end])
            assert cut == all_of_it[: len(cut)]


@whole_documents
@given(documents(), st.data())
def test_a_file_with_changed_bytes_is_read_or_refused(document, data):
    content = bytearray(dumps(document))
    for _time in range(data.draw(st.integers(1, 4))):
        at = data.draw(st.integers(0, len(content) - 1))
        content[at] = data.draw(st.sampled_from(b'{}[]",:\\0e-\n\xff\x00') | st.integers(0, 255))

    whole_jobs(bytes(content))


@whole_documents
@given(documents(), st.data())
def test_wrong_types_anywhere_are_refused_in_words(document, data):
    node, key = document, "jobs"
    while True:
        inner = node[key]
        choices = list(inner) if isinstance(inner, dict) else list(range(len(inner))) if isinstance(inner, list) else []
        if not choices or data.draw(st.integers(0, 5)) == 0:
            break
        node, key = inner, data.draw(st.sampled_from(choices))
    node[key] = data.draw(st.sampled_from([None, True, 7, 1.5, "text", "\0", [], [1], {}, {"id": []}, [[]]]))

    _headers, jobs, rejected = read(dumps(document))

    for each in jobs:
        dumps(each.job.record)
    assert all(each.reason for each in rejected)


@given(texts)
def test_texts_come_as_they_are(text):
    assert only_job(lines({**JOB, "brief": text}))["brief"] == text


def test_reading_says_how_far_it_is():
    content = lines(*({**JOB, "id": f"j{n}"} for n in range(3))).encode()
    reader = DocumentReader(io.BytesIO(content), "file")

    assert [reader.bytes_read for _each in reader][-1] <= len(content)
