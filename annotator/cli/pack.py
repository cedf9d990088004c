"""`annotator pack`: packs out to reviewers, and a reviewer's pack opened, sent back and removed."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from annotator.cli import pack_options
from annotator.cli.options import DONE, FAILED, Subparsers, add_shared, open_named, print_json, say
from annotator.i18n import _, ngettext

if TYPE_CHECKING:
    import argparse
    from collections.abc import Callable

    from annotator.workflow.packing import Packed
    from annotator.workflow.progress import StudyProgress
    from annotator.workflow.workbench import Workbench

    Run = Callable[[argparse.Namespace, Workbench], int]


def add_parser(commands: Subparsers) -> None:
    """Describe the command and its parts."""
    parser = commands.add_parser("pack", help=_("packs out to reviewers, and results back"))
    parts = parser.add_subparsers(dest="part", metavar=_("PART"), required=True)
    pack_options.add_create(_part(parts, "create", _create, _("write a pack for each reviewer")))
    extend = _part(parts, "extend", _extend, _("write the packs again whose deliverables got further attempts"))
    extend.add_argument("--output", type=Path, metavar="DIR", required=True, help=_("the folder the packs go to"))
    extend.add_argument("--reviewer", action="append", default=[], metavar="NAME", help=_("only this reviewer's pack"))
    check = _part(parts, "check", _check, _("check a pack or a result without opening it"))
    check.add_argument("file", type=Path, metavar="FILE")
    open_ = _part(parts, "open", _open, _("open a pack, or go on from your own result"))
    open_.add_argument("file", type=Path, metavar="FILE")
    open_.add_argument("--mine", action="store_true", help=_("it is yours though it names somebody else"))
    send = _part(parts, "send", _send, _("write the result to send to the coordinator"))
    send.add_argument("--output", type=Path, metavar="DIR", default=Path(), help=_("the folder the result goes to"))
    send.add_argument("--question", default="", metavar="TEXT", help=_("what you ask the coordinator"))
    _part(parts, "list", _list, _("the studies here that came in packs"))
    _part(parts, "requests", _requests, _("the next attempts that reviewers wish"))
    remove = _part(
        parts, "remove", _remove, _("remove a study that was sent: jobs, files and backups, not the minutes")
    )
    remove.description = _(
        "Removes the study's jobs, your reviews of them and their files from the workspace. All backups of the "
        "workspace go as well, those of other studies too, since each may hold the study; where there were any, "
        "a new one of what stays is written. The minutes stay in the timesheet."
    )
    remove.add_argument("study", metavar="STUDY", help=_("its name or id"))
    remove.add_argument("--unsent", action="store_true", help=_("though some of it is not sent"))


def _part(parts: Subparsers, name: str, run: Run, help_: str) -> argparse.ArgumentParser:
    parser = parts.add_parser(name, help=help_)
    add_shared(parser, is_command=True)
    parser.set_defaults(run=lambda arguments: _with_workbench(arguments, run))
    return parser


def _with_workbench(arguments: argparse.Namespace, run: Run) -> int:
    workbench = open_named(arguments)
    try:
        return run(arguments, workbench)
    finally:
        workbench.close()


def _create(arguments: argparse.Namespace, workbench: Workbench) -> int:
    from annotator.workflow.packing import check_jobs, create_packs  # noqa: PLC0415 -- --help needs no database

    wish = pack_options.wish_of(arguments)
    if arguments.check_only:
        findings = check_jobs(workbench, wish)
        for each in findings:
            say(f"{each.job}: {each.place}: {each.words}")
        if arguments.json:
            print_json({"findings": [each.as_json() for each in findings]})
        return FAILED if findings else DONE
    return _tell_packed(arguments, create_packs(workbench, wish))


def _extend(arguments: argparse.Namespace, workbench: Workbench) -> int:
    from annotator.workflow.packing import extend_packs  # noqa: PLC0415

    return _tell_packed(arguments, extend_packs(workbench, arguments.output, arguments.reviewer))


def _tell_packed(arguments: argparse.Namespace, packed: Packed) -> int:
    for finding in packed.findings:
        say(
            _("{job}, {place}, gives something away: {words}").format(
                job=finding.job, place=finding.place, words=finding.words
            )
        )
    if arguments.json:
        findings = [each.as_json() for each in packed.findings]
        print_json({"packs": [each.as_json() for each in packed.packs], "findings": findings})
        return DONE
    for pack in packed.packs:
        text = ngettext(
            "{file}: {count} deliverable for {name}, {size:.1f} MB",
            "{file}: {count} deliverables for {name}, {size:.1f} MB",
            pack.manifest.deliverables,
        )
        name, count = pack.manifest.reviewer.name, pack.manifest.deliverables
        say(text.format(file=pack.path, count=count, name=name, size=pack.size / 1e6))
    if not packed.packs:
        say(_("No pack has anything new."))
    return DONE


def _check(arguments: argparse.Namespace, workbench: Workbench) -> int:  # noqa: ARG001 -- as all parts
    from annotator.packs.unsealing import format_of, unsealed  # noqa: PLC0415
    from annotator.packs.values import PACK_FORMAT, RESULT_FORMAT  # noqa: PLC0415

    wanted = RESULT_FORMAT if format_of(arguments.file) == RESULT_FORMAT else PACK_FORMAT
    with unsealed(arguments.file, wanted) as sealed:
        said: dict[str, Any] = {key: value for key, value in sealed.manifest.items() if key not in {"members", "seal"}}
    if arguments.json:
        print_json({"file": str(arguments.file), "sha256": sealed.sha256, **said})
    else:
        say(
            _("{file} is whole: {study}, for {name}.").format(
                file=arguments.file, study=said["study"]["name"], name=said["reviewer"]["name"]
            )
        )
    return DONE


def _open(arguments: argparse.Namespace, workbench: Workbench) -> int:
    from annotator.packs.unsealing import format_of  # noqa: PLC0415
    from annotator.packs.values import RESULT_FORMAT  # noqa: PLC0415
    from annotator.workflow.continuing import continue_from  # noqa: PLC0415
    from annotator.workflow.pack_opening import open_pack  # noqa: PLC0415

    if format_of(arguments.file) == RESULT_FORMAT:
        report = continue_from(workbench, arguments.file)
    else:
        report = open_pack(workbench, arguments.file, is_confirmed=arguments.mine).report
    for refused in (*report.rejected, *report.conflicts):
        say(": ".join(part for part in (refused.file, refused.path, refused.reason) if part))
    _tell_study(arguments, workbench, report.as_json())
    return DONE if report.is_clean else FAILED


def _tell_study(arguments: argparse.Namespace, workbench: Workbench, report: dict[str, Any]) -> None:
    from annotator.workflow.result_sending import study_progress  # noqa: PLC0415

    progress = study_progress(workbench)
    if arguments.json:
        print_json({**report, "study": None if progress is None else progress.as_json()})
    elif progress is not None:
        say(_progress_line(progress))


def _progress_line(progress: StudyProgress) -> str:
    parts = [
        progress.name or progress.id,
        _("{count} left").format(count=progress.left),
        _("{count} not sent").format(count=progress.unsent),
    ]
    if progress.deadline:
        parts.append(_("until {day}").format(day=progress.deadline))
    return " · ".join(parts)


def _send(arguments: argparse.Namespace, workbench: Workbench) -> int:
    from annotator.workflow.receipts import receipt_text  # noqa: PLC0415
    from annotator.workflow.result_sending import send_result  # noqa: PLC0415

    sent = send_result(workbench, arguments.output, arguments.question)
    if arguments.json:
        print_json(sent.as_json())
    else:
        say(receipt_text(sent.manifest, str(sent.path)))
    return DONE


def _list(arguments: argparse.Namespace, workbench: Workbench) -> int:
    from annotator.workflow.result_sending import opened_studies  # noqa: PLC0415

    found = opened_studies(workbench)
    if arguments.json:
        print_json({"studies": [each.as_json() for each in found]})
    else:
        for each in found:
            say(_progress_line(each))
    return DONE


def _requests(arguments: argparse.Namespace, workbench: Workbench) -> int:
    from annotator.workflow.returns import reviewer_returns  # noqa: PLC0415

    asked = [request for line in reviewer_returns(workbench) for request in line.requests]
    if arguments.json:
        print_json({"requests": [each.as_json() for each in asked]})
    else:
        for each in asked:
            say(f"{each.reviewer}: {each.deliverable}: {each.kind}: {each.content}")
    return DONE


def _remove(arguments: argparse.Namespace, workbench: Workbench) -> int:
    from annotator.workflow.removing import remove_study  # noqa: PLC0415

    removed = remove_study(workbench, arguments.study, is_unsent_too=arguments.unsent)
    if arguments.json:
        print_json(removed.as_json())
    else:
        say(removed.text())
    return DONE
