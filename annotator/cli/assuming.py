"""What `stats` and `report` share: how to group, what is counted, what money is, and the question that comes of it."""

from __future__ import annotations

import argparse
from dataclasses import replace
from typing import TYPE_CHECKING

from annotator.errors import DomainError
from annotator.i18n import _

if TYPE_CHECKING:
    from annotator.workflow.results.question import Assumptions, Question
    from annotator.workflow.workbench import Workbench


def add_assumptions(parser: argparse.ArgumentParser) -> None:
    """Add how to group, and what otherwise is as the workspace remembers it."""
    parser.add_argument(
        "--by",
        type=_fields,
        default=(),
        metavar="FIELD,…",
        help=_("group by model, category, language, price_band, tag, reviewer"),
    )
    parser.add_argument("--verdicts", choices=("reviewer", "rule"), default="reviewer", help=_("whose verdicts count"))
    parser.add_argument("--rule", metavar="NAME", help=_("the pass rule; the workspace's if none is named"))
    money = parser.add_argument_group(_("money and missing numbers"))
    money.add_argument("--rate", type=_amount, metavar="N", help=_("what a human hour costs"))
    money.add_argument("--currency", metavar="CODE", help=_("the currency; that of most budgets if none is named"))
    money.add_argument(
        "--exchange", type=_exchange, action="append", metavar="CODE=N", help=_("what 1 of another currency is worth")
    )
    money.add_argument("--value", type=_amount, metavar="N", help=_("what a job without a budget is worth"))
    money.add_argument("--run-cost", type=_amount, metavar="N", help=_("what a deliverable without a cost took"))
    money.add_argument("--minutes", type=_amount, metavar="N", help=_("minutes of an intervention without any"))
    money.add_argument("--target", type=_share, metavar="SHARE", help=_("the pass rate that needs no human, 0 to 1"))
    money.add_argument("--human-cost", type=_amount, metavar="N", help=_("what a human takes for a whole job"))
    money.add_argument("--human-success", type=_share, metavar="SHARE", help=_("how often a human alone passes"))
    money.add_argument(
        "--full-oversight",
        action="store_true",
        default=None,
        help=_("count the first review of every job as a cost of stepping in"),
    )


def asked_by(arguments: argparse.Namespace, workbench: Workbench) -> Question:
    """Return the question that the options ask of a workspace."""
    from annotator.workflow.results import asking  # noqa: PLC0415 -- --help needs no database
    from annotator.workflow.results.question import Question, VerdictSource  # noqa: PLC0415

    assumed = _assumed(arguments, asking.assumptions(workbench.database))
    return Question(arguments.by, VerdictSource(arguments.verdicts), arguments.rule or "", assumed)


def _assumed(arguments: argparse.Namespace, before: Assumptions) -> Assumptions:
    """Return what is assumed: the options, else what the workspace remembers."""
    named = {
        "hourly_rate": arguments.rate,
        "currency": arguments.currency,
        "value": arguments.value,
        "run_cost": arguments.run_cost,
        "minutes": arguments.minutes,
        "target": arguments.target,
        "human_cost": arguments.human_cost,
        "human_success": arguments.human_success,
        "is_full_oversight": arguments.full_oversight,
        "exchange": tuple(arguments.exchange) if arguments.exchange else None,
    }
    return replace(before, **{name: value for name, value in named.items() if value is not None})


def _fields(text: str) -> tuple[object, ...]:
    """Return the fields of `--by`, for the parser."""
    from annotator.workflow.results.question import Field, parsed  # noqa: PLC0415

    try:
        return parsed(text, Field)
    except DomainError as error:
        known = ", ".join(each.value for each in Field)
        raise argparse.ArgumentTypeError(
            _("{text} is not a list of: {known}").format(text=text, known=known)
        ) from error


def _amount(text: str) -> float:
    try:
        amount = float(text)
    except ValueError:
        amount = -1.0
    if not 0 <= amount < float("inf"):
        raise argparse.ArgumentTypeError(_("{text} is not a number from 0 up").format(text=text))
    return amount


def _share(text: str) -> float:
    share = _amount(text)
    if share > 1:
        raise argparse.ArgumentTypeError(_("{text} is not a share between 0 and 1").format(text=text))
    return share


def _exchange(text: str) -> tuple[str, float]:
    code, sign, rate = text.partition("=")
    if not sign or not code.strip():
        raise argparse.ArgumentTypeError(_("{text} is not like JPY=0.0067").format(text=text))
    return code.strip(), _amount(rate)
