"""A third decision where two people disagree; what they said stays as it was."""

from __future__ import annotations

import io
import json

import pytest

from annotator.cli.main import main
from annotator.domain.review import ReviewStatus, Verdict
from annotator.errors import Refused
from annotator.packs.values import PackOptions
from annotator.workflow.adjudicating import Cause, Decision, adjudicate, disputes
from annotator.workflow.commands import SetStatus
from annotator.workflow.exporting import export_stream
from annotator.workflow.merging import merge_files
from annotator.workflow.pack_opening import open_pack
from annotator.workflow.result_sending import send_result
from annotator.workflow.workbench import Workbench
from tests.unit.packs.travelling import AT, Travels, grade, refs


@pytest.fixture
def graded(travels: Travels) -> Travels:
    """Two people graded all of it and disagree on the second deliverable."""
    travels.prepare(2)
    for at, pack in enumerate(travels.pack("Ada", "Ben", options=PackOptions(overlap=1.0)).packs):
        workbench = travels.workspace(pack.manifest.reviewer.name)
        open_pack(workbench, pack.path)
        for number, ref in enumerate(refs(workbench)):
            grade(workbench, ref, Verdict.FAIL if (at, number) == (1, 1) else Verdict.PASS)
        merge_files(travels.coordinator, [send_result(workbench, travels.folder / "back").path])
    return travels


def reviews(travels: Travels, deliverable: str) -> list[dict]:
    stream = io.BytesIO()
    export_stream(travels.coordinator, stream)
    jobs = json.loads(stream.getvalue())["jobs"]
    return next(each["reviews"] for job in jobs for each in job["deliverables"] if each["id"] == deliverable)


def test_disagreements_come_first_and_without_names(graded):
    found = disputes(graded.coordinator)
    assert len(found) == 4
    assert found[0].deliverable == "model-beta/secret-1"
    assert found[0].differing == ("c1", "c2")
    assert sorted(view.verdict for view in found[0].views) == ["fail", "pass"]
    assert "Ada" not in repr(found)
    assert [each.is_disagreement for each in found] == [True, False, False, False]


def test_a_decision_stands_beside_the_reviews(graded):
    before = reviews(graded, "model-beta/secret-1")
    adjudicate(
        graded.coordinator,
        Decision(
            "model-beta/secret-1", "fail", Cause.RUBRIC_GAP, "Nothing says how kind.", {"c1": "pass", "c2": "fail"}
        ),
    )
    *originals, decision = reviews(graded, "model-beta/secret-1")
    assert originals == before
    assert (decision["role"], decision["verdict"], decision["status"]) == ("adjudicator", "fail", "submitted")
    assert decision["adjudication"]["reason"] == "rubric gap"
    assert sorted(decision["adjudication"]["of"]) == sorted(each["id"] for each in before)
    assert {mark["criterion_id"]: mark["mark"] for mark in decision["marks"]} == {"c1": "pass", "c2": "fail"}
    assert disputes(graded.coordinator)[-1].decided == "fail"


def test_deciding_again_replaces_the_decision(graded):
    for verdict in ("fail", "pass"):
        adjudicate(graded.coordinator, Decision("model-beta/secret-1", verdict, Cause.OTHER))
    (decision,) = [each for each in reviews(graded, "model-beta/secret-1") if each["role"] == "adjudicator"]
    assert (decision["verdict"], decision["revision"]) == ("pass", 2)


@pytest.fixture
def waiting(travels: Travels) -> tuple[Travels, Workbench]:
    """Three people have everything; Cem skips the second deliverable and has sent nothing yet, the others did."""
    travels.prepare(2)
    last = travels.coordinator
    for pack in [pack for name in ("Ada", "Ben", "Cem") for pack in travels.pack(name).packs]:
        last = travels.workspace(pack.manifest.reviewer.name)
        open_pack(last, pack.path)
        for number, ref in enumerate(refs(last)):
            if pack.manifest.reviewer.name == "Cem" and number == 1:
                last.run(SetStatus(ref, ReviewStatus.SKIPPED, AT, "My own client"))
            else:
                grade(last, ref, Verdict.PASS)
        if pack.manifest.reviewer.name != "Cem":
            merge_files(travels.coordinator, [send_result(last, travels.folder / "back").path])
    return travels, last


def test_a_decision_waits_for_everybody_who_has_the_deliverable(waiting):
    travels, cem = waiting
    decision = Decision("model-beta/secret-1", "pass", Cause.OTHER)
    assert {each.awaited for each in disputes(travels.coordinator)} == {("Cem",)}
    with pytest.raises(Refused, match="Cem did not send a review"):
        adjudicate(travels.coordinator, decision)
    assert [each["role"] for each in reviews(travels, "model-beta/secret-1")] == ["reviewer", "reviewer"]

    merge_files(travels.coordinator, [send_result(cem, travels.folder / "back").path])
    assert {each.awaited for each in disputes(travels.coordinator)} == {()}  # who skips it is not waited for
    adjudicate(travels.coordinator, decision)
    assert disputes(travels.coordinator)[-1].decided == "pass"


def test_a_decision_goes_ahead_if_that_is_said(waiting, capsys):
    travels, cem = waiting
    id_ = "model-alpha/secret-1"
    words = ["adjudicate", "--workspace", str(travels.folder / "coordinator"), id_, "--verdict", "fail"]
    assert main(words) == 1
    assert "--without-missing" in capsys.readouterr().err
    assert main([*words, "--without-missing"]) == 0
    assert f"{id_}: pass / pass → fail (awaited: Cem)" in capsys.readouterr().err
    *before, decision = reviews(travels, id_)
    assert decision["adjudication"]["of"] == sorted(each["id"] for each in before)

    merge_files(travels.coordinator, [send_result(cem, travels.folder / "back").path])
    assert len(reviews(travels, id_)) == 4  # what came later is kept; the decision says what it rests on


def test_what_one_person_reviewed_is_not_decided_about(travels):
    travels.prepare(1)
    with pytest.raises(Refused, match="fewer than two people"):
        adjudicate(travels.coordinator, Decision("model-beta/secret-1", "fail", Cause.OTHER))
