"""Freezes the program: one folder that runs where no Python is."""

from __future__ import annotations

import json
import os
import platform
import shutil
import sqlite3
import subprocess
import sys
from hashlib import sha256
from pathlib import Path
from typing import Final

from PySide6.QtCore import qVersion

from frozen.icons import make_icons
from frozen.notices import LOCK, require_locked, write_notices

ROOT = Path(__file__).resolve().parents[2]
BUILD = ROOT / "build"
ICONS = BUILD / "icons"
PROGRAM = BUILD / "frozen" / "annotator"
NOTICES: Final = "THIRD-PARTY-LICENCES.txt"


def freeze() -> Path:
    """Return the folder of the frozen program, made anew from the checkout and the installed packages."""
    make_icons(ICONS)
    _compile_catalogues()
    work = BUILD / "pyinstaller"
    command = [sys.executable, "-m", "PyInstaller", "--noconfirm", "--log-level", "ERROR"]
    command += ["--distpath", str(PROGRAM.parent), "--workpath", str(work), str(ROOT / "packaging" / "annotator.spec")]
    subprocess.run(command, check=True, cwd=ROOT, env={**os.environ, "PYTHONPATH": str(ROOT)})
    collected = work / "annotator" / "COLLECT-00.toc"
    require_locked(collected)
    if sys.platform == "linux":
        _strip(PROGRAM)
    write_notices(PROGRAM / NOTICES, collected)
    shutil.copy(ROOT / "LICENSE", PROGRAM / "LICENSE.txt")
    told = json.dumps(build_data(), indent=2) + "\n"
    (PROGRAM / "_internal" / "resources" / "build.json").write_text(told, encoding="utf-8")
    return PROGRAM


def version() -> str:
    """Return the program's version."""
    text = (ROOT / "annotator" / "__init__.py").read_text(encoding="utf-8")
    return text.partition('__version__ = "')[2].partition('"')[0]


def build_data() -> dict[str, str]:
    """Return what the program was made from: enough to make it again."""
    return {
        "version": version(),
        "commit": _git("rev-parse", "HEAD") + ("+" if _git("status", "--porcelain", "--untracked-files=no") else ""),
        "committed_at": _git("log", "-1", "--format=%cI"),
        "lock_sha256": sha256(LOCK.read_bytes()).hexdigest(),
        "system": f"{platform.system()} {platform.machine()}",
        "python": platform.python_version(),
        "qt": str(qVersion()),
        "sqlite": sqlite3.sqlite_version,
    }


def _git(*words: str) -> str:
    done = subprocess.run(["git", *words], cwd=ROOT, capture_output=True, encoding="utf-8", check=False)
    return done.stdout.strip() or "unknown"


def _compile_catalogues() -> None:
    subprocess.run(
        [sys.executable, str(ROOT / "packaging" / "catalogues.py")], check=True, cwd=ROOT, stdout=subprocess.DEVNULL
    )


def _strip(folder: Path) -> None:
    """Leave out the names that only a debugger reads."""
    if shutil.which("strip") is None:
        return
    libraries = [path for path in folder.rglob("*.so*") if path.is_file() and not path.is_symlink()]
    # What a wheel's own tools put into *.libs is laid out in a way that strip does not keep.
    plain = [str(path) for path in libraries if not path.parent.name.endswith(".libs")]
    subprocess.run(["strip", "--strip-unneeded", *plain], check=True)
