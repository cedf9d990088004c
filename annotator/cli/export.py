"""`annotator export`: annotations out."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

from annotator.cli.options import DONE, WRONG_USAGE, Subparsers, add_shared, open_named, print_json, say
from annotator.i18n import _

if TYPE_CHECKING:
    import argparse


def add_parser(commands: Subparsers) -> None:
    """Describe the command."""
    parser = commands.add_parser("export", help=_("write annotations out"))
    parser.add_argument(
        "--format", choices=("json", "jsonl"), default="json", help=_("the format; json if none is named")
    )
    parser.add_argument("--output", type=Path, metavar="FILE", help=_("the file; standard output if none is named"))
    parser.add_argument("--reviewer", metavar="NAME", help=_("only this reviewer's reviews"))
    parser.add_argument("--status", choices=("submitted", "all"), default="all", help=_("which reviews"))
    add_shared(parser, is_command=True)
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Export the current study."""
    if arguments.json and arguments.output is None:
        say(_("--json prints the receipt, so the export itself needs --output FILE."))
        return WRONG_USAGE
    from annotator.workflow.exporting import ExportWish, export_file, export_stream  # noqa: PLC0415

    wish = ExportWish(arguments.format, arguments.reviewer, arguments.status)
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
        reviews = exported.manifest["reviews"]
        text = _("{submitted} submitted, {draft} drafts, {skipped} skipped, {missing} missing: {file}")
        say(text.format(**reviews, file=arguments.output))
    return DONE
