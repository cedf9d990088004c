"""One clear set of sentences for everything that goes wrong on the way to a model."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from annotator.i18n import N_, _
from annotator.llm.model import ModelTrouble, Trouble

if TYPE_CHECKING:
    from annotator.llm.keys import ApiKey
    from annotator.settings.connections import Connection

_LONGEST_QUOTE: Final = 200

# What did not happen, and what to do next. Words of the server are quoted where only they can say what is wrong.
_SENTENCES: Final[dict[Trouble, tuple[str, str]]] = {
    Trouble.KEY: (
        N_("{host} did not accept the key."),
        N_("Check the key of the connection “{name}” in the settings."),
    ),
    Trouble.MODEL: (
        N_("{host} has no model “{model}”."),
        N_("Check the model's name of the connection “{name}” in the settings."),
    ),
    Trouble.ADDRESS: (
        N_("{host} knows nothing of the address that was asked."),
        N_("Check the address of the connection “{name}”; it often ends in /v1."),
    ),
    Trouble.NOT_A_SERVER: (
        N_("What {host} answered is not what a model's server answers."),
        N_("Check the address of the connection “{name}”; it often ends in /v1."),
    ),
    Trouble.REFUSED: (
        N_("No server answers at {host}."),
        N_("Start it, or check the address and the network, then try again."),
    ),
    Trouble.NAME: (
        N_("The name {host} leads nowhere."),
        N_("Check the address of the connection “{name}”, and the network."),
    ),
    Trouble.CERTIFICATES: (
        N_("The connection to {host} could not be made safe: its certificate cannot be checked here."),
        N_("Check this computer's certificates (SSL_CERT_FILE, ca-certificates) and its clock."),
    ),
    Trouble.CONNECT_TIMEOUT: (
        N_("{host} could not be reached in time."),
        N_("Check the network, then try again."),
    ),
    Trouble.FIRST_TIMEOUT: (
        N_("{host} took the request, but no answer began in time."),
        N_("Try again, or allow more time in the settings of “{name}”."),
    ),
    Trouble.STALLED: (
        N_("The answer of {host} stopped in the middle."),
        N_("Try again, or allow more time in the settings of “{name}”."),
    ),
    Trouble.DISCONNECTED: (
        N_("The connection to {host} broke off."),
        N_("Check the network, then try again."),
    ),
    Trouble.TRUNCATED: (
        N_("The answer of {host} ended before it was complete."),
        N_("Try again."),
    ),
    Trouble.MALFORMED: (
        N_("A part of the answer of {host} could not be read."),
        N_("Try again; if it happens every time, the server is at fault."),
    ),
    Trouble.EMPTY: (
        N_("The model “{model}” answered with no text."),
        N_("Try again, or allow longer answers in the settings of “{name}”."),
    ),
    Trouble.TOO_LONG: (
        N_("The request is longer than the model “{model}” can read."),
        N_("Shorten it, or choose a model that reads more."),
    ),
    Trouble.RATE: (
        N_("{host} takes no more requests for the moment."),
        N_("Wait a little, then try again."),
    ),
    Trouble.MONEY: (
        N_("{host} wants the account to be topped up before it answers."),
        N_("Look at the account with the provider, then try again."),
    ),
    Trouble.SERVER: (
        N_("{host} had a problem of its own: {said}"),
        N_("Try again in a moment."),
    ),
    Trouble.REQUEST: (
        N_("{host} did not accept the request: {said}"),
        N_("Check the values of the connection “{name}” in the settings."),
    ),
}


def trouble_of(
    kind: Trouble,
    connection: Connection,
    *,
    said: str = "",
    retry_after_s: float | None = None,
) -> ModelTrouble:
    """Return the error for what went wrong; `said` are the server's words without any key."""
    what, hint = _SENTENCES[kind]
    words = {
        "host": connection.host,
        "name": connection.name,
        "model": connection.model,
        "said": said or _("it gave no reason."),
    }
    return ModelTrouble(
        kind,
        _(what).format(**words),
        safe=_("Everything you wrote is stored, and what came of the answer is kept."),
        hint=_(hint).format(**words),
        retry_after_s=retry_after_s,
    )


def quoted(said: str, key: ApiKey | None) -> str:
    """Return a server's words in one short line; a key that it repeats is taken out."""
    line = " ".join(said.split())
    if key is not None:
        line = line.replace(key.secret, str(key))
    return line if len(line) <= _LONGEST_QUOTE else line[: _LONGEST_QUOTE - 1] + "…"
