"""`annotator report`: the results as one file to be passed on."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from annotator.cli.assuming import add_assumptions, asked_by
from annotator.cli.options import DONE, Subparsers, add_shared, open_named, print_json, say
from annotator.errors import KnownError
from annotator.files import write_whole
from annotator.i18n import LANGUAGES, _, use_language

if TYPE_CHECKING:
    import argparse


def add_parser(commands: Subparsers) -> None:
    """Describe the command."""
    parser = commands.add_parser("report", help=_("write the results into one HTML file"))
    parser.add_argument("--output", type=Path, required=True, metavar="FILE.html", help=_("the file"))
    parser.add_argument("--language", choices=LANGUAGES, help=_("the report's language"))
    add_assumptions(parser)
    add_shared(parser, is_command=True)
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Write the report of the current study."""
    from annotator.workflow.results import asking  # noqa: PLC0415 -- --help needs no database

    workbench = open_named(arguments)
    try:
        question = asked_by(arguments, workbench)
        if arguments.language is not None:
            use_language(arguments.language)
        written = asking.report(workbench.database, question).encode()
    finally:
        workbench.close()
    try:
        write_whole(arguments.output, written)
    except OSError as error:
        raise KnownError(
            _("The report was not written: {reason}.").format(reason=error.strerror or error),
            safe=_("Nothing was changed."),
            hint=_("Choose another place."),
        ) from error
    if arguments.json:
        print_json({"output": str(arguments.output), "bytes": len(written)})
    else:
        say(_("The report is in {file}.").format(file=arguments.output))
    return DONE
