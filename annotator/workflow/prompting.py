"""What a model is told of a job: a template that everybody can read and change, kept with the workspace."""

from __future__ import annotations

import json
import re
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Final

from annotator.domain.message import Message
from annotator.errors import DomainError
from annotator.storage import workspace

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from sqlalchemy.orm import Session

    from annotator.domain.job import Attachment, Job

_NAME: Final = "prompt_template"
_LONGEST_FILE: Final = 200_000
_READABLE: Final = ("text/", "application/json", "application/xml", "application/yaml")
_READABLE_ENDS: Final = (".md", ".txt", ".csv", ".tsv", ".json", ".xml", ".yaml", ".yml", ".html", ".py", ".srt")
_PLACE: Final = re.compile(r"\{(\w+)\}")

PLACES: Final = ("title", "brief", "category", "language", "budget", "criteria", "files")
"""What a template may name in braces."""


@dataclass(frozen=True, slots=True)
class PromptTemplate:
    """The two texts a first request is made of; `{brief}` and the other places are filled in for each job.

    The criteria are not named by default: a client does not hand out the marking scheme.
    """

    system: str = (
        "You do paid work for a client. Deliver the finished work itself, in Markdown, in the language the client asks "
        "for. Add nothing that does not belong to the work."
    )
    user: str = "{title}\n\n{brief}\n\n{files}"

    def __post_init__(self) -> None:
        """Refuse places that nothing fills, and a template without the brief."""
        named = set(_PLACE.findall(self.system + self.user))
        if unknown := named - set(PLACES):
            raise DomainError(f"nothing fills {', '.join(sorted(unknown))}")
        if "brief" not in named:
            raise DomainError("a model has to be told the brief")


def template(session: Session) -> PromptTemplate:
    """Return the workspace's template."""
    stored = workspace.remembered(session, _NAME)
    return PromptTemplate() if stored is None else PromptTemplate(**json.loads(stored))


def set_template(session: Session, wanted: PromptTemplate) -> None:
    """Let the workspace have another template; what was sent before keeps what it was sent with."""
    workspace.remember(session, _NAME, json.dumps(asdict(wanted), ensure_ascii=False))


def first_messages(wanted: PromptTemplate, job: Job, read_file: Callable[[str], bytes | None]) -> tuple[Message, ...]:
    """Return what a model is sent for a first attempt.

    Args:
        wanted: the template.
        job: the job.
        read_file: gives the bytes of an attached file by its hash, `None` if they did not come with the job.
    """
    budget = job.budget
    places = {
        "title": job.title,
        "brief": job.brief,
        "category": job.category or "",
        "language": job.language or "",
        "budget": "" if budget is None else f"{budget.amount:g} {budget.currency or ''}".strip(),
        "criteria": "\n".join(f"- {each.text}" for each in job.rubric.active),
        "files": "\n\n".join(_file(each, read_file) for each in job.attachments),
    }
    texts = (("system", _filled(wanted.system, places)), ("user", _filled(wanted.user, places)))
    return tuple(Message(role, text) for role, text in texts if text)


def _filled(text: str, places: Mapping[str, str]) -> str:
    """Fill the places in one pass: braces in a brief are the client's own."""
    return _PLACE.sub(lambda found: places[found[1]], text).strip()


def _file(attachment: Attachment, read_file: Callable[[str], bytes | None]) -> str:
    """Return a text file with its words, and any other file by its name alone: a model cannot open it here."""
    is_readable = (attachment.media_type or "").startswith(_READABLE) or attachment.name.lower().endswith(
        _READABLE_ENDS
    )
    content = read_file(attachment.sha256) if is_readable and attachment.sha256 is not None else None
    if content is None or len(content) > _LONGEST_FILE:
        return f"[{attachment.name}]"
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return f"[{attachment.name}]"
    fence = "`" * max(3, *(len(run) + 1 for run in re.findall("`+", text)), 3)
    return f"{attachment.name}:\n{fence}\n{text}\n{fence}"
