"""What an installer notes about the pack beside it is followed once, in either system's spelling."""

from __future__ import annotations

from pathlib import Path

import pytest

from annotator.ui.travelling.waiting_pack import NOTE, take_waiting


@pytest.fixture
def pack(tmp_path: Path) -> Path:
    path = tmp_path / "評価 pack.annotator"
    path.write_bytes(b"pack")
    return path


@pytest.mark.parametrize("encode", [lambda text: f"{text}\n".encode(), lambda text: text.encode("utf-16")])
def test_a_pack_that_waits_is_found_once(tmp_path, pack, encode):
    (tmp_path / NOTE).write_bytes(encode(str(pack)))
    assert take_waiting(tmp_path) == [pack]
    assert take_waiting(tmp_path) == []


@pytest.mark.parametrize("written", [b"", b"\n", b"/nowhere/at/all.annotator\n", b"\xff\xfe", b"a\0b", b"\xc3\x28"])
def test_a_note_that_leads_nowhere_opens_nothing(tmp_path, written):
    (tmp_path / NOTE).write_bytes(written)
    assert take_waiting(tmp_path) == []
    assert not (tmp_path / NOTE).exists()
