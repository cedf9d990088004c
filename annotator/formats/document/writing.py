"""Writing a document as a stream: the same content gives the same bytes.

A JSON file holds its header's keys on a line each and then a job a line; in JSONL the header is the first line.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from annotator.exactjson import dumps
from annotator.formats.document.header import FORMAT, OFFSET_UNIT

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from annotator.domain.shapes import Record


def header_record(
    *,
    study: Mapping[str, object],
    manifest: Mapping[str, object],
    reviewers: list[Record],
    tags: list[Record],
    app_version: str,
    exported_at: str,
) -> Record:
    """Return the known keys of a document's header in their order."""
    return {
        "format": FORMAT,
        "study": study,
        "app_version": app_version,
        "exported_at": exported_at,
        "offset_unit": OFFSET_UNIT,
        "manifest": manifest,
        "reviewers": reviewers,
        "tags": tags,
    }


def json_document(header: Mapping[str, object], jobs: Iterable[Mapping[str, object]]) -> Iterator[bytes]:
    """Yield the pieces of a JSON file; the jobs are its last key."""
    separator = b"{\n"
    for key, value in header.items():
        yield separator + dumps(key) + b": " + dumps(value)
        separator = b",\n"
    yield separator + b'"jobs": ['
    separator = b"\n"
    for job in jobs:
        yield separator + dumps(job)
        separator = b",\n"
    yield b"\n]\n}\n"


def json_lines(header: Mapping[str, object], jobs: Iterable[Mapping[str, object]]) -> Iterator[bytes]:
    """Yield the lines of a JSONL file."""
    yield dumps(header) + b"\n"
    for job in jobs:
        yield dumps(job) + b"\n"
