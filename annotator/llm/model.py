"""What can be asked of a model, and what comes back."""

from __future__ import annotations

import threading
from dataclasses import dataclass, field
from enum import Enum
from typing import TYPE_CHECKING, Protocol

from annotator.errors import KnownError

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from annotator.domain.message import Message


@dataclass(frozen=True, slots=True)
class Completion:
    """An answer, whole or as far as it came.

    `finish_reason` is the server's word; only "stop" means that the model had said everything. `usage` is what the
    server counted, empty if it did not say.
    """

    text: str
    finish_reason: str | None = None
    served_model: str | None = None
    usage: Mapping[str, object] = field(default_factory=dict)

    @property
    def is_partial(self) -> bool:
        """Whether the model was cut short."""
        return self.finish_reason != "stop"

    def tokens(self, name: str) -> int:
        """Return a count of the usage, such as `prompt_tokens`; 0 if the server did not say."""
        count = self.usage.get(name)
        return count if isinstance(count, int) else 0


class Reception:
    """What has come in of an answer so far; the network writes it, anybody may read it at any time.

    Whatever ends an answer, cancelling included, what came before is here.
    """

    def __init__(self) -> None:
        self._pieces: list[str] = []
        self._lock = threading.Lock()
        self.served_model: str | None = None
        self.finish_reason: str | None = None
        self.usage: Mapping[str, object] = {}
        self.has_begun = False

    def add(self, piece: str) -> None:
        """Take a piece of text."""
        with self._lock:
            self._pieces.append(piece)

    def restart(self) -> None:
        """Forget everything: the answer is asked for again from its beginning."""
        with self._lock:
            self._pieces.clear()
        self.served_model = self.finish_reason = None
        self.usage, self.has_begun = {}, False

    @property
    def text(self) -> str:
        """The text so far."""
        with self._lock:
            text = "".join(self._pieces)
            self._pieces[:] = [text]
        return text if text.isascii() else _whole(text)

    def completion(self) -> Completion:
        """Return the answer as far as it came."""
        return Completion(self.text, self.finish_reason, self.served_model, self.usage)


def _whole(text: str) -> str:
    """Return a text without half characters: a server may have cut one in two between its pieces."""
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


class Trouble(Enum):
    """What can go wrong between here and a model's last word."""

    KEY = "key"
    MODEL = "model"
    ADDRESS = "address"
    NOT_A_SERVER = "not_a_server"
    REFUSED = "refused"
    NAME = "name"
    CERTIFICATES = "certificates"
    CONNECT_TIMEOUT = "connect_timeout"
    FIRST_TIMEOUT = "first_timeout"
    STALLED = "stalled"
    DISCONNECTED = "disconnected"
    TRUNCATED = "truncated"
    MALFORMED = "malformed"
    EMPTY = "empty"
    TOO_LONG = "too_long"
    RATE = "rate"
    MONEY = "money"
    SERVER = "server"
    REQUEST = "request"


FATAL = frozenset(
    {
        Trouble.KEY,
        Trouble.MODEL,
        Trouble.ADDRESS,
        Trouble.NOT_A_SERVER,
        Trouble.NAME,
        Trouble.CERTIFICATES,
        Trouble.MONEY,
    }
)
"""What meets the next request just the same: nothing more is sent until somebody has seen to it."""

PASSING = frozenset(
    {
        Trouble.RATE,
        Trouble.SERVER,
        Trouble.REFUSED,
        Trouble.CONNECT_TIMEOUT,
        Trouble.DISCONNECTED,
        Trouble.TRUNCATED,
        Trouble.MALFORMED,
        Trouble.STALLED,
        Trouble.FIRST_TIMEOUT,
    }
)
"""What may be gone when one asks again."""


class ModelTrouble(KnownError):  # noqa: N818 -- it carries a Trouble
    """A model could not be asked, or did not come to an end.

    Args:
        kind: what went wrong.
        what: the first sentence.
        safe: what was kept.
        hint: what to do.
        retry_after_s: how long the server wants to be left alone, if it said so.
    """

    def __init__(self, kind: Trouble, what: str, *, safe: str, hint: str, retry_after_s: float | None = None) -> None:
        super().__init__(what, safe=safe, hint=hint)
        self.kind = kind
        self.retry_after_s = retry_after_s


class Model(Protocol):
    """Something that can be asked."""

    async def ask(self, messages: Sequence[Message], reception: Reception) -> Completion:
        """Send the messages and return the answer; `reception` holds what came at any time, whatever happens.

        Raises:
            ModelTrouble: it could not be asked, or was cut short.
        """
