"""What is marked in a text: the spans of tags and of evidence, as the reading pane wants them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from annotator.domain.review import EvidenceKind
from annotator.domain.taxonomy import TagKind
from annotator.i18n import _, current_language
from annotator.ui.reading.values import Highlight, HighlightKind
from annotator.ui.words import severity_word

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from annotator.domain.review import Review, Tag
    from annotator.domain.rubric import Rubric
    from annotator.domain.spans import Span, SpanTarget
    from annotator.domain.taxonomy import TagDefinition
    from annotator.workflow.sheets import Earlier

_KINDS = {TagKind.STRENGTH: HighlightKind.STRENGTH, TagKind.GAP: HighlightKind.GAP}


def highlights(
    review: Review, rubric: Rubric, target: SpanTarget, definitions: Mapping[str, TagDefinition]
) -> tuple[Highlight, ...]:
    """Return the highlights of one text. Orphans mark no place.

    Args:
        review: whose tags and evidence.
        rubric: the criteria that evidence is for.
        target: which text.
        definitions: the known tags by their code; an unknown one counts as a gap.
    """
    return tuple(_from_tags(review, target, definitions)) + tuple(_from_evidence(review, rubric, target))


def changed_passages(earlier: Earlier | None) -> tuple[Highlight, ...]:
    """Return the highlights of what a further attempt says otherwise than the one before."""
    if earlier is None:
        return ()
    label = _("Changed since attempt {number}").format(number=earlier.attempt)
    return tuple(Highlight(HighlightKind.CHANGED, start, end, label) for start, end in earlier.changed)


def _from_tags(review: Review, target: SpanTarget, definitions: Mapping[str, TagDefinition]) -> Iterator[Highlight]:
    for tag in review.tags:
        if tag.span is not None and _is_in(tag.span, target):
            definition = definitions.get(tag.code)
            kind = _KINDS[definition.kind] if definition else HighlightKind.GAP
            yield Highlight(kind, tag.span.start, tag.span.end, _tag_label(tag, definition))


def _from_evidence(review: Review, rubric: Rubric, target: SpanTarget) -> Iterator[Highlight]:
    numbers = {criterion.id: number for number, criterion in enumerate(rubric.active, start=1)}
    for mark in review.marks:
        for evidence in mark.evidence:
            if evidence.kind is EvidenceKind.SPAN and evidence.span is not None and _is_in(evidence.span, target):
                label = _("Evidence for {number}").format(number=numbers.get(mark.criterion_id, "–"))
                yield Highlight(HighlightKind.EVIDENCE, evidence.span.start, evidence.span.end, label)


def _is_in(span: Span, target: SpanTarget) -> bool:
    return span.target is target and not span.is_orphan


def _tag_label(tag: Tag, definition: TagDefinition | None) -> str:
    label = definition.label_in(current_language()) if definition else tag.code
    parts = [label, severity_word(tag.severity) if tag.severity else "", tag.note or ""]
    return " · ".join(part for part in parts if part)
