"""All mapped tables: importing this module is what makes `Base.metadata` whole.

Every row has an integer key; keys grow in import order, which is the order of the queue and of an export. The ids
of the document are unique inside a study only. Columns named `extra` hold, as JSON text, the keys of the document that
the program does not know; `*_json` columns hold a part of the document as it came. No delete ever cascades.
"""

from __future__ import annotations

from annotator.storage.base import Base
from annotator.storage.job_tables import (
    BriefRow,
    ContentRow,
    CriterionRow,
    DeliverableRow,
    FileRow,
    JobRow,
    ReviewerRow,
    RubricRow,
    StudyReviewerRow,
    StudyRow,
    TagDefinitionRow,
    WorkspaceRow,
)
from annotator.storage.pack_tables import (
    KeptTimeRow,
    OpenedItemRow,
    OpenedPackRow,
    PackItemRow,
    PackRow,
    ReturnRow,
    SentReviewRow,
    SentRow,
)
from annotator.storage.request_tables import RequestRow
from annotator.storage.review_tables import (
    InterventionRow,
    JournalMergeRow,
    JournalRow,
    MarkRow,
    ReviewRow,
    TagRow,
    TimeSessionRow,
)

__all__ = [
    "Base",
    "BriefRow",
    "ContentRow",
    "CriterionRow",
    "DeliverableRow",
    "FileRow",
    "InterventionRow",
    "JobRow",
    "JournalMergeRow",
    "JournalRow",
    "KeptTimeRow",
    "MarkRow",
    "OpenedItemRow",
    "OpenedPackRow",
    "PackItemRow",
    "PackRow",
    "RequestRow",
    "ReturnRow",
    "ReviewRow",
    "ReviewerRow",
    "RubricRow",
    "SentReviewRow",
    "SentRow",
    "StudyReviewerRow",
    "StudyRow",
    "TagDefinitionRow",
    "TagRow",
    "TimeSessionRow",
    "WorkspaceRow",
]
