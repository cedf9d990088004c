"""A coordinator's workspace, reviewers' workspaces, and people who grade in them as the window does: by commands."""

from __future__ import annotations

import itertools
import json
from pathlib import Path
from typing import Any

from annotator.domain.ids import DeliverableId, InterventionId, ReviewRef, SessionId, StudyId
from annotator.domain.review import Activity, Intervention, MarkKind, ReviewStatus, TimeSession, Verdict
from annotator.exactjson import dumps
from annotator.packs.values import PackOptions
from annotator.workflow.commands import (
    AddIntervention,
    RecordTime,
    SetFlag,
    SetMark,
    SetStatus,
    SetVerdict,
)
from annotator.workflow.importing import import_files
from annotator.workflow.pack_plan import PackWish
from annotator.workflow.packing import Packed, create_packs
from annotator.workflow.sheets import QueueFilter
from annotator.workflow.workbench import Workbench
from annotator.workflow.workspaces import open_workspace

AT = "2026-11-25T10:00:00Z"
MODELS = ("model-alpha", "model-beta")


def document(jobs: int = 4, *, study: str = "study-x", files: Path | None = None) -> dict[str, Any]:
    """Jobs whose ids name their models, as most real ones do."""
    made: list[dict[str, Any]] = []
    for number in range(1, jobs + 1):
        job: dict[str, Any] = {
            "id": f"secret-job-{number}",
            "title": f"Letter {number}",
            "brief": f"Write letter {number}. 手紙 \U0001f600",
            "category": "Writing" if number % 2 else "Data",
            "language": "en",
            "rubric": [
                {"id": "c1", "text": "It is a letter.", "importance": "critical"},
                {"id": "c2", "text": "Kind."},
            ],
            "metadata": {"source": "model-alpha"},
            "deliverables": [
                {
                    "id": f"{model}/secret-{number}",
                    "model": model,
                    "attempt": 1,
                    "content": f"Dear client {number},\r\n{'yes' * at}",
                    "prompt": "p",
                    "cost": {"amount": 0.02, "currency": "USD"},
                    "metadata": {"by": model},
                }
                for at, model in enumerate(MODELS, start=1)
            ],
        }
        if files is not None:
            (files / f"note-{number}.txt").write_text(f"Note {number}")
            job["attachments"] = [{"name": f"note-{number}.txt", "path": f"note-{number}.txt"}]
        made.append(job)
    return {"format": "annotator/1", "study": {"id": study, "name": "Pilot"}, "jobs": made}


class Travels:
    """The folder with everybody's workspaces."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._numbers = itertools.count()
        self.opened: list[Workbench] = []
        self.coordinator = self.workspace("coordinator", "Coco")

    def workspace(self, name: str, reviewer: str = "") -> Workbench:
        self.opened.append(open_workspace(self.folder / name, reviewer))
        return self.opened[-1]

    def close(self) -> None:
        for each in self.opened:
            each.close()

    def prepare(self, jobs: int = 4, **options: Any) -> None:
        path = self.folder / "in.json"
        path.write_bytes(dumps(document(jobs, **options)))
        assert import_files(self.coordinator, [path]).is_clean

    def take(self, content: dict[str, Any]) -> None:
        path = self.folder / f"more-{next(self._numbers)}.json"
        path.write_bytes(dumps(content))
        assert import_files(self.coordinator, [path]).is_clean

    def pack(self, *reviewers: str, options: PackOptions | None = None, **wish: Any) -> Packed:
        return create_packs(
            self.coordinator,
            PackWish(self.folder / "out", reviewers or ("Ada",), options=options or PackOptions(), **wish),
        )


def refs(workbench: Workbench) -> list[ReviewRef]:
    return [entry.ref for entry in workbench.entries(workbench.queue(QueueFilter()))]


def grade(
    workbench: Workbench, ref: ReviewRef, verdict: Verdict = Verdict.PASS, *, seconds: float = 60, is_done: bool = True
) -> None:
    """Mark, decide, and be done with a deliverable after some time."""
    session = TimeSession(SessionId(f"{ref.deliverable}-{seconds}"), Activity.REVIEW, AT, seconds)
    kind = MarkKind.PASS if verdict is Verdict.PASS else MarkKind.FAIL
    sheet = workbench.sheet_of(ref)
    workbench.run_all(
        [
            RecordTime(ref, session),
            *(SetMark(ref, criterion.id, kind) for criterion in sheet.job.rubric.criteria),
            SetVerdict(ref, verdict),
        ]
    )
    if is_done:
        done(workbench, ref)


def done(workbench: Workbench, ref: ReviewRef, at: str = AT) -> None:
    workbench.run(SetStatus(ref, ReviewStatus.SUBMITTED, at))


def correct(workbench: Workbench, ref: ReviewRef, verdict: Verdict) -> None:
    """Reopen, decide otherwise, and be done again."""
    workbench.run(SetStatus(ref, ReviewStatus.DRAFT, AT))
    workbench.run(SetVerdict(ref, verdict))
    done(workbench, ref, "2026-11-25T11:00:00Z")


def ask_again(workbench: Workbench, ref: ReviewRef, message: str, kind: str = "I1") -> None:
    step = Intervention(InterventionId(f"ask-{ref.deliverable}"), kind, True, message, created_at=AT)
    workbench.run(AddIntervention(ref, step, 0))


def flag(workbench: Workbench, ref: ReviewRef, reason: str) -> None:
    workbench.run(SetFlag(ref, True, reason))


def ref_of(study: str, deliverable: str) -> ReviewRef:
    return ReviewRef(StudyId(study), DeliverableId(deliverable))


def reviews_of(exported: bytes) -> dict[tuple[str, str], dict[str, Any]]:
    """Return the reviews of an exported document by deliverable and reviewer."""
    return {
        (deliverable["id"], review["reviewer"]): review
        for job in json.loads(exported)["jobs"]
        for deliverable in job["deliverables"]
        for review in deliverable["reviews"]
    }
