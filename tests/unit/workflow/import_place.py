"""A folder to import from, with the workspace that imports, and the smallest documents."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from sqlalchemy import select

from annotator.exactjson import dumps, loads
from annotator.storage.database import reading
from annotator.storage.tables import JournalRow
from annotator.workflow.exporting import ExportWish, export_file
from annotator.workflow.import_report import ImportReport
from annotator.workflow.importing import import_files
from annotator.workflow.workspaces import open_workspace

STUDY = {"id": "study-a", "name": "Pilot"}


class Place:
    """A folder with files to import and a workspace to import them into."""

    def __init__(self, folder: Path, name: str = "workspace") -> None:
        self.folder = folder
        self.workspace = folder / name

    def write(self, content: Any, name: str = "in.json") -> Path:
        path = self.folder / name
        path.write_bytes(content if isinstance(content, bytes) else dumps(content))
        return path

    def take(self, *contents: Any, **options: Any) -> ImportReport:
        paths = [
            content if isinstance(content, Path) else self.write(content, f"in{at}.json")
            for at, content in enumerate(contents)
        ]
        with_workbench = open_workspace(self.workspace)
        try:
            return import_files(with_workbench, paths, **options)
        finally:
            with_workbench.close()

    def give(self, **wish: Any) -> dict[str, Any]:
        return loads(self.give_bytes(**wish).decode())

    def give_bytes(self, **wish: Any) -> bytes:
        workbench = open_workspace(self.workspace)
        try:
            export_file(workbench, self.folder / "out", ExportWish(**wish))
        finally:
            workbench.close()
        return (self.folder / "out").read_bytes()

    def journal(self) -> list[tuple[dict[str, Any], dict[str, Any]]]:
        workbench = open_workspace(self.workspace)
        try:
            with reading(workbench.database) as session:
                rows = session.execute(
                    select(JournalRow.command_json, JournalRow.undo_json, JournalRow.is_undoable).where(
                        JournalRow.kind == "import"
                    )
                ).all()
        finally:
            workbench.close()
        assert not any(row[2] for row in rows)
        return [(json.loads(row[0]), json.loads(row[1])) for row in rows]


def document(*jobs: dict[str, Any], **header: Any) -> dict[str, Any]:
    return {"format": "annotator/1", "study": STUDY, **header, "jobs": list(jobs)}


def job(*deliverables: dict[str, Any], **keys: Any) -> dict[str, Any]:
    return {"id": "j1", "brief": "Write a poem about spring.", **keys, "deliverables": list(deliverables)}


def deliverable(*reviews: dict[str, Any], **keys: Any) -> dict[str, Any]:
    return {"id": "d1", "content": "Spring is here 😀 at last.", **keys, "reviews": list(reviews)}


def review(**keys: Any) -> dict[str, Any]:
    return {"reviewer": "ada", "reviewer_id": "ada-id", "status": "submitted", "verdict": "pass", **keys}


def counted(report: ImportReport, *, kind: str = "added") -> tuple[int, int, int]:
    counts = getattr(report, kind)
    return counts["jobs"], counts["deliverables"], counts["reviews"]


def reasons(report: ImportReport) -> list[tuple[str, str]]:
    return [(each.path, each.reason) for each in report.rejected]


def only_review(place: Place) -> dict[str, Any]:
    (found,) = place.give()["jobs"][0]["deliverables"][0]["reviews"]
    return found


def without_time(exported: bytes) -> bytes:
    lines = exported.split(b"\n")
    return b"\n".join(line for line in lines if not line.startswith((b'"exported_at"', b'"app_version"')))
