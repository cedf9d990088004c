"""What every command shares: where the data lie, and how answers are printed."""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeAlias

from annotator.i18n import _
from annotator.paths import default_workspace

if TYPE_CHECKING:
    from annotator.workflow.workbench import Workbench

Subparsers: TypeAlias = "argparse._SubParsersAction[argparse.ArgumentParser]"  # noqa: SLF001 -- no public name

DONE, FAILED, WRONG_USAGE = 0, 1, 2


def add_shared(parser: argparse.ArgumentParser, *, is_command: bool) -> None:
    """Add the options that may stand before or after the command."""
    missing = argparse.SUPPRESS if is_command else None
    place = parser.add_mutually_exclusive_group()
    place.add_argument("--workspace", metavar="DIR", type=Path, default=missing, help=_("the workspace's folder"))
    place.add_argument("--database", metavar="URL", default=missing, help=_("the database's URL"))
    is_json = argparse.SUPPRESS if is_command else False
    parser.add_argument("--json", action="store_true", default=is_json, help=_("print one JSON object"))


def workspace_of(arguments: argparse.Namespace) -> Path | str:
    """Return where the data lie: what was named, else the user's own folder."""
    chosen: Path | str | None = arguments.database or arguments.workspace
    return chosen if chosen is not None else default_workspace()


def open_named(arguments: argparse.Namespace) -> Workbench:
    """Open the workspace that was named; it is made if it is missing.

    Raises:
        KnownError: it cannot be opened.
    """
    from annotator.workflow.workspaces import open_workspace  # noqa: PLC0415 -- --version needs no database

    return open_workspace(workspace_of(arguments))


def print_json(answer: dict[str, Any]) -> None:
    """Print the one object of `--json`."""
    print(json.dumps(answer, ensure_ascii=False))


def say(text: str) -> None:
    """Print a message where it does not mix with answers."""
    print(text, file=sys.stderr)
