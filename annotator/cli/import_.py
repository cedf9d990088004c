"""`annotator import`: jobs, deliverables and reviews in."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from annotator.cli.options import DONE, FAILED, Subparsers, add_shared, open_named, print_json, say
from annotator.i18n import _

if TYPE_CHECKING:
    from annotator.formats.document.jobs import Rejected
    from annotator.workflow.import_report import ImportReport


NAMES = ("annotator", "table", "swe-lancer", "alpaca-eval", "label-studio", "fastchat", "folder")
FIELD_NAMES = (
    *("brief", "title", "content", "model", "id", "deliverable_id", "attempt", "category", "language", "price"),
    *("currency", "criteria"),
)
"""Formats and fields, as `formats.incoming` knows them: named here so that --help needs no database."""


def add_parser(commands: Subparsers) -> None:
    """Describe the command."""
    parser = commands.add_parser("import", help=_("take jobs, deliverables and reviews in"))
    parser.add_argument(
        "files",
        nargs="+",
        type=Path,
        metavar="FILE",
        help=_("documents annotator/1, tables (CSV, TSV, XLSX, JSON, JSONL, Parquet), or folders"),
    )
    parser.add_argument("--format", choices=NAMES, metavar="NAME", help=", ".join(NAMES))
    parser.add_argument(
        "--map",
        action="append",
        default=[],
        type=_pair,
        metavar="FIELD=COLUMN",
        help=_("what a table's column is ({fields}); FIELD==TEXT gives every row the same text").format(
            fields=", ".join(FIELD_NAMES)
        ),
    )
    parser.add_argument("--dry-run", action="store_true", help=_("only report what would happen"))
    add_shared(parser, is_command=True)
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Import the files; return 1 if anything was refused or in conflict."""
    from annotator.workflow.import_sources import ImportWish  # noqa: PLC0415 -- --help needs no database
    from annotator.workflow.importing import import_files  # noqa: PLC0415

    workbench = open_named(arguments)
    try:
        wish = ImportWish(arguments.format, tuple(arguments.map))
        report = import_files(workbench, arguments.files, wish=wish, is_dry_run=arguments.dry_run)
    finally:
        workbench.close()
    for refused in (*report.rejected, *report.conflicts):
        say(_line(refused))
    if arguments.json:
        print_json(report.as_json())
    else:
        say(_summary(report, is_dry_run=arguments.dry_run))
    return DONE if report.is_clean else FAILED


def _pair(text: str) -> tuple[str, str]:
    name, sign, column = text.partition("=")
    if not sign or name not in FIELD_NAMES:
        raise argparse.ArgumentTypeError(
            _("{text} is no FIELD=COLUMN; fields are: {fields}").format(text=text, fields=", ".join(FIELD_NAMES))
        )
    return name, column


def _line(refused: Rejected) -> str:
    """Return one failure in one line: file, line or path, reason."""
    place = ":".join(str(part) for part in (refused.file, refused.line) if part is not None)
    return ": ".join(part for part in (place, refused.path, refused.reason) if part)


def _summary(report: ImportReport, *, is_dry_run: bool) -> str:
    counts = _("{added} added, {updated} updated, {unchanged} unchanged, {refused} refused").format(
        added=sum(report.added.values()),
        updated=sum(report.updated.values()),
        unchanged=sum(report.unchanged.values()),
        refused=len(report.rejected) + len(report.conflicts),
    )
    return _("Nothing was written. It would be: {counts}").format(counts=counts) if is_dry_run else counts
