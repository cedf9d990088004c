"""Known shapes of other benchmarks and tools, recognised by what they hold."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final

from annotator.formats.incoming.mapping import Mapping, guess
from annotator.formats.incoming.table import Row, Table

if TYPE_CHECKING:
    from collections.abc import Callable

SWE_LANCER: Final = Mapping(
    {
        "id": "question_id",
        "title": "title",
        "brief": "description",
        "price": "price",
        "category": "variant",
        "currency": "=USD",
        "language": "=en",
    }
)
"""The issues of openai/SWELancer-Benchmark: prices are US dollars, texts are English."""

ALPACA_EVAL: Final = Mapping({"brief": "instruction", "model": "generator"}, ("output",))
"""Model outputs of AlpacaEval: no ids."""

_LABEL_STUDIO_KEYS: Final = {"data", "annotations"}


def swe_lancer(table: Table) -> tuple[Table, Mapping] | None:
    """Return SWE-Lancer's issues with their mapping, if a table holds them."""
    return (table, SWE_LANCER) if {"question_id", "variant", "description"} <= set(table.columns) else None


def alpaca_eval(table: Table) -> tuple[Table, Mapping] | None:
    """Return AlpacaEval's outputs with their mapping, if a table holds them."""
    return (table, ALPACA_EVAL) if {"instruction", "output", "generator"} <= set(table.columns) else None


def label_studio(table: Table) -> tuple[Table, Mapping] | None:
    """Return Label Studio's tasks with their mapping, if a table holds them.

    What a task is about stands in its `data`; annotations of another project's questions are kept as metadata.
    """
    if not table.rows or not all(isinstance(row.cells.get("data"), dict) for row in table.rows):
        return None
    rows = tuple(Row(row.line, _task(row.cells)) for row in table.rows)
    columns = tuple(dict.fromkeys(column for row in rows for column in row.cells))
    mapping = guess(columns)
    return Table(columns, rows), replace(mapping, columns={**mapping.columns})


def _task(cells: dict[str, Any]) -> dict[str, Any]:
    data = {key: value for key, value in cells["data"].items() if value not in (None, "")}
    kept = {f"label_studio_{key}": cells[key] for key in ("id", "annotations", "predictions") if cells.get(key)}
    return {**data, **kept}


PRESETS: Final[dict[str, Callable[[Table], tuple[Table, Mapping] | None]]] = {
    "label-studio": label_studio,
    "swe-lancer": swe_lancer,
    "alpaca-eval": alpaca_eval,
}
"""By the names of the command line, in the order in which they are tried."""


def recognised(table: Table, name: str | None = None) -> tuple[Table, Mapping]:
    """Return a table as a preset reads it, or as its columns' names tell.

    Args:
        table: the table.
        name: the preset; otherwise the first that knows the table.
    """
    for preset, read in PRESETS.items():
        if name in {None, "table", preset} and (found := read(table)) is not None:
            return found
    return table, guess(table.columns)
