"""The composition root: settings, database, workbench, desk and window are put together here and nowhere else.

The window is painted first; what takes long to import, the database above all, follows off the GUI thread.
"""

from __future__ import annotations

import os
import sys
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Final

from annotator.paths import default_workspace

if TYPE_CHECKING:
    from collections.abc import Sequence

    from annotator.ui.house import House
    from annotator.ui.shell import Shell

_SWITCH_SECONDS: Final = 0.001
"""How long a thread keeps Python to itself: with the usual 5 ms, a key press would wait for the lanes."""


def run_window(workspace: Path | str | None = None, files: Sequence[Path] = (), *, is_safe: bool = False) -> int:
    """Show the window on a workspace (a folder or a database's URL) until it is closed; return the exit status.

    In safe mode, settings and the look of the window are the usual ones. Files that are named are opened
    in it; a window that is open on the workspace already gets them instead.
    """
    place = workspace if workspace is not None else default_workspace()
    if files and _is_taken_over(files, place):
        return 0
    shell = make_shell(is_safe=is_safe)
    shell.messages.install()
    shell.show(place, files)
    return end(shell, shell.application.exec())


def end(shell: Shell, status: int) -> int:
    """Close everything and return the exit status; what does not end in its time is left behind with the process."""
    is_done = shell.close()
    shell.messages.end()
    sys.stdout.flush()
    sys.stderr.flush()
    if not is_done:
        os._exit(status)  # something under way does not end; every commit is on the disk
    return status


def _is_taken_over(files: Sequence[Path], workspace: Path | str) -> bool:
    from annotator.ui.application import make_application  # noqa: PLC0415
    from annotator.ui.travelling.arrivals import hand_over  # noqa: PLC0415

    make_application()
    return hand_over(files, workspace)


def make_shell(*, is_safe: bool = False) -> Shell:
    """Return the window with all that lives as long as it; nothing is open in it yet."""
    from annotator.ui.shell import Shell  # noqa: PLC0415 -- the command line imports this module without Qt

    sys.setswitchinterval(_SWITCH_SECONDS)
    return Shell(open_house, is_safe=is_safe)


def open_house(workspace: Path | str, reviewer: str) -> House:
    """Open a workspace; may take some time, so it runs off the GUI thread.

    Raises:
        KnownError: the workspace cannot be opened.
    """
    from annotator.ui.house import House  # noqa: PLC0415
    from annotator.workflow.rendering import RenderingService  # noqa: PLC0415
    from annotator.workflow.workspaces import open_workspace  # noqa: PLC0415 -- the database takes long to import

    workbench = open_workspace(workspace, reviewer)
    rendering = RenderingService()
    is_url = isinstance(workspace, str) and "://" in workspace
    folder = None if is_url else Path(workspace)
    return House(
        workbench=workbench,
        render=rendering.render,
        name=folder.name if folder is not None else str(workspace).rpartition("/")[2],
        folder=folder,
        close=partial(_close, workbench.close, rendering.close),
    )


def _close(*closings: object) -> None:
    for close in closings:
        if callable(close):
            close()
