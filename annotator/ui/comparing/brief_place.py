"""What stands in the brief's place: the brief, an attempt at the job, or one of its files that is text."""

from __future__ import annotations

import re
from functools import partial
from pathlib import PurePath
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject, Qt, Slot
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QStackedWidget, QToolButton

from annotator.domain.spans import SpanTarget
from annotator.i18n import _
from annotator.ui.comparing.choices import Choice, deliverables, read_side, sources
from annotator.ui.parts import flat_button, plain_label
from annotator.ui.widgets.job_title import JobTitle

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtWidgets import QWidget

    from annotator.domain.spans import Span
    from annotator.formats.markdown.values import Rendered
    from annotator.ui.screens.review_screen import ReviewScreen
    from annotator.ui.shelf import Opening
    from annotator.ui.widgets.pane_frame import PaneFrame
    from annotator.workflow.sheets import Sheet
    from annotator.workflow.workbench import Workbench

_MARKDOWN: Final = frozenset({".md", ".markdown"})
_BRIEF: Final = 0
_WIDEST: Final = 150
"""Pixels; a longer name is cut, the menu has all of it."""


class BriefPlace(QObject):
    """Lets the reviewer choose; tags and evidence belong to the brief alone, so the other texts take none."""

    def __init__(self, screen: ReviewScreen) -> None:
        super().__init__(screen)
        self._screen = screen
        self._sheet: Sheet | None = None
        self._choices: tuple[Choice, ...] = ()
        self._chosen: Choice | None = None
        self.title = plain_label("paneTitle", _("Brief"))
        self.job_title = JobTitle()
        self.chooser = flat_button("link")
        self.chooser.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.chooser.setMenu(QMenu(self.chooser))
        self.chooser.setToolTip(_("What stands here: the brief, another attempt, or a file"))
        self.chooser.hide()
        self.stack = QStackedWidget()
        for pane in (screen.texts.brief, screen.texts.beside):
            self.stack.addWidget(pane)
        screen.sheet_shown.connect(self._show_opening)
        screen.desk.sheet_read.connect(self._show_sheet)
        screen.panel.span_shown.connect(self._give_way)

    def furnish(self, frame: PaneFrame, facts: QWidget) -> None:
        """Put what stands above the text into its frame."""
        frame.add_header(self.title, self.chooser, right=(facts,))
        frame.add_strip(self.job_title, 1)

    def take_focus(self) -> None:
        """Put the focus into what stands here."""
        (self.stack.currentWidget() or self.stack).setFocus(Qt.FocusReason.ShortcutFocusReason)

    @Slot(object)
    def _show_opening(self, opening: Opening) -> None:
        before, self._sheet = self._sheet, opening.sheet
        is_same_job = before is not None and before.job.id == opening.sheet.job.id
        kept = _key(self._chosen) if is_same_job and self._chosen is not None else None
        job = opening.sheet.job
        self.job_title.show_job(job.title, job.brief, job.language)
        self._offer(opening.sheet)
        self._choose(next((at for at, each in enumerate(self._choices) if _key(each) == kept), _BRIEF))

    @Slot(object)
    def _show_sheet(self, sheet: Sheet) -> None:
        """Take note of attempts that came meanwhile; what stands here stays."""
        if self._sheet is not None and sheet.ref == self._sheet.ref:
            self._sheet = sheet
            self._offer(sheet)

    def _offer(self, sheet: Sheet) -> None:
        brief, *files = sources(sheet)
        attempts = [each for each in deliverables(sheet) if each.deliverable != sheet.deliverable.id]
        self._choices = (brief, *attempts, *files)
        menu = self.chooser.menu()
        menu.clear()
        for at, each in enumerate(self._choices):
            action = QAction(each.label.replace("&", "&&"), menu)
            action.triggered.connect(partial(self._choose, at))
            menu.addAction(action)
        has_others = len(self._choices) > 1
        self.chooser.setVisible(has_others)
        self.title.setVisible(not has_others)

    def _choose(self, at: int, _is_checked: bool = False) -> None:
        choice, sheet = self._choices[at], self._sheet
        is_news, self._chosen = choice != self._chosen, choice
        short = self.chooser.fontMetrics().elidedText(choice.label, Qt.TextElideMode.ElideRight, _WIDEST)
        self.chooser.setText(f"{short.replace('&', '&&')} ▾")
        self.chooser.setAccessibleName(choice.label)
        if at == _BRIEF or sheet is None:
            self.stack.setCurrentIndex(_BRIEF)
            return
        if not is_news:
            return
        desk = self._screen.desk
        read = partial(_read, choice, sheet, desk.house.render)
        desk.errand(read, partial(self._show_text, choice), desk.failed.emit)

    def _show_text(self, choice: Choice, found: tuple[str, Rendered]) -> None:
        if choice != self._chosen or self._sheet is None:
            return
        source, rendered = found
        language, name = self._sheet.job.language, str(_key(choice))
        self._screen.texts.beside.show_text(source, rendered, language=language, text_id=f"{self._sheet.ref}/{name}")
        self.stack.setCurrentWidget(self._screen.texts.beside)

    @Slot(object)
    def _give_way(self, span: Span) -> None:
        """Show the brief again: a place in it is wanted."""
        if span.target is SpanTarget.BRIEF and self._choices:
            self._choose(_BRIEF)


def _key(choice: Choice) -> tuple[str | None, str | None]:
    return choice.deliverable, None if choice.file is None else choice.file.name


def _read(
    choice: Choice, sheet: Sheet, render: Callable[[str], Rendered], workbench: Workbench
) -> tuple[str, Rendered]:
    text = read_side(choice, sheet, workbench).text
    if choice.file is not None and PurePath(choice.file.name).suffix.lower() not in _MARKDOWN:
        text = _as_it_is(text)
    return text, render(text)


def _as_it_is(text: str) -> str:
    """Return a text that is no Markdown as Markdown that shows it as it is."""
    fence = "~" * max(3, *(len(run) + 1 for run in re.findall("~+", text)), 3)
    return f"{fence}\n{text}\n{fence}"
