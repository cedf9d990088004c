from __future__ import annotations

import io
import json

import pytest

from annotator.domain.review import ReviewStatus
from annotator.errors import DomainError
from annotator.storage.database import reading, transaction
from annotator.workflow import blinding
from annotator.workflow.commands import SetStatus
from annotator.workflow.export_formats import FORMATS
from annotator.workflow.exporting import ExportWish, export_stream
from annotator.workflow.sheets import QueueFilter
from tests.unit.small_study import BARE, OTHER, REF, STUDY

AT = "2026-11-25T12:00:00.000Z"


def exported(workbench, wish=None):
    stream = io.BytesIO()
    export_stream(workbench, stream, wish or ExportWish())
    return stream.getvalue()


def submit(workbench, *refs):
    for ref in refs:
        workbench.run(SetStatus(ref, ReviewStatus.SUBMITTED, AT))


def test_models_are_hidden_until_the_review_is_done(workbench):
    workbench.set_blind(True)
    assert workbench.is_blind()
    sheet = workbench.sheet_of(REF)
    assert (sheet.is_blind, sheet.deliverable.model, sheet.entry.model) == (True, None, None)
    assert {each.model for each in sheet.attempts} == {None}
    assert workbench.choices().models == ()
    everything = workbench.queue(QueueFilter())
    assert workbench.queue(QueueFilter(models=frozenset({"gpt-5"}))) == everything
    submit(workbench, REF)
    assert workbench.sheet_of(REF).deliverable.model == "gpt-5"
    assert [each.model for each in workbench.entries(everything)] == ["gpt-5", None, None]
    workbench.run(SetStatus(REF, ReviewStatus.DRAFT, AT))
    assert workbench.sheet_of(REF).deliverable.model is None


def test_the_row_after_an_act_is_as_blind_as_the_one_read(workbench):
    workbench.set_blind(True)
    assert workbench.run(SetStatus(OTHER, ReviewStatus.SKIPPED, AT)).entry.model is None
    assert workbench.run(SetStatus(REF, ReviewStatus.SUBMITTED, AT)).entry.model == "gpt-5"
    workbench.set_blind(False)
    assert workbench.sheet_of(OTHER).deliverable.model == "other"


def test_an_export_is_blind_until_everything_is_done_and_what_comes_back_finds_its_place(workbench):
    workbench.set_blind(True)
    submit(workbench, REF, OTHER)
    blind = exported(workbench)
    assert b"gpt-5" not in blind
    assert b"job-1" not in blind
    document = json.loads(blind)
    with reading(workbench.database) as session:
        real = blinding.real_ids(session, 1)
    assert [real[job["id"]] for job in document["jobs"]] == ["job-1", "job-2"]
    assert [real[each["id"]] for job in document["jobs"] for each in job["deliverables"]] == [
        REF.deliverable,
        OTHER.deliverable,
        BARE.deliverable,
    ]
    assert len(document["jobs"][0]["deliverables"][0]["reviews"]) == 1
    submit(workbench, BARE)
    assert b"gpt-5" in exported(workbench)
    assert b"gpt-5" not in exported(workbench, ExportWish(is_blind=True))


def test_a_coordinator_can_export_blind_from_an_open_workspace_with_the_same_aliases(workbench):
    open_, blind = exported(workbench), exported(workbench, ExportWish(is_blind=True))
    assert b"gpt-5" in open_
    assert b"gpt-5" not in blind
    assert json.loads(blind)["study"] == {"id": STUDY, "name": "Pilot"}
    again = exported(workbench, ExportWish(is_blind=True))
    assert json.loads(again)["jobs"] == json.loads(blind)["jobs"]


def test_what_a_pack_hides_the_own_setting_does_not_show(workbench):
    with transaction(workbench.database) as session:
        blinding.set_blind(session, is_on=True, by_pack=True)
    workbench.set_blind(False)
    assert workbench.sheet_of(REF).is_blind
    with transaction(workbench.database) as session:
        blinding.set_blind(session, is_on=False, by_pack=True)
    assert not workbench.is_blind()


def test_aliases_need_their_secret(workbench):
    with reading(workbench.database) as session, pytest.raises(DomainError):
        blinding.aliases(session, STUDY)


@pytest.mark.parametrize("name", [name for name in FORMATS if not FORMATS[name].is_folder])
def test_every_shape_of_an_export_is_blind(workbench, name):
    submit(workbench, REF)
    blind = exported(workbench, ExportWish(name, is_blind=True))
    assert b"gpt-5" not in blind
    assert b"job-1" not in blind


def test_a_job_without_a_title_is_called_by_an_alias_where_models_are_hidden(workbench):
    assert workbench.sheet_of(BARE).entry.title == "job-2"
    workbench.set_blind(True)
    title = workbench.sheet_of(BARE).entry.title
    assert title.startswith("j-")
    assert workbench.run(SetStatus(BARE, ReviewStatus.SKIPPED, AT)).entry.title == title
