"""`annotator agreement`: how far the reviewers agree."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING

from annotator.cli.options import DONE, Subparsers, add_shared, open_named, print_json
from annotator.errors import DomainError
from annotator.i18n import _

if TYPE_CHECKING:
    from collections.abc import Mapping

    from annotator.metrics.judging import Judge
    from annotator.workflow.results.agreeing import Agreement


def add_parser(commands: Subparsers) -> None:
    """Describe the command."""
    parser = commands.add_parser("agreement", help=_("how far the reviewers agree"))
    parser.add_argument(
        "--level", choices=("verdict", "criterion"), default="verdict", help=_("agreement on verdicts or on criteria")
    )
    parser.add_argument(
        "--by", type=_fields, default=(), metavar="FIELD,…", help=_("group by criterion, model, category, language")
    )
    add_shared(parser, is_command=True)
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Print the agreement of the current study."""
    from annotator.workflow.results import asking  # noqa: PLC0415 -- --help needs no database
    from annotator.workflow.results.agreeing import Level, agreement_document  # noqa: PLC0415
    from annotator.workflow.results.judging import judges_document  # noqa: PLC0415

    workbench = open_named(arguments)
    try:
        found = asking.agreement(workbench.database, Level(arguments.level), arguments.by)
        models = asking.judges(workbench.database)
    finally:
        workbench.close()
    if arguments.json:
        print_json(agreement_document(found) | ({"models": judges_document(models)} if models else {}))
    else:
        _print(found, models)
    return DONE


def _print(found: Agreement, models: Mapping[str, Judge]) -> None:
    from annotator.workflow.results.lines import agreement_lines  # noqa: PLC0415
    from annotator.workflow.results.texts import percent  # noqa: PLC0415

    for line in agreement_lines(found):
        print(line)
    for name, each in models.items():
        said = _("{model} beside reviewers: the same mark on {share} of {count} criteria")
        print(said.format(model=name, share=percent(each.accuracy, 1), count=each.n))


def _fields(text: str) -> tuple[object, ...]:
    from annotator.workflow.results.agreeing import By  # noqa: PLC0415
    from annotator.workflow.results.question import parsed  # noqa: PLC0415

    try:
        return parsed(text, By)
    except DomainError as error:
        known = ", ".join(each.value for each in By)
        raise argparse.ArgumentTypeError(
            _("{text} is not a list of: {known}").format(text=text, known=known)
        ) from error
