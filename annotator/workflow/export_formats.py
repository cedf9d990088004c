"""The shapes an export can have, by the names of the command line."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from annotator.formats.document.writing import json_document, json_lines
from annotator.formats.outgoing import argilla, csv_tables, dataset_card, label_studio, pairs, parquet, span_lines
from annotator.formats.outgoing.study import DRAFT, NO_PAIR, NO_TEXT, NOT_PASSED, OPINION, SKIPPED
from annotator.i18n import N_, _

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from annotator.errors import KnownError
    from annotator.formats.outgoing.study import Study, Tally

    Writer = Callable[[Study, Tally], Iterator[bytes]]


def _no_trouble() -> None:
    return None


@dataclass(frozen=True, slots=True)
class ExportFormat:
    """How an export is written.

    Args:
        title: what the window calls it (a marked text).
        suffix: the ending of its file's name; empty for a folder.
        write: yields the file's bytes.
        beside: what stands beside the file, or in the folder: name or ending, and what writes it, in this order.
        is_exact: whether JSON columns go out as they were stored, rather than as values.
        trouble: returns why it cannot be written here, if it cannot.
    """

    title: str
    suffix: str
    write: Writer
    beside: tuple[tuple[str, Writer], ...] = ()
    is_exact: bool = False
    trouble: Callable[[], KnownError | None] = _no_trouble

    @property
    def is_folder(self) -> bool:
        """Whether the export is a folder of files."""
        return not self.suffix


def _document(study: Study, _tally: Tally) -> Iterator[bytes]:
    return json_document(study.header, study.jobs())


def _lines(study: Study, _tally: Tally) -> Iterator[bytes]:
    return json_lines(study.header, study.jobs())


FORMATS: Final = {
    "json": ExportFormat(N_("JSON, everything"), ".json", _document, is_exact=True),
    "jsonl": ExportFormat(N_("JSON Lines, everything"), ".jsonl", _lines, is_exact=True),
    "csv": ExportFormat(N_("CSV, a row a review"), ".csv", csv_tables.review_rows),
    "csv-marks": ExportFormat(N_("CSV, a row a mark"), ".csv", csv_tables.mark_rows),
    "csv-tags": ExportFormat(N_("CSV, a row a strength or gap"), ".csv", csv_tables.tag_rows),
    "label-studio": ExportFormat(
        "Label Studio", ".json", label_studio.tasks, ((".config.xml", label_studio.configuration),)
    ),
    "argilla": ExportFormat("Argilla", ".json", argilla.records, ((".settings.json", argilla.settings),)),
    "prodigy": ExportFormat("Prodigy", ".jsonl", span_lines.prodigy_lines),
    "doccano": ExportFormat("doccano", ".jsonl", span_lines.doccano_lines),
    "dpo": ExportFormat(N_("Preference pairs (DPO)"), ".jsonl", pairs.preference_pairs),
    "sft": ExportFormat(N_("Accepted texts (SFT)"), ".jsonl", pairs.accepted_texts),
    "parquet": ExportFormat("Parquet", ".parquet", parquet.review_table, trouble=parquet.trouble),
    "huggingface": ExportFormat(
        N_("Hugging Face data set folder"),
        "",
        parquet.review_table,
        (("README.md", dataset_card.card),),
        trouble=parquet.trouble,
    ),
}

FOLDER_DATA: Final = "data/reviews.parquet"
"""Where the data of a folder lie in it."""


def reason_text(reason: str, count: int) -> str:
    """Return a sentence on what an export left out."""
    texts = {
        DRAFT: _("Left out, not done: {count}"),
        SKIPPED: _("Left out, skipped: {count}"),
        NO_TEXT: _("Left out, without a text: {count}"),
        NO_PAIR: _("Left out, failed and never mended: {count}"),
        NOT_PASSED: _("Left out, not accepted: {count}"),
        OPINION: _("Left out, said by a model: {count}"),
    }
    return texts[reason].format(count=f"{count:,}")
