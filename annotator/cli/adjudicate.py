"""`annotator adjudicate`: what several reviewers said of one deliverable, and a third decision."""

from __future__ import annotations

from typing import TYPE_CHECKING

from annotator.cli.options import DONE, WRONG_USAGE, Subparsers, add_shared, open_named, print_json, say
from annotator.i18n import _

if TYPE_CHECKING:
    import argparse

_CAUSES = ("ambiguous brief", "rubric gap", "grader error", "other")


def add_parser(commands: Subparsers) -> None:
    """Describe the command."""
    parser = commands.add_parser("adjudicate", help=_("decide where reviewers disagree"))
    parser.add_argument("deliverable", nargs="?", metavar="ID", help=_("decide about it; otherwise they are listed"))
    parser.add_argument("--verdict", choices=("pass", "fail", "undecided"), help=_("the decision"))
    parser.add_argument("--reason", choices=_CAUSES, default="other", help=_("why the reviewers disagreed"))
    parser.add_argument("--note", default="", metavar="TEXT", help=_("more about the decision"))
    parser.add_argument(
        "--without-missing",
        action="store_true",
        help=_("decide although some who have it in a pack sent no review yet"),
    )
    add_shared(parser, is_command=True)
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """List what several people reviewed, or decide about one deliverable."""
    from annotator.workflow.adjudicating import (  # noqa: PLC0415 -- --help needs no database
        Cause,
        Decision,
        adjudicate,
        disputes,
    )

    if (arguments.deliverable is None) != (arguments.verdict is None):
        say(_("A decision needs both the id of a deliverable and --verdict."))
        return WRONG_USAGE
    workbench = open_named(arguments)
    try:
        if arguments.deliverable is not None:
            cause = Cause(arguments.reason)
            goes_ahead = arguments.without_missing
            decision = Decision(arguments.deliverable, arguments.verdict, cause, arguments.note, goes_ahead=goes_ahead)
            adjudicate(workbench, decision)
        found = disputes(workbench)
    finally:
        workbench.close()
    if arguments.json:
        print_json({"disputes": [each.as_json() for each in found]})
        return DONE
    for each in found:
        verdicts = " / ".join(view.verdict or "–" for view in each.views)
        awaited = _("awaited: {names}").format(names=", ".join(each.awaited))
        say(f"{each.deliverable}: {verdicts} → {each.decided or '?'}" + (f" ({awaited})" if each.awaited else ""))
    return DONE
