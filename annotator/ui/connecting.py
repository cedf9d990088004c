"""Keys and trials of connections, off the window's thread: a keychain may ask its owner first."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, TypeVar

from PySide6.QtCore import QObject, Signal, Slot

from annotator.errors import KnownError

if TYPE_CHECKING:
    from collections.abc import Callable

    from annotator.settings.connections import Connection
    from annotator.ui.asking import Asking

T = TypeVar("T")


class Connecting(QObject):
    """Tries connections and keeps their keys.

    Signals:
        kept: a key was kept; whether it will be there when the program starts again (bool).
    """

    kept = Signal(bool)
    _landed = Signal(object)

    def __init__(self, asking: Asking) -> None:
        super().__init__(asking)
        self._asking = asking
        self._landed.connect(self._deliver)

    def attempt(self, connection: Connection, secret: str, done: Callable[[bool, str], object]) -> None:
        """Send one short message; `done` gets whether it was answered, and a sentence."""
        from annotator.workflow import connecting  # noqa: PLC0415 -- not before the first paint

        def failed(error: BaseException) -> None:
            if isinstance(error, KnownError):
                done(False, f"{error.what} {error.hint}")
            else:
                self._asking.failed_otherwise(error)

        self._asking.asker.call(
            partial(connecting.attempt, connection, secret), self._to(partial(done, True)), self._to(failed)
        )  # fmt: skip

    def keep(self, connection: Connection, secret: str) -> None:
        """Keep a key for a connection's server; `kept` follows."""
        from annotator.workflow import connecting  # noqa: PLC0415

        self._call(partial(connecting.keep, connection, secret), self.kept.emit)

    def forget(self, connection: Connection) -> None:
        """Have no key for a connection's server any more."""
        from annotator.workflow import connecting  # noqa: PLC0415

        self._call(partial(connecting.forget, connection), _nothing)

    def look(self, connection: Connection | None, done: Callable[[tuple[bool, bool]], object]) -> None:
        """Tell whether there is a key for a connection's server, and whether this computer has a keychain."""
        from annotator.workflow import connecting  # noqa: PLC0415

        self._call(partial(connecting.look, connection), done)

    def _call(self, work: Callable[..., object], done: Callable[[T], object]) -> None:
        self._asking.asker.call(work, self._to(done), self._to(self._asking.failed_otherwise))  # type: ignore[arg-type]

    def _to(self, done: Callable[[T], object]) -> Callable[[T], None]:
        """Return what hands an outcome over to the window's thread."""
        return lambda outcome: self._landed.emit(partial(done, outcome))

    @Slot(object)
    def _deliver(self, outcome: Callable[[], object]) -> None:
        if not self._asking.is_closed:
            outcome()


def _nothing(_none: None) -> None:
    return
