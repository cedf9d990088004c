"""The sample jobs that come with the program: whole, varied and exact."""

from __future__ import annotations

import csv
import hashlib
import json
import re
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest

RESOURCES = Path(__file__).parents[2] / "resources"
SAMPLES = RESOURCES / "samples" / "samples.jsonl"
IMPORTANCES = {"critical", "important", "optional", "pitfall"}


def _lines() -> list[dict[str, Any]]:
    text = SAMPLES.read_bytes().decode("utf-8")
    return [json.loads(line) for line in text.removesuffix("\n").split("\n")]


HEADER, *JOBS = _lines()
each_job = pytest.mark.parametrize("job", JOBS, ids=[job["id"] for job in JOBS])


def test_header_names_format_and_study() -> None:
    assert HEADER["format"] == "annotator/1"
    assert "id" not in HEADER
    assert HEADER["offset_unit"] == "code_point"
    assert HEADER["study"]["name"] == "Sample jobs"
    assert str(UUID(HEADER["study"]["id"])) == HEADER["study"]["id"]


def test_file_has_unix_lines_and_no_mark_at_its_start() -> None:
    raw = SAMPLES.read_bytes()
    assert b"\r" not in raw
    assert not raw.startswith(b"\xef\xbb\xbf")
    assert raw.endswith(b"}\n")


def test_six_jobs_of_six_categories() -> None:
    assert [job["category"] for job in JOBS] == ["Writing", "Translation", "Data", "Web & dev", "Admin", "Sales"]


def test_two_briefs_are_in_japanese() -> None:
    japanese = [job["id"] for job in JOBS if re.search("[ぁ-ん]{3}", job["title"] + job["brief"])]
    assert japanese == ["sample-admin", "sample-sales"]
    assert {job["language"] for job in JOBS if job["id"] in japanese} == {"ja"}


def test_ids_are_unique() -> None:
    ids = [job["id"] for job in JOBS] + [found["id"] for job in JOBS for found in job["deliverables"]]
    assert len(ids) == len(set(ids)) == 18


@each_job
def test_rubric_has_five_to_ten_criteria_of_all_importances(job: dict[str, Any]) -> None:
    criteria = job["rubric"]
    assert 5 <= len(criteria) <= 10
    assert {criterion["importance"] for criterion in criteria} == IMPORTANCES
    assert len({criterion["id"] for criterion in criteria}) == len(criteria)
    for criterion in criteria:
        assert (criterion["weight"] < 0) == (criterion["importance"] == "pitfall")
        assert criterion["text"].strip() == criterion["text"]
    assert any(criterion["example"] for criterion in criteria)
    assert any(criterion["theme"] for criterion in criteria)


@each_job
def test_two_first_deliverables_of_two_models(job: dict[str, Any]) -> None:
    found = job["deliverables"]
    assert [each["model"] for each in found] == ["model-a", "model-b"]
    assert [each["id"] for each in found] == [f"{job['id']}/a1", f"{job['id']}/b1"]
    assert all((each["attempt"], each["arm"]) == (1, "first") for each in found)
    assert all(each["usage"]["output_tokens"] > 0 and each["cost"]["amount"] > 0 for each in found)
    assert len({each["content"] for each in found}) == 2
    assert min(len(each["content"]) for each in found) > 500


@each_job
def test_brief_is_a_page_long_and_has_a_budget(job: dict[str, Any]) -> None:
    japanese = re.search("[ぁ-ん]{3}", job["brief"]) is not None
    length = len(job["brief"]) if japanese else len(job["brief"].split())
    assert 150 <= length <= (1000 if japanese else 400)
    assert job["budget"]["amount"] > 0


@each_job
def test_attachments_are_there_and_unchanged(job: dict[str, Any]) -> None:
    for attachment in job["attachments"]:
        content = (SAMPLES.parent / attachment["path"]).read_bytes()
        assert hashlib.sha256(content).hexdigest() == attachment["sha256"]
        assert len(content) == attachment["size"]
        assert f"]({attachment['name']})" in job["brief"]


@each_job
def test_links_lead_to_reserved_names_only(job: dict[str, Any]) -> None:
    texts = [job["brief"], *(each["content"] for each in job["deliverables"])]
    hosts = {host for text in texts for host in re.findall(r"(?:https?://|\w@)([\w.-]+)", text)}
    assert all(host.rstrip(".").endswith(".example") for host in hosts)


@each_job
def test_category_has_tags_of_its_own(job: dict[str, Any]) -> None:
    taxonomy = json.loads((RESOURCES / "taxonomy.json").read_bytes())
    codes = [category["code"] for category in taxonomy["categories"] if job["category"] in category["matches"]]
    assert len(codes) == 1
    assert any(tag["category"] == codes[0] for tag in taxonomy["tags"])


def test_both_kinds_of_attachment_occur() -> None:
    kinds = {attachment["media_type"] for job in JOBS for attachment in job["attachments"]}
    assert kinds == {"image/png", "text/csv"}


def test_markdown_of_many_kinds_occurs() -> None:
    text = "\n".join(each["content"] for job in JOBS for each in job["deliverables"])
    for shape in (
        r"^\|---",
        r"^```python",
        r"^```bash",
        r"^- \[x\]",
        r"^- \[ \]",
        r"^\[\^1\]:",
        r"^\$\$",
        "🎉",
        r"\]\(https:",
    ):
        assert re.search(shape, text, re.MULTILINE), shape


def _deliverable(name: str) -> str:
    return next(str(each["content"]) for job in JOBS for each in job["deliverables"] if each["id"] == name)


def _words(text: str) -> int:
    body = text.split("\n# ", 1)[1]
    return len(re.findall(r"[A-Za-z0-9£]+(?:['’.,-][A-Za-z0-9]+)*", re.sub(r"\]\([^)]*\)", "]", body)))


def test_better_article_keeps_the_length_and_weaker_one_does_not() -> None:
    assert 650 <= _words(_deliverable("sample-writing/a1")) <= 800
    assert _words(_deliverable("sample-writing/b1")) < 600


def test_better_program_does_what_its_brief_says() -> None:
    brief = next(job["brief"] for job in JOBS if job["id"] == "sample-web")
    day = json.loads(re.search(r"```json\n(.*?)```", brief, re.DOTALL)[1])  # type: ignore[index]
    expected = ["08:00-09:00", "11:00-11:30", "12:00-13:00", "14:30-18:00"]
    program = _first_program("sample-web/b1")
    slots = program["free_slots"](day, 30)
    assert [f"{program['to_text'](start)}-{program['to_text'](end)}" for start, end in slots] == expected


def _first_program(name: str) -> dict[str, Any]:
    source = re.search(r"```python\n(.*?)```", _deliverable(name), re.DOTALL)
    assert source is not None
    names: dict[str, Any] = {"__name__": name}
    exec(source[1], names)
    return names


def test_better_analysis_agrees_with_the_file() -> None:
    with (SAMPLES.parent / "files" / "orders-q1.csv").open(newline="", encoding="utf-8") as file:
        rows = {row["order_id"]: row for row in csv.DictReader(file)}
    quarter = [row for row in rows.values() if row["plan"] != "TEST" and "/04/" not in row["order_date"]]
    net = sum(round(100 * float(row["amount_gbp"])) for row in quarter if row["status"] == "paid")
    assert (len(quarter), net) == (40, 101620)
    assert "| **40** | **2** | **1,016.20** |" in _deliverable("sample-data/a1")
