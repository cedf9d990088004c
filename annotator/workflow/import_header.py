"""What a document says of itself, into the workspace: its study, reviewers and tags."""

from __future__ import annotations

import uuid
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from annotator.domain.ids import StudyId
from annotator.formats.document.jobs import Rejected
from annotator.i18n import _
from annotator.storage import exchange_known as known
from annotator.storage import studies
from annotator.workflow.import_ids import derived_id
from annotator.workflow.import_same import is_same

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sqlalchemy.orm import Session

    from annotator.domain.shapes import Record
    from annotator.formats.document.header import Header
    from annotator.workflow.import_report import ImportReport


@dataclass(frozen=True, slots=True)
class OpenDocument:
    """The study that a document's jobs go to; `reviewers` are the ids of those whom it names once."""

    study_key: int
    study_id: str
    reviewers: Mapping[str, str]


def adopt_header(session: Session, header: Header, file: str, report: ImportReport, at: str) -> OpenDocument:
    """Make a document's study, reviewers and tags known; return where its jobs go.

    Jobs of a file without a study go to the study that is open, or to a new one.

    Args:
        session: the transaction.
        header: the document's header.
        file: the document's name, for the report.
        report: is told what was refused.
        at: the time of the import (ISO 8601, UTC).
    """
    report.rejected += header.rejected
    key = _study(session, header)
    adopt_extra(session, key, header, at)
    id_ = known.study_id(session, key)
    named = [reviewer for reviewer in header.reviewers if reviewer["id"] or reviewer["name"]]
    for reviewer in named:
        if reviewer["id"] is None:
            reviewer["id"] = derived_id(id_, "reviewer", reviewer["name"])
    known.add_reviewers(session, key, list({reviewer["id"]: reviewer for reviewer in reversed(named)}.values())[::-1])
    _adopt_tags(session, key, header, file, report)
    times = Counter(reviewer["name"] for reviewer in named)
    return OpenDocument(key, id_, {each["name"]: each["id"] for each in named if times[each["name"]] == 1})


def adopt_extra(session: Session, key: int, header: Header, at: str) -> None:
    """Keep what a document says of its study and of itself; what it leaves out stays as it is."""
    stored, stored_extra = known.study_record(session, key)
    given = {name: value for name, value in (header.study or {}).items() if value is not None and name != "id"}
    study = {**stored, **given}
    extra = {**stored_extra, **header.extra}
    if is_same(study, stored) and is_same(extra, stored_extra):
        return
    known.change_study(session, key, study, extra)
    before = {name: stored[name] for name in given if stored.get(name) is not None and stored[name] != given[name]}
    if before:
        now = {name: given[name] for name in before}
        entry = {"id": str(uuid.uuid4()), "now": {"study": study["id"], "set": now}}
        known.add_journal(session, [{**entry, "before": {"study": study["id"], "set": before}}], at)


def _study(session: Session, header: Header) -> int:
    """Return the key of the document's study; the window turns to it if there is nothing else to see."""
    current = studies.current_key(session)
    if header.study is None:
        if current is None:
            return known.add_study(session, {"id": str(uuid.uuid4()), "name": None})
        return current
    study = {**header.study}
    if study["id"] is None:
        study["id"] = derived_id("study", study["name"] or "")
    key = known.study_key(session, study["id"])
    if key is None:
        key = known.add_study(session, study)
    if current is not None and current != key and not known.has_jobs(session, current):
        studies.choose(session, StudyId(study["id"]))
    return key


def _adopt_tags(session: Session, key: int, header: Header, file: str, report: ImportReport) -> None:
    if not header.tags:
        return
    defined = {tag["code"]: tag for tag in known.tag_definitions(session, key)}
    fresh: list[Record] = []
    for index, tag in enumerate(header.tags):
        other = defined.get(tag["code"])
        if other is None:
            defined[tag["code"]] = tag
            fresh.append(tag)
        elif not is_same(other, tag):
            reason = _("the workspace defines the tag {code} otherwise").format(code=tag["code"])
            report.conflicts.append(Rejected(file, None, f"tags[{index}]", reason))
    known.add_tag_definitions(session, key, fresh)
