"""Several files in one import: small ones are written together, and that changes nothing."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from annotator.exactjson import dumps
from annotator.workflow.import_report import ImportReport
from annotator.workflow.importing import import_files
from annotator.workflow.workspaces import open_workspace
from tests.unit.workflow.import_place import Place, counted, deliverable, document, job, review, without_time

_TEXTS = st.sampled_from(["one", "another"])


@st.composite
def reviews(draw: st.DrawFn) -> dict[str, Any]:
    id_ = draw(st.sampled_from(["r1", "r2", None]))
    return review(**({} if id_ is None else {"id": id_}), reviewer_id=draw(st.sampled_from(["ada-id", "bob-id"])))


@st.composite
def deliverables(draw: st.DrawFn) -> dict[str, Any]:
    return deliverable(
        *draw(st.lists(reviews(), max_size=1)), id=draw(st.sampled_from(["d1", "d2", "d3"])), content=draw(_TEXTS)
    )


@st.composite
def jobs(draw: st.DrawFn) -> dict[str, Any]:
    return job(
        *draw(st.lists(deliverables(), max_size=2)),
        id=draw(st.sampled_from(["j1", "j2", "d1"])),
        brief=draw(_TEXTS),
        rubric=[{"id": "c1", "text": draw(_TEXTS)}] if draw(st.booleans()) else [],
    )


@st.composite
def files(draw: st.DrawFn) -> bytes:
    """Lines without a header, or a document of one of two studies."""
    held = draw(st.lists(jobs(), max_size=3))
    study = draw(st.sampled_from([None, None, "study-a", "study-b"]))
    if study is None:
        return b"".join(dumps(each) + b"\n" for each in held)
    return dumps(document(*held, study={"id": study}))


def told(reports: list[ImportReport]) -> dict[str, Any]:
    """Return what several reports say together."""
    sums = {
        kind: [sum(counts) for counts in zip(*(counted(each, kind=kind) for each in reports), strict=True)]
        for kind in ("added", "updated", "unchanged")
    }
    for kind in ("rejected", "conflicts"):
        said = [(entry.file, entry.line, entry.path, entry.reason) for each in reports for entry in getattr(each, kind)]
        sums[kind] = sorted(said, key=str)
    return sums


@given(st.lists(files(), min_size=2, max_size=4))
@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_files_come_in_together_as_one_after_the_other(tmp_path_factory, contents):
    folder = tmp_path_factory.mktemp("files")
    together, apart = Place(folder, "together"), Place(folder, "apart")
    for each in (together, apart):
        each.take(document())
    paths = [together.write(content, f"{at}.jsonl") for at, content in enumerate(contents)]

    at_once = together.take(*paths)
    one_by_one = [apart.take(path) for path in paths]

    assert told([at_once]) == told(one_by_one)
    assert without_time(together.give_bytes()) == without_time(apart.give_bytes())


def test_small_files_are_written_together(place):
    paths = [place.write(dumps(job(id=f"j{at}")) + b"\n", f"{at}.jsonl") for at in range(20)]
    written: list[int] = []
    workbench = open_workspace(place.workspace)

    report = import_files(workbench, paths, progress=lambda done, _total: written.append(done))
    workbench.close()

    assert counted(report) == (20, 0, 0)
    assert written == [sum(path.stat().st_size for path in paths)]
    assert [each["id"] for each in place.give()["jobs"]] == [f"j{at}" for at in range(20)]


def test_what_is_refused_is_named_with_its_own_file(place):
    first = place.write(dumps(job(deliverable())) + b"\n", "first.jsonl")
    second = place.write(dumps(job(deliverable(), id="j2")) + b'\n{"id":"j3"}\n', "second.jsonl")

    report = place.take(first, second)

    assert sorted((Path(each.file).name, each.line, each.path, each.reason) for each in report.rejected) == [
        ("second.jsonl", 1, "jobs[0].deliverables[0]", "another job has a deliverable with the id d1"),
        ("second.jsonl", 2, "jobs[1]", "it has neither brief nor title"),
    ]


def test_files_beside_two_documents_are_kept_with_the_workspace(place):
    for name in ("one", "two"):
        (place.folder / name).mkdir()
        (place.folder / name / "plan.txt").write_text(name)
    attached = [{"path": "plan.txt"}]
    paths = [
        place.write(dumps(job(id=name, attachments=attached)) + b"\n", f"{name}/in.jsonl") for name in ("one", "two")
    ]

    report = place.take(*paths)

    assert report.is_clean
    assert [(each["id"], each["attachments"][0]["size"]) for each in place.give()["jobs"]] == [("one", 3), ("two", 3)]
