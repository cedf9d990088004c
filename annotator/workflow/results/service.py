"""Results in a process of their own: adding up a large study and drawing keep Python busy."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Final, TypeVar

from annotator.errors import KnownError
from annotator.i18n import _, use_language
from annotator.storage.database import open_database, reading
from annotator.workflow.apart import ProcessApart
from annotator.workflow.results.composing import page
from annotator.workflow.results.plots.drawing import draw, picture_of
from annotator.workflow.results.report import report

if TYPE_CHECKING:
    from annotator.storage.database import Database
    from annotator.workflow.results.pages.values import Page, Topic
    from annotator.workflow.results.plots.drawing import Picture
    from annotator.workflow.results.plots.look import Look
    from annotator.workflow.results.plots.values import Figure
    from annotator.workflow.results.question import Question

T = TypeVar("T")

_LIMIT_SECONDS: Final = 120.0


class ResultsService(ProcessApart):
    """Answers questions about one workspace. Call it from a worker thread: it may take up to the limit.

    Args:
        database: the workspace's; the process opens it anew.
        limit_seconds: how long one answer may take.
    """

    def __init__(self, database: Database, limit_seconds: float = _LIMIT_SECONDS) -> None:
        super().__init__("results", limit_seconds)
        url = database.reading.url.render_as_string(hide_password=False)
        self._place = str(database.path) if database.path is not None else url

    def page(self, topic: Topic, question: Question, language: str) -> Page:
        """Return what is to be said on a topic.

        Raises:
            KnownError: it took too long, or could not be computed.
        """
        return _given(self.ask(_page, self._place, topic, question, language))

    def pictures(self, figures: tuple[Figure, ...], look: Look, language: str) -> tuple[Picture, ...]:
        """Return figures as they are shown in a window.

        Raises:
            KnownError: as `page`.
        """
        return _given(self.ask(_pictures, figures, look, language))

    def picture(self, figure: Figure, look: Look, kind: str, language: str) -> bytes:
        """Return a figure as a file, "svg" or "png".

        Raises:
            KnownError: as `page`.
        """
        return _given(self.ask(_picture, figure, look, kind, language))

    def report(self, question: Question, language: str) -> str:
        """Return the report as HTML.

        Raises:
            KnownError: as `page`.
        """
        return _given(self.ask(_report, self._place, question, language))


def _given(answer: T | None) -> T:
    if answer is None:
        raise KnownError(
            _("The results could not be computed in time."),
            safe=_("Every review is stored as it was."),
            hint=_("Close other programs, then ask again."),
        )
    return answer


@lru_cache(maxsize=1)
def _database(place: str) -> Database:
    """Return the workspace's database, opened once a process."""
    return open_database(place)


def _page(place: str, topic: Topic, question: Question, language: str) -> Page:
    use_language(language)
    with reading(_database(place)) as session:
        return page(session, topic, question)


def _pictures(figures: tuple[Figure, ...], look: Look, language: str) -> tuple[Picture, ...]:
    use_language(language)
    return tuple(picture_of(figure, look) for figure in figures)


def _picture(figure: Figure, look: Look, kind: str, language: str) -> bytes:
    use_language(language)
    return draw(figure, look, kind)


def _report(place: str, question: Question, language: str) -> str:
    use_language(language)
    with reading(_database(place)) as session:
        return report(session, question)
