"""Random acts that fit the review they meet, for laws about undo."""

from __future__ import annotations

from dataclasses import dataclass

from hypothesis import strategies as st

from annotator.domain.ids import InterventionId, SessionId, TagId
from annotator.domain.review import (
    Activity,
    ClientAcceptance,
    Evidence,
    EvidenceKind,
    Intervention,
    MarkKind,
    Review,
    ReviewStatus,
    Severity,
    Tag,
    TimeSession,
    Verdict,
)
from annotator.domain.spans import span_of
from annotator.domain.textpatch import patch_between
from annotator.workflow.commands import (
    AddIntervention,
    AddTag,
    Command,
    CorrectTime,
    DescribeIntervention,
    EditText,
    RecordTime,
    RemoveIntervention,
    RemoveTag,
    SetClientAcceptance,
    SetEvidence,
    SetFlag,
    SetGuess,
    SetMark,
    SetSeverity,
    SetStatus,
    SetVerdict,
    StartIntervention,
    TextField,
)
from annotator.workflow.texts import text_of
from tests.unit.small_study import CONTENT, CRITERIA

AT = "2026-11-23T12:00:00.000Z"

ACTS = (
    "mark", "evidence", "tag", "untag", "severity", "acceptance", "verdict", "guess", "flag", "submit", "skip",
    "take back", "type", "step in", "put back", "step out", "describe", "correct",
)  # fmt: skip


@dataclass(frozen=True)
class Move:
    """A kind of act with numbers that decide the rest once the review is known."""

    act: str
    choice: int
    place: int
    text: str


moves = st.builds(
    Move,
    st.sampled_from(ACTS),
    st.integers(0, 11),
    st.integers(0, 5),
    st.text("aé評\U0001f600\x00\n\r", max_size=4),
)
timed_moves = st.builds(Move, st.just("time"), st.integers(0, 3), st.integers(0, 3), st.just(""))


def fitting(move: Move, review: Review) -> Command | None:
    """Return the command that a move comes to on this review, `None` if it fits nowhere."""
    ref, choice, place = review.ref, move.choice, move.place
    standing = _standing(move, review)
    if standing is not None or move.act in {"submit", "skip", "take back"}:
        return standing
    if move.act == "time":
        return _going_on(move, review)
    if move.act == "correct":
        sessions = review.time + tuple(session for each in review.interventions for session in each.time)
        if not sessions:
            return None
        return CorrectTime(
            ref, sessions[choice % len(sessions)].id, None if place == 0 else float(place), move.text or None
        )
    if review.status is not ReviewStatus.DRAFT:
        return None
    return _in_draft(move, review)


def _going_on(move: Move, review: Review) -> Command:
    """Time only grows."""
    session_id = SessionId(f"s{move.choice}")
    every = review.time + tuple(session for each in review.interventions for session in each.time)
    before = sum(session.seconds for session in every if session.id == session_id)
    owner = InterventionId(f"i{move.place}") if move.choice % 2 else None
    return RecordTime(review.ref, TimeSession(session_id, Activity.REVIEW, AT, before + 1.5 * move.place), owner)


def _standing(move: Move, review: Review) -> Command | None:
    match move.act, review.status:
        case "submit", ReviewStatus.DRAFT | ReviewStatus.SKIPPED:
            return SetStatus(review.ref, ReviewStatus.SUBMITTED, AT, rule=(None, "all_criteria")[move.choice % 2])
        case "skip", ReviewStatus.DRAFT | ReviewStatus.SKIPPED:
            return SetStatus(review.ref, ReviewStatus.SKIPPED, AT, move.text)
        case "take back", ReviewStatus.SUBMITTED | ReviewStatus.SKIPPED:
            return SetStatus(review.ref, ReviewStatus.DRAFT, AT)
    return None


def _in_draft(move: Move, review: Review) -> Command | None:
    ref, choice, place = review.ref, move.choice, move.place
    criterion = CRITERIA[choice % 4]
    match move.act:
        case "mark":
            return SetMark(ref, criterion, (None, *MarkKind)[place % 5], move.text or None, bool(choice % 2))
        case "evidence":
            spans = [Evidence(EvidenceKind.SPAN, span_of(CONTENT, place, place + 5)), Evidence(EvidenceKind.ABSENT)]
            return SetEvidence(ref, criterion, tuple(spans[: choice % 3]))
        case "acceptance":
            return SetClientAcceptance(ref, (None, *ClientAcceptance)[choice % 4])
        case "verdict":
            return SetVerdict(ref, (None, *Verdict)[choice % 4])
        case "guess" | "flag":
            is_guess = move.act == "guess"
            return SetGuess(ref, move.text or None) if is_guess else SetFlag(ref, bool(choice % 2), move.text)
    about_texts = {"type": _typing, "tag": _about_tags, "untag": _about_tags, "severity": _about_tags}
    return about_texts.get(move.act, _about_interventions)(move, review)


def _about_tags(move: Move, review: Review) -> Command | None:
    ids = [tag.id for tag in review.tags]
    if move.act == "tag":
        if TagId(f"t{move.choice}") in ids:
            return None
        span = span_of(CONTENT, move.place, move.place + 3) if move.choice % 2 else None
        position = None if move.place == 0 else min(move.place - 1, len(ids))
        return AddTag(review.ref, Tag(TagId(f"t{move.choice}"), f"G{move.place:02}", span=span), position)
    if not ids:
        return None
    tag_id = ids[move.choice % len(ids)]
    if move.act == "untag":
        return RemoveTag(review.ref, tag_id)
    return SetSeverity(review.ref, tag_id, (None, *Severity)[move.place % 4])


def _about_interventions(move: Move, review: Review) -> Command | None:
    ids = [each.id for each in review.interventions]
    if move.act in {"step in", "put back"}:
        id_ = InterventionId(f"i{move.place}")
        if id_ in ids:
            return None
        if move.act == "step in":
            return StartIntervention(review.ref, id_, "I5", AT, is_copy=bool(move.choice % 2))
        whole = Intervention(id_, "I1", is_primary=False, content=move.text, note="n", created_at=AT)
        return AddIntervention(review.ref, whole, min(move.choice, len(ids)))
    if not ids:
        return None
    id_ = ids[move.choice % len(ids)]
    if move.act == "step out":
        return RemoveIntervention(review.ref, id_)
    return DescribeIntervention(review.ref, id_, f"I{move.place}", f'{{"ter":{move.choice}}}')


def _typing(move: Move, review: Review) -> Command | None:
    field = tuple(TextField)[move.choice % 5]
    keys: dict[TextField, list[str]] = {
        TextField.NOTE: [""],
        TextField.MARK_NOTE: list(CRITERIA),
        TextField.TAG_NOTE: [tag.id for tag in review.tags],
        TextField.INTERVENTION_CONTENT: [each.id for each in review.interventions],
        TextField.INTERVENTION_NOTE: [each.id for each in review.interventions],
    }
    if not keys[field]:
        return None
    key = keys[field][move.place % len(keys[field])]
    old = text_of(review, field, key)
    at = min(move.place, len(old))
    return EditText(review.ref, field, key, patch_between(old, old[:at] + move.text + old[at + 2 :]))
