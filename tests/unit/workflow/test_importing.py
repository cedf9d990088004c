"""What an import makes of an empty workspace and of one that holds something."""

from __future__ import annotations

import hashlib
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from annotator.domain.ids import DeliverableId, ReviewRef, StudyId
from annotator.domain.review import Verdict
from annotator.exactjson import dumps, loads
from annotator.storage.database import reading
from annotator.storage.tables import JournalRow, ReviewRow
from annotator.workflow.commands import SetVerdict
from annotator.workflow.import_report import ImportReport
from annotator.workflow.importing import import_files, import_steps
from annotator.workflow.workbench import Workbench
from annotator.workflow.workspaces import open_workspace
from tests.unit.formats.document.documents import documents
from tests.unit.workflow.import_place import (
    STUDY,
    Place,
    counted,
    deliverable,
    document,
    job,
    only_review,
    reasons,
    review,
    without_time,
)

# -- the laws --------------------------------------------------------------------------------------------------------


@given(documents())
@settings(max_examples=30, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_everything_comes_out_as_it_came_in_and_again(tmp_path_factory, given_document):
    here = Place(tmp_path_factory.mktemp("law"))

    first = here.take(given_document)
    exported = here.give_bytes()
    again = here.take(given_document)
    elsewhere = Place(here.folder, "elsewhere")
    from_export = elsewhere.take(here.write(exported, "export.json"))

    assert (first.rejected, first.conflicts) == ([], [])
    assert counted(again) == counted(again, kind="updated") == (0, 0, 0)
    assert counted(again, kind="unchanged") == counted(first)
    assert counted(from_export) == counted(first)
    assert without_time(elsewhere.give_bytes()) == without_time(exported)
    assert [each["id"] for each in loads(exported.decode())["jobs"]] == [each["id"] for each in given_document["jobs"]]
    for mine in given_document["jobs"]:
        assert dumps(mine) in exported


@given(documents())
@settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_json_and_jsonl_are_the_same_document(tmp_path_factory, given_document):
    here = Place(tmp_path_factory.mktemp("law"))
    here.take(given_document)
    lines = here.write(here.give_bytes(format="jsonl"), "lines.jsonl")
    elsewhere = Place(here.folder, "elsewhere")

    assert elsewhere.take(lines).rejected == []
    assert without_time(elsewhere.give_bytes()) == without_time(here.give_bytes())


# -- ids, studies, reviewers -----------------------------------------------------------------------------------------


def test_files_without_a_study_share_the_open_one(place):
    lines = b'{"id":"j1","brief":"b"}\n'
    place.take(place.write(lines, "a.jsonl"), place.write(b'{"id":"j2","brief":"b"}\n', "b.jsonl"))
    again = place.take(place.write(lines, "a.jsonl"))

    exported = place.give()
    assert exported["study"]["id"]
    assert [each["id"] for each in exported["jobs"]] == ["j1", "j2"]
    assert counted(again, kind="unchanged") == (1, 0, 0)


def test_two_studies_may_use_the_same_ids(place):
    first = place.take(document(job(deliverable())))
    second = place.take(document(job(deliverable(content="another text")), study={"id": "study-b"}))

    assert counted(first) == counted(second) == (1, 1, 0)
    assert place.give()["study"]["id"] == "study-a"


def test_an_empty_study_gives_way_to_the_first_one_with_jobs(place):
    place.take(document(study={"id": "empty"}))
    place.take(document(job()))

    assert place.give()["study"]["id"] == "study-a"


def test_missing_ids_are_derived_and_found_again(place):
    given = document(
        job(
            {"content": "one", "reviews": [{"reviewer": "ada", "interventions": [{"kind": "I5"}]}, {}]},
            {"content": "two"},
            rubric=[{"text": "a"}, {"text": "b"}],
        ),
        study={"name": "Without id"},
    )
    first = place.take(given)
    second = place.take(given)

    assert counted(first) == counted(second, kind="unchanged") == (1, 2, 2)
    (made,) = place.give()["jobs"]
    ids = [each["id"] for each in (*made["deliverables"], *made["rubric"], *made["deliverables"][0]["reviews"])]
    assert all(ids)
    assert len(set(ids)) == len(ids)


def test_a_reviewer_named_in_a_file_stays_that_reviewer(place):
    workbench = open_workspace(place.workspace, "ada")
    own = workbench.reviewer.id
    workbench.close()
    place.take(document(job(deliverable(review(reviewer_id=None)))))

    found = only_review(place)
    assert found["reviewer"] == "ada"
    assert found["reviewer_id"] != own


def test_a_name_that_the_header_gives_once_means_that_reviewer(place):
    place.take(document(job(deliverable(review(reviewer_id=None))), reviewers=[{"id": "the-id", "name": "ada"}]))

    assert only_review(place)["reviewer_id"] == "the-id"


def test_a_reviewer_without_name_gets_the_one_the_header_gives(place):
    place.take(document(job(deliverable(review(reviewer=None))), reviewers=[{"id": "ada-id", "name": "Ada L."}]))

    assert only_review(place)["reviewer"] == "Ada L."


# -- onto what is there ----------------------------------------------------------------------------------------------


def test_title_metadata_and_budget_are_updated_and_the_old_ones_kept_in_the_journal(place):
    place.take(document(job(title="Old", metadata={"a": 1}, budget={"amount": 4000.0, "currency": "USD"})))
    report = place.take(document(job(title="New", metadata={"a": 2}, budget={"amount": 4100.0, "currency": "USD"})))

    assert counted(report, kind="updated") == (1, 0, 0)
    (made,) = place.give()["jobs"]
    assert (made["title"], made["metadata"], made["budget"]["amount"]) == ("New", {"a": 2}, 4100.0)
    ((now, before),) = place.journal()
    assert now["set"] == {"title": "New", "metadata": {"a": 2}, "budget": {"amount": 4100.0, "currency": "USD"}}
    assert before["set"] == {"title": "Old", "metadata": {"a": 1}, "budget": {"amount": 4000.0, "currency": "USD"}}


def test_what_a_file_leaves_out_stays(place):
    full = document(
        job(
            deliverable(review(), model="m", metadata={"k": 1}, attempt=2, arm="steer"),
            title="T",
            metadata={"a": 1},
            rubric=[{"id": "c1"}],
            unknown=1,
        )
    )
    place.take(full)
    before = place.give_bytes()
    report = place.take(
        document(
            {
                "id": "j1",
                "title": "T",
                "deliverables": [{"id": "d1", "content": full["jobs"][0]["deliverables"][0]["content"]}],
            }
        )
    )

    assert counted(report, kind="unchanged") == (1, 1, 0)
    assert without_time(place.give_bytes()) == without_time(before)


def test_a_changed_spelling_of_a_number_is_a_change(place):
    place.take(place.write(b'{"study":{"id":"s"},"jobs":[{"id":"j","brief":"b","budget":{"amount":4000.00}}]}'))
    report = place.take(place.write(b'{"study":{"id":"s"},"jobs":[{"id":"j","brief":"b","budget":{"amount":4000}}]}'))

    assert counted(report, kind="updated") == (1, 0, 0)


def test_other_texts_of_brief_and_rubric_become_new_versions(place):
    place.take(document(job(rubric=[{"id": "c1", "text": "old"}])))
    changed = document(
        job(
            deliverable(review(brief_version=1, rubric_version=1)),
            brief="New brief",
            rubric=[{"id": "c1", "text": "new"}],
        )
    )
    report = place.take(changed)
    again = place.take(changed)

    assert counted(report, kind="updated") == (1, 0, 0)
    assert counted(again, kind="unchanged") == (1, 1, 1)
    (made,) = place.give()["jobs"]
    assert (made["brief"], made["brief_version"]) == ("New brief", 2)
    assert [each["brief"] for each in made["briefs"]] == ["Write a poem about spring."]
    assert [made["rubric"][0]["text"], made["rubric_version"]] == ["new", 2]
    assert [each["criteria"][0]["text"] for each in made["rubrics"]] == ["old"]
    assert (only_review(place)["brief_version"], only_review(place)["rubric_version"]) == (2, 2)


def test_an_older_file_does_not_turn_a_job_back(place):
    place.take(document(job()))
    place.take(document(job(brief="New brief")))
    report = place.take(document(job()))

    assert counted(report, kind="unchanged") == (1, 0, 0)
    assert place.give()["jobs"][0]["brief"] == "New brief"


def test_a_deliverable_with_other_content_is_refused(place):
    place.take(document(job(deliverable())))
    report = place.take(document(job(deliverable(content="Another text."), deliverable(id="d2"))))

    assert reasons(report) == [("jobs[0].deliverables[0]", "id exists with other text: d1")]
    assert counted(report) == (0, 1, 0)
    assert [each["content"] for each in place.give()["jobs"][0]["deliverables"]] == ["Spring is here 😀 at last."] * 2


def test_a_deliverable_stays_with_its_job(place):
    place.take(document(job(deliverable())))
    report = place.take(document(job(deliverable(), id="j2")))

    assert reasons(report) == [("jobs[0].deliverables[0]", "another job has a deliverable with the id d1")]
    assert counted(report) == (1, 0, 0)


def test_other_facts_of_a_deliverable_are_updated(place):
    place.take(document(job(deliverable(model="m", metadata={"a": 1}))))
    report = place.take(document(job(deliverable(metadata={"a": 2}, cost={"amount": 0.02, "currency": "USD"}))))

    assert counted(report, kind="updated") == (0, 1, 0)
    made = place.give()["jobs"][0]["deliverables"][0]
    assert (made["model"], made["metadata"], made["cost"]) == ("m", {"a": 2}, {"amount": 0.02, "currency": "USD"})


def test_a_review_with_other_content_is_a_conflict(place):
    place.take(document(job(deliverable(review(id="r1")))))
    report = place.take(document(job(deliverable(review(id="r1", verdict="fail")))))

    assert [(each.path, each.reason) for each in report.conflicts] == [
        ("jobs[0].deliverables[0].reviews[0]", "the workspace holds this review with other content")
    ]
    assert only_review(place)["verdict"] == "pass"


def test_a_higher_revision_supersedes_and_the_old_one_is_kept(place):
    old, new = review(id="r1"), review(id="r1", revision=2, verdict="fail", note="seen again")
    place.take(document(job(deliverable(old))))
    report = place.take(document(job(deliverable(new))))
    older = place.take(document(job(deliverable(old))))

    assert counted(report, kind="updated") == (0, 0, 1)
    assert counted(older, kind="unchanged") == (1, 1, 1)
    assert only_review(place)["verdict"] == "fail"
    workbench = open_workspace(place.workspace)
    with reading(workbench.database) as session:
        rows = session.execute(select(ReviewRow.revision, ReviewRow.is_superseded).order_by(ReviewRow.revision)).all()
    workbench.close()
    assert [tuple(row) for row in rows] == [(1, True), (2, False)]


def test_a_lower_revision_that_is_not_known_is_a_conflict(place):
    place.take(document(job(deliverable(review(revision=3)))))
    report = place.take(document(job(deliverable(review(revision=2)))))

    assert [each.reason for each in report.conflicts] == ["the workspace holds a later revision of this review"]


def test_own_drafts_are_never_overwritten(place):
    place.take(document(job(deliverable())))
    workbench = open_workspace(place.workspace)
    workbench.run(SetVerdict(ReviewRef(StudyId("study-a"), DeliverableId("d1")), Verdict.FAIL))
    own = workbench.reviewer
    workbench.close()
    report = place.take(document(job(deliverable(review(reviewer=own.name, reviewer_id=own.id, revision=7)))))

    assert [each.reason for each in report.conflicts] == ["the workspace holds your own draft of this review"]
    assert (only_review(place)["verdict"], only_review(place)["status"]) == ("fail", "draft")


def test_a_second_review_by_one_reviewer_in_a_file_is_refused(place):
    report = place.take(document(job(deliverable(review(), review(revision=2), review(occasion=2)))))

    assert reasons(report) == [
        ("jobs[0].deliverables[0].reviews[1]", "the file holds two reviews of one reviewer about the deliverable")
    ]
    assert counted(report) == (1, 1, 2)


def test_the_id_of_a_review_belongs_to_one_deliverable(place):
    place.take(document(job(deliverable(review(id="r1")))))
    report = place.take(document(job(deliverable(review(id="r1", reviewer_id="bob-id"), id="d2"))))

    assert [reason for _path, reason in reasons(report)] == ["another deliverable has a review with this id"]


def test_a_tag_that_is_defined_otherwise_is_a_conflict(place):
    place.take(document(tags=[{"code": "X1", "kind": "gap", "label": {"en": "Too long"}}]))
    report = place.take(
        document(tags=[{"code": "X1", "kind": "gap", "label": {"en": "Too short"}}, {"code": "X2", "kind": "strength"}])
    )

    assert [each.path for each in report.conflicts] == ["tags[0]"]
    assert [(tag["code"], tag["label"]) for tag in place.give()["tags"]] == [("X1", {"en": "Too long"}), ("X2", {})]


def test_unknown_keys_of_study_and_header_are_kept(place):
    place.take({**document(study={**STUDY, "lab": "x"}), "licence": "CC0"})
    place.take(document())

    exported = place.give()
    assert (exported["study"]["lab"], exported["licence"]) == ("x", "CC0")


# -- spans -----------------------------------------------------------------------------------------------------------


def span(**keys: Any) -> dict[str, Any]:
    return {
        "target": "deliverable",
        "start": 10,
        "end": 14,
        "quote": "here",
        "prefix": "",
        "suffix": "",
        "orphan": False,
        **keys,
    }


@pytest.mark.parametrize(
    ("given", "start", "is_orphan"),
    [
        (span(), 10, False),
        (span(start=3, end=7), 10, False),
        (span(orphan=True), 10, False),
        (span(quote="nowhere"), 10, True),
        (span(quote="r", start=0, end=1), 0, True),
        (span(target="brief", quote="poem", start=0, end=4), 8, False),
        ({"quote": "at last"}, 17, False),
    ],
    ids=["in place", "moved", "no orphan any more", "nowhere", "in several places", "in the brief", "quote alone"],
)
def test_spans_stand_where_their_quote_stands(place, given, start, is_orphan):
    marks = [{"criterion_id": "c", "mark": "fail", "evidence": [{"kind": "span", "span": given}]}]
    content = document(job(deliverable(review(tags=[{"code": "G04", "span": given}], marks=marks))))
    place.take(content)
    again = place.take(content)

    found = only_review(place)
    for each in (found["tags"][0]["span"], found["marks"][0]["evidence"][0]["span"]):
        assert (each["start"], each["orphan"]) == (start, is_orphan)
        assert each["quote"] == given["quote"]
    assert counted(again, kind="unchanged") == (1, 1, 1)


# -- files -----------------------------------------------------------------------------------------------------------


def test_a_file_beside_the_document_is_kept_with_the_workspace(place):
    (place.folder / "files").mkdir()
    place.write(b"1,2,3", "files/data.csv")
    sha256 = hashlib.sha256(b"1,2,3").hexdigest()
    report = place.take(
        document(job({"id": "d1", "attachments": [{"path": "files/data.csv", "media_type": "text/csv"}]}))
    )

    assert counted(report) == (1, 1, 0)
    (file,) = place.give()["jobs"][0]["deliverables"][0]["attachments"]
    assert file == {"name": "data.csv", "sha256": sha256, "media_type": "text/csv", "size": 5}
    workbench = open_workspace(place.workspace)
    kept = workbench.files.path_of(sha256)
    workbench.close()
    assert kept is not None
    assert kept.read_bytes() == b"1,2,3"


@pytest.mark.parametrize(
    ("path", "reason"),
    [
        ("../secret", "does not lead to a file beside the document"),
        ("/etc/passwd", "does not lead to a file beside the document"),
        ("C:\\x", "does not lead to a file beside the document"),
        ("a//b", "does not lead to a file beside the document"),
        ("link", "does not lead to a file beside the document"),
        ("missing.txt", "there is no file missing.txt beside the document"),
        (7, "it must be a text"),
    ],
)
def test_a_path_that_leads_elsewhere_costs_its_unit(place, tmp_path_factory, path, reason):
    outside = tmp_path_factory.mktemp("outside") / "secret"
    outside.write_text("secret")
    (place.folder / "link").symlink_to(outside)
    report = place.take(document(job(deliverable(attachments=[{"name": "f", "path": path}]), deliverable(id="d2"))))

    ((where, why),) = reasons(report)
    assert where == "jobs[0].deliverables[0]"
    assert reason in why
    assert counted(report) == (1, 1, 0)


def test_a_file_that_is_another_one_costs_its_unit(place):
    place.write(b"x", "f.txt")
    report = place.take(document(job(attachments=[{"name": "f", "path": "f.txt", "sha256": "0" * 64}])))

    assert reasons(report) == [("jobs[0]", "attachments[0].sha256: the file f.txt is not the one that was meant")]
    assert not place.workspace.joinpath("files").exists()


# -- runs ------------------------------------------------------------------------------------------------------------


def test_a_dry_run_reports_the_same_and_writes_nothing(place):
    place.write(b"x", "f.txt")
    given = document(job(deliverable(review()), attachments=[{"path": "f.txt"}]), job(id=7))
    dry = place.take(given, given, is_dry_run=True)
    assert place.give()["jobs"] == []
    assert not place.workspace.joinpath("files").exists()

    wet = place.take(given, given)
    assert dry.as_json() == wet.as_json()
    assert counted(wet) == counted(wet, kind="unchanged") == (1, 1, 1)


def many_jobs(count: int) -> bytes:
    return b"".join(dumps(job(deliverable(id=f"d{n}"), id=f"j{n}")) + b"\n" for n in range(count))


def test_an_import_that_is_stopped_leaves_whole_jobs_and_is_completed_later(place):
    path = place.write(many_jobs(200), "many.jsonl")
    workbench = open_workspace(place.workspace)
    told: list[tuple[int, int]] = []
    report = import_files(
        workbench,
        [path],
        chunk_seconds=0.0001,
        progress=lambda done, total: told.append((done, total)),
        cancelled=lambda: len(told) == 3,
    )
    workbench.close()

    assert not report.is_whole
    came = place.give()["jobs"]
    assert 0 < len(came) < 200
    assert all(len(each["deliverables"]) == 1 for each in came)
    assert all(done <= total == path.stat().st_size for done, total in told)

    rest = place.take(path)
    assert counted(rest)[0] + counted(rest, kind="unchanged")[0] == 200
    assert [each["id"] for each in place.give()["jobs"]] == [f"j{n}" for n in range(200)]


def test_each_step_is_on_the_disk_when_it_is_told(place):
    path = place.write(many_jobs(60), "many.jsonl")
    workbench = open_workspace(place.workspace)
    report = ImportReport()
    for _step in import_steps(workbench, [path], report, chunk_seconds=0.0001):
        other: Workbench = open_workspace(place.workspace)
        with reading(other.database) as session:
            assert len(session.execute(select(JournalRow.key)).all()) == 0
        other.close()
        assert len(place.give()["jobs"]) == report.added["jobs"]
    workbench.close()
    assert report.added["jobs"] == 60


@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [
        ("missing.json", None, "it cannot be read: No such file or directory"),
        ("empty.json", b"", "the file is empty"),
        ("picture.png", b"\x89PNG\r\n\x1a\n\x00", "it is neither a document annotator/1 nor a file with a job a line"),
        (
            "later.json",
            b'{"format":"annotator/2","jobs":[]}',
            "its format is annotator/2, and this program reads annotator/1",
        ),
        ("cut.json", b'{"format":"annotator/1","st', "the file breaks off in line 1"),
    ],
)
def test_a_file_that_cannot_be_read_does_not_stop_the_others(place, name, content, reason):
    path = place.folder / name if content is None else place.write(content, name)
    report = place.take(path, document(job()))

    assert reasons(report) == [("", reason)]
    assert report.rejected[0].file == str(path)
    assert counted(report) == (1, 0, 0)


def test_an_earlier_rubric_without_criteria_comes_in(place):
    empty = {"version": 1, "criteria": [], "locked_at": None, "author": None}
    report = place.take(document(job(rubric_version=2, rubrics=[empty])))

    assert report.is_clean
    assert place.give()["jobs"][0]["rubrics"] == [empty]


def test_a_document_without_jobs_is_fine(place):
    report = place.take(document())

    assert report.is_clean
    assert place.give()["manifest"] == {
        "jobs": 0,
        "deliverables": 0,
        "reviews": {"submitted": 0, "draft": 0, "skipped": 0, "missing": 0},
    }


@given(st.data())
@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_a_broken_file_never_leaves_half_a_job(tmp_path_factory, data):
    here = Place(tmp_path_factory.mktemp("broken"))
    content = bytearray(dumps(document(*(job(deliverable(review(), id=f"d{n}"), id=f"j{n}") for n in range(4)))))
    at = data.draw(st.integers(0, len(content) - 1))
    content[at] = data.draw(st.integers(0, 255))
    here.take(bytes(content[: data.draw(st.sampled_from([len(content), len(content) * 3 // 4]))]))

    exported = here.give_bytes()
    assert Place(here.folder, "elsewhere").take(here.write(exported, "export.json")).is_clean
