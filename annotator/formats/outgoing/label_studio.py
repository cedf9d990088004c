"""Label Studio: a list of tasks with annotations, and the labelling configuration they need.

Jobs differ in their criteria, and a project has one configuration: it has numbered places (`c_01`, `c_02` …) for as
many criteria as any job has, and each task carries their texts. Shape: Label Studio 1.x, "Import pre-annotated data".
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final
from xml.sax.saxutils import quoteattr

from annotator.exactjson import dumps
from annotator.formats.outgoing.csv_tables import criteria_of
from annotator.formats.outgoing.study import DRAFT, Graded, edited_text, is_opinion, reviews_in, spans_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from annotator.domain.shapes import Record
    from annotator.formats.outgoing.study import Study, Tally

_TARGETS: Final = {"output": "deliverable", "brief": "brief"}
_CHOICES: Final = {
    "verdict": ("pass", "fail", "undecided"),
    "client_acceptance": ("accept", "after_small_fixes", "reject"),
}
_MARKS: Final = ("pass", "fail", "na", "cannot_judge")


def tasks(study: Study, tally: Tally) -> Iterator[bytes]:
    """Yield the file of tasks: one a deliverable, with an annotation a review and a prediction a model's opinion."""
    names = study.tag_names()
    places = most_criteria(study)
    separator = b"[\n"
    for job in study.jobs():
        for deliverable in job["deliverables"]:
            yield separator + dumps(_task(job, deliverable, places, names, tally))
            separator = b",\n"
            tally.rows += 1
    yield b"[]\n" if separator == b"[\n" else b"\n]\n"


def configuration(study: Study, _tally: Tally) -> Iterator[bytes]:
    """Yield the labelling configuration of a project that takes these tasks."""
    names = _names_used(study)
    labels = "".join(f"    <Label value={quoteattr(name)}/>\n" for name in names)
    lines = [
        "<View>",
        '  <View style="display:flex">',
        '    <Text name="brief" value="$brief"/>',
        '    <Text name="output" value="$output"/>',
        "  </View>",
    ]
    lines += [f'  <Labels name="{target}_spans" toName="{target}">\n{labels}  </Labels>' for target in _TARGETS]
    lines += [_choices(name, words) for name, words in _CHOICES.items()]
    lines.append(_choices("tags", names, "multiple"))
    for place in range(1, most_criteria(study) + 1):
        lines.append(f'  <Text name="{_place(place)}_text" value="${_place(place)}_text"/>')
        lines.append(_choices(_place(place), _MARKS))
        lines.append(f'  <TextArea name="{_place(place)}_note" toName="output"/>')
    lines += [f'  <TextArea name="{name}" toName="output"/>' for name in ("note", "intervention")]
    yield "\n".join([*lines, "</View>", ""]).encode()


def most_criteria(study: Study) -> int:
    """Return how many criteria the job with the most of them has."""
    counts = (
        len(criteria_of(Graded(job, each, review)))
        for job in study.jobs()
        for each in job["deliverables"]
        for review in each["reviews"]
    )
    return max((*counts, *(len(job["rubric"]) for job in study.jobs())), default=0)


def _names_used(study: Study) -> tuple[str, ...]:
    """Return the names of the tags: a project refuses labels that its configuration does not know."""
    names = study.tag_names()
    used = (names[tag["code"]] for graded in reviews_in(study) for tag in graded.review["tags"])
    return tuple(dict.fromkeys((*names.values(), *used)))


def _choices(name: str, words: tuple[str, ...], choice: str = "single") -> str:
    options = "".join(f"<Choice value={quoteattr(word)}/>" for word in words)
    return f'  <Choices name="{name}" toName="output" choice="{choice}">{options}</Choices>'


def _place(number: int) -> str:
    return f"c_{number:02}"


def _task(job: Record, deliverable: Record, places: int, names: dict[str, str], tally: Tally) -> Record:
    texts = [criterion["text"] or "" for criterion in job["rubric"]]
    data = {
        "brief": job["brief"] or "",
        "output": deliverable["content"] or "",
        "external_id": deliverable["id"],
        "job_id": job["id"],
        "title": job["title"],
        "category": job["category"],
        "model": deliverable["model"],
        "attempt": deliverable["attempt"],
        "rubric_version": job["rubric_version"],
        **{f"{_place(at)}_text": texts[at - 1] if at <= len(texts) else "" for at in range(1, places + 1)},
    }
    annotations, predictions = [], []
    for review in deliverable["reviews"]:
        graded = Graded(job, deliverable, review)
        if is_opinion(review):
            predictions.append({"model_version": review["reviewer"], "result": _numbered(graded, names, "p")})
        elif review["status"] == "draft":
            tally.left_out[DRAFT] += 1
        else:
            annotations.append(_annotation(graded, names))
    return {"data": data, "annotations": annotations} | ({"predictions": predictions} if predictions else {})


def _annotation(graded: Graded, names: dict[str, str]) -> Record:
    review = graded.review
    is_skipped = review["status"] == "skipped"
    return {
        "was_cancelled": is_skipped,
        "ground_truth": review["gold"],
        "lead_time": review["active_seconds"],
        "result": [] if is_skipped else _numbered(graded, names, "r"),
    }


def _numbered(graded: Graded, names: dict[str, str], prefix: str) -> list[Record]:
    return [{"id": f"{prefix}{at}", **each} for at, each in enumerate(_results(graded, names))]


def _results(graded: Graded, names: dict[str, str]) -> Iterator[Record]:
    review = graded.review
    for name in _CHOICES:
        if review[name]:
            yield _result(name, "choices", {"choices": [review[name]]})
    whole = [names[tag["code"]] for tag in review["tags"] if not tag["span"]]
    if whole:
        yield _result("tags", "choices", {"choices": list(dict.fromkeys(whole))})
    yield from _mark_results(graded)
    for name, text in (("note", review["note"]), ("intervention", edited_text(review))):
        if text:
            yield _result(name, "textarea", {"text": [text]})
    yield from _span_results(review, names)


def _mark_results(graded: Graded) -> Iterator[Record]:
    marks = {mark["criterion_id"]: mark for mark in graded.review["marks"]}
    for at, criterion in enumerate(criteria_of(graded), start=1):
        mark = marks.get(criterion["id"])
        if mark and mark["mark"]:
            yield _result(_place(at), "choices", {"choices": [mark["mark"]]})
        if mark and mark["note"]:
            yield _result(f"{_place(at)}_note", "textarea", {"text": [mark["note"]]})


def _span_results(review: Record, names: dict[str, str]) -> Iterator[Record]:
    for name, target in _TARGETS.items():
        for tag, span in spans_of(review, target):
            place = {"start": span["start"], "end": span["end"], "text": span["quote"]}
            yield _result(f"{name}_spans", "labels", {**place, "labels": [names[tag["code"]]]}, name)


def _result(name: str, kind: str, value: Record, target: str = "output") -> Record:
    return {"from_name": name, "to_name": target, "type": kind, "value": value}
