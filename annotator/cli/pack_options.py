"""The options of `annotator pack create`."""

from __future__ import annotations

import argparse
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from annotator.errors import KnownError
from annotator.i18n import _

if TYPE_CHECKING:
    from annotator.workflow.pack_plan import PackWish


def add_create(parser: argparse.ArgumentParser) -> None:
    """Describe the options."""
    parser.add_argument("--output", type=Path, metavar="DIR", required=True, help=_("the folder the packs go to"))
    parser.add_argument(
        "--reviewer", action="append", required=True, metavar="NAME", help=_("a reviewer's name or id; may repeat")
    )
    parser.add_argument("--overlap", type=_share, default=0.0, metavar="SHARE", help=_("jobs that two review, 0 to 1"))
    parser.add_argument("--open", action="store_true", help=_("let the models be seen; they are hidden otherwise"))
    parser.add_argument(
        "--shuffle", action="store_true", help=_("give each reviewer the jobs in an order of their own")
    )
    parser.add_argument("--show-results", action="store_true", help=_("let reviewers see the results of what they did"))
    parser.add_argument("--deadline", type=_day, metavar="DAY", help=_("the last day, such as 2026-12-24"))
    parser.add_argument("--instructions", type=Path, metavar="FILE", help=_("what reviewers read first, in Markdown"))
    parser.add_argument(
        "--practice", action="append", default=[], metavar="ID", help=_("a deliverable to practise on; may repeat")
    )
    parser.add_argument("--split", type=float, metavar="MB", help=_("split packs into files of about this size"))
    parser.add_argument("--leave-out-named", action="store_true", help=_("leave out jobs whose texts name a model"))
    parser.add_argument("--check-only", action="store_true", help=_("only say what gives a model away"))
    parser.add_argument("--category", action="append", default=[], metavar="NAME", help=_("only jobs of this category"))
    parser.add_argument("--language", action="append", default=[], metavar="CODE", help=_("only jobs in this language"))
    parser.add_argument(
        "--model", action="append", default=[], metavar="NAME", help=_("only this model's deliverables")
    )
    parser.add_argument("--text", default="", metavar="WORDS", help=_("only where these words stand"))
    parser.add_argument("--jobs", type=int, metavar="COUNT", help=_("only the first so many jobs"))


def wish_of(arguments: argparse.Namespace) -> PackWish:
    """Return what the options ask for.

    Raises:
        KnownError: the instructions cannot be read.
    """
    from annotator.packs.values import PackOptions  # noqa: PLC0415 -- --help needs no database
    from annotator.workflow.pack_plan import SHUFFLED, PackWish  # noqa: PLC0415
    from annotator.workflow.sheets import QueueFilter  # noqa: PLC0415

    return PackWish(
        output=arguments.output,
        reviewers=tuple(dict.fromkeys(arguments.reviewer)),
        options=PackOptions(
            blind=not arguments.open,
            order=SHUFFLED if arguments.shuffle else "as_is",
            overlap=arguments.overlap,
            deadline=arguments.deadline,
            shows_results=arguments.show_results,
        ),
        wanted=QueueFilter(
            categories=frozenset(arguments.category),
            models=frozenset(arguments.model),
            languages=frozenset(arguments.language),
            text=arguments.text,
        ),
        most_jobs=arguments.jobs,
        instructions=_instructions(arguments.instructions),
        practice=tuple(arguments.practice),
        most_bytes=None if arguments.split is None else int(arguments.split * 1e6),
        leaves_out_named=arguments.leave_out_named,
    )


def _instructions(path: Path | None) -> str:
    if path is None:
        return ""
    try:
        return path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise KnownError(
            _("The instructions {path} could not be read.").format(path=path),
            safe=_("Nothing was written."),
            hint=_("Give a text file in UTF-8."),
        ) from error


def _share(text: str) -> float:
    share = float(text)
    if not 0 <= share <= 1:
        raise argparse.ArgumentTypeError(_("it must be between 0 and 1"))
    return share


def _day(text: str) -> str:
    return date.fromisoformat(text).isoformat()
