"""The tables without their classes, for questions that are asked at every key press.

The mapper takes half as long again for a question about classes, and gives nothing for it where rows are turned into
values anyway.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from annotator.storage import tables

if TYPE_CHECKING:
    from sqlalchemy import Table

WORKSPACE = cast("Table", tables.WorkspaceRow.__table__)
STUDY = cast("Table", tables.StudyRow.__table__)
JOB = cast("Table", tables.JobRow.__table__)
BRIEF = cast("Table", tables.BriefRow.__table__)
CRITERION = cast("Table", tables.CriterionRow.__table__)
DELIVERABLE = cast("Table", tables.DeliverableRow.__table__)
CONTENT = cast("Table", tables.ContentRow.__table__)
REVIEW = cast("Table", tables.ReviewRow.__table__)
MARK = cast("Table", tables.MarkRow.__table__)
TAG = cast("Table", tables.TagRow.__table__)
INTERVENTION = cast("Table", tables.InterventionRow.__table__)
TIME = cast("Table", tables.TimeSessionRow.__table__)
