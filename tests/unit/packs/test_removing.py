"""A study that was sent is removed with everything but its minutes; the others stay."""

from __future__ import annotations

from datetime import date

import pytest

from annotator.cli.main import main
from annotator.errors import Refused
from annotator.packs.values import PackOptions
from annotator.storage.database import reading
from annotator.workflow import blinding
from annotator.workflow.pack_opening import open_pack
from annotator.workflow.removing import remove_study
from annotator.workflow.result_sending import opened_studies, send_result
from tests.unit.packs.travelling import Travels, grade, refs

DAYS = date(2026, 1, 1), date(2026, 12, 31)


@pytest.fixture
def ada(travels):
    travels.prepare(2, files=travels.folder)
    ada = travels.workspace("ada")
    open_pack(ada, travels.pack("Ada").packs[0].path)
    other = Travels(travels.folder / "elsewhere")
    other.prepare(1, study="study-y")
    open_pack(ada, other.pack("Ada").packs[0].path)
    other.close()
    ada.set_current_study(opened_studies(ada)[0].id)
    grade(ada, refs(ada)[0], seconds=120)
    return ada


def test_nothing_is_removed_that_was_not_sent(ada):
    with pytest.raises(Refused, match="not all of it is sent"):
        remove_study(ada, "study-x")
    assert len(opened_studies(ada)) == 2


def test_a_study_that_was_made_here_is_not_removed(ada, travels):
    with pytest.raises(Refused, match="it did not come in a pack"):
        remove_study(travels.coordinator, "study-x")


def test_only_the_minutes_stay(ada, travels):
    send_result(ada, travels.folder / "back")
    folder = travels.folder / "ada"
    (folder / "annotator.sqlite.before-0001").write_bytes(b"old")
    before = ada.timesheet(*DAYS)
    files = [path for path in (folder / "files").rglob("*") if path.is_file()]
    assert len(files) == 2

    removed = remove_study(ada, "study-x")
    assert (removed.files, removed.backups, removed.kept_seconds) == (2, 1, 120)
    assert [each.id for each in opened_studies(ada)] == ["study-y"]
    assert len(refs(ada)) == 2
    assert ada.timesheet(*DAYS) == before
    assert not [path for path in files if path.exists()]
    ada.close()
    left = b"".join(path.read_bytes() for path in folder.rglob("*") if path.is_file())
    assert b"Write letter 2" not in left
    assert b"Write letter 1" in left
    assert "A new backup holds what stays." in removed.text()


def test_the_backup_of_what_stays_can_be_opened(ada, travels):
    send_result(ada, travels.folder / "back")
    (travels.folder / "ada" / "annotator.sqlite.before-0001").write_bytes(b"old")
    remove_study(ada, "study-x")
    restored = travels.folder / "restored"
    restored.mkdir()
    (travels.folder / "ada" / "annotator.sqlite.before-removal").rename(restored / "annotator.sqlite")
    again = travels.workspace("restored")
    assert [each.id for each in opened_studies(again)] == ["study-y"]
    assert len(refs(again)) == 2


def test_a_removed_study_can_be_opened_again(ada, travels):
    send_result(ada, travels.folder / "back")
    remove_study(ada, "study-x")
    assert open_pack(ada, travels.folder / "out" / "Pilot_Ada.annotator").is_new
    assert len(refs(ada)) == 4


@pytest.mark.parametrize("hides_other", [True, False])
def test_what_a_pack_hid_is_shown_once_no_pack_that_hides_is_left(travels, hides_other):
    travels.prepare(1)
    ada = travels.workspace("ada")
    open_pack(ada, travels.pack("Ada").packs[0].path)
    other = Travels(travels.folder / "elsewhere")
    other.prepare(1, study="study-y")
    open_pack(ada, other.pack("Ada", options=PackOptions(blind=hides_other)).packs[0].path)
    other.close()
    assert hides(ada)

    remove_study(ada, "study-x", is_unsent_too=True)
    assert hides(ada) is hides_other
    if hides_other:
        remove_study(ada, "study-y", is_unsent_too=True)
        assert not hides(ada)


def test_what_the_reviewer_hides_stays_hidden(travels):
    travels.prepare(1)
    ada = travels.workspace("ada")
    ada.set_blind(True)
    open_pack(ada, travels.pack("Ada").packs[0].path)
    remove_study(ada, "study-x", is_unsent_too=True)
    assert hides(ada)


def test_the_command_says_that_the_backups_of_the_workspace_go(capsys):
    with pytest.raises(SystemExit):
        main(["pack", "remove", "--help"])
    assert "All backups of the workspace go as well" in " ".join(capsys.readouterr().out.split())


def hides(workbench):
    with reading(workbench.database) as session:
        return blinding.is_blind(session)
