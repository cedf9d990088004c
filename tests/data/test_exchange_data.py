"""All shared jobs come in, a second time change nothing, and come out as they came in; so do spans on odd texts."""

from __future__ import annotations

import random
from itertools import chain
from pathlib import Path
from typing import Any

import pytest

from annotator.domain.spans import span_of
from annotator.exactjson import dumps, loads
from annotator.formats.markdown.render import render
from annotator.formats.markdown.spans import TextMap
from annotator.workflow.exporting import ExportWish, export_file
from annotator.workflow.import_report import ImportReport
from annotator.workflow.importing import import_files
from annotator.workflow.workspaces import open_workspace
from tests.data.markdown_corpus import DATA, nasty_texts, odd_texts

pytestmark = pytest.mark.data

FILES = sorted((DATA / "jobs").glob("*.jsonl"))
JOBS, DELIVERABLES = 2096, 6721
RANGES = 200


def take(workspace: Path, *files: Path) -> ImportReport:
    workbench = open_workspace(workspace)
    try:
        return import_files(workbench, files)
    finally:
        workbench.close()


def give(workspace: Path, output: Path, kind: str = "json") -> bytes:
    workbench = open_workspace(workspace)
    try:
        export_file(workbench, output, ExportWish(kind))
    finally:
        workbench.close()
    return output.read_bytes()


def but_for_the_program(content: bytes) -> bytes:
    """Return an export without the two keys that say when and by which program it was written."""
    document = loads(content.decode())
    return dumps({key: value for key, value in document.items() if key not in {"app_version", "exported_at"}})


@pytest.fixture(scope="module")
def workspace(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workspace with all shared jobs."""
    folder = tmp_path_factory.mktemp("shared") / "workspace"
    report = take(folder, *FILES)
    assert report.is_clean
    assert (report.added["jobs"], report.added["deliverables"]) == (JOBS, DELIVERABLES)
    return folder


def test_a_second_import_changes_nothing(workspace):
    report = take(workspace, *FILES)

    assert report.is_clean
    assert not any((*report.added.values(), *report.updated.values()))
    assert (report.unchanged["jobs"], report.unchanged["deliverables"]) == (JOBS, DELIVERABLES)


def differences(came: Any, went: Any, path: str) -> list[str]:
    """Return where something that came in did not come out; what was null may have been filled in."""
    if isinstance(came, dict) and isinstance(went, dict):
        return [fault for key in came for fault in differences(came[key], went.get(key), f"{path}.{key}")]
    if isinstance(came, list) and isinstance(went, list) and len(came) == len(went):
        pairs = enumerate(zip(came, went, strict=True))
        return [fault for at, (one, other) in pairs for fault in differences(one, other, f"{path}[{at}]")]
    return [] if came is None or (dumps(came) == dumps(went)) else [f"{path}: {came!r:.80} became {went!r:.80}"]


def test_every_field_comes_out_as_it_came_in(workspace, tmp_path):
    went = loads(give(workspace, tmp_path / "out.json").decode())["jobs"]
    came = [loads(line.decode()) for file in FILES for line in file.read_bytes().split(b"\n") if line]

    assert [job["id"] for job in came] == [job["id"] for job in went]
    faults = [fault for one, other in zip(came, went, strict=True) for fault in differences(one, other, one["id"])]
    assert not faults, f"{len(faults)}: {faults[:10]}"


@pytest.mark.parametrize("kind", ["json", "jsonl"])
def test_an_export_imported_elsewhere_is_exported_as_the_same_bytes(workspace, tmp_path, kind):
    first = tmp_path / f"first.{kind}"
    give(workspace, first, kind)
    assert take(tmp_path / "elsewhere", first).is_clean

    here = give(workspace, tmp_path / "here.json")
    there = give(tmp_path / "elsewhere", tmp_path / "there.json")
    assert but_for_the_program(here) == but_for_the_program(there)


def visible_spans(source: str, chance: random.Random) -> list[dict[str, Any]]:
    """Return spans of random ranges of what is shown of a text."""
    text_map = TextMap(render(source))
    last = len(text_map.plain_text)
    found = []
    for _time in range(RANGES if last else 0):
        start = chance.randrange(last)
        place = text_map.to_source(start, min(last, start + chance.choice((1, 2, 10, 100, 5000))))
        if place is not None:
            span = span_of(source, *place)
            assert source[span.start : span.end] == span.quote
            found.append(
                {
                    "target": "deliverable",
                    "start": span.start,
                    "end": span.end,
                    "quote": span.quote,
                    "prefix": span.prefix,
                    "suffix": span.suffix,
                }
            )
    return found


def test_spans_on_odd_and_hostile_texts_are_exact_after_export_and_import(tmp_path):
    chance = random.Random(20261123)
    deliverables = []
    for number, (name, source) in enumerate(chain(odd_texts(), nasty_texts())):
        spans = visible_spans(source, chance)
        tags = [{"code": "G04", "severity": "minor", "span": span} for span in spans]
        review = {"reviewer": "ada", "reviewer_id": "ada", "status": "draft", "tags": tags}
        deliverables.append({"id": f"{number}/{name}", "content": source, "reviews": [review]})
    document = {"format": "annotator/1", "jobs": [{"id": "odd", "brief": "odd", "deliverables": deliverables}]}
    came = tmp_path / "came.json"
    came.write_bytes(dumps(document))
    assert take(tmp_path / "here", came).is_clean
    first = give(tmp_path / "here", tmp_path / "first.json")
    assert take(tmp_path / "there", tmp_path / "first.json").is_clean
    second = give(tmp_path / "there", tmp_path / "second.json")

    assert but_for_the_program(first) == but_for_the_program(second)
    went = loads(second.decode())["jobs"][0]["deliverables"]
    total = 0
    for before, after in zip(deliverables, went, strict=True):
        spans = [tag["span"] for tag in after["reviews"][0]["tags"]]
        assert after["content"] == before["content"]
        assert [{**tag["span"], "orphan": False} for tag in before["reviews"][0]["tags"]] == spans
        assert all(after["content"][span["start"] : span["end"]] == span["quote"] for span in spans)
        total += len(spans)
    assert total > 10_000
