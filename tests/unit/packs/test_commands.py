"""Packs and results by the command line."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from annotator.cli.main import main
from tests.unit.packs.travelling import Travels, grade, refs


@pytest.fixture
def coordinator(travels: Travels) -> Path:
    travels.prepare(4)
    return travels.folder / "coordinator"


def answer(capsys: pytest.CaptureFixture[str], *words: object) -> tuple[int, dict]:
    status = main([*map(str, words), "--json"])
    return status, json.loads(capsys.readouterr().out)


def test_the_whole_way_by_commands(travels, coordinator, capsys, tmp_path):
    there, here = ("--workspace", coordinator), ("--workspace", tmp_path / "ada")
    status, made = answer(
        capsys, "pack", "create", *there, "--output", tmp_path / "out", "--reviewer", "Ada", "--reviewer", "Ben",
        "--overlap", "0.5", "--deadline", "2030-01-31",
    )  # fmt: skip
    assert (status, [pack["jobs"] for pack in made["packs"]], made["findings"]) == (0, [3, 3], [])
    status, checked = answer(capsys, "pack", "check", *here, made["packs"][0]["file"])
    assert (status, checked["study"]["name"], checked["options"]["blind"]) == (0, "Pilot", True)
    status, opened = answer(capsys, "pack", "open", *here, made["packs"][0]["file"])
    assert (status, opened["added"]["deliverables"], opened["study"]["left"]) == (0, 6, 6)

    ada = travels.workspace("ada")
    grade(ada, refs(ada)[0])
    status, listed = answer(capsys, "pack", "list", *here)
    assert [(each["name"], each["unsent"]) for each in listed["studies"]] == [("Pilot", 1)]
    status, sent = answer(capsys, "pack", "send", *here, "--output", tmp_path / "back", "--question", "Why?")
    assert (status, sent["receipt"]["done"], sent["fresh"]) == (0, 1, 1)

    status, merged = answer(capsys, "merge", *there, sent["file"], "--pay", tmp_path / "pay.csv")
    assert (status, merged["files"][0]["added"], merged["not_returned"]) == (0, 1, ["Ben"])
    assert merged["returns"][0]["questions"] == ["Why?"]
    assert (tmp_path / "pay.csv").read_text("utf-8-sig").startswith("reviewer,")
    status, again = answer(capsys, "merge", *there, sent["file"], tmp_path / "nothing.annotator-result")
    assert (status, [each["state"] for each in again["files"]]) == (1, ["unchanged", "refused"])
    assert answer(capsys, "pack", "requests", *there) == (0, {"requests": []})
    assert answer(capsys, "adjudicate", *there) == (0, {"disputes": []})


def test_a_damaged_pack_is_one_line(coordinator, capsys, tmp_path):
    (tmp_path / "bad.annotator").write_bytes(b"no")
    assert main(["pack", "open", "--workspace", str(tmp_path / "ada"), str(tmp_path / "bad.annotator")]) == 1
    said = capsys.readouterr().err
    assert said.startswith("bad.annotator was not opened: it is cut off, or was changed on its way.")
    assert len(said.splitlines()) == 1


def test_a_document_in_place_of_a_result_is_told_from_a_damaged_one(coordinator, capsys, tmp_path):
    (tmp_path / "reviews.json").write_bytes(b'\xef\xbb\xbf\n{"format": "annotator/1", "jobs": []}')

    status, merged = answer(capsys, "merge", "--workspace", tmp_path / "ada", tmp_path / "reviews.json")

    assert (status, merged["files"][0]["state"]) == (1, "refused")
    reason = merged["files"][0]["reason"]
    assert reason.startswith("reviews.json was not opened: it is a JSON file, no pack and no result.")
    assert reason.endswith("Import takes JSON files in.")


def test_a_share_is_between_nothing_and_all(capsys, tmp_path):
    with pytest.raises(SystemExit) as wrong:
        main(["pack", "create", "--output", str(tmp_path), "--reviewer", "Ada", "--overlap", "2"])
    assert wrong.value.code == 2
