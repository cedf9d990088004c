"""Tables and folders of other tools come in as jobs, whole, and a second time change nothing."""

from __future__ import annotations

import io
import json
from pathlib import Path

import pyarrow
import pyarrow.parquet
import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook

from annotator.cli import import_ as command
from annotator.cli.main import main
from annotator.formats.document.header import Unusable
from annotator.formats.incoming.mapping import FIELDS, Mapping, guess, jobs_of
from annotator.formats.incoming.presets import PRESETS, recognised
from annotator.formats.incoming.table import Row, Table, read_table
from annotator.workflow.exporting import export_file
from annotator.workflow.import_report import ImportReport
from annotator.workflow.import_sources import ImportWish, remember_mapping, remembered_mapping
from annotator.workflow.importing import import_files
from annotator.workflow.workspaces import open_workspace


@pytest.fixture
def workbench(tmp_path: Path):
    made = open_workspace(tmp_path / "workspace")
    yield made
    made.close()


def take(workbench, path: Path, **wish) -> ImportReport:
    return import_files(workbench, [path], wish=ImportWish(**wish))


def jobs(workbench, tmp_path: Path) -> list[dict]:
    export_file(workbench, tmp_path / "out.json")
    return json.loads((tmp_path / "out.json").read_bytes())["jobs"]


def table(content: bytes | str, name: str) -> Table:
    return read_table(io.BytesIO(content.encode() if isinstance(content, str) else content), name)


def test_the_command_line_names_every_format_and_field():
    assert set(PRESETS) | {"annotator", "table", "fastchat", "folder"} == set(command.NAMES)
    assert set(FIELDS) == set(command.FIELD_NAMES)


def test_rows_of_one_job_become_its_deliverables(workbench, tmp_path):
    path = tmp_path / "jobs.csv"
    path.write_text(
        'Prompt,Model,Response,Price,Rubric,score\r\n"Say\r\nhello",a,Hello,"$1,200.50",'
        '"critical: Polite\r\nShort",5\r\n'
        '"Say\r\nhello",b,Hi,,,4\r\nOther,a,Done,250 EUR,,\r\n',
        encoding="utf-8",
    )
    report = take(workbench, path)
    assert report.is_clean
    assert report.added == {"jobs": 2, "deliverables": 3, "reviews": 0}
    first, second = jobs(workbench, tmp_path)
    assert first["brief"] == "Say\r\nhello"
    assert first["budget"] == {"amount": 1200.5, "currency": "USD"}
    assert second["budget"] == {"amount": 250, "currency": "EUR"}
    assert [(each["text"], each["importance"]) for each in first["rubric"]] == [("Polite", "critical"), ("Short", None)]
    assert [(each["model"], each["content"]) for each in first["deliverables"]] == [("a", "Hello"), ("b", "Hi")]
    assert first["deliverables"][1]["metadata"] == {"score": "4"}
    again = take(workbench, path)
    assert (again.added["jobs"], again.unchanged["deliverables"]) == (0, 3)


def test_one_job_found_in_two_files_is_one_job(workbench, tmp_path):
    for model in "ab":
        path = tmp_path / f"{model}.csv"
        path.write_text(f"brief,model,output\nDo it,{model},Done by {model}\n")
        assert take(workbench, path).is_clean
    (only,) = jobs(workbench, tmp_path)
    assert [each["model"] for each in only["deliverables"]] == ["a", "b"]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp932"])
def test_csv_of_every_usual_encoding_is_read(encoding):
    found = table("依頼文;納品物\r\n翻訳する;できた\r\n".encode(encoding), "x.csv")
    assert found.columns == ("依頼文", "納品物")
    assert found.rows == (Row(2, {"依頼文": "翻訳する", "納品物": "できた"}),)


def test_rows_are_named_by_the_line_they_begin_on():
    found = table('brief,output\n"two\nlines",x\n\nlast,y\n', "x.csv")
    assert [row.line for row in found.rows] == [2, 5]


def test_a_spreadsheet_is_read_with_whole_numbers(tmp_path):
    book = Workbook()
    book.active.append(["brief", "budget", None, "brief"])
    book.active.append(["Do it", 120.0, "x", True])
    path = tmp_path / "x.xlsx"
    book.save(path)
    found = table(path.read_bytes(), "x.xlsx")
    assert found.rows[0].cells == {"brief": "Do it", "budget": 120, "3": "x", "brief 4": True}


def test_parquet_is_read(tmp_path):
    path = tmp_path / "x.parquet"
    pyarrow.parquet.write_table(pyarrow.table({"prompt": ["Do it"], "response": ["Done"]}), path)
    assert table(path.read_bytes(), "x.parquet").rows[0].cells == {"prompt": "Do it", "response": "Done"}


def test_columns_can_be_named_and_are_remembered(workbench, tmp_path):
    path = tmp_path / "x.tsv"
    path.write_text("what\twho\tanswer 1\tanswer 2\nDo it\tme\tOne\tTwo\n")
    pairs = (
        ("brief", "what"),
        ("content", "answer 1"),
        ("content", "answer 2"),
        ("currency", "=JPY"),
        ("price", "=5000"),
    )
    assert take(workbench, path, pairs=pairs).is_clean
    (only,) = jobs(workbench, tmp_path)
    assert [(each["model"], each["content"]) for each in only["deliverables"]] == [
        ("answer 1", "One"),
        ("answer 2", "Two"),
    ]
    assert only["budget"] == {"amount": 5000, "currency": "JPY"}
    chosen = Mapping({"brief": "what", "model": "who"}, ("answer 2",))
    columns = ("what", "who", "answer 1", "answer 2")
    remember_mapping(workbench, columns, chosen)
    assert remembered_mapping(workbench, columns) == chosen
    take(workbench, path)
    assert [each["model"] for each in jobs(workbench, tmp_path)[0]["deliverables"]][-1] == "me"


@pytest.mark.parametrize(
    ("content", "name", "part"),
    [
        ("a,b\n1,2\n", "x.csv", "--map brief=COLUMN"),
        ("", "x.csv", "no rows"),
        ("[1]", "x.json", "entry 1 is no object"),
        ("[{", "x.json", "cannot be read as a table"),
        ("no zip", "x.xlsx", "cannot be read as a table"),
        ("no parquet", "x.parquet", "cannot be read as a table"),
        ('{"a": 1}\nnothing\n', "x.jsonl", "cannot be read as a table"),
    ],
)
def test_what_is_no_table_is_refused_in_words(workbench, tmp_path, content, name, part):
    path = tmp_path / name
    path.write_text(content)
    report = take(workbench, path, format="table")
    assert part in report.rejected[0].reason
    assert not any(report.added.values())


def test_a_column_that_is_not_there_is_named(workbench, tmp_path):
    path = tmp_path / "x.csv"
    path.write_text("brief\nDo it\n")
    assert "no column nowhere" in take(workbench, path, pairs=(("model", "nowhere"),)).rejected[0].reason


def test_label_studio_keeps_annotations_it_cannot_read(workbench, tmp_path):
    path = tmp_path / "tasks.json"
    tasks = [{"id": 7, "data": {"brief": "Do it", "output": "Done", "model": "m"}, "annotations": [{"result": []}]}]
    path.write_text(json.dumps(tasks))
    assert take(workbench, path).is_clean
    (only,) = jobs(workbench, tmp_path)
    assert only["deliverables"][0]["metadata"] == {"label_studio_id": 7, "label_studio_annotations": [{"result": []}]}


def test_presets_know_their_tables():
    swe, mapping = recognised(table("question_id,variant,title,description,price\n1,ic,T,D,4000\n", "x.csv"))
    assert next(jobs_of(swe, mapping))[1]["budget"] == {"amount": 4000, "currency": "USD"}
    alpaca = table('[{"instruction": "I", "output": "O", "generator": "g", "dataset": "d"}]', "x.json")
    job = next(jobs_of(*recognised(alpaca)))[1]
    assert (job["brief"], job["deliverables"][0]["model"]) == ("I", "g")


def test_fast_chat_questions_meet_their_answers(workbench, tmp_path):
    folder = tmp_path / "bench"
    (folder / "model_answer").mkdir(parents=True)
    (folder / "question.jsonl").write_text('{"question_id": 81, "category": "writing", "turns": ["One?", "Two?"]}\n')
    answer = {"question_id": 81, "model_id": "m", "choices": [{"turns": ["1", "2"]}, {"turns": [{"content": "3"}]}]}
    (folder / "model_answer" / "m.jsonl").write_text(json.dumps(answer) + "\n")
    assert take(workbench, folder).is_clean
    (only,) = jobs(workbench, tmp_path)
    assert only["brief"] == "One?\n\n---\n\nTwo?"
    assert [(each["attempt"], each["arm"], each["content"]) for each in only["deliverables"]] == [
        (1, "first", "1\n\n---\n\n2"),
        (2, "rerun", "3"),
    ]
    assert take(workbench, folder / "question.jsonl").unchanged["deliverables"] == 2
    (folder / "question.jsonl").write_text("[]\n")
    assert "line 1 is no JSON object" in take(workbench, folder).rejected[0].reason


def test_a_folder_of_files_is_jobs(workbench, tmp_path):
    folder = tmp_path / "work"
    (folder / "letter").mkdir(parents=True)
    (folder / "letter" / "brief.md").write_text("Write a letter.")
    (folder / "letter" / "model-a.md").write_bytes(b"Dear\r\nclient")
    (folder / "letter" / "address.csv").write_text("a,b")
    (folder / "plan.pdf").write_bytes(b"%PDF-1.4")
    (folder / ".hidden").write_text("no")
    assert take(workbench, folder).is_clean
    letter, plan = jobs(workbench, tmp_path)
    assert (letter["brief"], letter["attachments"][0]["name"]) == ("Write a letter.", "address.csv")
    assert [(each["model"], each["content"]) for each in letter["deliverables"]] == [("model-a", "Dear\r\nclient")]
    assert (plan["title"], plan["deliverables"][0]["attachments"][0]["size"]) == ("plan", 8)


def test_documents_are_still_documents(workbench, tmp_path):
    for name, content in (
        ("a.jsonl", '{"id": "a", "brief": "A"}\n'),
        ("b.json", '{"format": "annotator/1", "jobs": []}'),
    ):
        (tmp_path / name).write_text(content)
        assert take(workbench, tmp_path / name).is_clean
    assert [job["id"] for job in jobs(workbench, tmp_path)] == ["a"]


def test_the_command_line_maps_columns(tmp_path, capsys):
    (tmp_path / "x.csv").write_text("what,who\nDo it,me\n")
    place = ["--workspace", str(tmp_path / "workspace"), "--json"]
    assert main(["import", str(tmp_path / "x.csv"), "--map", "brief=what", *place]) == 0
    assert json.loads(capsys.readouterr().out)["added"]["jobs"] == 1
    with pytest.raises(SystemExit) as stopped:
        main(["import", str(tmp_path / "x.csv"), "--map", "nonsense", *place])
    assert stopped.value.code == 2


@given(st.lists(st.text(min_size=1), unique=True, max_size=12))
def test_a_guess_names_columns_that_are_there_each_once(columns):
    made = guess(columns)
    named = [*made.columns.values(), *made.contents]
    assert not made.unknown(columns)
    assert len(named) == len(set(named))
    assert Mapping.from_json(made.as_json()) == made


_CELLS = st.dictionaries(st.sampled_from(["id", "brief", "model", "output", "price", "other"]), st.text(max_size=8))


@given(st.lists(_CELLS, max_size=8))
def test_every_row_with_an_answer_is_a_deliverable(rows):
    made = Table(
        ("id", "brief", "model", "output", "price", "other"),
        tuple(Row(at, {key: cell for key, cell in cells.items() if cell}) for at, cells in enumerate(rows, start=2)),
    )
    found = [job for _line, job in jobs_of(made, guess(made.columns))]
    answers = [row.cells["output"] for row in made.rows if "output" in row.cells]
    assert sorted(each["content"] for job in found for each in job["deliverables"]) == sorted(answers)
    ids = [each["id"] for job in found for each in job["deliverables"]]
    for job in found:
        own = [each["id"] for each in job["deliverables"]]
        assert len(own) == len(set(own))
    assert len({job["id"] for job in found}) == len(found)
    assert all(ids)


def test_an_empty_folder_is_refused(workbench, tmp_path):
    (tmp_path / "empty").mkdir()
    assert take(workbench, tmp_path / "empty").rejected[0].reason == "the folder is empty"


def test_a_table_without_words_is_refused():
    with pytest.raises(Unusable):
        table("plain words", "x.unknown")
