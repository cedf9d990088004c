"""The card of a data set folder: what a researcher reads first, with the counts that the export itself made."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from annotator.formats.outgoing.study import Study, Tally


def card(study: Study, tally: Tally) -> Iterator[bytes]:
    """Yield the README of a Hugging Face data set folder whose data lie in `data/reviews.parquet`."""
    header = study.header
    counts = header["manifest"]
    reviews = counts["reviews"]
    languages = sorted({job["language"] for job in study.jobs() if job["language"]})
    name = header["study"]["name"] or "Annotator study"
    yield "\n".join(
        [
            "---",
            f"pretty_name: {_quoted(name)}",
            *(["language:", *(f"- {_quoted(language)}" for language in languages)] if languages else []),
            "configs:",
            "- config_name: default",
            "  data_files:",
            "  - split: train",
            "    path: data/reviews.parquet",
            "---",
            "",
            f"# {name}",
            "",
            "Deliverables of language models for paid jobs, graded by professionals. One row a review.",
            "",
            f"- {counts['jobs']} jobs, {counts['deliverables']} deliverables, {tally.rows} reviews.",
            f"- Reviews: {reviews['submitted']} submitted, {reviews['draft']} drafts, {reviews['skipped']} skipped.",
            f"- Deliverables without a review: {reviews['missing']}.",
            f"- Exported {header['exported_at']} by Annotator {header['app_version']}.",
            "- `start` and `end` count Unicode code points of `content`; `end` is exclusive.",
            "- `verdict` is the reviewer's own; `rule_verdict` is what the pass rule `rule` made of the marks.",
            "- Time is in seconds of active work.",
            "",
            "The texts belong to whoever made them: check their terms before you share this folder.",
            "",
        ]
    ).encode()


def _quoted(text: str) -> str:
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", " ") + '"'
