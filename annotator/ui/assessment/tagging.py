"""Strengths and gaps: choosing, adding one's own, severity, taking away."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import uuid4

from PySide6.QtCore import QObject, QPoint, Signal, Slot

from annotator.domain.ids import TagId
from annotator.domain.review import Tag
from annotator.domain.taxonomy import TagDefinition, TagKind
from annotator.i18n import _, current_language
from annotator.ui.assessment.tag_list import TagList
from annotator.ui.assessment.tag_picker import TagPicker
from annotator.workflow.commands import AddTag, RemoveTag, SetSeverity

if TYPE_CHECKING:
    from collections.abc import Mapping

    from PySide6.QtWidgets import QWidget

    from annotator.domain.review import Review, Severity
    from annotator.domain.spans import Span
    from annotator.ui.assessment.subject import Badge, Subject
    from annotator.workflow.taxonomy import Taxonomy

_QUOTE_LENGTH = 40


class Tagging(QObject):
    """The two lists of tags and the picker that fills them.

    Signals:
        own_tag_added: a tag that the reviewer made up (TagDefinition); it is to be kept for the next deliverables.
        tag_shown: go to this tag's place (Tag).
        closed: the picker is gone; the focus should go back.
    """

    own_tag_added = Signal(object)
    tag_shown = Signal(object)
    closed = Signal()

    def __init__(self, taxonomy: Taxonomy, subject: Subject, badge: Badge, parent: QWidget) -> None:
        super().__init__(parent)
        self._taxonomy = taxonomy
        self._subject = subject
        self._definitions: dict[str, TagDefinition] = {tag.code: tag for tag in taxonomy.tags}
        self._own: dict[str, TagDefinition] = {}
        self._kind = TagKind.STRENGTH
        self._span: Span | None = None
        self._picker = TagPicker(parent)
        self._picker.tag_chosen.connect(self._add)
        self._picker.own_tag_chosen.connect(self._add_own)
        self._picker.closed.connect(self.closed)
        self.lists = {kind: TagList(kind, badge, parent) for kind in TagKind}
        for tags in self.lists.values():
            tags.add_requested.connect(self.open_picker)
            tags.tag_shown.connect(self.tag_shown)
            tags.tag_removed.connect(self._remove)
            tags.severity_chosen.connect(self._set_severity)

    @property
    def definitions(self) -> Mapping[str, TagDefinition]:
        """Every tag that is known, by its code."""
        return self._definitions

    @property
    def gap_codes(self) -> set[str]:
        """The codes that are gaps."""
        return {code for code, tag in self._definitions.items() if tag.kind is TagKind.GAP}

    def show_own_tags(self, own: tuple[TagDefinition, ...]) -> None:
        """Offer the study's and the reviewer's own tags beside the built-in ones."""
        for tag in own:
            self._own[tag.code] = self._definitions[tag.code] = tag

    def show_review(self, review: Review) -> None:
        """Show the tags of a review. Emits nothing."""
        for kind, tags in self.lists.items():
            tags.show_tags([tag for tag in review.tags if self._kind_of(tag) is kind], self._definitions)

    @Slot(object)
    def open_picker(self, kind: TagKind, span: Span | None = None) -> None:
        """Offer the tags of `kind` for the span, or for the whole deliverable."""
        sheet = self._subject.sheet
        if sheet is None:
            return
        self._kind, self._span = kind, span
        offered = (*self._taxonomy.offered_for(sheet.job.category), *self._own.values())
        anchor = self.lists[kind]
        self._picker.open_for(kind, offered, _where(span))
        top = anchor.mapToGlobal(QPoint(0, 0))
        screen = anchor.screen().availableGeometry()
        left = min(max(top.x() - self._picker.width() - 8, screen.left()), screen.right() - self._picker.width())
        self._picker.move(left, min(max(top.y(), screen.top()), screen.bottom() - self._picker.height()))

    def retranslate(self) -> None:
        """Say everything in the language in use."""
        for tags in self.lists.values():
            tags.retranslate()

    def _kind_of(self, tag: Tag) -> TagKind:
        known = self._definitions.get(tag.code)
        if known is not None:
            return known.kind
        return TagKind.STRENGTH if tag.code.startswith("S") and tag.severity is None else TagKind.GAP

    @Slot(str, object)
    def _add(self, code: str, severity: Severity | None) -> None:
        span = self._span
        self._subject.ask(lambda about, _review: AddTag(about, Tag(TagId(str(uuid4())), code, severity, span=span)))

    @Slot(str, object)
    def _add_own(self, label: str, severity: Severity | None) -> None:
        definition = TagDefinition(f"own-{uuid4().hex[:8]}", self._kind, {current_language(): label})
        self.show_own_tags((definition,))
        self.own_tag_added.emit(definition)
        self._add(definition.code, severity)

    @Slot(str)
    def _remove(self, tag_id: str) -> None:
        self._subject.ask(lambda about, _review: RemoveTag(about, TagId(tag_id)))

    @Slot(str, object)
    def _set_severity(self, tag_id: str, severity: Severity | None) -> None:
        self._subject.ask(lambda about, _review: SetSeverity(about, TagId(tag_id), severity))


def _where(span: Span | None) -> str:
    if span is None:
        return _("the whole deliverable")
    words = " ".join(span.quote.split())
    return f"“{words}”" if len(words) <= _QUOTE_LENGTH else f"“{words[: _QUOTE_LENGTH - 1]}…”"
