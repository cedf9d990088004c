"""Column types that keep texts exact on every database."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import LargeBinary, Text
from sqlalchemy.types import TypeDecorator
from typing_extensions import override

if TYPE_CHECKING:
    from sqlalchemy.engine import Dialect
    from sqlalchemy.types import TypeEngine


class ExactText(TypeDecorator[str]):
    """Text that comes back as it went in, NUL and every kind of newline included.

    SQLite's TEXT keeps all of it; PostgreSQL's text refuses NUL, so there it is UTF-8 in a bytea. Either way it is
    ordered by its bytes.
    """

    impl = Text
    cache_ok = True

    @override
    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[str] | TypeEngine[bytes]:
        kind: TypeEngine[Any] = LargeBinary() if dialect.name == "postgresql" else Text()
        return dialect.type_descriptor(kind)

    @override
    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | bytes | None:
        return value.encode() if value is not None and dialect.name == "postgresql" else value

    @override
    def process_result_value(self, value: str | bytes | None, dialect: Dialect) -> str | None:
        return bytes(value).decode() if isinstance(value, (bytes, memoryview)) else value
