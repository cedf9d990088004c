"""Small steps of writing a difference: which columns changed, and where among its neighbours a new row belongs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeVar

from sqlalchemy import update

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from sqlalchemy import Table
    from sqlalchemy.orm import Session

    from annotator.storage.reviews import RowPlace

_Id = TypeVar("_Id")


def changed_columns(before: Mapping[str, Any], after: Mapping[str, Any]) -> dict[str, Any]:
    """Return the columns of `after` that differ from those of `before`."""
    return {column: value for column, value in after.items() if before[column] != value}


def positions_of(
    session: Session, table: Table, places: Mapping[_Id, RowPlace], wanted: Sequence[_Id]
) -> dict[_Id, float]:
    """Return the positions of rows in the wanted order: new ones between their neighbours.

    Rows whose neighbours have no room left between them are numbered anew, which is written at once.
    """
    positions = {id_: place.position for id_, place in places.items()}
    for at, id_ in enumerate(wanted):
        if id_ in positions:
            continue
        before = positions[wanted[at - 1]] if at else None
        behind = next((positions[other] for other in wanted[at + 1 :] if other in positions), None)
        positions[id_] = _between(before, behind)
    if [positions[id_] for id_ in wanted] == sorted({positions[id_] for id_ in wanted}):
        return positions
    for at, id_ in enumerate(wanted):
        positions[id_] = float(at)
        if id_ in places:
            session.execute(update(table).where(table.c.key == places[id_].key).values(position=float(at)))
    return positions


def _between(before: float | None, behind: float | None) -> float:
    if before is None:
        return 0.0 if behind is None else behind - 1
    return before + 1 if behind is None else (before + behind) / 2
