"""The sample jobs in a fresh workspace: in the window, or headless, reviewed by real key events."""

from __future__ import annotations

import os
import shutil
import tempfile
from pathlib import Path

from annotator.bootstrap import make_shell, run_window
from annotator.errors import KnownError
from annotator.i18n import _
from annotator.paths import data_folder, resource

ANNOTATIONS, PICTURE = "annotations.json", "screenshot.png"


def run_demo(*, is_headless: bool, output: Path | None) -> int:
    """Show the sample jobs, or review one of them without a screen; return the exit status.

    Headless, `annotations.json` and `screenshot.png` are left in `output` (the current folder if none is named).

    Raises:
        KnownError: the window did not answer, or the files could not be written.
    """
    if not is_headless:
        workspace = (output or data_folder()) / "demo-workspace"
        shutil.rmtree(workspace, ignore_errors=True)
        _import_samples(workspace)
        return run_window(workspace)
    folder = output or Path()
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as own:
        os.environ["QT_QPA_PLATFORM"] = "offscreen"
        for name in ("XDG_CONFIG_HOME", "APPDATA"):  # the reviewer's own settings stay out of it, and untouched
            os.environ[name] = own
        workspace = Path(own) / "workspace"
        _import_samples(workspace)
        _review(workspace, folder / PICTURE)
        _export(workspace, folder / ANNOTATIONS)
    return 0


def _import_samples(workspace: Path) -> None:
    from annotator.workflow.importing import import_files  # noqa: PLC0415 -- the database takes long to import
    from annotator.workflow.workspaces import open_workspace  # noqa: PLC0415

    workbench = open_workspace(workspace)
    try:
        report = import_files(workbench, [resource("samples", "samples.jsonl")])
    finally:
        workbench.close()
    if not report.is_clean:
        raise KnownError(_("The sample jobs did not come in."), safe=_("Your own work is not touched."), hint="")


def _review(workspace: Path, picture: Path) -> None:
    from annotator.ui.demo import perform  # noqa: PLC0415 -- the window is only built here

    perform(make_shell(), workspace, picture)


def lacks_of_window() -> tuple[str, ...]:
    """Return what Qt lacks here, without a screen."""
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    from annotator.ui.wholeness import lacks  # noqa: PLC0415

    return lacks()


def _export(workspace: Path, output: Path) -> None:
    from annotator.workflow.exporting import export_file  # noqa: PLC0415
    from annotator.workflow.workspaces import open_workspace  # noqa: PLC0415

    workbench = open_workspace(workspace)
    try:
        export_file(workbench, output)
    finally:
        workbench.close()
