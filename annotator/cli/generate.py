"""`annotator generate`: first attempts by a model."""

from __future__ import annotations

import argparse
import os
from typing import TYPE_CHECKING

from annotator.cli.options import DONE, FAILED, WRONG_USAGE, Subparsers, add_shared, open_named, print_json, say
from annotator.errors import DomainError
from annotator.i18n import _

if TYPE_CHECKING:
    from annotator.llm.keys import ApiKey
    from annotator.settings.connections import Connection
    from annotator.workflow.generated import Generated
    from annotator.workflow.generation import Generation
    from annotator.workflow.workbench import Workbench

_PARAMETERS = ("temperature", "top_p", "max_tokens", "price_in", "price_out", "currency")


def add_parser(commands: Subparsers) -> None:
    """Describe the command."""
    parser = commands.add_parser("generate", help=_("ask a model for first attempts at the jobs that have none by it"))
    parser.add_argument(
        "--model", required=True, metavar="NAME", help=_("a connection of the settings; with --base-url, a model")
    )
    parser.add_argument("--base-url", metavar="URL", help=_("the server's address, such as http://localhost:11434/v1"))
    parser.add_argument("--job", action="append", default=[], metavar="ID", help=_("only this job; may be repeated"))
    parser.add_argument("--category", action="append", default=[], help=_("only jobs of this category"))
    parser.add_argument("--language", action="append", default=[], help=_("only jobs in this language"))
    parser.add_argument("--concurrency", type=_count, default=4, metavar="N", help=_("requests under way at once"))
    parser.add_argument("--cost-limit", type=float, metavar="X", help=_("stop before this run costs more"))
    parser.add_argument("--dry-run", action="store_true", help=_("only show what would leave, and where to"))
    sent = parser.add_argument_group(_("in place of what the connection has"))
    sent.add_argument("--temperature", type=float)
    sent.add_argument("--top-p", type=float)
    sent.add_argument("--max-tokens", type=int)
    sent.add_argument("--price-in", type=float, metavar="X", help=_("the price of a million tokens sent"))
    sent.add_argument("--price-out", type=float, metavar="X", help=_("the price of a million tokens received"))
    sent.add_argument("--currency")
    parser.epilog = _("A key is taken from {variable}, else from the keychain.").format(variable="OPENAI_API_KEY")
    add_shared(parser, is_command=True)
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Ask the model; return 1 if a job was left without an answer."""
    from annotator.workflow.generation import Generation  # noqa: PLC0415 -- --help needs no database

    try:
        connection, key = _connection(arguments), _key_given()
    except DomainError as error:
        say(str(error))
        return WRONG_USAGE
    if connection is None:
        say(_("The settings have no connection “{name}”; give --base-url.").format(name=arguments.model))
        return WRONG_USAGE
    wanted = Generation(
        connection,
        frozenset(arguments.job),
        frozenset(arguments.category),
        frozenset(arguments.language),
        arguments.concurrency,
        arguments.cost_limit,
    )
    import asyncio  # noqa: PLC0415 -- the window starts through this module's neighbours

    workbench = open_named(arguments)
    try:
        if arguments.dry_run:
            return _show(workbench, wanted, is_json=arguments.json)
        report = asyncio.run(_generate(workbench, wanted, key))
    finally:
        workbench.close()
    _tell(report, is_json=arguments.json)
    return DONE if report.is_whole else FAILED


def _connection(arguments: argparse.Namespace) -> Connection | None:
    """Return whom to ask: a connection by its name, or what the address and the model make.

    Raises:
        DomainError: the values make no connection.
    """
    from dataclasses import replace  # noqa: PLC0415

    from annotator.paths import settings_file  # noqa: PLC0415
    from annotator.settings.connections import Connection, connections_of  # noqa: PLC0415
    from annotator.settings.store import load_settings  # noqa: PLC0415

    if arguments.base_url is not None:
        found: Connection | None = Connection(arguments.model, arguments.base_url, arguments.model)
    else:
        known = connections_of(load_settings(settings_file()))
        found = next((each for each in known if each.name == arguments.model), None)
    given = {name: getattr(arguments, name) for name in _PARAMETERS if getattr(arguments, name) is not None}
    return None if found is None else replace(found, **given)


def _key_given() -> ApiKey | None:
    """Return the key that the environment holds.

    Raises:
        DomainError: it cannot be one.
    """
    from annotator.llm.keys import ENVIRONMENT, ApiKey  # noqa: PLC0415

    given = os.environ.get(ENVIRONMENT, "").strip()
    return ApiKey(given) if given else None


async def _generate(workbench: Workbench, wanted: Generation, given: ApiKey | None) -> Generated:
    from annotator.llm.keys import Keys  # noqa: PLC0415
    from annotator.workflow.generating import generate_by_connection  # noqa: PLC0415

    where = _("Asking “{model}” at {host}.").format(model=wanted.connection.model, host=wanted.connection.host)
    say(where)
    return await generate_by_connection(workbench, wanted, lambda origin: given or Keys().get(origin), _nothing)


def _nothing(_report: Generated) -> None:
    return


def _show(workbench: Workbench, wanted: Generation, *, is_json: bool) -> int:
    """Show what would leave and where to; nothing does."""
    from annotator.workflow import generation  # noqa: PLC0415

    plan = generation.plan(workbench, wanted)
    first = generation.messages_of(workbench, plan.to_ask[0]) if plan.to_ask else ()
    if is_json:
        print_json(
            {
                "to_ask": [plan.names[each.job_key] for each in plan.to_ask],
                "skipped": plan.skipped,
                "host": wanted.connection.host,
                "parameters": wanted.connection.parameters,
                "messages": [each.as_json() for each in first],
            }
        )
        return DONE
    say(
        _("{count} jobs would be sent to {host}; {skipped} have an answer by this model.").format(
            count=len(plan.to_ask), host=wanted.connection.host, skipped=plan.skipped
        )
    )
    for message in first:
        print(f"[{message.role}]\n{message.content}\n")
    return DONE


def _tell(report: Generated, *, is_json: bool) -> None:
    for trace in report.failed:
        say(f"{trace.job}: {trace.reason}")
    for trace in report.possibly_paid:
        say(_("{job}: a request left at {time} and has no answer here; it may have been paid.").format(
            job=trace.job, time=trace.at
        ))  # fmt: skip
    if is_json:
        print_json(report.as_json())
        return
    say(
        _("{generated} generated, {skipped} had an answer, {failed} failed, {left} left").format(
            generated=report.generated, skipped=report.skipped, failed=len(report.failed), left=report.left
        )
    )
    if report.currency is not None:
        say(_("Cost: {amount} {currency}").format(amount=f"{report.cost:.4f}", currency=report.currency))
    if report.stopped == "cost_limit":
        say(_("Stopped before the cost limit would have been passed."))


def _count(text: str) -> int:
    number = int(text)
    if not 1 <= number <= 64:  # noqa: PLR2004 -- more is no use to anybody
        raise argparse.ArgumentTypeError(_("from 1 to 64"))
    return number
