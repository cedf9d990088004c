"""Several files in one import: small ones are written together, and that changes nothing."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import event, select

from annotator.exactjson import dumps
from annotator.storage.database import reading
from annotator.storage.tables import FileRow
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


def lines(held: list[dict[str, Any]]) -> bytes:
    return b"".join(dumps(each) + b"\n" for each in held)


@st.composite
def files(draw: st.DrawFn) -> bytes:
    """Jobs a line without a header, or under several that say nothing, or a document of one of two studies."""
    kind = draw(st.sampled_from(["bare", "bare", "joined", "study-a", "study-b"]))
    if kind == "bare":
        return lines(draw(st.lists(jobs(), max_size=3)))
    if kind == "joined":
        parts = draw(st.lists(st.lists(jobs(), max_size=2), min_size=1, max_size=3))
        return b"".join(dumps({"format": "annotator/1"}) + b"\n" + lines(part) for part in parts)
    return dumps(document(*draw(st.lists(jobs(), max_size=3)), study={"id": kind}))


def told(reports: list[ImportReport]) -> dict[str, Any]:
    """Return what several reports say together."""
    sums: dict[str, Any] = {
        kind: [sum(counts) for counts in zip(*(counted(each, kind=kind) for each in reports), strict=True)]
        for kind in ("added", "updated", "unchanged")
    }
    for kind in ("rejected", "conflicts"):
        sums[kind] = [entry for each in reports for entry in getattr(each, kind)]
    return sums


@given(st.lists(files(), min_size=1, max_size=4), st.lists(st.integers(0, 3), min_size=2, max_size=5))
@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_files_come_in_together_as_one_after_the_other(tmp_path_factory, contents, order):
    """A file may be named twice; then what is refused of it is told twice, in one place."""
    folder = tmp_path_factory.mktemp("files")
    together, apart = Place(folder, "together"), Place(folder, "apart")
    for each in (together, apart):
        each.take(document())
    written = [together.write(content, f"{at}.jsonl") for at, content in enumerate(contents)]
    paths = [written[at % len(written)] for at in order]

    at_once = told([together.take(*paths)])
    one_by_one = told([apart.take(path) for path in paths])

    if len(set(paths)) < len(paths):
        for sums in (at_once, one_by_one):
            sums.update({kind: sorted(sums[kind], key=str) for kind in ("rejected", "conflicts")})
    assert at_once == one_by_one
    assert without_time(together.give_bytes()) == without_time(apart.give_bytes())


def test_a_file_that_is_named_twice_changes_nothing_the_second_time(place):
    path = place.write(lines([job(deliverable(review()))]), "in.jsonl")

    report = place.take(path, path)

    assert report.is_clean
    assert counted(report) == counted(report, kind="unchanged") == (1, 1, 1)


def test_a_job_under_a_second_header_of_a_file_is_compared_with_the_first(place):
    part = dumps({"format": "annotator/1"}) + b"\n" + lines([job(deliverable())])

    report = place.take(place.write(part + part, "joined.jsonl"))

    assert report.is_clean
    assert counted(report) == counted(report, kind="unchanged") == (1, 1, 0)


@pytest.fixture
def transactions_of(place) -> Iterator[Callable[[Sequence[Path]], int]]:
    """A function that imports files and returns how many transactions that took."""
    workbench = open_workspace(place.workspace)
    begun: list[object] = []
    event.listen(workbench.database.writing, "begin", begun.append)

    def count(paths: Sequence[Path]) -> int:
        begun.clear()
        import_files(workbench, paths)
        return len(begun)

    yield count
    workbench.close()


def test_small_files_are_written_together(place, transactions_of):
    paths = [place.write(lines([job(id=f"j{at}")]), f"{at}.jsonl") for at in range(20)]

    transactions = transactions_of(paths)

    assert transactions == 2  # the first one makes the study
    assert [each["id"] for each in place.give()["jobs"]] == [f"j{at}" for at in range(20)]


def test_each_file_is_a_step_after_which_one_can_stop(place):
    paths = [place.write(document(job(), study={"id": f"study-{at}"}), f"{at}.json") for at in range(4)]
    sizes = [path.stat().st_size for path in paths]
    workbench = open_workspace(place.workspace)
    steps: list[tuple[int, int]] = []
    report = import_files(
        workbench,
        paths,
        progress=lambda done, total: steps.append((done, total)),
        cancelled=lambda: steps[-1][0] >= sum(sizes[:2]),
    )
    workbench.close()

    assert not report.is_whole
    assert steps == [(done, sum(sizes)) for done in (0, sizes[0], sizes[0], sum(sizes[:2]))]  # each header's, each end
    assert counted(report) == (1, 0, 0)  # the second file's job had not been written
    assert [each["id"] for each in place.give()["jobs"]] == ["j1"]
    assert counted(place.take(*paths)) == (3, 0, 0)


def test_what_is_refused_stands_in_the_order_of_the_files(place):
    first = place.write(lines([job(deliverable())]), "first.jsonl")
    second = place.write(
        lines([job(deliverable(), id="j2"), {"id": "j3"}, job(deliverable(id=7), deliverable(), id="j4")]),
        "second.jsonl",
    )
    third = place.write(b"nothing", "a.jsonl")

    report = place.take(first, second, third)

    assert [(Path(each.file).name, each.line, each.path, each.reason) for each in report.rejected] == [
        ("second.jsonl", 1, "jobs[0].deliverables[0]", "another job has a deliverable with the id d1"),
        ("second.jsonl", 2, "jobs[1]", "it has neither brief nor title"),
        ("second.jsonl", 3, "jobs[2].deliverables[0]", "id: it must be a text, not a number"),
        ("second.jsonl", 3, "jobs[2].deliverables[1]", "id: d1 stands in this file twice"),
        ("a.jsonl", None, "", "it is neither a document annotator/1 nor a file with a job a line"),
    ]


def test_units_of_one_line_stand_in_the_order_of_their_numbers(place):
    place.take(document(job(deliverable()), study={"id": "study-a"}))
    held = [job(deliverable(id=f"d{at}"), id=f"j{at}") for at in range(2, 13)]
    held[1]["deliverables"][0]["id"] = "d1"  # refused when it is written
    held[9] = {"id": "j11"}  # when it is read

    report = place.take(document(*held, study={"id": "study-a"}))

    assert [each.path for each in report.rejected] == ["jobs[1].deliverables[0]", "jobs[9]"]


@pytest.fixture
def attached(place) -> Callable[..., Path]:
    """A function that writes a file of one job, in a folder with what is attached to it, and returns its path."""

    def write(name: str, **files: str) -> Path:
        folder = place.folder / name
        folder.mkdir()
        for each, text in files.items():
            (folder / f"{each}.txt").write_text(text)
        named = [{"path": f"{each}.txt"} for each in (*files, *(["missing"] if name == "refused" else []))]
        return place.write(lines([job(id=name, attachments=named)]), f"{name}/in.jsonl")

    return write


def kept(place: Place) -> set[tuple[str, bytes]]:
    """Return the files that the workspace knows of: hash and bytes, which must be all that lie in its folder."""
    workbench = open_workspace(place.workspace)
    try:
        with reading(workbench.database) as session:
            known = set(session.execute(select(FileRow.sha256)).scalars())
        stored = {path.name: path.read_bytes() for path in workbench.files.folder.rglob("*") if path.is_file()}
    finally:
        workbench.close()
    assert known == stored.keys()
    return set(stored.items())


def test_files_beside_several_documents_are_kept_with_the_workspace(place, attached):
    report = place.take(attached("one", plan="of one", data="of both"), attached("two", plan="of two", data="of both"))

    assert report.is_clean
    assert {content for _hash, content in kept(place)} == {b"of one", b"of two", b"of both"}


def test_files_of_a_refused_job_are_known_so_that_they_can_be_removed(place, attached):
    report = place.take(attached("refused", plan="of nobody"))

    assert [each.path for each in report.rejected] == ["jobs[0]"]
    assert {content for _hash, content in kept(place)} == {b"of nobody"}
