"""Named connections to models: where a server is, which model is meant, how it is asked and what it costs.

They stand in the settings file under one key. A key for the server never does: see llm/keys.py.
"""

from __future__ import annotations

from dataclasses import MISSING, dataclass, fields
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import urlsplit

from annotator.errors import DomainError
from annotator.settings.store import Settings

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

STORED_AS: Final = "connections"

_LOOPBACK: Final = frozenset({"localhost", "127.0.0.1", "::1"})
_LARGEST_TEMPERATURE: Final = 2.0
_LONGEST_S: Final = 3600.0


@dataclass(frozen=True, slots=True)
class Connection:
    """How one model on one server is asked; `None` leaves a parameter to the server.

    Prices are per million tokens in `currency`. The three times are in seconds and apart: until the connection stands,
    until the first words come, and between one piece of the answer and the next.
    """

    name: str
    base_url: str
    model: str
    temperature: float | None = None
    top_p: float | None = None
    max_tokens: int | None = None
    price_in: float | None = None
    price_out: float | None = None
    currency: str = "USD"
    connect_s: float = 10.0
    first_token_s: float = 180.0
    between_tokens_s: float = 60.0

    def __post_init__(self) -> None:
        """Refuse what could not be asked."""
        if not self.name.strip() or not self.model.strip():
            raise DomainError("a connection has a name and a model")
        if not is_address(self.base_url):
            raise DomainError(f"{self.base_url!r} is no address such as https://host/v1")
        _require("temperature", self.temperature, 0, _LARGEST_TEMPERATURE)
        _require("top_p", self.top_p, 0, 1)
        for name in ("max_tokens", "price_in", "price_out"):
            _require(name, getattr(self, name), 0)
        for name in ("connect_s", "first_token_s", "between_tokens_s"):
            _require(name, getattr(self, name), 0.01, _LONGEST_S)

    @property
    def origin(self) -> str:
        """Scheme, host and port: what a key belongs to."""
        return origin_of(self.base_url)

    @property
    def host(self) -> str:
        """The host with its port, as people name a server."""
        return urlsplit(self.base_url).netloc

    @property
    def is_local(self) -> bool:
        """Whether nothing that is sent leaves this computer."""
        return (urlsplit(self.base_url).hostname or "") in _LOOPBACK

    @property
    def has_price(self) -> bool:
        """Whether costs can be told."""
        return self.price_in is not None and self.price_out is not None

    def cost_of(self, tokens_in: int, tokens_out: int) -> float | None:
        """Return what an answer cost in `currency`; `None` without prices."""
        if self.price_in is None or self.price_out is None:
            return None
        return round((tokens_in * self.price_in + tokens_out * self.price_out) / 1_000_000, 9)

    @property
    def parameters(self) -> dict[str, object]:
        """What is sent beside the messages, without what is left to the server."""
        given = {"temperature": self.temperature, "top_p": self.top_p, "max_tokens": self.max_tokens}
        return {"model": self.model, **{name: value for name, value in given.items() if value is not None}}


def is_address(url: str) -> bool:
    """Return whether a text can be a server's address; one that carries a name or password cannot."""
    try:
        parts = urlsplit(url)
        has_host = bool(parts.hostname) and (parts.port is None or parts.port > 0)
    except ValueError:
        return False
    return parts.scheme in {"http", "https"} and has_host and "@" not in parts.netloc


def origin_of(base_url: str) -> str:
    """Return scheme, host and port of an address."""
    parts = urlsplit(base_url)
    return f"{parts.scheme}://{parts.netloc}".lower()


def connections_of(settings: Settings) -> tuple[Connection, ...]:
    """Return the connections that the settings hold; one that cannot be used is left out, not lost."""
    found: dict[str, Connection] = {}
    for each in _stored(settings):
        connection = _connection(each)
        if connection is not None:
            found.setdefault(connection.name, connection)
    return tuple(found.values())


def with_connections(settings: Settings, connections: Iterable[Connection]) -> Settings:
    """Return the settings with these connections; keys of theirs that this version does not know are kept."""
    known = {each.name for each in fields(Connection)}
    before = {str(each.get("name")): each for each in _stored(settings)}
    unusable = [each for each in _stored(settings) if _connection(each) is None]
    stored = [
        {**{key: value for key, value in before.get(each.name, {}).items() if key not in known}, **_document(each)}
        for each in connections
    ]
    others = {key: kept for key, kept in settings.overrides.items() if key != STORED_AS}
    return Settings({**others, STORED_AS: stored + unusable} if stored or unusable else others)


def _stored(settings: Settings) -> list[dict[str, Any]]:
    stored = settings.overrides.get(STORED_AS)
    return [each for each in stored if isinstance(each, dict)] if isinstance(stored, list) else []


def _connection(stored: Mapping[str, Any]) -> Connection | None:
    known = {each.name for each in fields(Connection)}
    given = {key: value for key, value in stored.items() if key in known}
    if any(isinstance(value, bool) or not isinstance(value, str | int | float | None) for value in given.values()):
        return None
    try:
        return Connection(**given)
    except (DomainError, TypeError, AttributeError):  # a text where a number belongs, or the other way round
        return None


def _document(connection: Connection) -> dict[str, object]:
    return {
        each.name: getattr(connection, each.name)
        for each in fields(Connection)
        if each.default is MISSING or getattr(connection, each.name) != each.default
    }


def _require(name: str, value: float | None, least: float, most: float = float("inf")) -> None:
    if value is not None and not least <= value <= most:
        raise DomainError(f"{name} of a connection cannot be {value}")
