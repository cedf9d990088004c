"""What a model is sent: for a first attempt the job, for a further one the conversation so far and what is new."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, Final

from annotator.domain.job import Arm
from annotator.domain.message import Message
from annotator.storage import attempts, jobs
from annotator.workflow import prompting

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from sqlalchemy.orm import Session

    from annotator.domain.ids import ReviewRef
    from annotator.storage.attempts import StoredAttempt
    from annotator.storage.jobs import Subject
    from annotator.workflow.workbench import Workbench

ANSWERED_ARMS: Final = frozenset({Arm.FEEDBACK, Arm.REBRIEF, Arm.FACTS, Arm.STEER})
"""The arms in which somebody told the model something; a plain retry is told nothing new."""


def messages_for(
    workbench: Workbench, session: Session, parent: ReviewRef, arm: Arm, message: str
) -> tuple[Message, ...]:
    """Return the conversation that asks for the next attempt after a deliverable.

    A plain retry sends what made the first attempt and nothing else; the other arms send the way to the parent, its
    text as it stands (a human's edits included), and the message.

    Raises:
        DomainError: there is no such deliverable.
    """
    about = jobs.subject(session, parent)
    path = _path(attempts.attempts(session, about.job_key), about.deliverable_key)
    said = _beginning(workbench, session, about, path[0])
    if arm is Arm.PLAIN_RETRY:
        return said
    words = attempts.messages_that_led_to(session, about.study_key, [each.id for each in path])
    for before, each in pairwise(path):
        if Arm(each.arm) in ANSWERED_ARMS and each.id in words:
            said += (Message("assistant", jobs.content(session, before.key)), Message("user", words[each.id]))
    return (*said, Message("assistant", jobs.content(session, path[-1].key)), Message("user", message))


def _path(every: Sequence[StoredAttempt], key: int) -> list[StoredAttempt]:
    """Return the way from the first attempt to a deliverable."""
    by_id = {each.id: each for each in every}
    path = [next(each for each in every if each.key == key)]
    while path[0].parent in by_id and by_id[path[0].parent] not in path:
        path.insert(0, by_id[path[0].parent])
    return path


def _beginning(workbench: Workbench, session: Session, about: Subject, first: StoredAttempt) -> tuple[Message, ...]:
    """Return what the chain began with: what its first attempt was really sent, if that is known."""
    sent = attempts.prompt_of(session, first.key)
    known = sent.get("messages") if isinstance(sent, dict) else None
    if isinstance(known, list) and known and all(_is_message(each) for each in known):
        return tuple(Message(each["role"], each["content"]) for each in known)
    return first_messages(workbench, session, about)


def first_messages(workbench: Workbench, session: Session, about: Subject) -> tuple[Message, ...]:
    """Return what asks for a first attempt at a job, by the workspace's template."""
    return prompting.first_messages(prompting.template(session), jobs.job(session, about), reader_of(workbench))


def reader_of(workbench: Workbench) -> Callable[[str], bytes | None]:
    """Return what reads an attached file by its hash."""

    def read(sha256: str) -> bytes | None:
        path = workbench.attachment_path(sha256)
        return None if path is None else path.read_bytes()

    return read


def _is_message(value: object) -> bool:
    return isinstance(value, dict) and isinstance(value.get("role"), str) and isinstance(value.get("content"), str)
