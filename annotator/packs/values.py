"""What the manifests say: of a pack that goes out, and of a result that comes back."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from typing import Any, Final

PACK_FORMAT: Final = "annotator-pack/1"
RESULT_FORMAT: Final = "annotator-result/1"
PACK_SUFFIX: Final = ".annotator"
RESULT_SUFFIX: Final = ".annotator-result"

JOBS_NAME: Final = "jobs.jsonl"
PRACTICE_NAME: Final = "practice.json"
TAXONOMY_NAME: Final = "taxonomy.json"
INSTRUCTIONS_NAME: Final = "instructions.md"
REVIEWS_NAME: Final = "reviews.jsonl"
FILES_FOLDER: Final = "files"


@dataclass(frozen=True, slots=True)
class PackOptions:
    """How a study is run in a pack.

    `order` is "as_is" or "shuffled"; `overlap` is the share of jobs that a second reviewer grades too (0.0-1.0);
    `deadline` is a day (ISO 8601), `rule` the pass rule that answers after the reviewer's own verdict.
    """

    blind: bool = True
    order: str = "as_is"
    overlap: float = 0.0
    deadline: str | None = None
    shows_results: bool = False
    rule: str | None = None


@dataclass(frozen=True, slots=True)
class Party:
    """A study or a person, by an id that stays and a name that may change."""

    id: str
    name: str


@dataclass(frozen=True, slots=True)
class PackManifest:
    """What a pack says of itself: for whom it is, of which study, and which edition (`number`, `part` of `parts`)."""

    id: str
    number: int
    study: Party
    reviewer: Party
    created_at: str
    app_version: str
    options: PackOptions
    jobs: int
    deliverables: int
    practice: int = 0
    part: int = 1
    parts: int = 1

    def as_json(self) -> dict[str, Any]:
        """Return the manifest as it stands in the file, without its members."""
        return {"format": PACK_FORMAT, **asdict(self)}


@dataclass(frozen=True, slots=True)
class Receipt:
    """How much of a pack is done; practice is not in it. Seconds are active time: as measured, as corrected."""

    expected: int = 0
    done: int = 0
    draft: int = 0
    skipped: int = 0
    measured_seconds: float = 0.0
    corrected_seconds: float = 0.0

    @property
    def missing(self) -> int:
        """Deliverables that nobody touched."""
        return self.expected - self.done - self.draft - self.skipped

    def as_json(self) -> dict[str, Any]:
        """Return the receipt as it stands in a result."""
        return {**asdict(self), "missing": self.missing}


@dataclass(frozen=True, slots=True)
class Question:
    """What a reviewer asks the coordinator: about a deliverable (its id in the pack), or about all."""

    text: str
    deliverable: str | None = None


@dataclass(frozen=True, slots=True)
class Request:
    """A next attempt that a reviewer wishes: the kind of intervention (I0-I4) on a deliverable, and the message."""

    intervention: str
    deliverable: str
    kind: str
    content: str


@dataclass(frozen=True, slots=True)
class ResultManifest:
    """What a result says of itself: whose it is, of which pack, and which sending (`revision`)."""

    study: Party
    reviewer: Party
    pack: str
    number: int
    revision: int
    created_at: str
    app_version: str
    receipt: Receipt
    questions: tuple[Question, ...] = ()
    requests: tuple[Request, ...] = field(default=())

    def as_json(self) -> dict[str, Any]:
        """Return the manifest as it stands in the file, without its members."""
        return {
            "format": RESULT_FORMAT,
            **asdict(self),
            "receipt": self.receipt.as_json(),
            "questions": [asdict(each) for each in self.questions],
            "requests": [asdict(each) for each in self.requests],
        }
