"""Asking the worker process for pages of results and their figures, and putting them where they belong."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from annotator.errors import KnownError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from annotator.ui.desk import Desk
    from annotator.ui.results.page_view import PageView
    from annotator.workflow.results.pages.values import Page, Topic
    from annotator.workflow.results.plots.drawing import Picture
    from annotator.workflow.results.plots.look import Look
    from annotator.workflow.results.question import Question
    from annotator.workflow.results.service import ResultsService


@dataclass(frozen=True, slots=True)
class Wish:
    """What is asked for."""

    topic: Topic
    question: Question
    look: Look
    language: str


class Pages(QObject):
    """Shows a page as soon as it is computed, and its figures once they are drawn; a newer wish overtakes an older one.

    Args:
        desk: runs what takes long.
        service: computes and draws.
        views: where each topic is shown.
        parent: with it goes whoever would hear the answer.
    """

    def __init__(self, desk: Desk, service: ResultsService, views: Mapping[Topic, PageView], parent: QObject) -> None:
        super().__init__(parent)
        self._desk = desk
        self._service = service
        self._views = views
        self._wish: Wish | None = None

    def ask(self, wish: Wish) -> None:
        """Ask for a page."""
        self._wish = wish
        self._desk.errand(
            lambda _workbench: self._service.page(wish.topic, wish.question, wish.language),
            partial(self._show, wish),
            partial(self._say_trouble, wish),
        )

    def _show(self, wish: Wish, page: Page) -> None:
        """Show a page, the first time before its figures are drawn; later it takes the place of one that has them."""
        if wish is not self._wish:
            return
        view = self._views[wish.topic]
        if view.page is None or not page.figures:
            view.show_page(page, wish.look)
        if page.figures:
            self._desk.errand(
                lambda _workbench: self._service.pictures(page.figures, wish.look, wish.language),
                partial(self._illustrate, wish, page),
                partial(self._say_undrawn, wish, page),
            )

    def _illustrate(self, wish: Wish, page: Page, pictures: tuple[Picture, ...]) -> None:
        if wish is self._wish:
            self._view_with(wish, page).show_pictures(pictures)

    def _say_undrawn(self, wish: Wish, page: Page, error: Exception) -> None:
        """Say why there are no figures, where they would stand; what the page says without them stays."""
        if not isinstance(error, KnownError):
            self._desk.failed.emit(error)
        elif wish is self._wish:
            self._view_with(wish, page).show_undrawn(str(error))

    def _view_with(self, wish: Wish, page: Page) -> PageView:
        view = self._views[wish.topic]
        if view.page is not page:
            view.show_page(page, wish.look)
        return view

    def _say_trouble(self, wish: Wish, error: Exception) -> None:
        if not isinstance(error, KnownError):
            self._desk.failed.emit(error)
        elif wish is self._wish:
            self._views[wish.topic].show_trouble(str(error))
