"""The objects of the document `annotator/1`: every key in its order, and what a missing one means.

Reader, writer and storage walk these tables, so that a key is named once.
"""

from __future__ import annotations

from enum import Enum
from typing import Final

from annotator.domain.job import Arm
from annotator.domain.review import Activity, ClientAcceptance, EvidenceKind, MarkKind, ReviewStatus, Severity, Verdict
from annotator.domain.rubric import Importance
from annotator.domain.shapes import Field, Of, Shape, amount, count, flag, many, plain, text, word
from annotator.domain.spans import SpanTarget
from annotator.domain.taxonomy import TagKind


class _Role(Enum):
    REVIEWER = "reviewer"
    ADJUDICATOR = "adjudicator"
    MODEL = "model"


class _ReviewerKind(Enum):
    HUMAN = "human"
    MODEL = "model"


FREE: Final = Field("metadata", Of.OBJECT, dict)

STUDY: Final = Shape("study", (plain("id"), text("name")))

REVIEWER: Final = Shape("reviewer", (plain("id"), text("name", ""), word("kind", _ReviewerKind, _ReviewerKind.HUMAN)))

TAG_DEFINITION: Final = Shape(
    "tag definition",
    (
        plain("code", is_needed=True),
        word("kind", TagKind, is_needed=True),
        Field("label", Of.OBJECT, dict),
        Field("definition", Of.OBJECT, dict),
        plain("parent"),
        text("category"),
    ),
)

MONEY: Final = Shape("money", (amount("amount"), text("currency")))

FILE: Final = Shape("file", (text("name"), plain("sha256"), text("media_type"), Field("size", Of.SIZE)))
"""A file. Its key `path` is for an import only: it is taken out when the bytes are stored."""

SPAN: Final = Shape(
    "span",
    (
        word("target", SpanTarget, SpanTarget.DELIVERABLE),
        count("start", 0),
        count("end"),
        text("quote", ""),
        text("prefix", ""),
        text("suffix", ""),
        flag("orphan"),
    ),
)

EVIDENCE: Final = Shape(
    "evidence",
    (
        word("kind", EvidenceKind, is_needed=True),
        Field("span", Of.SHAPE, shape=SPAN),
        text("file"),
        Field("place", Of.ANY),
        text("text"),
    ),
)

TIME: Final = Shape(
    "time",
    (
        word("activity", Activity, Activity.REVIEW),
        plain("started_at"),
        amount("seconds", 0),
        amount("corrected_seconds"),
        text("reason"),
    ),
)

MARK: Final = Shape(
    "mark",
    (
        text("criterion_id", is_needed=True),
        word("mark", MarkKind),
        text("reason"),
        flag("criterion_wrong"),
        text("note"),
        many("evidence", EVIDENCE),
    ),
)

TAG: Final = Shape(
    "tag",
    (
        text("code", is_needed=True),
        word("severity", Severity),
        text("criterion_id"),
        text("note"),
        Field("span", Of.SHAPE, shape=SPAN),
    ),
)

INTERVENTION: Final = Shape(
    "intervention",
    (
        plain("id"),
        plain("kind", is_needed=True),
        flag("primary"),
        text("content"),
        many("attachments", FILE),
        text("note"),
        Field("effort", Of.OBJECT, dict),
        text("result"),
        plain("created_at"),
        many("time", TIME),
        amount("active_seconds"),
    ),
)

ADJUDICATION: Final = Shape("adjudication", (text("reason"), Field("of", Of.TEXTS, list)))

REVIEW: Final = Shape(
    "review",
    (
        plain("id"),
        text("reviewer"),
        plain("reviewer_id"),
        word("role", _Role, _Role.REVIEWER),
        count("occasion", 1, least=1),
        count("revision", 1, least=1),
        flag("gold"),
        word("status", ReviewStatus, ReviewStatus.DRAFT),
        text("skip_reason"),
        flag("flagged"),
        text("flag_reason"),
        word("verdict", Verdict),
        word("client_acceptance", ClientAcceptance),
        plain("rule"),
        word("rule_verdict", Verdict),
        count("rubric_version"),
        count("brief_version"),
        many("marks", MARK),
        many("tags", TAG),
        text("note"),
        flag("blind", default=None),
        count("order_shown"),
        text("guessed_model"),
        plain("saw_others_at"),
        Field("adjudication", Of.SHAPE, shape=ADJUDICATION),
        many("interventions", INTERVENTION),
        many("time", TIME),
        amount("active_seconds"),
        plain("started_at"),
        plain("submitted_at"),
        FREE,
    ),
)

DELIVERABLE: Final = Shape(
    "deliverable",
    (
        text("id"),
        text("model"),
        text("served_model"),
        count("attempt", 1),
        word("arm", Arm),
        text("parent"),
        flag("partial"),
        text("content"),
        many("attachments", FILE),
        plain("created_at"),
        Field("prompt", Of.ANY),
        Field("usage", Of.OBJECT, dict),
        Field("cost", Of.SHAPE, shape=MONEY),
        FREE,
        Field("reviews", Of.LIST, list),
    ),
)

BRIEF: Final = Shape("brief", (count("version", least=0, is_needed=True), text("brief")))

CRITERION: Final = Shape(
    "criterion",
    (
        text("id"),
        text("text"),
        word("importance", Importance),
        amount("weight"),
        text("example"),
        text("theme"),
        flag("archived"),
    ),
)

RUBRIC: Final = Shape(
    "rubric",
    (
        count("version", is_needed=True),
        many("criteria", CRITERION),
        plain("locked_at"),
        text("author"),
    ),
)

JOB: Final = Shape(
    "job",
    (
        text("id", is_needed=True),
        text("title"),
        text("brief"),
        count("brief_version", 1),
        many("briefs", BRIEF),
        text("category"),
        text("language"),
        Field("budget", Of.SHAPE, shape=MONEY),
        many("rubric", CRITERION),
        count("rubric_version", 1),
        many("rubrics", RUBRIC),
        many("attachments", FILE),
        FREE,
        Field("deliverables", Of.LIST, list),
    ),
)

HEADER_KEYS: Final = (
    "format",
    "study",
    "app_version",
    "exported_at",
    "offset_unit",
    "manifest",
    "reviewers",
    "tags",
    "jobs",
)
"""The keys of the document itself."""
