"""Opening a workspace: a folder with a database and the attached files, or a database elsewhere."""

from __future__ import annotations

import json
import uuid
from pathlib import Path
from typing import TYPE_CHECKING

from annotator.domain.ids import ReviewerId
from annotator.paths import data_folder
from annotator.storage import studies, workspace
from annotator.storage.database import open_database, reading, transaction
from annotator.workflow.sheets import ReviewerName
from annotator.workflow.workbench import Workbench

if TYPE_CHECKING:
    from annotator.storage.database import Database

DATABASE_NAME = "annotator.sqlite"
FILES_NAME = "files"
DEFAULT_REVIEWER = "reviewer"

_REVIEWER = "reviewer"


def open_workspace(directory_or_url: str | Path, reviewer_name: str = "") -> Workbench:
    """Open a workspace, made if it is missing. Several processes may have it open.

    Args:
        directory_or_url: the workspace's folder, or SQLAlchemy's URL of a database.
        reviewer_name: the reviewer's name as the settings have it; without one, the name from before.

    Raises:
        KnownError: the folder or the database cannot be opened.
    """
    if isinstance(directory_or_url, str) and "://" in directory_or_url:
        database = open_database(directory_or_url)
        files = (database.path.parent if database.path is not None else data_folder()) / FILES_NAME
    else:
        folder = Path(directory_or_url)
        database = open_database(folder / DATABASE_NAME)
        files = folder / FILES_NAME
    return Workbench(database, _reviewer(database, reviewer_name.strip()), files)


def rename_reviewer(workbench: Workbench, name: str) -> None:
    """Let the reviewer of a workspace go by another name from now on; without one, they keep theirs.

    Raises:
        KnownError: the disk refused; the name is as it was.
    """
    renamed = _reviewer(workbench.database, name.strip())
    with transaction(workbench.database) as session:
        if studies.reviewer_key(session, renamed.id) is not None:
            studies.register(session, renamed.id, renamed.name, renamed.kind)
    workbench.reviewer = renamed


def _reviewer(database: Database, name: str) -> ReviewerName:
    """Return who reviews here: the same id ever since the workspace was made, under the name of now.

    The name of the computer's account is never taken: it would leave with every exported file.
    """
    with reading(database) as session:
        remembered = workspace.remembered(session, _REVIEWER)
    if remembered is not None:
        known = json.loads(remembered)
        if name in {"", known["name"]}:
            return ReviewerName(ReviewerId(known["id"]), known["name"])
    with transaction(database) as session:
        remembered = workspace.remembered(session, _REVIEWER)  # another process may have been quicker
        known = (
            json.loads(remembered) if remembered is not None else {"id": str(uuid.uuid4()), "name": DEFAULT_REVIEWER}
        )
        known["name"] = name or known["name"]
        workspace.remember(session, _REVIEWER, json.dumps(known, ensure_ascii=False))
    return ReviewerName(ReviewerId(known["id"]), known["name"])
