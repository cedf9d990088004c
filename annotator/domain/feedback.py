"""Drafting the message that asks for another attempt, from what failed and what was missing."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Final

from annotator.domain.feedback_words import ENGLISH, JAPANESE
from annotator.domain.job import Arm
from annotator.domain.review import EvidenceKind, MarkKind
from annotator.domain.segmentation import has_japanese
from annotator.domain.spans import SpanTarget
from annotator.domain.taxonomy import TagKind

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from annotator.domain.feedback_words import FeedbackWords
    from annotator.domain.job import Job
    from annotator.domain.review import Evidence, Intervention, Review, Tag
    from annotator.domain.rubric import Criterion
    from annotator.domain.spans import Span
    from annotator.domain.taxonomy import TagDefinition

ARMS: Final[Mapping[str, Arm]] = {
    "I0": Arm.PLAIN_RETRY,
    "I1": Arm.FEEDBACK,
    "I2": Arm.REBRIEF,
    "I3": Arm.FACTS,
    "I4": Arm.STEER,
}
"""What the next attempt is counted as, by the kind of intervention that asked for it."""

_LONGEST_QUOTE: Final = 300


def speaks_japanese(job: Job) -> bool:
    """Return whether messages about a job are Japanese: its language says so, or without one its brief."""
    if job.language:
        return job.language.lower().startswith("ja")
    return has_japanese(job.brief)


def drafted(kind: str, job: Job, review: Review, definitions: Mapping[str, TagDefinition]) -> str:
    """Return the message for a kind of intervention as Markdown, to be edited; a plain retry says nothing.

    Args:
        kind: I0 to I4.
        job: whose criteria failed; the message speaks its language.
        review: what failed and what was missing.
        definitions: the known strengths and gaps by their code; an unknown one is called by its code.
    """
    is_japanese = speaks_japanese(job)
    words = JAPANESE if is_japanese else ENGLISH
    if kind not in words.opening:
        return ""
    parts = [words.opening[kind]]
    if kind in words.own:
        parts.append(words.own[kind])
    failed = [each for each in job.rubric.active if review.mark(each.id).kind is MarkKind.FAIL]
    asked = [each for each in failed if not each.is_pitfall]
    parts += _criteria(words.failed, asked, review, words)
    parts += _criteria(words.pitfalls, [each for each in failed if each.is_pitfall], review, words)
    gaps = [each for each in review.tags if _is_gap(each, definitions)]
    if gaps:
        language = "ja" if is_japanese else "en"
        lines = [line for tag in gaps for line in _gap(tag, definitions, language, words)]
        parts += [words.gaps, "\n".join(lines)]
    return "\n\n".join([*parts, words.closing[kind]]) + "\n"


def _criteria(heading: str, criteria: Sequence[Criterion], review: Review, words: FeedbackWords) -> list[str]:
    if not criteria:
        return []
    lines: list[str] = []
    for number, criterion in enumerate(criteria, start=1):
        mark = review.mark(criterion.id)
        lines.append(f"{number}. {_in_a_line(criterion.text)}")
        if mark.note:
            lines.append(f"   - {words.why.format(note=_in_a_line(mark.note))}")
        lines += [f"   - {_evidence(each, words)}" for each in mark.evidence]
    return [heading, "\n".join(lines)]


def _gap(tag: Tag, definitions: Mapping[str, TagDefinition], language: str, words: FeedbackWords) -> Iterator[str]:
    known = definitions.get(tag.code)
    label = known.label_in(language) if known is not None else tag.code
    if tag.severity is not None:
        label = words.labelled.format(label=label, severity=words.severities[tag.severity])
    yield f"- {label}: {_in_a_line(tag.note)}" if tag.note else f"- {label}"
    if tag.span is not None:
        yield f"  - {_place(tag.span, words)}"


def _is_gap(tag: Tag, definitions: Mapping[str, TagDefinition]) -> bool:
    known = definitions.get(tag.code)
    return known is None or known.kind is TagKind.GAP


def _evidence(evidence: Evidence, words: FeedbackWords) -> str:
    match evidence.kind:
        case EvidenceKind.SPAN if evidence.span is not None:
            return _place(evidence.span, words)
        case EvidenceKind.FILE:
            said = words.in_file.format(file=evidence.file or "")
            return f"{said}: {_in_a_line(evidence.text)}" if evidence.text else said
        case EvidenceKind.OUTSIDE:
            return words.outside.format(text=_in_a_line(evidence.text or ""))
        case _:
            return words.absent


def _place(span: Span, words: FeedbackWords) -> str:
    quote = _in_a_line(span.quote)
    if len(quote) > _LONGEST_QUOTE:
        quote = f"{quote[:_LONGEST_QUOTE].rstrip()}…"
    where = words.in_brief if span.target is SpanTarget.BRIEF else words.in_deliverable
    return where.format(quote=words.quoted.format(quote=quote))


def _in_a_line(text: str) -> str:
    """Return a text on one line: it stands in a list."""
    return " ".join(text.split())


def waiting(review: Review, followers: Iterable[Arm]) -> tuple[Intervention, ...]:
    """Return the requests for another attempt that nothing came of yet.

    Args:
        review: whose interventions.
        followers: how each deliverable came about that came of the reviewed one; each answers one request.
    """
    return open_steps(review.interventions, followers)


def open_steps(steps: Iterable[Intervention], followers: Iterable[Arm]) -> tuple[Intervention, ...]:
    """Return those steps of a review that ask for another attempt and that nothing came of yet."""
    came = Counter(followers)
    open_: list[Intervention] = []
    for each in steps:
        arm = ARMS.get(each.kind)
        if arm is None:
            continue
        if each.result is None and came[arm] <= 0 and (each.content or arm is Arm.PLAIN_RETRY):
            open_.append(each)
        came[arm] -= 1
    return tuple(open_)
