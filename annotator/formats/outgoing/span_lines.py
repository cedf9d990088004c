"""Prodigy and doccano: a line a review, with the strengths and gaps that are pinned to the deliverable's text."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from annotator.exactjson import dumps
from annotator.formats.outgoing.study import NO_TEXT, finished_reviews, spans_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from annotator.domain.shapes import Record
    from annotator.formats.outgoing.study import Graded, Study, Tally

_ANSWERS: Final = {"pass": "accept", "fail": "reject"}
_TOKEN: Final = re.compile(
    r"[\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff]|[^\W\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff]+|[^\w\s]|\s"
)


def prodigy_lines(study: Study, tally: Tally) -> Iterator[bytes]:
    """Yield tasks as `prodigy db-in` reads them; Prodigy computes their hashes itself."""
    names = study.tag_names()
    for graded in _with_text(study, tally):
        text = graded.deliverable["content"]
        pinned = [(span["start"], span["end"], names[tag["code"]]) for tag, span in spans_of(graded.review)]
        pinned = [each for each in pinned if each[0] < each[1]]
        tokens = tokens_of(text, {edge for start, end, _name in pinned for edge in (start, end)})
        yield (
            dumps(
                {
                    "text": text,
                    "tokens": tokens,
                    "spans": [_token_span(span, tokens) for span in pinned],
                    "answer": _ANSWERS.get(graded.review["verdict"], "ignore"),
                    "_view_id": "spans_manual",
                    "_annotator_id": graded.review["reviewer"],
                    "meta": _about(graded),
                }
            )
            + b"\n"
        )


def doccano_lines(study: Study, tally: Tally) -> Iterator[bytes]:
    """Yield examples for sequence labelling; what is not a label has names of its own among doccano's metadata."""
    names = study.tag_names()
    for graded in _with_text(study, tally):
        labels = [[span["start"], span["end"], names[tag["code"]]] for tag, span in spans_of(graded.review)]
        about = {f"annotator_{key}": value for key, value in _about(graded).items()}
        yield dumps({"text": graded.deliverable["content"], "label": labels, **about}) + b"\n"


def tokens_of(text: str, edges: set[int]) -> list[Record]:
    """Return the tokens of a text, cut at `edges` too, so that spans begin and end with tokens.

    A single space behind a token is the token's (`ws`); other white space is a token, as in spaCy.
    """
    tokens: list[Record] = []
    for match in _TOKEN.finditer(text):
        inner = sorted(edge for edge in edges if match.start() < edge < match.end())
        for start, end in zip([match.start(), *inner], [*inner, match.end()], strict=True):
            is_space_behind = text[start:end] == " " and tokens and not tokens[-1]["ws"]
            if (
                is_space_behind
                and tokens[-1]["end"] == start
                and start not in edges
                and not tokens[-1]["text"].isspace()
            ):
                tokens[-1]["ws"] = True
            else:
                token = {"text": text[start:end], "start": start, "end": end, "id": len(tokens), "ws": False}
                tokens.append(token)
    return tokens


def _token_span(span: tuple[int, int, str], tokens: list[Record]) -> Record:
    """Return a span with its first and last token; Prodigy counts the last one in."""
    start, end, label = span
    inside = [token["id"] for token in tokens if token["end"] > start and token["start"] < end]
    return {"start": start, "end": end, "token_start": inside[0], "token_end": inside[-1], "label": label}


def _with_text(study: Study, tally: Tally) -> Iterator[Graded]:
    for graded in finished_reviews(study, tally):
        if graded.deliverable["content"]:
            tally.rows += 1
            yield graded
        else:
            tally.left_out[NO_TEXT] += 1


def _about(graded: Graded) -> Record:
    job, deliverable, review = graded
    return {
        "job_id": job["id"],
        "deliverable_id": deliverable["id"],
        "model": deliverable["model"],
        "attempt": deliverable["attempt"],
        "reviewer": review["reviewer"],
        "review_id": review["id"],
        "verdict": review["verdict"],
    }
