"""`annotator bundle`: installer, pack and a page that says how to begin, for one freelancer."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from annotator.cli.options import DONE, Subparsers, add_shared, print_json, say
from annotator.errors import KnownError
from annotator.i18n import _
from annotator.paths import checkout_root, is_checkout

if TYPE_CHECKING:
    import argparse


def add_parser(commands: Subparsers) -> None:
    """Describe the command."""
    parser = commands.add_parser("bundle", help=_("put the installer and a pack together for one freelancer"))
    parser.add_argument("--pack", type=Path, required=True, metavar="FILE", help=_("the pack"))
    parser.add_argument(
        "--installer",
        type=Path,
        action="append",
        default=[],
        metavar="FILE",
        help=_("an installer; may repeat; otherwise those beside the pack, here, or built in this checkout"),
    )
    parser.add_argument(
        "--output", type=Path, metavar="PATH", help=_("a folder, a .zip, or a .run that carries both on Linux")
    )
    add_shared(parser, is_command=True)
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Make the bundle; without a place, a zip in this folder with the pack's name."""
    from annotator.workflow.bundling import installers_in, make_bundle  # noqa: PLC0415 -- --help needs none of it

    pack: Path = arguments.pack
    built = [checkout_root() / "dist"] if is_checkout() else []
    installers = tuple(arguments.installer) or installers_in([pack.parent, Path(), *built])
    if not installers:
        raise KnownError(
            _("The bundle was not made: there is no installer beside the pack or in this folder."),
            safe=_("Nothing was written."),
            hint=_("Name the installer with --installer."),
        )
    bundle = make_bundle(pack, installers, arguments.output or Path(f"{pack.stem}.zip"))
    if arguments.json:
        print_json(bundle.as_json())
    else:
        say(
            _("{output} is for {name}: {files}").format(
                output=bundle.path, name=bundle.reviewer, files=", ".join(bundle.names)
            )
        )
    return DONE
