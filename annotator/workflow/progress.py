"""How far a reviewer is with a study that came in a pack: what a receipt says, and what is not sent."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from annotator.packs.values import Receipt
from annotator.storage import opened_packs, standings, studies, timesheet

if TYPE_CHECKING:
    from collections.abc import Collection

    from sqlalchemy.orm import Session

    from annotator.domain.ids import ReviewerId


@dataclass(frozen=True, slots=True)
class StudyProgress:
    """A study of this workspace that came in a pack; `unsent` are finished reviews that no result holds as they are."""

    id: str
    name: str
    deadline: str | None
    receipt: Receipt
    unsent: int
    revision: int
    instructions: str
    has_new_instructions: bool
    had_instructions: bool = False
    """Whether others were read before."""

    @property
    def left(self) -> int:
        """Deliverables that are neither done nor skipped."""
        return self.receipt.missing + self.receipt.draft

    def as_json(self) -> dict[str, Any]:
        """Return the study as the command line prints it."""
        return {
            "id": self.id,
            "name": self.name,
            "deadline": self.deadline,
            "left": self.left,
            "unsent": self.unsent,
            "revision": self.revision,
            "receipt": self.receipt.as_json(),
            "has_new_instructions": self.has_new_instructions,
        }


def counted(session: Session, reviewer_key: int | None, deliverables: Collection[int]) -> Receipt:
    """Return how many of some deliverables a reviewer is done with, and the active time they took."""
    wanted = set(deliverables)
    known = standings.standings(session, reviewer_key)
    states = Counter(known[key].state for key in wanted & known.keys())
    worked = [each for each in timesheet.sessions_by_deliverable(session, reviewer_key) if each[0] in wanted]
    return Receipt(
        expected=len(wanted),
        done=states[standings.DONE] + states[standings.REOPENED],
        draft=states[standings.STARTED],
        skipped=states[standings.SKIPPED],
        measured_seconds=sum(each.measured_seconds for _key, each in worked),
        corrected_seconds=sum(each.counted_seconds for _key, each in worked),
    )


def real_items(session: Session, study_key: int) -> list[int]:
    """Return the deliverables of an opened pack that count, in its order."""
    return [item.deliverable_key for item in opened_packs.opened_items(session, study_key) if not item.is_practice]


def progress_of(session: Session, study_key: int, reviewer: ReviewerId) -> StudyProgress | None:
    """Return how far the reviewer is with a study; nothing for one that did not come in a pack."""
    pack = opened_packs.opened(session, study_key)
    if pack is None:
        return None
    study = next(each for each in studies.studies(session) if each.key == study_key)
    reviewer_key = studies.reviewer_key(session, reviewer)
    items = real_items(session, study_key)
    sent = opened_packs.sent_results(session, study_key)
    return StudyProgress(
        id=study.id,
        name=study.name,
        deadline=pack.options.get("deadline"),
        receipt=counted(session, reviewer_key, items),
        unsent=len(unsent_keys(session, study_key, reviewer_key, items)),
        revision=sent[-1].revision if sent else 0,
        instructions=pack.instructions,
        has_new_instructions=pack.read_instructions != pack.instructions,
        had_instructions=pack.read_instructions is not None,
    )


def unsent_keys(session: Session, study_key: int, reviewer_key: int | None, items: Collection[int]) -> list[int]:
    """Return the deliverables whose finished review was not sent as it is now."""
    if reviewer_key is None:
        return []
    sent = opened_packs.sent_digests(session, study_key)
    finished = opened_packs.finished(session, study_key, reviewer_key)
    return [key for key in items if key in finished and finished[key] != sent.get(key)]
