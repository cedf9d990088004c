"""Packs out, results back: every review, minute and request accounted for."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest

from annotator.domain.ids import StudyId
from annotator.domain.review import Verdict
from annotator.errors import KnownError, Refused
from annotator.exactjson import dumps
from annotator.packs.values import PackOptions
from annotator.workflow.continuing import continue_from
from annotator.workflow.exporting import export_stream
from annotator.workflow.importing import import_files
from annotator.workflow.merged import Merging
from annotator.workflow.merging import merge_files, merge_steps
from annotator.workflow.pack_check import Tells
from annotator.workflow.pack_opening import OtherReviewer, look_at, open_pack
from annotator.workflow.packing import extend_packs
from annotator.workflow.result_sending import opened_studies, send_result, study_progress
from annotator.workflow.returns import pay_list, reviewer_returns
from annotator.workflow.workbench import Workbench
from tests.unit.packs.travelling import MODELS, Travels, ask_again, correct, document, flag, grade, refs, reviews_of


def exported(workbench: Workbench) -> dict[tuple[str, str], dict]:
    stream = io.BytesIO()
    export_stream(workbench, stream)
    return reviews_of(stream.getvalue())


def everything_in(path: Path) -> bytes:
    with zipfile.ZipFile(path) as archive:
        return b"\n".join(name.encode() + archive.read(name) for name in archive.namelist())


@pytest.fixture
def ada(travels: Travels) -> Workbench:
    """Ada's workspace with her pack of all four jobs."""
    travels.prepare(4)
    (pack,) = travels.pack("Ada", instructions="# Read this").packs
    workbench = travels.workspace("ada")
    open_pack(workbench, pack.path)
    return workbench


def test_a_blind_pack_names_no_model_and_no_id(travels):
    travels.prepare(4, files=travels.folder)
    (pack,) = travels.pack("Ada").packs
    inside = everything_in(pack.path)
    for telling in (*MODELS, "secret-job", "secret-1", "Coco", "note-1.txt.", '"prompt"', '"arm"'):
        assert telling.encode() not in inside
    assert "手紙".encode() in inside


def test_an_open_pack_shows_who_made_what(travels):
    travels.prepare(1)
    (pack,) = travels.pack("Ada", options=PackOptions(blind=False)).packs
    assert b"model-alpha/secret-1" in everything_in(pack.path)


def test_opening_makes_the_study_with_its_files(travels):
    travels.prepare(2, files=travels.folder)
    (pack,) = travels.pack("Ada", instructions="# Read this").packs
    ada = travels.workspace("ada")
    assert look_at(ada, pack.path).is_new
    assert open_pack(ada, pack.path).report.is_clean
    assert len(refs(ada)) == 4
    sheet = ada.sheet_of(refs(ada)[0])
    assert sheet.job.brief == "Write letter 1. 手紙 \U0001f600"
    assert sheet.deliverable.model is None
    stored = ada.attachment_path(sheet.job.attachments[0].sha256)
    assert stored.read_text() == "Note 1"
    progress = study_progress(ada)
    assert (progress.receipt.expected, progress.left, progress.unsent) == (4, 4, 0)
    assert progress.has_new_instructions


def test_opening_twice_changes_nothing(ada, travels):
    grade(ada, refs(ada)[0])
    report = open_pack(ada, travels.folder / "out" / "Pilot_Ada.annotator").report
    assert report.is_clean
    assert sum(report.added.values()) == 0
    assert study_progress(ada).receipt.done == 1


def test_everything_comes_back(ada, travels):
    first, second, third, *_rest = refs(ada)
    grade(ada, first, Verdict.PASS, seconds=120)
    ask_again(ada, second, "Please be kinder.")
    grade(ada, second, Verdict.FAIL, seconds=60)
    flag(ada, third, "Which client?")
    grade(ada, third, Verdict.FAIL, seconds=30, is_done=False)
    assert study_progress(ada).unsent == 2

    sent = send_result(ada, travels.folder / "back", question="When is the deadline?")
    assert sent.path.name == "Pilot_Ada_1.annotator-result"
    assert study_progress(ada).unsent == 0
    assert not any(model.encode() in everything_in(sent.path) for model in MODELS)
    assert b"secret" not in everything_in(sent.path)
    assert b"Dear client" not in everything_in(sent.path)

    (merged,) = merge_files(travels.coordinator, [sent.path])
    assert (merged.state, merged.report.is_clean, merged.report.added["reviews"]) == ("merged", True, 3)
    back = exported(travels.coordinator)
    assert back["model-alpha/secret-1", "Ada"]["verdict"] == "pass"
    assert back["model-beta/secret-1", "Ada"]["interventions"][0]["content"] == "Please be kinder."
    assert back["model-alpha/secret-2", "Ada"]["status"] == "draft"
    assert back["model-alpha/secret-1", "Ada"]["blind"] is True

    (line,) = reviewer_returns(travels.coordinator)
    receipt = line.receipt
    assert (receipt.expected, receipt.done, receipt.draft, receipt.skipped, receipt.missing) == (8, 2, 1, 0, 5)
    assert receipt.measured_seconds == 210
    assert line.questions == ("When is the deadline?", "model-alpha/secret-2: Which client?")
    assert [(each.deliverable, each.kind, each.content) for each in line.requests] == [
        ("model-beta/secret-1", "I1", "Please be kinder.")
    ]
    assert pay_list([line]).splitlines()[1].split(",")[-2:] == ["3.5", "3.5"]


def test_a_correction_supersedes_and_the_earlier_review_is_kept(ada, travels):
    ref = refs(ada)[0]
    grade(ada, ref, Verdict.PASS)
    first = send_result(ada, travels.folder / "back")
    correct(ada, ref, Verdict.FAIL)
    assert study_progress(ada).unsent == 1
    second = send_result(ada, travels.folder / "back")
    assert (second.manifest.revision, second.fresh) == (2, 1)

    merged = merge_files(travels.coordinator, [second.path, first.path])
    assert [each.state for each in merged] == ["merged", "merged"]
    review = exported(travels.coordinator)["model-alpha/secret-1", "Ada"]
    assert (review["verdict"], review["revision"]) == ("fail", 2)
    assert reviewer_returns(travels.coordinator)[0].revision == 2


def test_what_was_undone_and_done_again_supersedes_too(ada, travels):
    """Undo takes a review back on the same revision; the later sending counts all the same."""
    ref = refs(ada)[0]
    grade(ada, ref, Verdict.PASS)
    merge_files(travels.coordinator, [send_result(ada, travels.folder / "back").path])
    ada.undo()
    grade(ada, ref, Verdict.FAIL, seconds=5)
    (merged,) = merge_files(travels.coordinator, [send_result(ada, travels.folder / "back").path])
    assert merged.is_clean
    assert merged.report.updated["reviews"] == 1
    assert exported(travels.coordinator)["model-alpha/secret-1", "Ada"]["verdict"] == "fail"


def test_sending_again_without_a_change_changes_nothing(ada, travels):
    for ref in refs(ada):
        grade(ada, ref)
    merge_files(travels.coordinator, [send_result(ada, travels.folder / "back").path])
    (merged,) = merge_files(travels.coordinator, [send_result(ada, travels.folder / "back").path])
    assert (merged.report.unchanged["reviews"], merged.report.updated["reviews"]) == (8, 0)


def test_requests_are_answered_by_an_extended_pack(ada, travels):
    ref = refs(ada)[1]
    ask_again(ada, ref, "Please be kinder.")
    grade(ada, ref, Verdict.FAIL)
    merge_files(travels.coordinator, [send_result(ada, travels.folder / "back").path])
    assert extend_packs(travels.coordinator, travels.folder / "out").packs == ()

    more = document(1)
    more["jobs"][0]["deliverables"] = [
        {
            "id": "model-beta/secret-1b",
            "model": "model-beta",
            "attempt": 2,
            "parent": "model-beta/secret-1",
            "arm": "feedback",
            "content": "Dearest client",
        }
    ]
    travels.take(more)
    assert reviewer_returns(travels.coordinator)[0].requests == ()
    (pack,) = extend_packs(travels.coordinator, travels.folder / "out").packs
    assert (pack.manifest.number, pack.manifest.deliverables) == (2, 9)
    assert b"model-beta" not in everything_in(pack.path)

    opened = open_pack(ada, pack.path)
    assert (opened.is_new, opened.report.added["deliverables"]) == (False, 1)
    fresh = refs(ada)[-1]
    assert ada.sheet_of(fresh).deliverable.parent == ref.deliverable
    grade(ada, fresh, Verdict.PASS)
    (merged,) = merge_files(travels.coordinator, [send_result(ada, travels.folder / "back").path])
    assert merged.is_clean
    assert exported(travels.coordinator)["model-beta/secret-1b", "Ada"]["verdict"] == "pass"


def test_a_result_of_the_pack_before_is_taken_in_and_named(ada, travels):
    grade(ada, refs(ada)[0])
    sent = send_result(ada, travels.folder / "back")
    more = document(1)
    more["jobs"][0]["deliverables"] = [
        {"id": "late", "attempt": 2, "parent": "model-alpha/secret-1", "content": "Later"}
    ]
    travels.take(more)
    extend_packs(travels.coordinator, travels.folder / "out")
    (merged,) = merge_files(travels.coordinator, [sent.path])
    assert merged.is_clean
    assert merged.notes[0] == "It answers edition 1 of the pack; edition 2 is out."
    assert reviewer_returns(travels.coordinator)[0].receipt.expected == 9


def test_a_quarter_is_graded_twice(travels):
    travels.prepare(8)
    packs = travels.pack("Ada", "Ben", options=PackOptions(overlap=0.25, order="shuffled")).packs
    assert [pack.manifest.jobs for pack in packs] == [5, 5]
    seen: list[set[str]] = []
    for pack in packs:
        workbench = travels.workspace(pack.manifest.reviewer.name)
        open_pack(workbench, pack.path)
        seen.append({ref.deliverable for ref in refs(workbench)})
        for ref in refs(workbench):
            grade(workbench, ref)
        assert merge_files(travels.coordinator, [send_result(workbench, travels.folder / "back").path])[0].is_clean
    assert len(seen[0] & seen[1]) == 4
    assert len(seen[0] | seen[1]) == 16
    assert len(exported(travels.coordinator)) == 20


def test_her_own_result_goes_on_at_another_computer(ada, travels):
    first, second, third, *_rest = refs(ada)
    grade(ada, first)
    grade(ada, second, Verdict.FAIL, is_done=False)
    sent = send_result(ada, travels.folder / "back")
    other = travels.workspace("laptop")
    with pytest.raises(Refused, match="Open its pack first"):
        continue_from(other, sent.path)
    open_pack(other, travels.folder / "out" / "Pilot_Ada.annotator")
    assert continue_from(other, sent.path).is_clean
    progress = study_progress(other)
    assert (progress.receipt.done, progress.receipt.draft, progress.unsent) == (1, 1, 0)
    assert other.sheet_of(second).review.verdict is Verdict.FAIL
    grade(other, third)
    again = send_result(other, travels.folder / "back")
    assert again.manifest.revision == 2
    merged = merge_files(travels.coordinator, [sent.path, again.path])
    assert all(each.is_clean for each in merged)
    assert reviewer_returns(travels.coordinator)[0].receipt.done == 2


def test_somebody_elses_pack_is_refused(ada, travels):
    (bens,) = travels.pack("Ben").packs
    with pytest.raises(OtherReviewer, match=r"addressed to Ben, and this study here is Ada's"):
        open_pack(ada, bens.path)
    named = travels.workspace("named", "Cleo")
    with pytest.raises(OtherReviewer, match="addressed to Ben, and you are Cleo here"):
        open_pack(named, bens.path)
    assert named.studies() == ()
    assert open_pack(named, bens.path, is_confirmed=True).report.is_clean


def test_a_pack_does_not_open_where_it_was_made(ada, travels):
    with pytest.raises(Refused, match="this workspace is where its study was made"):
        open_pack(travels.coordinator, travels.folder / "out" / "Pilot_Ada.annotator")


def test_an_earlier_edition_is_refused(ada, travels):
    more = document(1)
    more["jobs"][0]["deliverables"] = [
        {"id": "late", "attempt": 2, "parent": "model-alpha/secret-1", "content": "Later"}
    ]
    travels.take(more)
    (second,) = extend_packs(travels.coordinator, travels.folder / "out").packs
    open_pack(ada, second.path)
    with pytest.raises(Refused, match="a later edition of it is here"):
        open_pack(ada, travels.folder / "out" / "Pilot_Ada.annotator")


def test_studies_live_side_by_side(ada, travels):
    other = Travels(travels.folder / "elsewhere")
    other.prepare(1, study="study-y")
    (pack,) = other.pack("Ada Lovelace", options=PackOptions(deadline="2026-12-24")).packs
    other.close()
    open_pack(ada, pack.path, is_confirmed=True)
    grade(ada, refs(ada)[0])
    assert [(each.id, each.left, each.unsent, each.deadline) for each in opened_studies(ada)] == [
        ("study-x", 8, 0, None),
        ("study-y", 1, 1, "2026-12-24"),
    ]


def test_the_check_says_what_gives_a_model_away(travels):
    content = document(3)
    content["jobs"][0]["deliverables"][0]["content"] = "As Model-Alpha, made by OpenAI, I write secret-job-1."
    content["jobs"][1]["deliverables"][0]["content"] = content["jobs"][1]["deliverables"][1]["content"]
    (travels.folder / "claude.txt").write_text("x")
    content["jobs"][2]["attachments"] = [{"name": "claude.txt", "path": "claude.txt"}]
    travels.take(content)
    packed = travels.pack("Ada")
    assert {(each.tells, each.words) for each in packed.findings} == {
        (Tells.MODEL_IN_TEXT, "Model-Alpha"),
        (Tells.MODEL_IN_TEXT, "OpenAI"),
        (Tells.ID_IN_TEXT, "secret-job-1"),
        (Tells.SAME_TEXT, "model-alpha/secret-2"),
        (Tells.MODEL_IN_FILE, "claude"),
    }


def test_jobs_that_name_a_model_can_stay_out(travels):
    content = document(3)
    content["jobs"][0]["deliverables"][0]["content"] = "As model-alpha I cannot."
    travels.take(content)
    packed = travels.pack("Ada", leaves_out_named=True)
    assert packed.packs[0].manifest.jobs == 2
    assert packed.findings == ()


def test_a_pack_is_split_for_the_mail(travels):
    travels.prepare(6)
    packs = travels.pack("Ada", most_bytes=20_700).packs
    assert len(packs) > 1
    assert {pack.manifest.parts for pack in packs} == {len(packs)}
    ada = travels.workspace("ada")
    for pack in packs:
        assert open_pack(ada, pack.path).report.is_clean
    assert study_progress(ada).receipt.expected == 12


def test_nobody_gets_two_packs_of_a_study(ada, travels):
    with pytest.raises(KnownError, match="Ada has a pack of this study"):
        travels.pack("Ada")


def test_a_packs_rule_wins_in_its_study_alone(travels):
    travels.prepare(2)
    travels.coordinator.set_rule("all_criteria")
    (pack,) = travels.pack("Ada").packs
    ada = travels.workspace("ada")
    own = travels.folder / "own.json"
    own.write_bytes(dumps(document(1, study="study-own")))
    assert import_files(ada, [own]).is_clean
    open_pack(ada, pack.path)
    ada.set_rule("critical_only")  # as the window does at every start, by its settings
    assert ada.rule() == "all_criteria"
    (first, *_rest) = refs(ada)
    assert ada.sheet_of(first).rule == "all_criteria"
    grade(ada, first)
    assert ada.sheet_of(first).review.rule == "all_criteria"

    ada.set_current_study(StudyId("study-own"))
    assert ada.rule() == "critical_only"
    (other, *_rest) = refs(ada)
    assert ada.sheet_of(other).rule is None
    grade(ada, other)
    assert ada.sheet_of(other).review.rule == "critical_only"


def test_an_answer_goes_to_the_reviewer_who_asked_and_to_nobody_else(travels):
    travels.prepare(2)
    made = travels.pack("Ada", "Ben", options=PackOptions(overlap=1.0)).packs
    for name, pack in zip(("ada", "ben"), made, strict=True):
        workbench = travels.workspace(name)
        open_pack(workbench, pack.path)
        for ref in refs(workbench):
            if name == "ada" and workbench.sheet_of(ref).deliverable.content.startswith("Dear client 1"):
                ask_again(workbench, ref, "Kinder, please.")
            grade(workbench, ref, Verdict.FAIL)
        assert merge_files(travels.coordinator, [send_result(workbench, travels.folder / "back").path])[0].is_clean
    more = document(2)
    for job, model in zip(more["jobs"], MODELS, strict=True):
        number = job["id"][-1]
        job["deliverables"] = [
            {"id": f"later-{number}", "attempt": 2, "parent": f"{model}/secret-{number}", "content": f"Later {number}"}
        ]
    travels.take(more)
    extended = extend_packs(travels.coordinator, travels.folder / "out").packs
    sent = {pack.manifest.reviewer.name: everything_in(pack.path) for pack in extended}
    assert {name: (b"Later 1" in inside, b"Later 2" in inside) for name, inside in sent.items()} == {
        "Ada": (True, True),  # she asked for the first; nobody asked for the second, so both get it
        "Ben": (False, True),
    }


def test_own_tags_come_along_with_the_pack(travels):
    content = document(1)
    label = {"en": "Too formal", "ja": "堅すぎる"}
    content["tags"] = [{"code": "own-1", "kind": "gap", "label": label, "definition": {}, "parent": "G01"}]
    travels.take(content)
    ada = travels.workspace("ada")
    open_pack(ada, travels.pack("Ada").packs[0].path)
    (tag,) = ada.sheet_of(refs(ada)[0]).own_tags
    assert (tag.code, dict(tag.label)) == ("own-1", label)


def test_a_merge_that_is_stopped_leaves_no_result_half_in(travels: Travels) -> None:
    travels.prepare(4)
    files = []
    for pack in travels.pack("Ada", "Ben", options=PackOptions(overlap=1.0)).packs:
        workbench = travels.workspace(pack.manifest.reviewer.name)
        open_pack(workbench, pack.path)
        for ref in refs(workbench):
            grade(workbench, ref)
        files.append(send_result(workbench, travels.folder / "back").path)
    merging = Merging(files)
    begun = False

    def is_stopped() -> bool:
        """Stop as soon as the first file is begun: it is taken in to its end all the same."""
        nonlocal begun
        was, begun = begun, True
        return was

    steps = list(merge_steps(travels.coordinator, merging, is_stopped))
    assert [each.report.added["reviews"] for each in merging.merged] == [8]
    assert merging.left == files[1:]
    assert [total for _done, total in steps] == [sum(path.stat().st_size for path in files)] * len(steps)
    assert [done for done, _total in steps] == sorted(done for done, _total in steps)
    here = reviewer_returns(travels.coordinator)
    assert [(each.reviewer, each.revision, each.receipt.done) for each in here] == [("Ada", 1, 8), ("Ben", 0, 0)]

    (rest,) = merge_files(travels.coordinator, merging.left)
    assert rest.report.added["reviews"] == 8
