from __future__ import annotations

import getpass

import pytest

from annotator.domain.review import Verdict
from annotator.errors import KnownError
from annotator.workflow.commands import SetVerdict
from annotator.workflow.workspaces import open_workspace
from tests.unit.small_study import REF, add_small_study


def test_a_workspace_is_made_and_remembers_its_reviewer(tmp_path):
    folder = tmp_path / "新しい folder"
    first = open_workspace(folder)
    assert first.reviewer.name == "reviewer" != getpass.getuser()
    assert (folder / "annotator.sqlite").is_file()
    first.close()
    renamed = open_workspace(folder, " Ada ")
    assert (renamed.reviewer.id, renamed.reviewer.name) == (first.reviewer.id, "Ada")
    renamed.close()
    again = open_workspace(str(folder))
    assert again.reviewer == renamed.reviewer
    again.close()


def test_a_workspace_may_lie_in_a_database_elsewhere(tmp_path):
    workbench = open_workspace(f"sqlite:///{tmp_path / 'team.sqlite'}", "ada")
    assert workbench.files.folder == tmp_path / "files"
    workbench.close()


def test_a_workspace_may_be_open_twice(tmp_path):
    window, command_line = open_workspace(tmp_path), open_workspace(tmp_path)
    add_small_study(command_line.database)
    window.run(SetVerdict(REF, Verdict.PASS))
    assert command_line.sheet_of(REF).review.verdict is Verdict.PASS
    assert command_line.undo().review.verdict is None
    window.close()
    command_line.close()


def test_attached_files_lie_under_their_hash(tmp_path):
    workbench = open_workspace(tmp_path / "workspace")
    source = tmp_path / "作業.bin"
    source.write_bytes(b"\x00" * 3_000_000)
    stored = workbench.files.take_in(source)
    assert workbench.files.take_in(source) == stored
    assert stored.size == 3_000_000
    path = workbench.attachment_path(stored.sha256)
    assert path is not None
    assert path.read_bytes() == source.read_bytes()
    assert workbench.attachment_path("../" * 10 + "etc/passwd") is None
    workbench.close()


def test_a_workspace_in_a_file_is_refused(tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(KnownError):
        open_workspace(tmp_path / "file")
