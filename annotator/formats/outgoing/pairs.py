"""Training data from what reviewers did: pairs of a better and a worse text (DPO), and texts that were accepted (SFT).

The keys are those that TRL's trainers read: `prompt`, `chosen`, `rejected`; `prompt`, `completion`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from annotator.exactjson import dumps
from annotator.formats.outgoing.study import NO_PAIR, NOT_PASSED, edited_text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from annotator.domain.shapes import Record
    from annotator.formats.outgoing.study import Study, Tally


def preference_pairs(study: Study, tally: Tally) -> Iterator[bytes]:
    """Yield a pair for each text that made a failed deliverable good: an edit, or a later attempt that passed."""
    for job in study.jobs():
        for deliverable in job["deliverables"]:
            if verdict_of(deliverable) != "fail":
                continue
            better = list(_better(job, deliverable))
            if not better:
                tally.left_out[NO_PAIR] += 1
            for origin, text in better:
                tally.rows += 1
                pair = {"prompt": job["brief"] or job["title"], "chosen": text, "rejected": deliverable["content"]}
                yield dumps({**pair, **_about(job, deliverable), "chosen_from": origin}) + b"\n"


def accepted_texts(study: Study, tally: Tally) -> Iterator[bytes]:
    """Yield each job's texts that can be delivered: those that passed, and edits of those that failed."""
    for job in study.jobs():
        for deliverable in job["deliverables"]:
            for origin, text in _acceptable(job, deliverable, tally):
                tally.rows += 1
                line = {"prompt": job["brief"] or job["title"], "completion": text}
                yield dumps({**line, **_about(job, deliverable), "completion_from": origin}) + b"\n"


def verdict_of(deliverable: Record) -> str | None:
    """Return what the submitted reviews say: the adjudicator's word, else the majority's, else nothing."""
    done = [review for review in deliverable["reviews"] if review["status"] == "submitted"]
    adjudicated = [review["verdict"] for review in done if review["role"] == "adjudicator"]
    if adjudicated:
        return str(adjudicated[-1]) if adjudicated[-1] else None
    verdicts = [review["verdict"] for review in done if review["role"] == "reviewer"]
    passed, failed = verdicts.count("pass"), verdicts.count("fail")
    return None if passed == failed else "pass" if passed > failed else "fail"


def _acceptable(job: Record, deliverable: Record, tally: Tally) -> Iterator[tuple[str, str]]:
    verdict = verdict_of(deliverable)
    if verdict == "pass" and deliverable["content"]:
        yield deliverable["id"], deliverable["content"]
        return
    edits = list(_edits(job, deliverable)) if verdict == "fail" else []
    if not edits:
        tally.left_out[NOT_PASSED] += 1
    yield from edits


def _better(job: Record, deliverable: Record) -> Iterator[tuple[str, str]]:
    if not deliverable["content"]:
        return
    yield from _edits(job, deliverable)
    for other in job["deliverables"]:
        is_next = other["parent"] == deliverable["id"]
        if is_next and other["content"] and verdict_of(other) == "pass":
            yield other["id"], other["content"]


def _edits(job: Record, deliverable: Record) -> Iterator[tuple[str, str]]:
    """Yield the texts that humans made of a deliverable, but for those that became attempts: these have a verdict."""
    attempts = {other["content"] for other in job["deliverables"]}
    seen: set[str] = set()
    for review in deliverable["reviews"]:
        text = edited_text(review) if review["status"] == "submitted" else None
        if text and text not in seen and text not in attempts:
            seen.add(text)
            yield "edit", text


def _about(job: Record, deliverable: Record) -> Record:
    return {
        "job_id": job["id"],
        "category": job["category"],
        "language": job["language"],
        "deliverable_id": deliverable["id"],
        "model": deliverable["model"],
    }
