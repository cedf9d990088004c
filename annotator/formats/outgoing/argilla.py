"""Argilla 2.x: a list of records with responses, and the settings of a data set that takes them.

Every answer says that it was submitted: Argilla takes one that does not for a draft.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final
from uuid import NAMESPACE_URL, UUID, uuid5

from annotator.exactjson import dumps
from annotator.formats.outgoing.csv_tables import criteria_of
from annotator.formats.outgoing.study import DRAFT, SKIPPED, Graded, edited_text, is_opinion, spans_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from annotator.domain.shapes import Record
    from annotator.formats.outgoing.study import Study, Tally

_LABELS: Final = {
    "verdict": ("pass", "fail", "undecided"),
    "client_acceptance": ("accept", "after_small_fixes", "reject"),
}
_TEXTS: Final = ("marks", "note", "edited_text")


def records(study: Study, tally: Tally) -> Iterator[bytes]:
    """Yield the file of records: one a deliverable, with the answers of everybody who finished a review of it."""
    names = study.tag_names()
    separator = b"[\n"
    for job in study.jobs():
        for deliverable in job["deliverables"]:
            yield separator + dumps(_record(job, deliverable, names, tally))
            separator = b",\n"
            tally.rows += 1
    yield b"[]\n" if separator == b"[\n" else b"\n]\n"


def settings(study: Study, _tally: Tally) -> Iterator[bytes]:
    """Yield the settings of the data set: its fields and questions."""
    names = list(study.tag_names().values())
    questions = [
        _question(name, {"type": "label_selection", "options": _options(words)}) for name, words in _LABELS.items()
    ]
    if names:
        questions.append(_question("tags", {"type": "multi_label_selection", "options": _options(names)}))
        spans = {"type": "span", "field": "deliverable", "options": _options(names), "allow_overlapping": True}
        questions.append(_question("spans", {**spans, "allow_character_annotation": True}))
    questions += [_question(name, {"type": "text", "use_markdown": False}) for name in _TEXTS]
    yield dumps(
        {
            "guidelines": None,
            "questions": questions,
            "fields": [
                {"name": name, "title": name, "required": True, "settings": {"type": "text", "use_markdown": False}}
                for name in ("brief", "deliverable")
            ],
            "vectors": [],
            "metadata": [],
            "allow_extra_metadata": True,
        }
    ) + b"\n"  # fmt: skip


def _question(name: str, settings_: Record) -> Record:
    return {"name": name, "title": name, "description": None, "required": name == "verdict", "settings": settings_}


def _options(words: tuple[str, ...] | list[str]) -> list[Record]:
    return [{"value": word, "text": word, "description": None} for word in words]


def _record(job: Record, deliverable: Record, names: dict[str, str], tally: Tally) -> Record:
    responses: dict[str, list[Record]] = {}
    suggestions: dict[str, Record] = {}
    for review in deliverable["reviews"]:
        if is_opinion(review):
            for question, value in _answers(Graded(job, deliverable, review), names):
                suggestions[question] = {"value": value, "score": None, "agent": review["reviewer"]}
            continue
        if review["status"] != "submitted":
            tally.left_out[SKIPPED if review["status"] == "skipped" else DRAFT] += 1
            continue
        by = {"user_id": user_id(review["reviewer_id"]), "status": "submitted"}
        for question, value in _answers(Graded(job, deliverable, review), names):
            responses.setdefault(question, []).append({"value": value, **by})
    metadata = {
        "job_id": job["id"], "title": job["title"], "category": job["category"], "language": job["language"],
        "model": deliverable["model"], "attempt": deliverable["attempt"], "arm": deliverable["arm"],
    }  # fmt: skip
    return {
        "id": deliverable["id"],
        "fields": {"brief": job["brief"] or "", "deliverable": deliverable["content"] or ""},
        "metadata": {key: value for key, value in metadata.items() if value is not None},
        "suggestions": suggestions,
        "responses": responses,
        "vectors": {},
        "_server_id": None,
    }


def user_id(reviewer_id: str) -> str:
    """Return a reviewer's id as the UUID that Argilla asks for; one that is none leads always to the same."""
    try:
        return str(UUID(reviewer_id))
    except ValueError:
        return str(uuid5(NAMESPACE_URL, f"annotator:reviewer:{reviewer_id}"))


def _answers(graded: Graded, names: dict[str, str]) -> Iterator[tuple[str, object]]:
    review = graded.review
    for name in _LABELS:
        if review[name]:
            yield name, review[name]
    whole = [names[tag["code"]] for tag in review["tags"] if not tag["span"]]
    if whole:
        yield "tags", list(dict.fromkeys(whole))
    spans = [
        {"start": span["start"], "end": span["end"], "label": names[tag["code"]]}
        for tag, span in spans_of(review)
        if span["start"] < span["end"]
    ]
    if spans:
        yield "spans", spans
    texts = (_marks_as_text(graded), review["note"], edited_text(review))
    yield from ((name, text) for name, text in zip(_TEXTS, texts, strict=True) if text)


def _marks_as_text(graded: Graded) -> str:
    """Return the marks line by line: jobs have criteria of their own, and a data set has one set of questions."""
    texts = {criterion["id"]: criterion["text"] for criterion in criteria_of(graded)}
    lines = []
    for mark in graded.review["marks"]:
        note = f" ({mark['note']})" if mark["note"] else ""
        if mark["mark"]:
            lines.append(f"{mark['mark']}: {texts.get(mark['criterion_id']) or mark['criterion_id']}{note}")
    return "\n".join(lines)
