"""`annotator stats`: which work can the models do, and where should a human step in."""

from __future__ import annotations

from typing import TYPE_CHECKING

from annotator.cli.assuming import add_assumptions, asked_by
from annotator.cli.options import DONE, Subparsers, add_shared, open_named, print_json, say
from annotator.i18n import _

if TYPE_CHECKING:
    import argparse

    from annotator.workflow.results.values import Answer


def add_parser(commands: Subparsers) -> None:
    """Describe the command."""
    parser = commands.add_parser("stats", help=_("pass rates, rescues and what stepping in is worth"))
    add_assumptions(parser)
    add_shared(parser, is_command=True)
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Print the table of the current study."""
    from annotator.workflow.results import asking  # noqa: PLC0415 -- --help needs no database
    from annotator.workflow.results.documents import answer_document  # noqa: PLC0415
    from annotator.workflow.results.texts import remarks  # noqa: PLC0415

    workbench = open_named(arguments)
    try:
        answer = asking.answer(workbench.database, asked_by(arguments, workbench))
    finally:
        workbench.close()
    if arguments.json:
        print_json(answer_document(answer))
    else:
        _print(answer)
    for remark in remarks(answer):
        say(remark)
    return DONE


def _print(answer: Answer) -> None:
    from annotator.workflow.results.lines import answer_lines  # noqa: PLC0415

    for line in answer_lines(answer):
        print(line)
