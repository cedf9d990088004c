"""The records an export reads, the reviews among them that other tools can hold, and the tally of what was written."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from annotator.domain.shapes import Record


class _Names(dict[str, str]):
    def __missing__(self, code: str) -> str:
        return code


@dataclass(frozen=True, slots=True)
class Study:
    """A document's header, and its jobs as often as they are wanted: a shape may have to count before it writes."""

    header: Record
    jobs: Callable[[], Iterable[Record]]

    @property
    def id(self) -> str:
        """The study's id; empty for a workspace without one."""
        return str(self.header["study"]["id"] or "")

    def tag_names(self) -> dict[str, str]:
        """Return the names of the tags by their codes, such as "G04 Wrong format/structure".

        A code that nothing defines is its own name.
        """
        return _Names((tag["code"], _tag_name(tag)) for tag in self.header["tags"])


@dataclass(slots=True)
class Tally:
    """What an export wrote, and what it left out by reason. A reason is a key of `REASONS`."""

    rows: int = 0
    left_out: Counter[str] = field(default_factory=Counter)


class Graded(NamedTuple):
    """A review with what it is about."""

    job: Record
    deliverable: Record
    review: Record


DRAFT, SKIPPED, NO_TEXT, NO_PAIR, NOT_PASSED = "draft", "skipped", "no_text", "no_pair", "not_passed"
OPINION = "opinion"


def reviews_in(study: Study) -> Iterator[Graded]:
    """Yield every review, in the document's order."""
    for job in study.jobs():
        for deliverable in job["deliverables"]:
            for review in deliverable["reviews"]:
                yield Graded(job, deliverable, review)


def finished_reviews(study: Study, tally: Tally, *, with_skipped: bool = False) -> Iterator[Graded]:
    """Yield the reviews that other tools take for done; the others are counted as left out."""
    for graded in reviews_in(study):
        status = graded.review["status"]
        if is_opinion(graded.review):
            tally.left_out[OPINION] += 1
        elif status == "submitted" or (with_skipped and status == "skipped"):
            yield graded
        else:
            tally.left_out[SKIPPED if status == "skipped" else DRAFT] += 1


def is_opinion(review: Record) -> bool:
    """Return whether a review is what a model said beside a reviewer: other tools take it for a proposal."""
    return bool(review["role"] == "model")


def spans_of(review: Record, target: str = "deliverable") -> list[tuple[Record, Record]]:
    """Return the tags of a review that are pinned to a text, each with its span; orphans have lost their place."""
    return [
        (tag, tag["span"])
        for tag in review["tags"]
        if tag["span"] and tag["span"]["target"] == target and not tag["span"]["orphan"]
    ]


def edited_text(review: Record) -> str | None:
    """Return the text that a human made of the deliverable, if there is one (kinds I5-I8)."""
    edits = [each for each in review["interventions"] if each["kind"] in {"I5", "I6", "I7", "I8"} and each["content"]]
    return edits[-1]["content"] if edits else None


def counted_seconds(times: Iterable[Record]) -> float:
    """Return the seconds that count: corrected ones where there are any."""
    return sum(
        float(time["seconds"] if time["corrected_seconds"] is None else time["corrected_seconds"]) for time in times
    )


def _tag_name(tag: Record) -> str:
    label = tag["label"].get("en") or next(iter(tag["label"].values()), "")
    return f"{tag['code']} {label}".strip()
