"""Results in a process of their own: adding up a large study and drawing keep Python busy.

A frozen program must call `multiprocessing.freeze_support()` before anything else.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Final, TypeVar

from annotator.errors import KnownError
from annotator.i18n import _, use_language
from annotator.storage.database import open_database, reading
from annotator.workflow.measuring import MeasuringService
from annotator.workflow.results.composing import page
from annotator.workflow.results.plots.drawing import draw, draw_with_bands
from annotator.workflow.results.report import report

if TYPE_CHECKING:
    from annotator.storage.database import Database
    from annotator.workflow.results.pages.values import Page, Topic
    from annotator.workflow.results.plots.look import Look
    from annotator.workflow.results.plots.values import Figure
    from annotator.workflow.results.question import Question

T = TypeVar("T")

_LIMIT_SECONDS: Final = 120.0


@dataclass(frozen=True, slots=True)
class Shown:
    """A page with its figures drawn as PNG; `bands` says where the bars of each stand."""

    page: Page
    pictures: tuple[bytes, ...]
    bands: tuple[tuple[tuple[float, float], ...], ...]


class ResultsService(MeasuringService):
    """Answers questions about one workspace. Call it from a worker thread: it may take up to the limit.

    Args:
        database: the workspace's; the process opens it anew.
        limit_seconds: how long one answer may take.
    """

    def __init__(self, database: Database, limit_seconds: float = _LIMIT_SECONDS) -> None:
        super().__init__(limit_seconds)
        url = database.reading.url.render_as_string(hide_password=False)
        self._place = str(database.path) if database.path is not None else url

    def show(self, topic: Topic, question: Question, look: Look, language: str) -> Shown:
        """Return what is to be said on a topic.

        Raises:
            KnownError: it took too long, or could not be computed.
        """
        return _given(self.ask(_shown, self._place, topic, question, look, language))

    def picture(self, figure: Figure, look: Look, kind: str, language: str) -> bytes:
        """Return a figure as a file, "svg" or "png".

        Raises:
            KnownError: as `show`.
        """
        return _given(self.ask(_picture, figure, look, kind, language))

    def report(self, question: Question, language: str) -> str:
        """Return the report as HTML.

        Raises:
            KnownError: as `show`.
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


def _shown(place: str, topic: Topic, question: Question, look: Look, language: str) -> Shown:
    use_language(language)
    with reading(_database(place)) as session:
        found = page(session, topic, question)
    drawn = [draw_with_bands(figure, look) for figure in found.figures]
    return Shown(found, tuple(picture for picture, _bands in drawn), tuple(bands for _picture, bands in drawn))


def _picture(figure: Figure, look: Look, kind: str, language: str) -> bytes:
    use_language(language)
    return draw(figure, look, kind)


def _report(place: str, question: Question, language: str) -> str:
    use_language(language)
    with reading(_database(place)) as session:
        return report(session, question)
