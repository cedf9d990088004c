"""`annotator export`: annotations out."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

from annotator.cli.options import DONE, WRONG_USAGE, Subparsers, add_shared, open_named, print_json, say
from annotator.i18n import _, ngettext

if TYPE_CHECKING:
    import argparse

    from annotator.workflow.exporting import Exported


NAMES = (
    *("json", "jsonl", "csv", "csv-marks", "csv-tags", "label-studio", "argilla", "prodigy", "doccano", "dpo", "sft"),
    *("parquet", "huggingface"),
)
"""The formats, as `workflow.export_formats` knows them: named here so that --help needs no database."""


def add_parser(commands: Subparsers) -> None:
    """Describe the command."""
    parser = commands.add_parser("export", help=_("write annotations out"))
    parser.add_argument(
        "--format",
        choices=NAMES,
        default="json",
        metavar="NAME",
        help=", ".join(NAMES),
    )
    parser.add_argument("--output", type=Path, metavar="FILE", help=_("the file; standard output if none is named"))
    parser.add_argument("--reviewer", metavar="NAME", help=_("only this reviewer's reviews"))
    parser.add_argument(
        "--blind", action="store_true", help=_("aliases for ids, and nothing that tells which model made what")
    )
    parser.add_argument("--status", choices=("submitted", "all"), default="all", help=_("which reviews"))
    add_shared(parser, is_command=True)
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Export the current study."""
    if arguments.json and arguments.output is None:
        say(_("--json prints the receipt, so the export itself needs --output FILE."))
        return WRONG_USAGE
    from annotator.workflow.exporting import ExportWish, export_file, export_stream  # noqa: PLC0415

    wish = ExportWish(arguments.format, arguments.reviewer, arguments.status, is_blind=arguments.blind)
    workbench = open_named(arguments)
    try:
        if arguments.output is None:
            export_stream(workbench, sys.stdout.buffer, wish)
            sys.stdout.buffer.flush()
            return DONE
        exported = export_file(workbench, arguments.output, wish)
    finally:
        workbench.close()
    if arguments.json:
        print_json(exported.as_json())
    else:
        for line in _receipt(exported):
            say(line)
    return DONE


def _receipt(exported: Exported) -> list[str]:
    """Return what was written and what was not, a line each."""
    from annotator.workflow.export_formats import reason_text  # noqa: PLC0415

    text = _("{submitted} submitted, {draft} drafts, {skipped} skipped, {missing} missing: {file}")
    lines = [text.format(**exported.manifest["reviews"], file=exported.output)]
    if exported.rows is not None:
        lines.append(ngettext("{count} row written", "{count} rows written", exported.rows).format(count=exported.rows))
    lines += [reason_text(reason, count) for reason, count in exported.left_out.items()]
    return [*lines, f"sha256 {exported.sha256}"]
