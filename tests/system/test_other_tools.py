"""What we export opens in the tools it is for, each installed from its own packages, emoji and Japanese included."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from annotator.exactjson import dumps
from annotator.workflow.exporting import ExportWish, export_file
from annotator.workflow.importing import import_files
from annotator.workflow.workspaces import open_workspace
from tests.system.conftest import Run
from tests.unit.formats.outgoing.graded_study import DOCUMENT, EDIT, GAP, STRENGTH, TEXT

pytestmark = pytest.mark.system
TOOLS = Path(__file__).parent / "tools"
Read = Callable[..., Any]


@pytest.fixture(scope="module")
def exports(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with an export in every shape that another tool reads."""
    folder = tmp_path_factory.mktemp("exports")
    (folder / "study.json").write_bytes(dumps(DOCUMENT))
    workbench = open_workspace(folder / "workspace")
    assert import_files(workbench, [folder / "study.json"]).is_clean
    for name, output in (
        ("label-studio", "label-studio.json"),
        ("argilla", "argilla.json"),
        ("prodigy", "prodigy.jsonl"),
        ("dpo", "pairs.jsonl"),
        ("huggingface", "dataset"),
    ):
        export_file(workbench, folder / output, ExportWish(name))
    workbench.close()
    return folder


@pytest.fixture
def read(run: Run, tmp_path: Path, exports: Path) -> Read:
    """Install a tool into an environment of its own, let it read files, and return what it found."""

    def read(tool: str, *words: object) -> Any:
        run(sys.executable, "-m", "venv", tmp_path / "tool", cwd=tmp_path)
        python = tmp_path / "tool" / "bin" / "python"
        lock = TOOLS / f"{tool}.lock"
        run(python, "-m", "pip", "install", "-qq", "--require-hashes", "--requirement", lock, cwd=tmp_path)
        script = TOOLS / f"read_{tool.replace('-', '_')}.py"
        done = run("env", "HF_HUB_OFFLINE=1", python, script, *words, cwd=tmp_path)
        return json.loads(done.stdout.splitlines()[-1])

    return read


def test_label_studio_imports_tasks_and_annotations_by_its_api(read, exports, tmp_path):
    (tmp_path / "data").mkdir()
    place = exports / "label-studio.json", exports / "label-studio.config.xml"
    found = read("label-studio", *place, tmp_path / "data")
    assert (found["tasks"], found["annotations"], found["skipped"]) == (3, 3, 1)
    assert found["spans"] == [GAP, STRENGTH]
    assert found["choices"].count("fail") == 2  # the verdict and a mark


def test_argilla_loads_settings_and_records(read, exports):
    found = read("argilla", exports / "argilla.json", exports / "argilla.settings.json")
    assert (found["records"], found["statuses"], found["unknown"]) == (3, ["submitted"], [])
    assert found["spans"] == [[GAP, True], [STRENGTH, True]]


def test_datasets_loads_lines_and_the_folder(read, exports, tmp_path):
    found = read("datasets", exports / "pairs.jsonl", exports / "dataset", tmp_path / "cache")
    assert [(pair["chosen"], pair["rejected"]) for pair in found["pairs"]] == [(EDIT, TEXT), ("Better.", TEXT)]
    assert found["verdicts"] == ["fail", "pass", None, None]
    assert found["contents"][0] == TEXT


def test_spacy_finds_the_spans_of_prodigy(read, exports):
    assert read("spacy", exports / "prodigy.jsonl") == [GAP, STRENGTH]
