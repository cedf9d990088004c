"""Objects of the document as they should be: every known key there, in order, and of the right kind."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from annotator.domain.shapes import LARGEST_COUNT, Field, Of, Record, Shape
from annotator.formats.document.decoding import MOST_LEVELS, NoNumber, RepeatedKeys, TooDeep, flaw_in, is_deeper, shown
from annotator.i18n import N_, _

if TYPE_CHECKING:
    from collections.abc import Callable

_LARGEST_SIZE: Final = 2**63 - 1

_WANTED: Final = {
    Of.TEXT: N_("a text"),
    Of.PLAIN: N_("a text"),
    Of.FLAG: N_("true or false"),
    Of.COUNT: N_("a whole number"),
    Of.SIZE: N_("a whole number"),
    Of.NUMBER: N_("a number"),
    Of.OBJECT: N_("an object"),
    Of.ANY: N_("a JSON value"),
    Of.SHAPE: N_("an object"),
    Of.LIST: N_("a list"),
    Of.TEXTS: N_("a list of texts"),
}


class Flaw(Exception):  # noqa: N818 -- it never leaves the reader
    """A unit of the file is not as it should be.

    Args:
        at: the key and index inside the unit, such as `marks[2].mark`; may be empty.
        reason: what is wrong, in plain words.
    """

    def __init__(self, at: str, reason: str) -> None:
        super().__init__(at, reason)
        self.at = at
        self.reason = reason

    def inside(self, at: str) -> Flaw:
        """Return the flaw as seen from the object around."""
        return Flaw(f"{at}.{self.at}" if self.at else at, self.reason)

    def __str__(self) -> str:
        return f"{self.at}: {self.reason}" if self.at else self.reason


def checked(shape: Shape, given: object, level: int) -> Record:
    """Return an object of the document with every known key in order, the unknown ones after them.

    Args:
        shape: what the object should be.
        given: what was decoded.
        level: how deep the object stands in the document.

    Raises:
        Flaw: it is something else.
    """
    if type(given) is not dict:
        raise Flaw("", wrong_kind(given, _("an object")))
    plan = _plan(shape)
    made = plan.defaults.copy()
    for name, empty in plan.empties:
        made[name] = empty()
    rows = plan.rows
    for name, value in given.items():
        row = rows.get(name)
        if row is None:
            _refuse_depth(name, value, level)
            made[name] = value
        elif value is not None:
            types, check, field = row
            if type(value) not in types:
                raise Flaw(name, wrong_kind(value, _(_WANTED[field.of])))
            made[name] = value if check is None else check(field, value, level)
    if plan.needed:
        _refuse_missing(plan.needed, given)
    return made


def _refuse_missing(needed: tuple[str, ...], given: dict[str, object]) -> None:
    for name in needed:
        if given.get(name) is None:
            raise Flaw(name, _("it is missing"))


def _checked_list(field: Field, value: list[object], level: int) -> list[Record]:
    if field.shape is None:
        return []
    made: list[Record] = []
    for index, part in enumerate(value):
        try:
            made.append(checked(field.shape, part, level + 2))
        except Flaw as flaw:
            raise flaw.inside(f"{field.name}[{index}]") from None
    return made


def _checked_object(field: Field, value: object, level: int) -> Record | None:
    if field.shape is None:
        return None
    try:
        return checked(field.shape, value, level + 1)
    except Flaw as flaw:
        raise flaw.inside(field.name) from None


def _free(field: Field, value: object, level: int) -> object:
    _refuse_depth(field.name, value, level)
    return value


def _texts(field: Field, value: list[object], level: int) -> list[object]:  # noqa: ARG001 -- as all checks
    if not all(type(part) is str for part in value):
        raise Flaw(field.name, _("it must be a list of texts"))
    return value


def _plain(field: Field, value: str, level: int) -> str:  # noqa: ARG001 -- as all checks
    if "\0" in value:
        raise Flaw(field.name, _("it must not hold a NUL character"))
    return value


def _count(field: Field, value: int, level: int) -> int:  # noqa: ARG001 -- as all checks
    most = _LARGEST_SIZE if field.of is Of.SIZE else LARGEST_COUNT
    if not field.least <= value <= most:
        reason = _("{number} is not between {least} and {most}")
        raise Flaw(field.name, reason.format(number=shown(str(value)), least=field.least, most=most))
    return value


def _word(field: Field, value: str, level: int) -> str:  # noqa: ARG001 -- as all checks
    if value not in field.words:
        words = ", ".join(sorted(field.words))
        raise Flaw(field.name, _("{given} is none of: {words}").format(given=shown(value), words=words))
    return value


_CHECKS: Final[dict[Of, Callable[[Field, Any, int], object]]] = {
    Of.PLAIN: _plain,
    Of.COUNT: _count,
    Of.SIZE: _count,
    Of.OBJECT: _free,
    Of.ANY: _free,
    Of.SHAPE: _checked_object,
    Of.LIST: _checked_list,
    Of.TEXTS: _texts,
}


@dataclass(frozen=True, slots=True)
class _Plan:
    """What the loop over an object's keys needs, ready for thousands of objects a second."""

    defaults: Record
    empties: tuple[tuple[str, type], ...]
    rows: dict[str, tuple[frozenset[type], Callable[[Field, Any, int], object] | None, Field]]
    needed: tuple[str, ...]


_PLANS: dict[str, _Plan] = {}


def _plan(shape: Shape) -> _Plan:
    plan = _PLANS.get(shape.name)
    if plan is None:
        fields = shape.fields
        plan = _PLANS[shape.name] = _Plan(
            {each.name: None if each.default in (dict, list) else each.default for each in fields},
            tuple((each.name, each.default) for each in fields if isinstance(each.default, type)),
            {each.name: (each.types, _word if each.words else _CHECKS.get(each.of), each) for each in fields},
            tuple(each.name for each in fields if each.is_needed),
        )
    return plan


def _refuse_depth(name: str, value: object, level: int) -> None:
    if isinstance(value, (dict, list)) and is_deeper(value, MOST_LEVELS - level):
        raise Flaw(shown(name), _("it is nested more than {most} levels deep").format(most=MOST_LEVELS))
    if isinstance(value, TooDeep):
        raise Flaw(shown(name), _("it is nested more than {most} levels deep").format(most=MOST_LEVELS))


def wrong_kind(value: object, wanted: str) -> str:
    """Return the sentence for a value of the wrong kind."""
    if isinstance(value, (RepeatedKeys, NoNumber)):
        return flaw_in(value) or ""
    if isinstance(value, TooDeep):
        return _("it is nested more than {most} levels deep").format(most=MOST_LEVELS)
    return _("it must be {wanted}, not {given}").format(wanted=wanted, given=_kind_of(value))


def _kind_of(value: object) -> str:
    if value is None:
        return _("null")
    if isinstance(value, bool):
        return _("true or false")
    if isinstance(value, str):
        return _("a text")
    if isinstance(value, (int, float)):
        return _("a number")
    return _("a list") if isinstance(value, list) else _("an object")
