"""Hiding which model made what, until a review is done: whether a workspace does, and its aliases.

The secret behind the aliases stays in the workspace, so that what comes back under aliases finds its place again.
"""

from __future__ import annotations

import secrets
from typing import TYPE_CHECKING, Final

from annotator.domain.blinding import Aliases, Named
from annotator.errors import DomainError
from annotator.storage import queue, standings, studies, workspace
from annotator.storage.jobs import ids_of_study

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sqlalchemy.orm import Session

    from annotator.domain.ids import ReviewerId

_OWN: Final = "blind"
_PACKED: Final = "blind_pack"
_SECRET: Final = "alias_secret"
_ON: Final = "on"


def is_blind(session: Session) -> bool:
    """Return whether models are hidden until a review is done: the reviewer wants it, or their pack says so."""
    return workspace.is_kept_under(session, _ON, _OWN, _PACKED)


def set_blind(session: Session, *, is_on: bool, by_pack: bool = False) -> None:
    """Hide models from now on, or not; what a pack hid, the reviewer's own setting does not show."""
    name = _PACKED if by_pack else _OWN
    if is_on:
        workspace.remember(session, name, _ON)
        prepare(session)
    elif workspace.remembered(session, name) is not None:
        workspace.forget(session, name)


def prepare(session: Session) -> None:
    """Make the secret of the workspace's aliases, if it has none yet."""
    if workspace.remembered(session, _SECRET) is None:
        workspace.remember(session, _SECRET, secrets.token_hex(32))


def aliases(session: Session, study: str) -> Aliases:
    """Return the aliases of a study.

    Raises:
        DomainError: nobody called `prepare` in this workspace.
    """
    secret = workspace.remembered(session, _SECRET)
    if secret is None:
        raise DomainError("aliases are prepared before they are asked for")
    return Aliases(secret, study)


def aliases_out(
    session: Session, study_key: int | None, reviewer: ReviewerId, *, is_wished: bool = False
) -> Aliases | None:
    """Return the aliases under which a study leaves the workspace, `None` if models may be seen.

    They may not if that is wished, or while models are hidden here and the reviewer has not done everything.
    """
    if study_key is None or not (is_wished or is_blind(session)):
        return None
    counted = queue.states_counted(session, study_key, studies.reviewer_key(session, reviewer))
    is_all_done = counted.get(standings.DONE, 0) == queue.total(session, study_key)
    return aliases(session, ids_of_study(session, study_key)[0]) if is_wished or not is_all_done else None


def real_ids(session: Session, study_key: int) -> Mapping[str, str]:
    """Return which id stands behind each alias of a study: of jobs and of deliverables."""
    study, jobs, deliverables = ids_of_study(session, study_key)
    known = aliases(session, study)
    return {known.alias(Named.JOB, each): each for each in jobs} | {
        known.alias(Named.DELIVERABLE, each): each for each in deliverables
    }
