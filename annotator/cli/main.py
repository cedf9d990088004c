"""The command line's entry: reads the arguments, does the command, turns known errors into one line."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Final

from annotator import __version__
from annotator.cli import (
    adjudicate,
    agreement,
    bundle,
    demo,
    export,
    generate,
    import_,
    merge,
    pack,
    report,
    self_test,
    stats,
)
from annotator.cli.options import DONE, FAILED, WRONG_USAGE, add_shared, say, workspace_of
from annotator.errors import KnownError
from annotator.i18n import _, use_language

if TYPE_CHECKING:
    from collections.abc import Sequence

_COMMANDS = (adjudicate, demo, import_, generate, export, pack, bundle, merge, stats, agreement, report)

_TRAVELLING: Final = (".annotator", ".annotator-result")
"""The endings of packs and results."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the program; return the exit status: 0 done, 1 some or all of it failed, 2 wrong usage."""
    given = list(sys.argv[1:] if arguments is None else arguments)
    use_language(None)
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    files, rest = _arrived(given)
    parsed = _parser().parse_args(rest)
    try:
        if parsed.self_test:
            return self_test.run()
        if parsed.command is None:
            return _window(parsed, files)
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
    parser.add_argument("--safe-mode", action="store_true", help=_("open the window with the usual settings"))
    add_shared(parser, is_command=False)
    commands = parser.add_subparsers(dest="command", metavar=_("COMMAND"))
    for command in _COMMANDS:
        command.add_parser(commands)
    return parser


def _arrived(given: list[str]) -> tuple[list[Path], list[str]]:
    """Return the packs and results that were double-clicked or named without a command, and the other arguments."""
    commands = {command.__name__.rpartition(".")[2].rstrip("_") for command in _COMMANDS}
    if commands & set(given):
        return [], given
    files = [each for each in given if each.lower().endswith(_TRAVELLING)]
    return [Path(each) for each in files], [each for each in given if each not in files]


def _window(parsed: argparse.Namespace, files: list[Path]) -> int:
    if parsed.json:
        say(_("--json goes with a command."))
        return WRONG_USAGE
    from annotator.bootstrap import run_window  # noqa: PLC0415 -- commands need no window

    return run_window(workspace_of(parsed), files, is_safe=parsed.safe_mode) or DONE


if __name__ == "__main__":
    sys.exit(main())
