"""The screen on which a deliverable is reviewed: queue, brief, deliverable and assessment, wired to the desk."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from annotator.domain.ids import ReviewRef
from annotator.domain.spans import SpanTarget
from annotator.i18n import _
from annotator.ui.assessment.panel import AssessmentPanel
from annotator.ui.comparing.brief_place import BriefPlace
from annotator.ui.comparing.tab import CompareTab
from annotator.ui.editing.tab import EditTab
from annotator.ui.models.queue_model import QueueModel
from annotator.ui.parts import ElidingLabel
from annotator.ui.reading.typeface import Typeface
from annotator.ui.screens.job_line import job_line
from annotator.ui.screens.pane_walk import PaneWalk
from annotator.ui.screens.texts import Texts
from annotator.ui.steppingin.recheck_strip import RecheckStrip
from annotator.ui.steppingin.tab import StepInTab
from annotator.ui.widgets.criterion_strip import CriterionStrip
from annotator.ui.widgets.deliverable_header import DeliverableHeader
from annotator.ui.widgets.pane_frame import PaneFrame
from annotator.ui.widgets.pane_row import ASSESSMENT, BRIEF, DELIVERABLE, PaneRow
from annotator.ui.widgets.queue_pane import QueuePane
from annotator.workflow.taxonomy import taxonomy

if TYPE_CHECKING:
    from array import array

    from annotator.domain.ids import DeliverableId
    from annotator.domain.review import Mark
    from annotator.domain.rubric import Criterion
    from annotator.domain.spans import Span
    from annotator.domain.taxonomy import TagDefinition
    from annotator.ui.desk import Desk
    from annotator.ui.keys import Keymap
    from annotator.ui.reading.pane import ReadingPane
    from annotator.ui.shelf import Opening
    from annotator.workflow.changes import Change
    from annotator.workflow.sheets import Sheet

_LEAST_TEXT, _LEAST_ASSESSMENT = 220, 280


class ReviewScreen(QWidget):
    """Lays the panes out and wires them: wishes go to the desk, news comes from it.

    Signals:
        sheet_shown: another deliverable is open (Opening).
        step_in_requested: the reviewer wants to step in.
    """

    sheet_shown = Signal(object)
    step_in_requested = Signal()

    def __init__(self, desk: Desk, keymap: Keymap, rule: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.desk = desk
        self.rule = rule
        self.opening: Opening | None = None
        self.model = QueueModel(self)
        self.queue = QueuePane(self.model)
        self.panel = AssessmentPanel(taxonomy(), keymap.badge)
        self.texts = Texts(desk, keymap, self.panel.tagging, self)
        self.brief_place = BriefPlace(self)
        self.tabs = QStackedWidget()
        self.tabs.addWidget(self.texts.deliverable)
        self.header = DeliverableHeader(keymap)
        self.editing = EditTab(self.tabs, self.header, self.panel, desk, keymap, self)
        self.strip = CriterionStrip(keymap)
        self.recheck = RecheckStrip()
        self._facts = ElidingLabel("quiet")
        self.panes = PaneRow(self.queue, self._frames())
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.panes)
        self.walk = PaneWalk(self)
        self._wire()
        self.comparing = CompareTab(self, keymap)  # hears of a change after those it asks
        self.stepping = StepInTab(self)

    def _frames(self) -> dict[int, PaneFrame]:
        brief = PaneFrame(_("Brief"), self.brief_place.stack, _LEAST_TEXT)
        self.brief_place.furnish(brief, self._facts)
        deliverable = PaneFrame(_("Deliverable"), self.tabs, _LEAST_TEXT)
        deliverable.add_header(self.header)
        deliverable.add_strip(self.strip, 1)
        deliverable.add_strip(self.recheck, 1)
        assessment = PaneFrame(_("Assessment"), self.panel, _LEAST_ASSESSMENT, self.panel.least_width)
        return {BRIEF: brief, DELIVERABLE: deliverable, ASSESSMENT: assessment}

    def _wire(self) -> None:
        desk, panel = self.desk, self.panel
        self.queue.open_requested.connect(desk.open)
        self.queue.filter_requested.connect(desk.show_queue)
        self.model.rows_requested.connect(desk.load_rows)
        panel.command_requested.connect(desk.run)
        panel.next_requested.connect(self.open_next)
        panel.criterion_changed.connect(self._show_criterion)
        panel.span_shown.connect(self._go_to_span)
        panel.own_tag_added.connect(self._keep_tag)
        panel.step_in_requested.connect(self.step_in_requested)
        self.strip.mark_chosen.connect(panel.marking.mark)
        self.recheck.marking_chosen.connect(self.texts.mark_changes)
        self.header.attempt_chosen.connect(self._open_attempt)
        self.texts.tag_requested.connect(panel.tagging.open_picker)
        self.texts.evidence_requested.connect(panel.marking.add_span_evidence)
        desk.opened.connect(self.show_opening)
        desk.looked_ahead.connect(self.texts.prepare)
        desk.changed.connect(self._show_change)
        desk.save_failed.connect(panel.save_failed)
        desk.refused.connect(self._show_stored)
        desk.followed.connect(self._show_stored)
        desk.followed.connect(self.model.forget_entries)
        desk.sheet_read.connect(self._show_sheet)
        desk.queue_shown.connect(self._show_keys)
        desk.rows_loaded.connect(self.model.show_entries)
        desk.counts_changed.connect(self.queue.show_counts)
        desk.choices_changed.connect(self.queue.show_choices)

    # -- news ---------------------------------------------------------------------------------------------------------

    @Slot(object)
    def show_opening(self, opening: Opening) -> None:
        """Show a deliverable; what was typed for the one before is sent first."""
        self.flush()
        self.opening = opening
        sheet = opening.sheet
        self.strip.use_typeface(Typeface(sheet.job.language))
        self.texts.show_opening(opening)
        self.panel.show_sheet(sheet, sheet.rule or self.rule)
        self.editing.show_opening(opening)
        self.header.show_sheet(sheet)
        self._facts.show_text(job_line(opening))
        self.queue.show_current(sheet.key)
        self.panes.close_over()
        self.panel.take_focus()
        self.sheet_shown.emit(opening)
        self._look_ahead()

    def _look_ahead(self) -> None:
        assert self.opening is not None, "something is open"
        key = self.opening.sheet.key
        self.desk.scout(key, self.among())
        near = (self.model.neighbour(key, step) for step in (1, -1))
        self.desk.look_ahead([each for each in near if each is not None])

    def among(self) -> array[int] | None:
        """Return the keys that the queue is filtered to; `None` if it shows all."""
        return None if self.queue.shows_all else self.model.keys

    @Slot(object)
    def _show_change(self, change: Change) -> None:
        self.queue.show_change(change)
        if self.opening is not None and change.review.ref == self.opening.sheet.ref:
            self.opening = self.opening.after(change)
            self.panel.show_change(change)
            self.texts.show_review(change.review)

    @Slot()
    def _show_stored(self) -> None:
        """What is shown may not be what is stored: read it again."""
        if self.opening is not None:
            self.desk.reread(self.opening.sheet.key)

    @Slot(object)
    def _show_sheet(self, sheet: Sheet) -> None:
        if self.opening is None or sheet.ref != self.opening.sheet.ref:
            return
        is_news = sheet.review != self.opening.sheet.review
        self.opening = replace(self.opening, sheet=sheet)
        self.header.show_sheet(sheet)
        if is_news:
            criterion = self.panel.current_criterion_id
            self.panel.show_sheet(sheet, sheet.rule or self.rule)
            self.panel.go_to_criterion(criterion or "")
            self.texts.show_review(sheet.review)
        self.panel.save_failed()

    @Slot(object)
    def _show_keys(self, keys: array[int]) -> None:
        self.queue.show_keys(keys)
        if self.opening is not None:
            self.model.show_current(self.opening.sheet.key)
            self._look_ahead()

    @Slot(int, object, object)
    def _show_criterion(self, number: int, criterion: Criterion | None, mark: Mark | None) -> None:
        self.strip.show_criterion(number, criterion, mark)
        self.texts.show_criterion(number if criterion else None)

    def use_rule(self, rule: str) -> None:
        """Judge by another pass rule from now on, where no pack says which."""
        self.rule = rule
        if self.opening is not None:
            self.panel.deciding.use_rule(self.opening.sheet.rule or rule)
            self.panel.deciding.show_review(self.opening.sheet.review)

    # -- wishes -------------------------------------------------------------------------------------------------------

    @Slot()
    def flush(self) -> None:
        """Send everything that was typed and is not on its way yet."""
        self.panel.flush()
        self.editing.pane.flush()
        self.stepping.pane.flush()

    @Slot()
    def open_next(self) -> None:
        """Go on to the next unfinished deliverable."""
        if self.opening is not None:
            self.desk.open_next(self.opening.sheet.key, self.among())
        elif len(self.model.keys):
            self.desk.open(self.model.keys[0])

    def open_neighbour(self, step: int) -> None:
        """Open the deliverable `step` rows away in the queue."""
        if self.opening is None:
            self.open_next()
            return
        key = self.model.neighbour(self.opening.sheet.key, step)
        if key is not None:
            self.desk.open(key)

    @Slot(object)
    def _open_attempt(self, deliverable: DeliverableId) -> None:
        if self.opening is not None:
            self.desk.open_ref(ReviewRef(self.opening.sheet.ref.study, deliverable))

    @Slot(object)
    def _go_to_span(self, span: Span) -> None:
        is_brief = span.target is SpanTarget.BRIEF
        self.panes.show_pane(BRIEF if is_brief else DELIVERABLE)
        pane: ReadingPane = self.texts.brief if is_brief else self.texts.deliverable
        pane.go_to(span.start, span.end)

    @Slot(object)
    def _keep_tag(self, tag: TagDefinition) -> None:
        self.desk.write(lambda workbench: workbench.add_own_tag(tag))

    @property
    def tab(self) -> QWidget:
        """What the deliverable's open tab shows."""
        return self.tabs.currentWidget() or self.tabs
