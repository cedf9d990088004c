"""What other tools get: every span in code points, every review accounted for, no formula that calculates."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path
from xml.etree import ElementTree

import pyarrow.parquet
import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.cli.export import NAMES
from annotator.errors import KnownError
from annotator.exactjson import dumps
from annotator.formats.outgoing.argilla import user_id
from annotator.formats.outgoing.csv_tables import harmless
from annotator.formats.outgoing.span_lines import tokens_of
from annotator.workflow.export_formats import FORMATS, reason_text
from annotator.workflow.exporting import Exported, ExportWish, export_file, export_stream
from annotator.workflow.importing import import_files
from annotator.workflow.workspaces import open_workspace
from tests.unit.formats.outgoing.graded_study import DOCUMENT, EDIT, GAP, STRENGTH, TEXT


@pytest.fixture
def workbench(tmp_path: Path):
    made = open_workspace(tmp_path / "workspace")
    path = tmp_path / "in.json"
    path.write_bytes(dumps(DOCUMENT))
    assert import_files(made, [path]).is_clean
    yield made
    made.close()


def exported(workbench, name: str, **wish: str) -> tuple[bytes, Exported]:
    stream = io.BytesIO()
    receipt = export_stream(workbench, stream, ExportWish(name, **wish))
    return stream.getvalue(), receipt


def rows(content: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"), newline="")))


def lines(content: bytes) -> list[dict]:
    return [json.loads(line) for line in content.splitlines()]


def test_the_command_line_names_every_format():
    assert tuple(FORMATS) == NAMES


def test_csv_has_a_row_a_review_with_minutes_that_count(workbench):
    content, receipt = exported(workbench, "csv")
    found = rows(content)
    assert [row["status"] for row in found] == ["submitted", "submitted", "draft", "skipped"]
    first = found[0]
    assert (first["review_minutes"], first["intervention_minutes"]) == ("3.0", "1.5")
    assert (first["passed"], first["failed"]) == ("1", "1")
    assert (first["strengths"], first["gaps"]) == ("S01", "G05 G01")
    assert receipt.rows == 4


def test_csv_calculates_nothing(workbench):
    for name in ("csv", "csv-marks", "csv-tags"):
        content, _receipt = exported(workbench, name)
        for row in rows(content):
            assert not any(cell.startswith(("=", "+", "@", "-")) for cell in row.values())
    assert rows(exported(workbench, "csv")[0])[0]["title"] == "'=cmd|'/C calc'!A0"


def test_csv_rows_of_marks_and_tags_know_what_they_are_about(workbench):
    marks = rows(exported(workbench, "csv-marks")[0])
    assert [(row["criterion"], row["mark"], row["evidence"]) for row in marks] == [
        ("Right", "pass", ""),
        ("Short", "fail", "absent"),
    ]
    tags = rows(exported(workbench, "csv-tags")[0])
    assert [(row["kind"], row["code"], row["quote"]) for row in tags] == [
        ("gap", "G05", GAP),
        ("strength", "S01", STRENGTH),
        ("gap", "G01", ""),
    ]


@given(st.one_of(st.text(), st.integers(), st.none()))
def test_only_formulas_are_changed_and_nothing_is_lost(cell):
    made = harmless(cell)
    assert made in (cell, f"'{cell}")
    if isinstance(made, str):
        assert made.lstrip(" \xa0")[:1] not in {*"=+-@\t\r\n"}


def test_label_studio_takes_what_its_configuration_knows(workbench):
    tasks = json.loads(exported(workbench, "label-studio")[0])
    receipt = exported(workbench, "label-studio")[1]
    assert len(tasks) == 3
    assert receipt.left_out == {"draft": 1}
    spans = [each for each in tasks[0]["annotations"][0]["result"] if each["type"] == "labels"]
    assert [TEXT[span["value"]["start"] : span["value"]["end"]] for span in spans] == [GAP, STRENGTH]
    assert tasks[2]["annotations"] == [
        {"was_cancelled": True, "ground_truth": False, "lead_time": None, "result": []}
    ]  # the skipped one


def test_label_studio_configuration_stands_beside_the_tasks(workbench, tmp_path):
    export_file(workbench, tmp_path / "tasks.json", ExportWish("label-studio"))
    config = ElementTree.parse(tmp_path / "tasks.config.xml").getroot()
    names = {each.get("name"): each for each in config.iter() if each.get("name")}
    allowed = {name: {option.get("value") for option in each} for name, each in names.items()}
    shown = {each.get("value", "").removeprefix("$") for each in config.iter("Text")}
    for task in json.loads((tmp_path / "tasks.json").read_bytes()):
        assert shown <= task["data"].keys()
        for result in (each for annotation in task["annotations"] for each in annotation["result"]):
            assert names[result["from_name"]].get("toName") == result["to_name"]
            words = result["value"].get("choices") or result["value"].get("labels") or []
            assert set(words) <= allowed[result["from_name"]]


def test_argilla_answers_are_submitted_by_somebody(workbench):
    records = json.loads(exported(workbench, "argilla")[0])
    answers = records[0]["responses"]
    assert {each["status"] for values in answers.values() for each in values} == {"submitted"}
    assert answers["verdict"][0]["value"] == "fail"
    assert [TEXT[span["start"] : span["end"]] for span in answers["spans"][0]["value"]] == [GAP, STRENGTH]
    assert answers["edited_text"][0]["value"] == EDIT
    assert user_id("bob") == user_id("bob") != user_id("eve")


def test_prodigy_spans_end_with_their_tokens(workbench):
    tasks = lines(exported(workbench, "prodigy")[0])
    assert [task["answer"] for task in tasks] == ["reject", "accept"]
    first = tasks[0]
    for span, quote in zip(first["spans"], (GAP, STRENGTH), strict=True):
        begin, end = first["tokens"][span["token_start"]], first["tokens"][span["token_end"]]
        assert TEXT[begin["start"] : end["end"]] == quote


@given(st.text(), st.sets(st.integers(0, 40)))
def test_tokens_are_the_whole_text_and_no_edge_is_inside_one(text, edges):
    tokens = tokens_of(text, edges)
    assert "".join(token["text"] + " " * token["ws"] for token in tokens) == text
    for token in tokens:
        assert text[token["start"] : token["end"]] == token["text"]
        assert not any(token["start"] < edge < token["end"] + token["ws"] for edge in edges if not token["ws"])


def test_doccano_labels_are_in_code_points(workbench):
    first = lines(exported(workbench, "doccano")[0])[0]
    assert [first["text"][start:end] for start, end, _label in first["label"]] == [GAP, STRENGTH]
    assert first["annotator_verdict"] == "fail"


def test_pairs_prefer_what_mended_a_failed_text(workbench):
    pairs = lines(exported(workbench, "dpo")[0])
    assert [(pair["chosen"], pair["rejected"]) for pair in pairs] == [(EDIT, TEXT), ("Better.", TEXT)]
    accepted, receipt = exported(workbench, "sft")
    assert [line["completion"] for line in lines(accepted)] == [EDIT, "Better."]
    assert receipt.left_out == {"not_passed": 1}


def test_parquet_holds_what_the_reviews_say(workbench):
    table = pyarrow.parquet.read_table(io.BytesIO(exported(workbench, "parquet")[0])).to_pylist()
    assert [row["verdict"] for row in table] == ["fail", "pass", None, None]
    assert table[0]["content"] == TEXT
    assert table[0]["price"] == 250.0
    assert table[0]["tags"][0] == {"code": "G05", "severity": "major", "quote": GAP, **place(GAP)}


def place(quote: str) -> dict[str, int]:
    return {"start": TEXT.index(quote), "end": TEXT.index(quote) + len(quote)}


def test_a_data_set_folder_is_made_whole_and_never_over_another(workbench, tmp_path):
    receipt = export_file(workbench, tmp_path / "set", ExportWish("huggingface"))
    assert (tmp_path / "set" / "data" / "reviews.parquet").stat().st_size > 0
    assert "3 deliverables, 4 reviews" in (tmp_path / "set" / "README.md").read_text()
    assert receipt.output == str(tmp_path / "set")
    with pytest.raises(KnownError):
        export_file(workbench, tmp_path / "set", ExportWish("huggingface"))
    assert sorted(each.name for each in tmp_path.iterdir()) == ["in.json", "set", "workspace"]


def test_a_folder_goes_not_to_standard_output(workbench):
    with pytest.raises(KnownError):
        exported(workbench, "huggingface")


@pytest.mark.parametrize("name", [name for name in FORMATS if name != "huggingface"])
def test_an_empty_workspace_gives_an_empty_file_of_every_kind(tmp_path, name):
    workbench = open_workspace(tmp_path / "workspace")
    try:
        _content, receipt = exported(workbench, name)
    finally:
        workbench.close()
    assert receipt.rows in (None, 0)


def test_every_reason_has_a_sentence(workbench):
    reasons = {reason for name in FORMATS if name != "huggingface" for reason in exported(workbench, name)[1].left_out}
    assert reasons
    assert all("3" in reason_text(reason, 3) for reason in reasons)
