"""Check what the headless demonstration left: the document against its schema, and one whole review in it."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import jsonschema

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).resolve().parent.parent
PNG = b"\x89PNG\r\n\x1a\n"


def main(folder: Path) -> int:
    """Print what is wrong; return 0 if nothing is."""
    document = json.loads((folder / "annotations.json").read_bytes())
    (schema,) = (ROOT / "resources" / "schemas").glob("annotator-1*.json")
    jsonschema.validate(document, json.loads(schema.read_bytes()))
    faults = [*wrong_spans(document), *missing(document)]
    if not (folder / "screenshot.png").read_bytes().startswith(PNG):
        faults.append("screenshot.png is no picture")
    for fault in faults:
        print(f"check_demo: {fault}", file=sys.stderr)
    print(f"check_demo: {len(document['jobs'])} jobs, {len(reviews(document))} reviews, {len(faults)} faults")
    return 1 if faults else 0


def reviews(document: dict[str, Any]) -> list[tuple[dict[str, Any], dict[str, Any], dict[str, Any]]]:
    """Return every job, deliverable and review that belong together."""
    return [
        (job, deliverable, review)
        for job in document["jobs"]
        for deliverable in job["deliverables"]
        for review in deliverable["reviews"]
    ]


def missing(document: dict[str, Any]) -> Iterator[str]:
    """Say what no submitted review of the document holds."""
    submitted = [review for _job, _deliverable, review in reviews(document) if review["status"] == "submitted"]
    for review in submitted:
        kinds = {tag["code"][0] for tag in review["tags"] if tag["span"]}
        if {"S", "G"} <= kinds and review["marks"] and review["interventions"] and review["verdict"]:
            return
    yield f"none of {len(submitted)} submitted reviews holds marks, both tags on spans, an intervention and a verdict"


def wrong_spans(document: dict[str, Any]) -> Iterator[str]:
    """Say which spans do not quote their text."""
    for job, deliverable, review in reviews(document):
        texts = {"deliverable": deliverable["content"], "brief": job["brief"]}
        for span in spans(review):
            if not span["orphan"] and texts[span["target"]][span["start"] : span["end"]] != span["quote"]:
                yield f"{deliverable['id']}: the span {span['start']}-{span['end']} does not read {span['quote']!r}"


def spans(value: object) -> Iterator[dict[str, Any]]:
    """Find every span below `value`."""
    if isinstance(value, dict):
        if {"target", "start", "end", "quote"} <= value.keys():
            yield value
        for part in value.values():
            yield from spans(part)
    elif isinstance(value, list):
        for part in value:
            yield from spans(part)


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
