"""`annotator demo`: the sample jobs in a fresh workspace."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from annotator.cli.options import Subparsers, add_shared
from annotator.i18n import _

if TYPE_CHECKING:
    import argparse


def add_parser(commands: Subparsers) -> None:
    """Describe the command."""
    parser = commands.add_parser("demo", help=_("try the program with sample jobs"))
    parser.add_argument("--headless", action="store_true", help=_("without a screen: a whole review by itself"))
    parser.add_argument("--output", type=Path, metavar="DIR", help=_("where the annotations and the picture go"))
    add_shared(parser, is_command=True)
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Show the samples, or let the program review one of them by itself."""
    from annotator.demonstration import run_demo  # noqa: PLC0415 -- other commands need no window

    return run_demo(is_headless=arguments.headless, output=arguments.output)
