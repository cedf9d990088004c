"""`annotator --self-test`: whether this installation is whole, one line a check."""

from __future__ import annotations

import traceback
import warnings
from typing import TYPE_CHECKING

from annotator.cli.options import DONE, FAILED
from annotator.errors import DomainError

if TYPE_CHECKING:
    from collections.abc import Callable


def run() -> int:
    """Do every check and print how it went; return 1 if one failed."""
    from annotator.cli import self_checks  # noqa: PLC0415 -- the window starts through this module's neighbours

    checks: tuple[Callable[[], str], ...] = (
        self_checks.origin,
        self_checks.languages,
        self_checks.resources,
        self_checks.round_trip,
        self_checks.migrations,
        self_checks.worker_process,
        self_checks.japanese,
        self_checks.spreadsheet,
        self_checks.edit_distance,
        self_checks.plot,
        self_checks.keychain,
        self_checks.model_client,
        _window,
    )
    return FAILED if [check for check in checks if not _holds(check)] else DONE


def _holds(check: Callable[[], str]) -> bool:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", UserWarning)  # so a library says that it does without something
            print(f"ok      {check()}", flush=True)
    except Exception as error:  # noqa: BLE001 -- whatever is missing shows itself in its own way; the rest is checked too
        print(f"FAILED  {check.__name__.strip('_')}: {type(error).__name__}: {error}", flush=True)
        traceback.print_exc()
        return False
    return True


def _window() -> str:
    from annotator.demonstration import lacks_of_window  # noqa: PLC0415 -- the other checks need no Qt

    if lacks := lacks_of_window():
        raise DomainError(", ".join(lacks))
    return "window: Qt paints, its pictures and languages are there, and the demonstration can press keys"
