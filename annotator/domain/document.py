"""The objects of the document `annotator/1`: every key in its order, and what a missing one means.

Reader, writer and storage walk these tables, so that a key is named once.
"""

from __future__ import annotations

from enum import Enum
from typing import Final

from annotator.domain.job import Arm
from annotator.domain.review import Activity, ClientAcceptance, EvidenceKind, MarkKind, ReviewStatus, Severity, Verdict
from annotator.domain.rubric import Importance
from annotator.domain.shapes import Field, Of, Shape
from annotator.domain.spans import SpanTarget
from annotator.domain.taxonomy import TagKind


def _text(name: str, default: str | None = None, *, is_needed: bool = False) -> Field:
    return Field(name, Of.TEXT, default, is_needed=is_needed)


def _plain(name: str, *, is_needed: bool = False) -> Field:
    return Field(name, Of.PLAIN, is_needed=is_needed)


def _flag(name: str, *, default: bool | None = False) -> Field:
    return Field(name, Of.FLAG, default)


def _count(name: str, default: int | None = None, *, least: int = 0, is_needed: bool = False) -> Field:
    return Field(name, Of.COUNT, default, least=least, is_needed=is_needed)


def _number(name: str, default: float | None = None) -> Field:
    return Field(name, Of.NUMBER, default)


def _word(name: str, words: type[Enum], default: Enum | None = None, *, is_needed: bool = False) -> Field:
    of_words = frozenset(word.value for word in words)
    return Field(name, Of.TEXT, default.value if default else None, of_words, is_needed=is_needed)


def _list(name: str, shape: Shape) -> Field:
    return Field(name, Of.LIST, list, shape=shape)


class _Role(Enum):
    REVIEWER = "reviewer"
    ADJUDICATOR = "adjudicator"
    MODEL = "model"


class _ReviewerKind(Enum):
    HUMAN = "human"
    MODEL = "model"


FREE: Final = Field("metadata", Of.OBJECT, dict)

STUDY: Final = Shape("study", (_plain("id"), _text("name")))

REVIEWER: Final = Shape(
    "reviewer", (_plain("id"), _text("name", ""), _word("kind", _ReviewerKind, _ReviewerKind.HUMAN))
)

TAG_DEFINITION: Final = Shape(
    "tag definition",
    (
        _plain("code", is_needed=True),
        _word("kind", TagKind, is_needed=True),
        Field("label", Of.OBJECT, dict),
        Field("definition", Of.OBJECT, dict),
        _plain("parent"),
        _text("category"),
    ),
)

MONEY: Final = Shape("money", (_number("amount"), _text("currency")))

FILE: Final = Shape("file", (_text("name"), _plain("sha256"), _text("media_type"), Field("size", Of.SIZE)))
"""A file. Its key `path` is for an import only: it is taken out when the bytes are stored."""

SPAN: Final = Shape(
    "span",
    (
        _word("target", SpanTarget, SpanTarget.DELIVERABLE),
        _count("start", 0),
        _count("end"),
        _text("quote", ""),
        _text("prefix", ""),
        _text("suffix", ""),
        _flag("orphan"),
    ),
)

EVIDENCE: Final = Shape(
    "evidence",
    (
        _word("kind", EvidenceKind, is_needed=True),
        Field("span", Of.SHAPE, shape=SPAN),
        _text("file"),
        Field("place", Of.ANY),
        _text("text"),
    ),
)

TIME: Final = Shape(
    "time",
    (
        _word("activity", Activity, Activity.REVIEW),
        _plain("started_at"),
        _number("seconds", 0),
        _number("corrected_seconds"),
        _text("reason"),
    ),
)

MARK: Final = Shape(
    "mark",
    (
        _text("criterion_id", is_needed=True),
        _word("mark", MarkKind),
        _text("reason"),
        _flag("criterion_wrong"),
        _text("note"),
        _list("evidence", EVIDENCE),
    ),
)

TAG: Final = Shape(
    "tag",
    (
        _text("code", is_needed=True),
        _word("severity", Severity),
        _text("criterion_id"),
        _text("note"),
        Field("span", Of.SHAPE, shape=SPAN),
    ),
)

INTERVENTION: Final = Shape(
    "intervention",
    (
        _plain("id"),
        _plain("kind", is_needed=True),
        _flag("primary"),
        _text("content"),
        _list("attachments", FILE),
        _text("note"),
        Field("effort", Of.OBJECT, dict),
        _text("result"),
        _plain("created_at"),
        _list("time", TIME),
        _number("active_seconds"),
    ),
)

ADJUDICATION: Final = Shape("adjudication", (_text("reason"), Field("of", Of.TEXTS, list)))

REVIEW: Final = Shape(
    "review",
    (
        _plain("id"),
        _text("reviewer"),
        _plain("reviewer_id"),
        _word("role", _Role, _Role.REVIEWER),
        _count("occasion", 1, least=1),
        _count("revision", 1, least=1),
        _flag("gold"),
        _word("status", ReviewStatus, ReviewStatus.DRAFT),
        _text("skip_reason"),
        _flag("flagged"),
        _text("flag_reason"),
        _word("verdict", Verdict),
        _word("client_acceptance", ClientAcceptance),
        _plain("rule"),
        _word("rule_verdict", Verdict),
        _count("rubric_version"),
        _count("brief_version"),
        _list("marks", MARK),
        _list("tags", TAG),
        _text("note"),
        _flag("blind", default=None),
        _count("order_shown"),
        _text("guessed_model"),
        _plain("saw_others_at"),
        Field("adjudication", Of.SHAPE, shape=ADJUDICATION),
        _list("interventions", INTERVENTION),
        _list("time", TIME),
        _number("active_seconds"),
        _plain("started_at"),
        _plain("submitted_at"),
        FREE,
    ),
)

DELIVERABLE: Final = Shape(
    "deliverable",
    (
        _text("id"),
        _text("model"),
        _text("served_model"),
        _count("attempt", 1),
        _word("arm", Arm),
        _text("parent"),
        _flag("partial"),
        _text("content"),
        _list("attachments", FILE),
        _plain("created_at"),
        Field("prompt", Of.ANY),
        Field("usage", Of.OBJECT, dict),
        Field("cost", Of.SHAPE, shape=MONEY),
        FREE,
        Field("reviews", Of.LIST, list),
    ),
)

BRIEF: Final = Shape("brief", (_count("version", least=0, is_needed=True), _text("brief")))

CRITERION: Final = Shape(
    "criterion",
    (
        _text("id"),
        _text("text"),
        _word("importance", Importance),
        _number("weight"),
        _text("example"),
        _text("theme"),
        _flag("archived"),
    ),
)

RUBRIC: Final = Shape(
    "rubric",
    (
        _count("version", is_needed=True),
        _list("criteria", CRITERION),
        _plain("locked_at"),
        _text("author"),
    ),
)

JOB: Final = Shape(
    "job",
    (
        _text("id", is_needed=True),
        _text("title"),
        _text("brief"),
        _count("brief_version", 1),
        _list("briefs", BRIEF),
        _text("category"),
        _text("language"),
        Field("budget", Of.SHAPE, shape=MONEY),
        _list("rubric", CRITERION),
        _count("rubric_version", 1),
        _list("rubrics", RUBRIC),
        _list("attachments", FILE),
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
