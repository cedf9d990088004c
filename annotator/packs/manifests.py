"""Manifests from the JSON they travel as; what is missing or of the wrong kind is named."""

from __future__ import annotations

from typing import Any, TypeVar

from annotator.i18n import _
from annotator.packs.trouble import Refusal
from annotator.packs.values import (
    PACK_FORMAT,
    RESULT_FORMAT,
    PackManifest,
    PackOptions,
    Party,
    Question,
    Receipt,
    Request,
    ResultManifest,
)

_Kind = TypeVar("_Kind")
_LONGEST_NUMBER = 2**31 - 1


def require_format(given: dict[str, Any], wanted: str) -> None:
    """Refuse a manifest of another kind, or of a version that this program does not know.

    Raises:
        Refusal: it is one.
    """
    named = given.get("format")
    if named == wanted:
        return
    if named in {PACK_FORMAT, RESULT_FORMAT}:
        if named == RESULT_FORMAT:
            raise Refusal(
                _("it is a result that a reviewer sent, not a pack"), _("Results are taken in under Returns.")
            )
        raise Refusal(_("it is a pack for a reviewer, not a result"), _("Open it as a pack instead."))
    stem = wanted.partition("/")[0]
    if isinstance(named, str) and named.startswith(f"{stem}/"):
        raise Refusal(
            _("it was made by a newer version of Annotator"), _("Install the newer version, then open the file again.")
        )
    raise Refusal(_("it is no file of Annotator"), _("Check that it is the file you meant."))


def pack_manifest(given: dict[str, Any]) -> PackManifest:
    """Return what a pack says of itself.

    Raises:
        Refusal: something is missing or of the wrong kind.
    """
    return PackManifest(
        id=_text(given, "id"),
        number=_count(given, "number"),
        study=_party(given, "study"),
        reviewer=_party(given, "reviewer"),
        created_at=_text(given, "created_at"),
        app_version=_text(given, "app_version"),
        options=pack_options(_object(given, "options")),
        jobs=_count(given, "jobs"),
        deliverables=_count(given, "deliverables"),
        practice=_count(given, "practice"),
        part=_count(given, "part"),
        parts=_count(given, "parts"),
    )


def pack_options(given: dict[str, Any]) -> PackOptions:
    """Return how a study is run in a pack.

    Raises:
        Refusal: something is missing or of the wrong kind.
    """
    return PackOptions(
        blind=_of(given, "blind", bool),
        order=_text(given, "order"),
        overlap=float(_number(given, "overlap")),
        deadline=_optional(given, "deadline"),
        shows_results=_of(given, "shows_results", bool),
        rule=_optional(given, "rule"),
    )


def result_manifest(given: dict[str, Any]) -> ResultManifest:
    """Return what a result says of itself.

    Raises:
        Refusal: something is missing or of the wrong kind.
    """
    return ResultManifest(
        study=_party(given, "study"),
        reviewer=_party(given, "reviewer"),
        pack=_text(given, "pack"),
        number=_count(given, "number"),
        revision=_count(given, "revision"),
        created_at=_text(given, "created_at"),
        app_version=_text(given, "app_version"),
        receipt=_receipt(_object(given, "receipt")),
        questions=tuple(
            Question(_text(each, "text"), _optional(each, "deliverable")) for each in _objects(given, "questions")
        ),
        requests=tuple(
            Request(*(_text(each, key) for key in ("intervention", "deliverable", "kind", "content")))
            for each in _objects(given, "requests")
        ),
    )


def _receipt(given: dict[str, Any]) -> Receipt:
    return Receipt(
        *(_count(given, key) for key in ("expected", "done", "draft", "skipped")),
        *(float(_number(given, key)) for key in ("measured_seconds", "corrected_seconds")),
    )


def _party(given: dict[str, Any], key: str) -> Party:
    party = _object(given, key)
    return Party(_text(party, "id"), _text(party, "name"))


def _of(given: dict[str, Any], key: str, kind: type[_Kind]) -> _Kind:
    value = given.get(key)
    if type(value) is not kind:
        raise Refusal(_("its manifest does not say {key}").format(key=key))
    return value


def _text(given: dict[str, Any], key: str) -> str:
    value = _of(given, key, str)
    if "\0" in value:
        raise Refusal(_("its manifest does not say {key}").format(key=key))
    return value


def _optional(given: dict[str, Any], key: str) -> str | None:
    return None if given.get(key) is None else _text(given, key)


def _count(given: dict[str, Any], key: str) -> int:
    value = _of(given, key, int)
    if not 0 <= value <= _LONGEST_NUMBER:
        raise Refusal(_("its manifest does not say {key}").format(key=key))
    return value


def _number(given: dict[str, Any], key: str) -> float:
    value = given.get(key)
    if isinstance(value, bool) or not isinstance(value, (int, float)) or not 0 <= value < _LONGEST_NUMBER:
        raise Refusal(_("its manifest does not say {key}").format(key=key))
    return value


def _object(given: dict[str, Any], key: str) -> dict[str, Any]:
    return _of(given, key, dict)


def _objects(given: dict[str, Any], key: str) -> list[dict[str, Any]]:
    found = _of(given, key, list)
    if not all(isinstance(each, dict) for each in found):
        raise Refusal(_("its manifest does not say {key}").format(key=key))
    return found
