"""Commands as JSON text and back, by their fields and types alone: a new command needs nothing here.

Fields that have their default are left out. A patch is a plain list of hunks, a reference a list of its parts.
"""

from __future__ import annotations

import json
import typing
from dataclasses import MISSING, fields, is_dataclass
from enum import Enum
from functools import cache, partial
from types import NoneType, UnionType
from typing import Any, NewType, TypeAlias, Union

import orjson

from annotator.domain import ids, review, spans, textpatch
from annotator.errors import DomainError
from annotator.workflow import commands

if typing.TYPE_CHECKING:
    from collections.abc import Callable, Mapping

Decoder: TypeAlias = "Callable[[Any], Any]"

_NAMES: dict[str, Any] = {**vars(ids), **vars(spans), **vars(textpatch), **vars(review), **vars(commands)}
"""Where the annotations of the commands' fields are found: their modules import these for type checkers only."""

_KINDS: Mapping[str, type] = {each.__name__: each for each in typing.get_args(commands.Command)}


def dumps(command: commands.Command) -> str:
    """Return a command as JSON text.

    Raises:
        DomainError: a text holds half a character (a lone surrogate), which no file can carry.
    """
    try:
        return orjson.dumps({"command": type(command).__name__, **_document(command)}).decode()
    except TypeError as error:
        raise DomainError(f"a {type(command).__name__} cannot be written down: {error}") from error


def loads(text: str) -> commands.Command:
    """Return the command that `dumps` wrote.

    Raises:
        DomainError: the text is no command that this program knows.
    """
    try:
        document = json.loads(text)
        command: commands.Command = _dataclass_decoder(_KINDS[document.pop("command")])(document)
    except (KeyError, TypeError, ValueError) as error:
        raise DomainError(f"{text!r:.80} is no command: {error}") from error
    return command


# What is read and written here is any value of any field: the types are looked at while the program runs.


def _document(value: Any) -> dict[str, Any]:  # noqa: ANN401
    return {
        each.name: _encoded(getattr(value, each.name))
        for each in fields(value)
        if each.default is MISSING or getattr(value, each.name) != each.default
    }


def _encoded(value: Any) -> Any:  # noqa: ANN401
    if isinstance(value, textpatch.TextPatch):
        return textpatch.to_json(value)
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, tuple):
        return [_encoded(each) for each in value]
    return _document(value) if is_dataclass(value) else value


@cache
def _dataclass_decoder(kind: type) -> Decoder:
    decoders = {name: _decoder(hint) for name, hint in typing.get_type_hints(kind, _NAMES).items()}

    def decode(document: dict[str, Any]) -> object:
        return kind(**{name: decoders[name](value) for name, value in document.items()})

    return decode


def _decoder(hint: Any) -> Decoder:  # noqa: ANN401
    if isinstance(hint, NewType):
        return _decoder(hint.__supertype__)
    if typing.get_origin(hint) in {Union, UnionType}:
        return _optional_decoder(hint)
    if typing.get_origin(hint) is tuple:
        return partial(_many, _decoder(typing.get_args(hint)[0]))
    if is_dataclass(hint) and hint not in _SPECIAL:
        return _dataclass_decoder(typing.cast("type", hint))
    return _plain_decoder(hint)


def _plain_decoder(hint: Any) -> Decoder:  # noqa: ANN401
    if isinstance(hint, type) and issubclass(hint, Enum):
        return hint
    return _SPECIAL.get(hint, _same)


def _optional_decoder(hint: Any) -> Decoder:  # noqa: ANN401
    inner = [each for each in typing.get_args(hint) if each is not NoneType]
    if len(inner) != 1:
        raise DomainError(f"a field of a command is one type or nothing, not {hint}")
    decode = _decoder(inner[0])
    return lambda value: None if value is None else decode(value)


def _many(decode: Decoder, values: list[Any]) -> tuple[Any, ...]:
    return tuple(decode(value) for value in values)


def _same(value: Any) -> Any:  # noqa: ANN401
    return value


_SPECIAL: Mapping[Any, Decoder] = {
    textpatch.TextPatch: textpatch.from_json,
    ids.ReviewRef: lambda parts: ids.ReviewRef(*parts),
    float: float,  # a whole number of seconds may have lost its point
}
