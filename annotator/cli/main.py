"""The command line's entry: reads the arguments, does the command, turns known errors into one line."""

from __future__ import annotations

import argparse
import sys
from typing import TYPE_CHECKING

from annotator import __version__
from annotator.cli import agreement, demo, export, generate, import_, merge, pack, self_test, stats
from annotator.cli.options import DONE, FAILED, WRONG_USAGE, add_shared, say, workspace_of
from annotator.errors import KnownError
from annotator.i18n import _, use_language

if TYPE_CHECKING:
    from collections.abc import Sequence

_COMMANDS = (demo, import_, generate, export, pack, merge, stats, agreement)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the program; return the exit status: 0 done, 1 some or all of it failed, 2 wrong usage."""
    given = list(sys.argv[1:] if arguments is None else arguments)
    use_language(None)
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    parsed = _parser().parse_args(given)
    try:
        if parsed.self_test:
            return self_test.run()
        if parsed.command is None:
            return _window(parsed)
        return int(parsed.run(parsed))
    except KnownError as error:
        say(str(error))
        return FAILED
    except BrokenPipeError:
        return FAILED
    except KeyboardInterrupt:
        say(_("Stopped. What was done before is stored."))
        return FAILED


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="annotator", description=_("Grade what language models deliver for paid jobs.")
    )
    parser.add_argument("--version", action="version", version=f"annotator {__version__}")
    parser.add_argument("--self-test", action="store_true", help=_("check that this installation is whole"))
    add_shared(parser, is_command=False)
    commands = parser.add_subparsers(dest="command", metavar=_("COMMAND"))
    for command in _COMMANDS:
        command.add_parser(commands)
    return parser


def _window(parsed: argparse.Namespace) -> int:
    if parsed.json:
        say(_("--json goes with a command."))
        return WRONG_USAGE
    from annotator.bootstrap import run_window  # noqa: PLC0415 -- commands need no window

    return run_window(workspace_of(parsed)) or DONE


if __name__ == "__main__":
    sys.exit(main())
