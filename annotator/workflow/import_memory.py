"""What an import remembers from one of its transactions to the next, as long as nobody else writes.

A first import brings thousands of ids that cannot be there; asking the database for each of them would take a tenth of
its time.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from annotator.storage import exchange_known as known
from annotator.storage.database import marks_of_writing

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from itertools import count

    from sqlalchemy.orm import Session

    from annotator.storage.exchange_tables import TableOf


class ImportMemory:
    """Remembers what an import wrote into a study, from `enter` and `leave` of one transaction to those of the next.

    Args:
        study_key: the study.
    """

    def __init__(self, study_key: int) -> None:
        self.study_key = study_key
        self.reviewers: dict[str, tuple[int, str]] = {}
        """Keys and names of those who stand in the study's document, by their ids; there may be others."""
        self.counters: dict[TableOf, count[int]] = {}
        """The next keys of rows."""
        self._ids: set[str] | None = None  # all ids that may be in the study, or nothing if there may be any
        self._marks: tuple[int, int] | None = None

    def enter(self, session: Session) -> None:
        """Begin a transaction, which holds the write lock; forget everything if anybody wrote since the one before."""
        marks = marks_of_writing(session)
        if marks is None or marks != self._marks:
            self.reviewers.clear()
            self.counters.clear()
            self._ids = None if known.has_jobs(session, self.study_key) else set()

    def possible(self, ids: Sequence[str]) -> Sequence[str]:
        """Return those of some ids of jobs, deliverables or reviews that may be in the study."""
        return ids if self._ids is None else [id_ for id_ in ids if id_ in self._ids]

    def leave(self, session: Session, *ids: Iterable[str]) -> None:
        """End a transaction.

        Args:
            session: it, with all that it writes.
            ids: of jobs, deliverables and reviews that it wrote, and perhaps of others.
        """
        if self._ids is not None:
            self._ids.update(*ids)
        self._marks = marks_of_writing(session)
