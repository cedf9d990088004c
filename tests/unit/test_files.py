from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.files import write_whole, writing_whole


def test_text_is_written_as_it_is(tmp_path):
    path = tmp_path / "new" / "folder" / "résumé 評価.txt"

    write_whole(path, "one\r\ntwo\rthree\n\0\u2028評価")

    assert path.read_bytes() == "one\r\ntwo\rthree\n\0\u2028評価".encode()


@given(content=st.binary(max_size=200))
def test_bytes_come_back(tmp_path_factory, content):
    path = tmp_path_factory.getbasetemp() / "bytes"

    write_whole(path, content)

    assert path.read_bytes() == content


def test_a_failure_leaves_the_old_file_and_nothing_else(tmp_path):
    path = tmp_path / "kept.json"
    write_whole(path, "old")

    def write_half() -> None:
        with writing_whole(path) as stream:
            stream.write(b"half of the new")
            raise RuntimeError("the power went")

    with pytest.raises(RuntimeError, match="power"):
        write_half()

    assert path.read_text() == "old"
    assert list(tmp_path.iterdir()) == [path]


def test_nothing_is_seen_before_all_is_written(tmp_path):
    path = tmp_path / "export.json"

    with writing_whole(path) as stream:
        stream.write(b"first ")
        assert not path.exists()
        stream.write(b"second")

    assert path.read_bytes() == b"first second"


def test_a_lone_surrogate_leaves_the_old_file(tmp_path):
    path = tmp_path / "kept.txt"
    write_whole(path, "old")

    with pytest.raises(UnicodeEncodeError):
        write_whole(path, "\ud800")

    assert path.read_text() == "old"
    assert list(tmp_path.iterdir()) == [path]


if sys.platform != "win32":

    def test_permissions_stay_and_new_files_follow_the_mask(tmp_path):
        old = tmp_path / "old"
        old.write_text("secret")
        old.chmod(0o600)
        plain = tmp_path / "plain"
        plain.write_text("by open()")

        write_whole(old, "new secret")
        write_whole(tmp_path / "new", "new")

        assert old.stat().st_mode & 0o777 == 0o600
        assert (tmp_path / "new").stat().st_mode == plain.stat().st_mode

    def test_a_link_stays_a_link(tmp_path):
        target = tmp_path / "there" / "real.txt"
        target.parent.mkdir()
        target.write_text("old")
        link = tmp_path / "link.txt"
        link.symlink_to(target)

        write_whole(link, "new")

        assert link.is_symlink()
        assert target.read_text() == "new"

    def test_a_pipe_is_written_to_and_stays_a_pipe(tmp_path):
        pipe = tmp_path / "pipe"
        os.mkfifo(pipe)
        reader = os.open(pipe, os.O_RDONLY | os.O_NONBLOCK)

        write_whole(pipe, "through")

        assert os.read(reader, 100) == b"through"
        assert pipe.is_fifo()
        os.close(reader)

    def test_a_folder_in_the_way_is_an_error_of_the_disk(tmp_path):
        taken = tmp_path / "taken"
        taken.mkdir()

        with pytest.raises(OSError, match=os.strerror(21)):
            write_whole(taken, "text")

        assert [path.name for path in Path(tmp_path).iterdir()] == ["taken"]
