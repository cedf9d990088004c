"""Trying a connection, and the keys of its server: kept by the system's keychain, never by us."""

from __future__ import annotations

import time
from functools import partial
from typing import TYPE_CHECKING

from annotator.domain.message import Message
from annotator.errors import DomainError, KnownError
from annotator.i18n import _
from annotator.llm.keys import ApiKey, Kept
from annotator.llm.model import Reception
from annotator.llm.network import aside
from annotator.llm.openai_model import OpenAIModel

if TYPE_CHECKING:
    from annotator.llm.keys import Keys
    from annotator.settings.connections import Connection


async def attempt(connection: Connection, secret: str, keys: Keys) -> str:
    """Send one short message; return a sentence that says that it was answered.

    Args:
        connection: what is tried.
        secret: a key that was typed and is not kept yet; without one, the kept key.
        keys: the keys.

    Raises:
        KnownError: it was not answered; the first sentence says why.
    """
    key = key_of(secret) if secret else await aside(partial(keys.get, connection.origin))
    model = OpenAIModel(connection, key)
    begun = time.monotonic()
    try:
        completion = await model.ask((Message("user", "Reply with the one word: ready"),), Reception())
    finally:
        await model.close()
    return _("“{model}” at {host} answers, after {seconds} seconds.").format(
        model=completion.served_model or connection.model,
        host=connection.host,
        seconds=f"{time.monotonic() - begun:.1f}",
    )


async def keep(connection: Connection, secret: str, keys: Keys) -> bool:
    """Keep a key for a connection's server; return whether it will be there after the program has ended.

    Raises:
        KnownError: it cannot be a key.
    """
    return await aside(partial(keys.keep, connection.origin, key_of(secret))) is Kept.KEYCHAIN


async def forget(connection: Connection, keys: Keys) -> None:
    """Have no key for a connection's server any more."""
    await aside(partial(keys.forget, connection.origin))


async def look(connection: Connection | None, keys: Keys) -> tuple[bool, bool]:
    """Return whether there is a key for a connection's server, if there is one, and whether there is a keychain."""
    key = None if connection is None else await aside(partial(keys.get, connection.origin))
    return key is not None, await aside(keys.has_keychain)


def key_of(secret: str) -> ApiKey:
    """Return the key that was typed.

    Raises:
        KnownError: it cannot be one.
    """
    try:
        return ApiKey(secret.strip())
    except DomainError:
        raise KnownError(
            _("What was entered as a key is none: it has spaces or letters that no key has."),
            safe=_("Nothing was sent."),
            hint=_("Copy the key once more from the provider's page."),
        ) from None
