"""The two texts of a sheet: the panes that show brief and deliverable, and what is asked for on a selection in them."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtWidgets import QApplication

from annotator.domain.spans import SpanTarget, span_of
from annotator.domain.taxonomy import TagKind
from annotator.i18n import _
from annotator.ui.highlights import changed_passages, highlights
from annotator.ui.reading.pane import ReadingPane

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtWidgets import QWidget

    from annotator.domain.job import Attachment
    from annotator.domain.review import Review
    from annotator.domain.spans import Span
    from annotator.ui.assessment.tagging import Tagging
    from annotator.ui.desk import Desk
    from annotator.ui.keys import Keymap
    from annotator.ui.reading.values import Highlight
    from annotator.ui.shelf import Opening

_KINDS: Final = {"strength": TagKind.STRENGTH, "gap": TagKind.GAP}
_MOST_PICTURE_BYTES: Final = 30_000_000


class Texts(QObject):
    """Shows the texts of the open sheet and turns selections into spans.

    Signals:
        tag_requested: tag the span, or the whole (TagKind, Span or None).
        evidence_requested: the span is evidence for the current criterion (Span).
        nothing_selected: evidence was asked for and no text is selected.
        link_requested: open this address (str).
        file_requested: open this file (Attachment).
        zoom_changed: a text is larger or smaller now.
    """

    tag_requested = Signal(object, object)
    evidence_requested = Signal(object)
    nothing_selected = Signal()
    link_requested = Signal(str)
    file_requested = Signal(object)
    zoom_changed = Signal()

    def __init__(self, desk: Desk, keymap: Keymap, tagging: Tagging, parent: QWidget) -> None:
        super().__init__(parent)
        self._desk = desk
        self._tagging = tagging
        self._opening: Opening | None = None
        self._review: Review | None = None
        self._marks_changes, self._hides_highlights = True, False
        self.brief = ReadingPane("brief")
        self.brief.setAccessibleName(_("Brief"))
        self.deliverable = ReadingPane("deliverable")
        self.deliverable.setAccessibleName(_("Deliverable"))
        self.beside = ReadingPane("beside")
        self.beside.setAccessibleName(_("In the brief's place"))
        self.beside.selecting.offers_acts = False
        self.beside.link_requested.connect(self.link_requested)
        for pane in (self.brief, self.deliverable):
            pane.show_keys({act: keymap.badge(act) for act in ("strength", "gap", "evidence")})
            pane.act_requested.connect(self._act)
            pane.link_requested.connect(self.link_requested)
            pane.file_requested.connect(self.file_requested)
            pane.zoom_changed.connect(self.zoom_changed)

    def show_opening(self, opening: Opening) -> None:
        """Show the texts of a sheet from their beginnings."""
        before, self._opening = self._opening, opening
        sheet = opening.sheet
        self._review = sheet.review
        brief_marks, deliverable_marks = self._highlights(sheet.review)
        if before is not None and _brief_id(before) == _brief_id(opening):
            self.brief.show_highlights(brief_marks)
        else:
            self._show_brief(opening, brief_marks)
        self._give_files(self.deliverable, sheet.deliverable.attachments)
        self.deliverable.show_text(
            sheet.deliverable.content,
            opening.deliverable,
            language=sheet.job.language,
            text_id=str(sheet.key),
            attachments=sheet.deliverable.attachments,
            highlights=deliverable_marks,
        )

    def _show_brief(self, opening: Opening, marks: tuple[Highlight, ...]) -> None:
        sheet = opening.sheet
        self._give_files(self.brief, sheet.job.attachments)
        self.brief.show_text(
            sheet.job.brief,
            opening.brief,
            language=sheet.job.language,
            text_id=_brief_id(opening),
            attachments=sheet.job.attachments,
            highlights=marks,
        )

    @Slot(object)
    def prepare(self, opening: Opening) -> None:
        """Lay out what may be shown next."""
        job, deliverable = opening.sheet.job, opening.sheet.deliverable
        self._give_files(self.deliverable, deliverable.attachments)
        self.deliverable.prepare(
            str(opening.sheet.key), deliverable.content, opening.deliverable, job.language, deliverable.attachments
        )
        self._give_files(self.brief, job.attachments)
        self.brief.prepare(_brief_id(opening), job.brief, opening.brief, job.language, job.attachments)

    def show_review(self, review: Review) -> None:
        """Mark what the review says about places of the texts."""
        self._review = review
        brief_marks, deliverable_marks = self._highlights(review)
        self.brief.show_highlights(brief_marks)
        self.deliverable.show_highlights(deliverable_marks)

    @Slot()
    def switch_highlights(self) -> None:
        """Take the highlights of both texts out of sight, or bring them back."""
        self._hides_highlights = not self._hides_highlights
        for pane in (self.brief, self.deliverable):
            pane.hide_highlights(hidden=self._hides_highlights)

    def show_criterion(self, number: int | None) -> None:
        """Say which criterion a selection would be evidence for."""
        self.brief.show_criterion(number)
        self.deliverable.show_criterion(number)

    @property
    def focused(self) -> ReadingPane:
        """The pane with the focus; the deliverable if none has it."""
        focus, panes = QApplication.focusWidget(), (self.brief, self.beside)
        return next((each for each in panes if focus is not None and each.isAncestorOf(focus)), self.deliverable)

    def on_focused(self, do: Callable[[ReadingPane], object]) -> None:
        """Do something to the focused pane."""
        do(self.focused)

    def request(self, act: str) -> None:
        """Ask for "strength", "gap" or "evidence" on what is selected, in the focused pane before the other."""
        first = self.brief if self.focused is self.brief else self.deliverable
        other = self.brief if first is self.deliverable else self.deliverable
        has_selection = first.selected_range() is None and other.selected_range() is not None
        (other if has_selection else first).request_act(act)

    def zoom(self, steps: int | None) -> None:
        """Make the texts larger by steps, or as they usually are (`None`): the focused one, else both."""
        focus = QApplication.focusWidget()
        every = (self.brief, self.beside, self.deliverable)
        panes = [pane for pane in every if focus is not None and pane.isAncestorOf(focus)]
        for pane in panes or every:
            pane.zoom_steps = 0 if steps is None else pane.zoom_steps + steps

    @Slot(str)
    def _act(self, act: str) -> None:
        pane = self.sender()
        if self._opening is None or not isinstance(pane, ReadingPane):
            return
        span = self._selected(self._opening, pane)
        if self._hides_highlights and span is not None:
            self.switch_highlights()  # the new one is to be seen
        if act in _KINDS:
            self.tag_requested.emit(_KINDS[act], span)
        elif span is not None:
            self.evidence_requested.emit(span)
        else:
            self.nothing_selected.emit()

    def _selected(self, opening: Opening, pane: ReadingPane) -> Span | None:
        selected = pane.selected_range()
        if selected is None:
            return None
        if pane is self.brief:
            return span_of(opening.sheet.job.brief, *selected, target=SpanTarget.BRIEF)
        return span_of(opening.sheet.deliverable.content, *selected)

    def _highlights(self, review: Review) -> tuple[tuple[Highlight, ...], tuple[Highlight, ...]]:
        assert self._opening is not None, "a review is shown with its sheet"
        rubric, known = self._opening.sheet.job.rubric, self._tagging.definitions
        changed = changed_passages(self._opening.sheet.earlier) if self._marks_changes else ()
        return (
            highlights(review, rubric, SpanTarget.BRIEF, known),
            highlights(review, rubric, SpanTarget.DELIVERABLE, known) + changed,
        )

    @Slot(bool)
    def mark_changes(self, is_on: bool) -> None:
        """Mark what is other than in the attempt before, or not."""
        self._marks_changes = is_on
        if self._review is not None:
            self.show_review(self._review)

    def _give_files(self, pane: ReadingPane, files: tuple[Attachment, ...]) -> None:
        """Let the pane find the pictures of the text it is about to show or to lay out."""
        pane.attachment_bytes = partial(_picture, self._desk, files)


def _picture(desk: Desk, files: tuple[Attachment, ...], name: str) -> bytes | None:
    """Return the bytes of a picture among the files; `None` if they did not come with the job."""
    hashes = (file.sha256 for file in files if file.name == name and (file.size or 0) <= _MOST_PICTURE_BYTES)
    sha256 = next(hashes, None)
    path = desk.house.workbench.attachment_path(sha256) if sha256 and desk.is_ready else None  # or it closes
    try:
        return path.read_bytes() if path is not None else None
    except OSError:
        return None  # the text then shows the picture's description, as for any picture that is not there


def _brief_id(opening: Opening) -> str:
    return f"{opening.sheet.ref.study}/{opening.sheet.job.id}/{opening.sheet.job.brief_version}"
