"""Packs and results that were damaged, or are not for here: each gives a clear sentence and loses nothing."""

from __future__ import annotations

import hashlib
import io
import json
import re
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from annotator.domain.review import Verdict
from annotator.errors import KnownError
from annotator.packs.sealing import sealed
from annotator.packs.trouble import Damaged
from annotator.packs.unsealing import unsealed
from annotator.packs.values import PACK_FORMAT, RESULT_FORMAT
from annotator.workflow.exporting import export_stream
from annotator.workflow.merging import merge_files
from annotator.workflow.pack_opening import open_pack
from annotator.workflow.result_sending import send_result
from annotator.workflow.workbench import Workbench
from tests.unit.packs.travelling import Travels, correct, grade, refs

Members = dict[str, bytes]
Harm = Callable[[Path], None]


def read(path: Path) -> Members:
    with zipfile.ZipFile(path) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def write(path: Path, members: Members) -> None:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)


def changing(change: Callable[[Members], None]) -> Harm:
    """Return a harm that changes members."""

    def harm(path: Path) -> None:
        members = read(path)
        change(members)
        write(path, members)

    return harm


def saying(**said: Any) -> Harm:
    """Return a harm that changes what the manifest says, and seals it again."""

    def change(members: Members) -> None:
        manifest = {**json.loads(members["manifest.json"]), **said}
        members["manifest.json"] = json.dumps(sealed({k: v for k, v in manifest.items() if k != "seal"})).encode()

    return changing(change)


def _text(members: Members) -> str:
    return next(name for name in members if name.endswith(".jsonl"))


def cut_off(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:-200])


def cut_in_half(path: Path) -> None:
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])


def change_byte(path: Path) -> None:
    content = bytearray(path.read_bytes())
    content[len(content) // 3] ^= 0xFF
    path.write_bytes(bytes(content))


def empty(path: Path) -> None:
    path.write_bytes(b"")


def no_zip(path: Path) -> None:
    path.write_text("Dear coordinator, here is my file.")


def vanish(path: Path) -> None:
    path.unlink()


def encrypted(path: Path) -> None:
    content = bytearray(path.read_bytes())
    at = content.index(b"PK\x01\x02")
    content[at + 8] |= 1
    path.write_bytes(bytes(content))


def twice(path: Path) -> None:
    members = read(path)
    write(path, members)
    with pytest.warns(UserWarning, match="Duplicate name"), zipfile.ZipFile(path, "a") as archive:
        archive.writestr(_text(members), b"{}")


def bomb(path: Path) -> None:
    members = read(path)
    name = _text(members)
    members[name] = b"0" * (20 << 20)
    write(path, members)


def other_bytes(members: Members) -> None:
    members[_text(members)] += b" "


def add(name: str) -> Harm:
    return changing(lambda members: members.update({name: b"harm"}))


def no_manifest(members: Members) -> None:
    del members["manifest.json"]


def broken_manifest(members: Members) -> None:
    members["manifest.json"] = b"{"


def list_for_manifest(members: Members) -> None:
    members["manifest.json"] = b"[" * 100_000


def gone(members: Members) -> None:
    del members[_text(members)]


def unsealed_change(members: Members) -> None:
    manifest = json.loads(members["manifest.json"])
    manifest["reviewer"]["name"] = "Eve"
    members["manifest.json"] = json.dumps(manifest).encode()


HARMS: dict[str, tuple[Harm, str]] = {
    "cut off": (cut_off, "cut off"),
    "cut in half": (cut_in_half, "cut off"),
    "changed byte": (change_byte, "changed on its way|not what was packed"),
    "empty": (empty, "the file is empty"),
    "no zip": (no_zip, "cut off, or was changed"),
    "not there": (vanish, "cannot be read"),
    "encrypted": (encrypted, "encrypted"),
    "same name twice": (twice, "two members of the same name"),
    "bomb": (bomb, "unreasonable size"),
    "wrong hash": (changing(other_bytes), "is not what was packed"),
    "zip-slip": (add("../../evil.txt"), "a name that no pack has"),
    "absolute path": (add("/etc/evil"), "a name that no pack has"),
    "windows path": (add("..\\evil.exe"), "a name that no pack has"),
    "stranger": (add("files/" + "0" * 64), "which its manifest does not know"),
    "no manifest": (changing(no_manifest), "no file of Annotator"),
    "broken manifest": (changing(broken_manifest), "changed on its way"),
    "deep manifest": (changing(list_for_manifest), "manifest cannot be read"),
    "member gone": (changing(gone), "is missing in it"),
    "manifest changed": (changing(unsealed_change), "changed after it was made"),
    "nobody's": (saying(reviewer=None), "does not say reviewer"),
    "negative number": (saying(number=-1), "does not say number"),
    "other format": (saying(format="something/1"), "no file of Annotator"),
}


def everything(workbench: Workbench) -> str:
    stream = io.BytesIO()
    export_stream(workbench, stream)
    return json.dumps(json.loads(stream.getvalue())["jobs"])


@pytest.fixture
def pack(travels: Travels) -> Path:
    travels.prepare(2)
    return travels.pack("Ada").packs[0].path


@pytest.fixture
def ada(travels: Travels, pack: Path) -> Workbench:
    ada = travels.workspace("ada")
    open_pack(ada, pack)
    grade(ada, refs(ada)[0])
    return ada


@pytest.mark.parametrize("name", HARMS)
def test_a_harmed_pack_is_refused_and_the_work_is_as_it_was(name, travels, ada, pack):
    harm, words = HARMS[name]
    before = everything(ada)
    harm(pack)
    with pytest.raises(KnownError, match=words) as raised:
        open_pack(ada, pack)
    assert raised.value.safe
    assert raised.value.hint
    assert everything(ada) == before
    assert not (travels.folder.parent / "evil.txt").exists()


@pytest.mark.parametrize("name", HARMS)
def test_a_harmed_result_is_refused_and_the_others_come_in(name, travels, ada):
    harm, words = HARMS[name]
    good = send_result(ada, travels.folder / "good").path
    grade(ada, refs(ada)[1])
    bad = send_result(ada, travels.folder / "bad").path
    harm(bad)
    refused, merged = merge_files(travels.coordinator, [bad, good])
    assert refused.state == "refused"
    assert re.search(words, refused.reason)
    assert (merged.state, merged.report.added["reviews"]) == ("merged", 1)


def test_a_newer_version_asks_for_the_newer_program(ada, pack):
    saying(format="annotator-pack/2")(pack)
    with pytest.raises(Damaged, match="Install the newer version"):
        open_pack(ada, pack)


def test_packs_and_results_are_told_apart(travels, ada, pack):
    result = send_result(ada, travels.folder / "back").path
    with pytest.raises(Damaged, match="it is a result that a reviewer sent"):
        open_pack(ada, result)
    assert "it is a pack for a reviewer" in merge_files(travels.coordinator, [pack])[0].reason


def test_a_result_of_another_study_is_refused(travels, ada):
    other = Travels(travels.folder / "elsewhere")
    other.prepare(1, study="study-y")
    sent = send_result(ada, travels.folder / "back").path
    before = everything(other.coordinator)
    (merged,) = merge_files(other.coordinator, [sent])
    assert "its study Pilot is not in this workspace" in merged.reason
    assert everything(other.coordinator) == before
    other.close()


def test_a_result_of_a_stranger_is_refused(travels, ada):
    other = Travels(travels.folder / "elsewhere")
    other.prepare(2)
    other.pack("Somebody")
    (merged,) = merge_files(other.coordinator, [send_result(ada, travels.folder / "back").path])
    assert "no pack was made for Ada here" in merged.reason
    other.close()


def test_a_result_is_not_merged_where_it_was_made(travels, ada):
    (merged,) = merge_files(ada, [send_result(ada, travels.folder / "back").path])
    assert "here you review Pilot yourself" in merged.reason


def test_the_same_file_twice_changes_nothing(travels, ada):
    sent = send_result(ada, travels.folder / "back").path
    first, second = merge_files(travels.coordinator, [sent, sent])
    assert (first.state, second.state) == ("merged", "unchanged")
    assert "was taken in before; nothing was changed" in second.reason


def test_a_lower_sending_after_a_higher_is_refused(travels, ada):
    first = send_result(ada, travels.folder / "back").path
    correct(ada, refs(ada)[0], Verdict.FAIL)
    second = send_result(ada, travels.folder / "back").path
    merge_files(travels.coordinator, [second])
    before = everything(travels.coordinator)
    (late,) = merge_files(travels.coordinator, [first])
    assert "sending 2 of Ada is here already, and this is sending 1" in late.reason
    assert everything(travels.coordinator) == before


def test_two_files_of_one_sending_are_a_conflict_and_the_first_stays(travels, ada, pack):
    laptop = travels.workspace("laptop")
    open_pack(laptop, pack)
    grade(laptop, refs(laptop)[0], Verdict.FAIL)
    sent = [send_result(each, travels.folder / name).path for each, name in ((ada, "one"), (laptop, "two"))]
    first, second = merge_files(travels.coordinator, sent)
    assert first.is_clean
    assert len(second.report.conflicts) == 1
    assert "Another file is sending 1 of Ada too." in second.notes
    assert '"verdict": "pass"' in everything(travels.coordinator)


def test_a_review_of_another_text_is_refused(travels, ada):
    sent = send_result(ada, travels.folder / "back").path
    members = read(sent)
    members["reviews.jsonl"] = members["reviews.jsonl"].replace(b'"content_sha256":"', b'"content_sha256":"0')
    write(sent, members)
    with pytest.raises(Damaged), unsealed(sent, RESULT_FORMAT):
        pass
    described = {"sha256": hashlib.sha256(members["reviews.jsonl"]).hexdigest(), "size": len(members["reviews.jsonl"])}
    saying(members={"reviews.jsonl": described})(sent)
    (merged,) = merge_files(travels.coordinator, [sent])
    assert "has another text here than the one that was reviewed" in merged.report.rejected[0].reason


def assert_sentence(damaged: Damaged) -> None:
    assert damaged.reason
    assert damaged.safe


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_no_changed_byte_is_taken_for_the_truth(data, pack, tmp_path):
    """Whatever byte changes, the pack is refused or says what it said."""
    content = pack.read_bytes()
    with unsealed(pack, PACK_FORMAT) as good:
        said, texts = good.manifest, [good.text(name) for name in ("jobs.jsonl", "taxonomy.json")]
    at = data.draw(st.integers(0, len(content) - 1))
    value = data.draw(st.integers(1, 255))
    harmed = tmp_path / "harmed.annotator"
    harmed.write_bytes(content[:at] + bytes([content[at] ^ value]) + content[at + 1 :])
    try:
        with unsealed(harmed, PACK_FORMAT) as found:
            told = found.manifest, [found.text(name) for name in ("jobs.jsonl", "taxonomy.json")]
    except Damaged as damaged:
        assert_sentence(damaged)
    else:
        assert told == (said, texts)
