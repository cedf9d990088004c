"""The transactions of an import: one a chunk; in a dry run a single one that is taken back."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from typing import TYPE_CHECKING

from annotator.storage.database import transaction

if TYPE_CHECKING:
    from collections.abc import Iterator
    from concurrent.futures import Future
    from types import TracebackType
    from typing import Self

    from sqlalchemy.orm import Session

    from annotator.storage.database import Database


class Transactions:
    """Opens one transaction after the other, inside its own context.

    A commit waits for the disk: a thread of its own does that while the next chunk is read. It is over when the next
    transaction begins, or the context ends.

    Args:
        database: where to write.
        is_dry_run: everything is one transaction, which is taken back at the end.
    """

    def __init__(self, database: Database, *, is_dry_run: bool) -> None:
        self._database = database
        self._is_dry_run = is_dry_run
        self._dry_session: Session | None = None
        self._stack = ExitStack()
        self._committing: Future[None] | None = None

    def __enter__(self) -> Self:
        self._thread = self._stack.enter_context(ThreadPoolExecutor(1, "committing"))
        if self._is_dry_run:
            self._dry_session = self._stack.enter_context(transaction(self._database))
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        with self._stack:
            if self._dry_session is not None:
                self._dry_session.rollback()
            self.settle()

    @property
    def can_begin(self) -> bool:
        """Whether the next transaction would wait for nobody in this process: a hint, since nothing is held."""
        return self._dry_session is not None or self._database.turnstile.is_free()

    @contextmanager
    def begin(self) -> Iterator[Session]:
        """Give a transaction whose work is kept whole, or not at all.

        Raises:
            KnownError: the database is locked, full or out of reach, or was when the transaction before was to be kept.
        """
        if self._dry_session is not None:
            yield self._dry_session
            return
        self.settle()
        with ExitStack() as stack:
            yield stack.enter_context(transaction(self._database))
            self._committing = self._thread.submit(stack.pop_all().close)

    def settle(self) -> None:
        """Wait until the transaction before is kept."""
        committing, self._committing = self._committing, None
        if committing is not None:
            committing.result()
