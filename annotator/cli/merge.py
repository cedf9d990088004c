"""`annotator merge`: reviewers' results in, and what came back."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from annotator.cli.options import DONE, FAILED, Subparsers, add_shared, open_named, print_json, say
from annotator.i18n import _

if TYPE_CHECKING:
    import argparse

    from annotator.workflow.merged import Merged
    from annotator.workflow.returns import ReviewerReturn


def add_parser(commands: Subparsers) -> None:
    """Describe the command."""
    parser = commands.add_parser("merge", help=_("take reviewers' results in"))
    parser.add_argument(
        "files", nargs="*", type=Path, metavar="FILE", help=_("results; none only shows what came back")
    )
    parser.add_argument("--pay", type=Path, metavar="FILE", help=_("write the pay list there, as CSV"))
    add_shared(parser, is_command=True)
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Merge the results; return 1 if one was refused or something in it is in conflict."""
    from annotator.workflow.merging import merge_files  # noqa: PLC0415 -- --help needs no database
    from annotator.workflow.returns import reviewer_returns, write_pay_list  # noqa: PLC0415

    workbench = open_named(arguments)
    try:
        merged = merge_files(workbench, arguments.files)
        lines = reviewer_returns(workbench)
    finally:
        workbench.close()
    for each in merged:
        _tell(each)
    if arguments.pay is not None:
        write_pay_list(arguments.pay, lines)
    if arguments.json:
        print_json(
            {
                "files": [each.as_json() for each in merged],
                "returns": [line.as_json() for line in lines],
                "not_returned": [line.reviewer for line in lines if not line.is_returned],
            }
        )
    else:
        for line in lines:
            say(_line(line))
    return DONE if all(each.is_clean for each in merged) else FAILED


def _tell(merged: Merged) -> None:
    if merged.reason:
        say(merged.reason)
    for note in merged.notes:
        say(f"{merged.file}: {note}")
    for refused in (*merged.report.rejected, *merged.report.conflicts):
        say(": ".join(part for part in (merged.file, refused.path, refused.reason) if part))


def _line(line: ReviewerReturn) -> str:
    receipt = line.receipt
    if not line.is_returned:
        return _("{name}: not yet returned, {expected} expected").format(name=line.reviewer, expected=receipt.expected)
    text = _(
        "{name}: sending {revision}, {done} done, {draft} drafts, {skipped} skipped, {missing} missing, of {expected}; "
        "{measured:.0f} min measured, {corrected:.0f} min corrected; {questions} questions, {requests} requests, "
        "{conflicts} conflicts"
    )
    return text.format(
        name=line.reviewer,
        revision=line.revision,
        done=receipt.done,
        draft=receipt.draft,
        skipped=receipt.skipped,
        missing=receipt.missing,
        expected=receipt.expected,
        measured=receipt.measured_seconds / 60,
        corrected=receipt.corrected_seconds / 60,
        questions=len(line.questions),
        requests=len(line.requests),
        conflicts=line.conflicts,
    )
