"""The fields of a connection's form: what each is called, and how its text becomes a value."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import TYPE_CHECKING, Final

from annotator.errors import DomainError
from annotator.i18n import N_, _
from annotator.settings.connections import Connection, is_address

if TYPE_CHECKING:
    from collections.abc import Mapping


@dataclass(frozen=True, slots=True)
class FieldOf:
    """One line of the form; `label` and `hint` are marked ids. `kind` is str, int or float."""

    name: str
    label: str
    hint: str
    kind: type


FIELDS: Final = (
    FieldOf("name", N_("Name"), N_("What you call it"), str),
    FieldOf("base_url", N_("Address"), "https://…/v1", str),
    FieldOf("model", N_("Model"), N_("As the server calls it"), str),
)
MORE: Final = (
    FieldOf("temperature", N_("Temperature"), N_("As the server has it"), float),
    FieldOf("top_p", N_("Top p"), N_("As the server has it"), float),
    FieldOf("max_tokens", N_("Longest answer (tokens)"), N_("As the server has it"), int),
    FieldOf("price_in", N_("Price per million tokens sent"), N_("Unknown"), float),
    FieldOf("price_out", N_("Price per million tokens received"), N_("Unknown"), float),
    FieldOf("currency", N_("Currency"), "USD", str),
    FieldOf("connect_s", N_("Seconds until connected"), "", float),
    FieldOf("first_token_s", N_("Seconds until the first words"), "", float),
    FieldOf("between_tokens_s", N_("Seconds between words"), "", float),
)
USUAL: Final = (
    "https://api.openai.com/v1",
    "http://localhost:11434/v1",
    "http://localhost:1234/v1",
    "http://localhost:8080/v1",
    "http://localhost:8000/v1",
)
"""Where servers are found: the vendor's, then what Ollama, LM Studio, llama.cpp and vLLM listen at on this computer."""


def text_of(connection: Connection | None, field: FieldOf) -> str:
    """Return what a field shows; nothing stands for what is left to the server."""
    default = next(each.default for each in fields(Connection) if each.name == field.name)
    value = getattr(connection, field.name) if connection is not None else default
    if value is None or not isinstance(value, str | int | float):
        return ""
    return value if isinstance(value, str) else f"{value:g}"


def connection_from(texts: Mapping[str, str], taken: frozenset[str]) -> Connection | str:
    """Return the connection that the fields make, or the sentence that says what is wrong.

    Args:
        texts: what stands in the fields, by name.
        taken: the names of the other connections.
    """
    given: dict[str, object] = {}
    for field in (*FIELDS, *MORE):
        text = texts[field.name].strip()
        if not text:
            continue
        try:
            given[field.name] = field.kind(text.replace(",", ".") if field.kind is float else text)
        except ValueError:
            return _("“{label}” takes a number.").format(label=_(field.label))
    if "name" not in given or "model" not in given:
        return _("A connection needs a name and a model.")
    if given["name"] in taken:
        return _("There is a connection with this name already.")
    if not is_address(str(given.get("base_url", ""))):
        return _("The address begins with http:// or https:// and holds no name or password.")
    try:
        return Connection(**given)  # type: ignore[arg-type]
    except DomainError:
        return _("A number is larger or smaller than it can be.")
