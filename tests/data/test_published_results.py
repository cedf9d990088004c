"""`annotator stats` and `annotator agreement` on the shared jobs."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from annotator.cli.main import main
from tests.data.markdown_corpus import DATA

pytestmark = pytest.mark.data

HANNA = DATA / "jobs" / "hanna_userstudy_criteria.jsonl"


def told(capsys: pytest.CaptureFixture[str], workspace: Path, *arguments: str) -> dict:
    capsys.readouterr()
    assert main([*arguments, "--json", "--workspace", str(workspace)]) == 0
    return json.loads(capsys.readouterr().out)


def published() -> dict[str, dict]:
    """Return the published AC1 of each criterion."""
    entries = json.loads((DATA / "agreement" / "published.json").read_text(encoding="utf-8"))
    named = {entry["file"].removeprefix("hanna_user_study_").removesuffix("_100x3.csv"): entry for entry in entries}
    return {
        name: statistic
        for name, entry in named.items()
        for statistic in entry["statistics"]
        if entry["file"].startswith("hanna") and statistic["statistic"] == "Gwet AC1"
    }


def test_hanna_gives_the_published_ac1(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["import", str(HANNA), "--workspace", str(tmp_path)]) == 0
    answer = told(capsys, tmp_path, "agreement", "--by", "criterion")

    groups = {group["by"]["criterion"]: group for group in answer["groups"]}
    assert (answer["level"], len(groups), len(published())) == ("criterion", 6, 5)
    for name, statistic in published().items():
        assert groups[name]["ac1"] == pytest.approx(statistic["published"], abs=statistic["tol"])
        assert groups[name]["ac1"] == pytest.approx(statistic["recomputed"], abs=1e-8)
        assert (groups[name]["units"], groups[name]["raters"], len(groups[name]["pairs"])) == (100, 3, 3)


def test_no_rerun_of_the_shared_jobs_is_a_rescue(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Every deliverable of shaberi passes but the first attempts: reruns must not lift them."""
    lines = (DATA / "jobs" / "shaberi_ja.jsonl").read_bytes().split(b"\n")
    jobs = [json.loads(line) for line in lines if line]
    reruns = 0
    for job in jobs:
        for deliverable in job.get("deliverables", ()):
            verdict = "fail" if deliverable["attempt"] == 1 else "pass"
            reruns += verdict == "pass"
            deliverable["reviews"] = [{"reviewer": "ada", "status": "submitted", "verdict": verdict}]
    path = tmp_path / "graded.jsonl"
    path.write_text("\n".join(json.dumps(job, ensure_ascii=False) for job in jobs), encoding="utf-8")
    assert main(["import", str(path), "--workspace", str(tmp_path / "workspace")]) == 0

    (group,) = told(capsys, tmp_path / "workspace", "stats")["groups"]

    assert reruns == 380
    assert group["chains"] + group["excluded"] == 1423
    assert (group["pass_first"]["k"], group["pass_overall"]["k"], group["abs_lift"]) == (0, 0, 0)
    assert group["rescue_retried"] is group["control"] is None
    assert (group["rescue_all"]["k"], group["retry_coverage"]) == (0, 0)
