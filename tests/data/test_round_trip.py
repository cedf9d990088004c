"""The whole way with real jobs: packed blind, graded in the real window by keys without a network, merged, extended."""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys
import zipfile
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

import annotator
from annotator.exactjson import dumps
from annotator.packs.values import PackOptions
from annotator.workflow.exporting import export_stream
from annotator.workflow.importing import import_files
from annotator.workflow.merging import merge_files
from annotator.workflow.pack_plan import PackWish
from annotator.workflow.packing import create_packs, extend_packs
from annotator.workflow.returns import reviewer_returns
from annotator.workflow.workbench import Workbench
from annotator.workflow.workspaces import open_workspace

pytestmark = pytest.mark.data
ROOT = Path(annotator.__file__).resolve().parents[1]
JOBS = ROOT.parent / "shared" / "data" / "jobs"


def real_jobs() -> list[dict[str, Any]]:
    """Return forty jobs of two sets; the second has four deliverables a job, each by another model."""
    chosen: list[dict[str, Any]] = []
    for name, count in (("biggen_rubric", 36), ("prometheus_rubric", 4)):
        lines = (JOBS / f"{name}.jsonl").read_text(encoding="utf-8").split("\n")
        jobs = [json.loads(line) for line in lines if line]
        chosen += [job for job in jobs if job.get("id") and job["deliverables"]][:count]
    return chosen


def without_network() -> list[str]:
    """Return how a program is started where there is no network interface, if the system lets us."""
    probe = subprocess.run(["unshare", "-rn", "true"], check=False, capture_output=True)
    return ["unshare", "-rn"] if probe.returncode == 0 else []


class Study:
    """A coordinator and two reviewers, each with a workspace of their own."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.coordinator: Workbench = open_workspace(folder / "coordinator", "Coordinator")

    def take(self, jobs: list[dict[str, Any]]) -> None:
        path = self.folder / "in.json"
        path.write_bytes(dumps({"format": "annotator/1", "study": {"id": "trip", "name": "Trip"}, "jobs": jobs}))
        report = import_files(self.coordinator, [path])
        assert not report.rejected

    def grade(self, name: str, way: str, *files: Path) -> Path:
        """Let a reviewer work in the real window, and return the result."""
        results = self.folder / "results"
        before = set(results.glob("*")) if results.exists() else set()
        home = self.folder / f"home-{name}"
        environment = {
            **os.environ,
            "QT_QPA_PLATFORM": "offscreen",
            "PYTHONPATH": str(ROOT),
            "HOME": str(home),
            "XDG_CONFIG_HOME": str(home / "config"),
            "XDG_STATE_HOME": str(home / "state"),
        }
        words = [sys.executable, "-m", "tests.data.round_trip_grader", str(self.folder / name), str(results), way]
        done = subprocess.run(
            [*without_network(), *words, *map(str, files)],
            cwd=ROOT, env=environment, capture_output=True, text=True, timeout=900, check=False,
        )  # fmt: skip
        assert done.returncode == 0, done.stderr
        (made,) = set(results.glob("*")) - before
        return made

    def reviews(self) -> list[tuple[dict[str, Any], dict[str, Any]]]:
        stream = io.BytesIO()
        export_stream(self.coordinator, stream)
        return [
            (deliverable, review)
            for job in json.loads(stream.getvalue())["jobs"]
            for deliverable in job["deliverables"]
            for review in deliverable["reviews"]
        ]


def everything_in(path: Path) -> str:
    with zipfile.ZipFile(path) as archive:
        return "\n".join(name + archive.read(name).decode("utf-8", "replace") for name in archive.namelist())


def test_forty_real_jobs_go_out_and_come_back(tmp_path):
    study = Study(tmp_path)
    jobs = real_jobs()
    assert len(jobs) == 40
    study.take(jobs)
    models = {each["model"] for job in jobs for each in job["deliverables"]}
    ids = {job["id"] for job in jobs} | {each["id"] for job in jobs for each in job["deliverables"]}
    own_words = "\n".join(
        text
        for job in jobs
        for text in (job["title"], job["brief"], *(each["content"] or "" for each in job["deliverables"]))
    )
    telling = {each for each in models | ids if each not in own_words}
    assert len(telling) > 90

    options = PackOptions(overlap=0.25, order="shuffled")
    packed = create_packs(study.coordinator, PackWish(tmp_path / "packs", ("Ada", "Ben"), options=options))
    assert [pack.manifest.jobs for pack in packed.packs] == [25, 25]
    for pack in packed.packs:
        inside = everything_in(pack.path)
        assert not [each for each in telling if each in inside]

    first = [study.grade(pack.manifest.reviewer.name, "grade", pack.path) for pack in packed.packs]
    merged = merge_files(study.coordinator, first)
    assert all(each.is_clean for each in merged)
    before = verdicts(study)
    corrected = study.grade("Ada", "correct")
    assert merge_files(study.coordinator, [corrected])[0].is_clean
    assert sum(verdict != before[place] for place, verdict in verdicts(study).items()) == 1
    account_for(study, packed.packs, [*first, corrected], telling)

    answers = answer_requests(study, jobs)
    extended = extend_packs(study.coordinator, tmp_path / "packs").packs
    assert [pack.manifest.number for pack in extended] == [2, 2]
    again = [study.grade(pack.manifest.reviewer.name, "grade", pack.path) for pack in extended]
    assert all(each.is_clean for each in merge_files(study.coordinator, again))
    graded = {deliverable["id"] for deliverable, _review in study.reviews()}
    assert answers <= graded
    assert all(line.receipt.missing == 0 for line in reviewer_returns(study.coordinator))
    assert not [
        each for path in (*again, *(pack.path for pack in extended)) for each in telling if each in everything_in(path)
    ]
    study.coordinator.close()


def verdicts(study: Study) -> dict[tuple[str, str], str]:
    return {(each["id"], review["reviewer"]): review["verdict"] for each, review in study.reviews()}


def account_for(study: Study, packs: Any, results: list[Path], telling: set[str]) -> None:
    """Hold that every review, minute and request came back, and nothing that tells a model went out."""
    found = study.reviews()
    expected = sum(pack.manifest.deliverables for pack in packs)
    assert len(found) == expected
    assert Counter(review["reviewer"] for _each, review in found) == {
        pack.manifest.reviewer.name: pack.manifest.deliverables for pack in packs
    }
    assert all(review["status"] == "submitted" and review["blind"] for _each, review in found)
    assert max(review["revision"] for _each, review in found) == 2
    lines = reviewer_returns(study.coordinator)
    assert [(line.receipt.done, line.receipt.missing) for line in lines] == [
        (pack.manifest.deliverables, 0) for pack in packs
    ]
    for line in lines:
        seconds = sum(
            time["seconds"]
            for _each, review in found
            if review["reviewer"] == line.reviewer
            for time in (*review["time"], *(each for step in review["interventions"] for each in step["time"]))
        )
        assert line.receipt.measured_seconds == pytest.approx(seconds)
        assert len(line.requests) == 2
    for path in results:
        inside = everything_in(path)
        assert not [each for each in telling if each in inside]


def answer_requests(study: Study, jobs: list[dict[str, Any]]) -> set[str]:
    """Bring in an attempt for each request; return their ids."""
    by_id = {job["id"]: job for job in jobs}
    made: dict[str, dict[str, Any]] = {}
    ids = set()
    for line in reviewer_returns(study.coordinator):
        for number, request in enumerate(line.requests):
            job = made.setdefault(request.job, {**by_id[request.job], "deliverables": []})
            ids.add(f"{request.deliverable}/again-{line.reviewer}-{number}")
            job["deliverables"].append(
                {
                    "id": f"{request.deliverable}/again-{line.reviewer}-{number}",
                    "model": request.model,
                    "attempt": 2,
                    "arm": "feedback",
                    "parent": request.deliverable,
                    "content": "A better answer, with its source.",
                }
            )
    study.take(list(made.values()))
    assert all(not line.requests for line in reviewer_returns(study.coordinator))
    return ids
