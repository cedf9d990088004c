"""Who was given a deliverable in a pack and has not said anything of it yet."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Final

from annotator.errors import Refused
from annotator.i18n import _
from annotator.storage import packs

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sqlalchemy.orm import Session

    from annotator.storage.exchange_out import StoredDeliverable

    Assigned = Mapping[int, Mapping[str, str]]

_ANSWERS: Final = frozenset({"submitted", "skipped"})


def assigned(session: Session, study_key: int) -> Assigned:
    """Return who has which deliverable in the last edition of their pack: names by reviewer's id, by its key."""
    found: dict[int, dict[str, str]] = defaultdict(dict)
    for pack in packs.latest_packs(session, study_key):
        for item in packs.items(session, pack.key):
            if not item.is_practice:
                found[item.deliverable_key][pack.reviewer_id] = pack.reviewer_name
    return found


def awaited(deliverable: StoredDeliverable, given: Assigned) -> tuple[str, ...]:
    """Return the names of those who have a deliverable and have neither reviewed nor skipped it, in their order."""
    answered = {
        each.record["reviewer_id"]
        for each in deliverable.reviews.that_count()
        if each.record["role"] == "reviewer" and each.record["status"] in _ANSWERS
    }
    return tuple(name for id_, name in given.get(deliverable.key, {}).items() if id_ not in answered)


def require_all(deliverable: StoredDeliverable, given: Assigned) -> None:
    """Make sure that nobody is awaited.

    Raises:
        Refused: somebody is.
    """
    names = awaited(deliverable, given)
    if names:
        raise Refused(
            _("Nothing was decided: {names} did not send a review of {deliverable} yet.").format(
                names=", ".join(names), deliverable=deliverable.record["id"]
            ),
            safe=_("All reviews are as they were."),
            hint=_(
                "Take their results in first, or decide without them: --without-missing, or the button in the window."
            ),
        )
