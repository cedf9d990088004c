"""`annotator --self-test`: whether this installation is whole, one line a check."""

from __future__ import annotations

import json
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from annotator.cli.options import DONE, FAILED
from annotator.errors import DomainError, KnownError
from annotator.i18n import LANGUAGES, _, current_language, use_language
from annotator.paths import resource

if TYPE_CHECKING:
    from collections.abc import Callable


def run() -> int:
    """Do every check and print how it went; return 1 if one failed."""
    checks: tuple[Callable[[], str], ...] = (_languages, _resources, _round_trip, _window)
    failed = 0
    for check in checks:
        try:
            print(f"ok      {check()}")
        except (KnownError, DomainError, OSError, ImportError, ValueError) as error:
            failed += 1
            print(f"FAILED  {check.__name__.strip('_')}: {error}")
    return FAILED if failed else DONE


def _languages() -> str:
    before = current_language()
    said = set()
    for code in LANGUAGES:
        use_language(code)
        said.add(_("Deliverable"))
    use_language(before)
    if len(said) != len(LANGUAGES):
        raise DomainError("a language has no catalogue")
    return f"languages: {', '.join(LANGUAGES)}"


def _resources() -> str:
    from annotator.workflow.taxonomy import taxonomy  # noqa: PLC0415

    schema = json.loads(resource("schemas", "annotator-1.schema.json").read_bytes())
    resource("help", "en")
    return f"resources: schema {schema['title']}, {len(taxonomy().tags)} tags"


def _round_trip() -> str:
    from annotator.workflow.exporting import export_file  # noqa: PLC0415
    from annotator.workflow.importing import import_files  # noqa: PLC0415
    from annotator.workflow.workspaces import open_workspace  # noqa: PLC0415

    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        workbench = open_workspace(Path(folder) / "workspace")
        try:
            report = import_files(workbench, [resource("samples", "samples.jsonl")])
            exported = export_file(workbench, Path(folder) / "out.json")
        finally:
            workbench.close()
    if not report.is_clean:
        raise DomainError("the samples did not come in whole")
    return f"database: {exported.manifest['deliverables']} sample deliverables in and out"


def _window() -> str:
    from annotator.demonstration import paints_a_window  # noqa: PLC0415 -- the other checks need no Qt

    if not paints_a_window():
        raise DomainError("nothing was painted")
    return "window: Qt paints"
