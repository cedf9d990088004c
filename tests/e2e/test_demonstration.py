"""The whole way through: samples in, a review by real key events in the real window, annotations out."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import jsonschema
import pytest

from annotator.paths import resource


@pytest.fixture(scope="module")
def left(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the folder that one headless demonstration left its files in."""
    folder = tmp_path_factory.mktemp("demo")
    command = [sys.executable, "-m", "annotator", "demo", "--headless", "--output", str(folder)]
    environment = {name: value for name, value in os.environ.items() if not name.startswith("QT_")}
    done = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=120, check=False)
    assert done.returncode == 0, done.stderr
    return folder


@pytest.fixture(scope="module")
def document(left: Path) -> dict:
    """Return the annotations that were left."""
    return json.loads((left / "annotations.json").read_bytes())


def test_the_annotations_are_valid_and_count_right(document):
    jsonschema.validate(document, json.loads(resource("schemas", "annotator-1.schema.json").read_bytes()))
    assert document["manifest"]["jobs"] == len(document["jobs"]) == 6
    assert document["manifest"]["reviews"] == {"submitted": 1, "draft": 0, "skipped": 0, "missing": 11}


def test_one_review_was_done_by_keys(document):
    deliverable = document["jobs"][0]["deliverables"][0]
    (review,) = deliverable["reviews"]
    assert (review["status"], review["verdict"], review["client_acceptance"]) == (
        "submitted",
        "fail",
        "after_small_fixes",
    )
    assert [mark["mark"] for mark in review["marks"]].count("fail") == 1
    assert len(review["marks"]) == len(document["jobs"][0]["rubric"])
    assert next(mark["note"] for mark in review["marks"] if mark["mark"] == "fail")
    assert (review["rule"], review["rule_verdict"]) == ("strict_upbench", "fail")


def test_tags_quote_what_stands_at_their_spans(document):
    deliverable = document["jobs"][0]["deliverables"][0]
    tags = deliverable["reviews"][0]["tags"]
    assert [(tag["code"], tag["severity"]) for tag in tags] == [("S05", None), ("G06", "major")]
    for tag in tags:
        span = tag["span"]
        assert deliverable["content"][span["start"] : span["end"]] == span["quote"] != ""


def test_the_edit_is_an_intervention_and_the_original_is_unchanged(document):
    deliverable = document["jobs"][0]["deliverables"][0]
    (intervention,) = deliverable["reviews"][0]["interventions"]
    assert (intervention["kind"], intervention["primary"]) == ("I5", True)
    assert intervention["content"].startswith(deliverable["content"])
    assert "Book your free survey" in intervention["content"].removeprefix(deliverable["content"])


def test_the_picture_shows_the_window(left):
    assert (left / "screenshot.png").read_bytes().startswith(b"\x89PNG")
