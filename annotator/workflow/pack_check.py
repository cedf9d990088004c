"""What a coordinator should know before a pack goes out: texts and files that name a model, ids that stand in texts."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING, Final

from annotator.workflow.file_properties import properties

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from annotator.domain.shapes import Record
    from annotator.storage.files import FileStore

# fmt: off
_FAMILIES: Final = (
    "ChatGPT", "GPT-3", "GPT-4", "GPT-4o", "GPT-5", "OpenAI", "Claude", "Anthropic",
    "Gemini", "Llama", "Mistral", "Mixtral", "DeepSeek", "Qwen", "Grok", "xAI",
    "Copilot", "Vicuna", "Alpaca", "Cohere", "Command-R", "PaLM", "DeepMind", "Phi-3",
    "Phi-4", "Kimi", "GLM-4", "ERNIE",
)
# fmt: on
"""Names of models and their makers that a deliverable gives away most often."""

_LEAST_ID: Final = 6
"""Shorter ids stand in any text by chance."""


class Tells(Enum):
    """What a finding is about."""

    MODEL_IN_TEXT = "model_in_text"
    MODEL_IN_FILE = "model_in_file"
    ID_IN_TEXT = "id_in_text"
    SAME_TEXT = "same_text"


@dataclass(frozen=True, slots=True)
class Finding:
    """Something that gives a model away: in which job, where in it, and the words."""

    tells: Tells
    job: str
    place: str
    words: str

    def as_json(self) -> dict[str, str]:
        """Return the finding as the command line prints it."""
        return {"kind": self.tells.value, "job": self.job, "place": self.place, "words": self.words}


class Checker:
    """Looks through jobs before they are packed.

    Args:
        models: the names of the study's models.
        files: where the attached files lie.
    """

    def __init__(self, models: Iterable[str], files: FileStore) -> None:
        self._files = files
        self._names = _words({*models, *_FAMILIES})
        self._texts: dict[str, str] = {}

    def findings(self, job: Record) -> list[Finding]:
        """Return what gives a model away in a job and its deliverables."""
        found: list[Finding] = []
        ids = [each for each in (job["id"], *(part["id"] for part in job["deliverables"])) if len(each) >= _LEAST_ID]
        for place, text in _texts_of(job):
            found += self._named(Tells.MODEL_IN_TEXT, job["id"], place, text)
            found += [Finding(Tells.ID_IN_TEXT, job["id"], place, each) for each in ids if each in text]
        for place, file in _files_of(job):
            found += self._in_file(job["id"], place, file)
        for deliverable in job["deliverables"]:
            text = deliverable["content"]
            if text and self._texts.setdefault(text, deliverable["id"]) != deliverable["id"]:
                found.append(Finding(Tells.SAME_TEXT, job["id"], deliverable["id"], self._texts[text]))
        return found

    def _named(self, tells: Tells, job: str, place: str, text: str) -> list[Finding]:
        return [Finding(tells, job, place, words) for words in sorted(set(self._names.findall(text)))]

    def _in_file(self, job: str, place: str, file: Record) -> list[Finding]:
        path = self._files.path_of(file["sha256"] or "")
        name = file["name"] or ""
        said = name if path is None else f"{name}\n{properties(path)}"
        return self._named(Tells.MODEL_IN_FILE, job, f"{place} {name}".strip(), said)


def _words(names: Iterable[str]) -> re.Pattern[str]:
    """Return what finds any of some names standing alone, whatever their case."""
    known = sorted((re.escape(name) for name in names if name), key=len, reverse=True)
    return re.compile(rf"(?<![A-Za-z0-9])(?:{'|'.join(known)})(?![A-Za-z0-9])", re.IGNORECASE)


def _texts_of(job: Record) -> Iterator[tuple[str, str]]:
    for key in ("title", "brief"):
        if job[key]:
            yield key, job[key]
    for criterion in job["rubric"]:
        for key in ("text", "example"):
            if criterion[key]:
                yield f"{criterion['id']} {key}", criterion[key]
    for deliverable in job["deliverables"]:
        if deliverable["content"]:
            yield f"{deliverable['id']} content", deliverable["content"]


def _files_of(job: Record) -> Iterator[tuple[str, Record]]:
    for file in job["attachments"]:
        yield "attachments", file
    for deliverable in job["deliverables"]:
        for file in deliverable["attachments"]:
            yield f"{deliverable['id']} attachments", file
