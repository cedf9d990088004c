"""Aliases for ids that may name a model, and jobs of the document without anything else that does."""

from __future__ import annotations

import base64
import hashlib
import hmac
from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING, Final

from annotator.domain import document

if TYPE_CHECKING:
    from collections.abc import Sequence

    from annotator.domain.ids import ReviewerId, ReviewRef
    from annotator.domain.shapes import Record

_TELLING: Final = frozenset({"model", "served_model", "metadata", "prompt", "usage", "cost", "arm"})
"""What a blind document lacks; keys it does not know are left out too, since nobody knows what they say."""

_NOTHING: Final[Record] = {
    "model": None,
    "served_model": None,
    "arm": None,
    "prompt": None,
    "usage": {},
    "cost": None,
    "metadata": {},
}
_JOB_KEYS: Final = tuple(each.name for each in document.JOB.fields if each.name not in _TELLING)
_DELIVERABLE_KEYS: Final = tuple(each.name for each in document.DELIVERABLE.fields if each.name not in _TELLING)
_REVIEW_KEYS: Final = tuple(each.name for each in document.REVIEW.fields if each.name not in _TELLING)
_ALIAS_BYTES: Final = 10
_MODEL: Final = "model"


_ASKED_OF: Final = 5
"""Of so many reviews one is asked which model it was."""


def asks_for_guess(ref: ReviewRef, reviewer: ReviewerId) -> bool:
    """Return whether a reviewer is asked which model made a deliverable: of five reviews one, always the same."""
    said = "\n".join((ref.study, ref.deliverable, str(ref.occasion), reviewer)).encode("utf-8", "surrogatepass")
    return hashlib.sha256(said).digest()[0] % _ASKED_OF == 0


class Named(Enum):
    """What an alias stands for; the first letter of the alias says so."""

    JOB = "j"
    DELIVERABLE = "d"


def without_names(reviewers: Sequence[Record]) -> list[Record]:
    """Return the reviewers of a document, those of kind model without their names."""
    return [each | {"name": _MODEL} if each["kind"] == _MODEL else each for each in reviewers]


@dataclass(frozen=True, slots=True)
class Aliases:
    """Aliases of one study. The same secret gives the same aliases for ever; without it nobody can tell who is who.

    An alias is 80 bits of a keyed hash: among a million ids, two share one with a chance of one in a trillion.
    """

    secret: str
    study: str

    def alias(self, kind: Named, id_: str) -> str:
        """Return the alias of an id."""
        said = "\n".join((self.study, kind.value, id_)).encode("utf-8", "surrogatepass")
        digest = hmac.digest(self.secret.encode(), said, hashlib.sha256)
        return f"{kind.value}-{base64.b32encode(digest[:_ALIAS_BYTES]).decode().lower()}"

    def blinded(self, job: Record, *, with_every_key: bool = False) -> Record:
        """Return a job's record under aliases, without what tells which model made which deliverable.

        Args:
            job: the job with its deliverables and their reviews.
            with_every_key: let the keys that tell be empty and not absent, for shapes that need them.
        """
        empty = _NOTHING if with_every_key else {}
        made = empty | {name: job[name] for name in _JOB_KEYS if name in job}
        made["id"] = self.alias(Named.JOB, job["id"])
        made["deliverables"] = [self._deliverable(each, empty) for each in job["deliverables"]]
        return made

    def _deliverable(self, record: Record, empty: Record) -> Record:
        made = empty | {name: record[name] for name in _DELIVERABLE_KEYS if name in record}
        made["id"] = self._deliverable_alias(record["id"])
        made["parent"] = self._deliverable_alias(record["parent"])
        made["reviews"] = [self._review(each, empty) for each in record["reviews"]]
        return made

    def _review(self, record: Record, empty: Record) -> Record:
        made = empty | {name: record[name] for name in _REVIEW_KEYS if name in record}
        if record.get("role") == _MODEL:
            made["reviewer"] = _MODEL
        made["interventions"] = [
            {**step, "result": self._deliverable_alias(step["result"])} for step in record["interventions"]
        ]
        return made

    def _deliverable_alias(self, id_: str | None) -> str | None:
        return None if id_ is None else self.alias(Named.DELIVERABLE, id_)
