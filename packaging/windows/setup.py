"""Compiles the installer for Windows with makensis, on Windows or, for a test, on Linux."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

HERE = Path(__file__).resolve().parent
ICON = HERE.parents[1] / "build" / "icons" / "annotator.ico"


def make_setup(program: Path, dist: Path, version: str) -> Path:
    """Return the installer made from the frozen program.

    Raises:
        RuntimeError: there is no makensis.
    """
    makensis = shutil.which("makensis")
    if makensis is None:
        raise RuntimeError("makensis is not there (it comes with NSIS)")
    target = dist / f"Annotator-{version}-setup.exe"
    values = {"VERSION": version, "PROGRAM": str(program), "OUTPUT": str(target)}
    if ICON.is_file():
        values["ICON"] = str(ICON)
    command = [
        makensis,
        "-V2",
        "-WX",
        "-INPUTCHARSET",
        "UTF8",
        *(f"-D{name}={value}" for name, value in values.items()),
    ]
    subprocess.run([*command, str(HERE / "annotator.nsi")], check=True)
    return target
