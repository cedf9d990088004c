"""The licences of everything in the frozen program, in one file, read by tools from where each part states them."""

from __future__ import annotations

import ast
import subprocess
import sys
import sysconfig
from importlib.metadata import packages_distributions
from pathlib import Path
from typing import Final

from packaging.requirements import Requirement

ROOT = Path(__file__).resolve().parents[2]
LOCK = ROOT / "requirements.lock"
FREEZER: Final = "pyinstaller"  # its starter is part of the program
_RULE: Final = "\n" + "=" * 100 + "\n"


def locked() -> list[str]:
    """Return the names of the locked packages that this system and this Python need."""
    lines = [line.rstrip(" \\") for line in LOCK.read_text(encoding="utf-8").splitlines() if line[:1].isalnum()]
    wanted = [Requirement(line) for line in lines]
    return sorted(each.name for each in wanted if each.marker is None or each.marker.evaluate())


def unlocked_modules() -> list[str]:
    """Return what is installed for tests and tools only: a library that would use it must do without."""
    allowed = {_plain(name) for name in [*locked(), FREEZER, "annotator-desktop"]}
    owners = packages_distributions()
    return sorted(top for top, names in owners.items() if not {_plain(name) for name in names} & allowed)


def require_locked(collected: Path) -> None:
    """Stop if the frozen program holds a package that is not in the lock file.

    Raises:
        RuntimeError: it does; the message names the packages.
    """
    allowed = {_plain(name) for name in [*locked(), FREEZER]}
    owners = packages_distributions()
    strangers = set()
    for place, source, _kind in _entries(collected):
        if "site-packages" in Path(source).parts:
            top = Path(place).parts[0].partition(".")[0]
            found = {_plain(name) for name in owners.get(top, [])}
            if found and not found & allowed:
                strangers |= found
    if strangers:
        raise RuntimeError(f"not in {LOCK.name}, and yet in the program: {', '.join(sorted(strangers))}")


def write_notices(target: Path, collected: Path) -> None:
    """Write the licences of the packages, of Python and of the system's libraries."""
    parts = [
        "Annotator stands on the work of others. What follows is in this program, each under its own licence.\n",
        _packages(),
        f"Python {sys.version.split()[0]}\n\n{_python_licence()}",
        *_system_libraries(collected),
    ]
    target.write_text(_RULE.join(parts), encoding="utf-8")


def _packages() -> str:
    command = [sys.executable, "-m", "piplicenses", "--format=plain-vertical", "--with-license-file", "--with-urls"]
    command += ["--no-license-path", "--packages", *locked(), FREEZER]
    return subprocess.run(command, check=True, capture_output=True, encoding="utf-8").stdout


def _python_licence() -> str:
    folder = Path(sysconfig.get_path("stdlib"))
    return (folder / "LICENSE.txt").read_text(encoding="utf-8") if (folder / "LICENSE.txt").is_file() else ""


def _system_libraries(collected: Path) -> list[str]:
    """Return the copyright files of the Debian packages whose libraries were taken along."""
    if sys.platform != "linux":
        return []
    sources = {str(Path(source).resolve()) for _place, source, kind in _entries(collected) if kind == "BINARY"}
    system = [path for path in sources if path.startswith(("/usr/lib", "/lib"))]
    told = subprocess.run(["dpkg", "-S", *system], check=False, capture_output=True, encoding="utf-8").stdout
    packages = sorted({line.partition(":")[0] for line in told.splitlines()})
    found = [(name, Path("/usr/share/doc") / name / "copyright") for name in packages]
    return [f"{name}\n\n{file.read_text(encoding='utf-8', errors='replace')}" for name, file in found if file.is_file()]


def _entries(collected: Path) -> list[tuple[str, str, str]]:
    """Return what PyInstaller put together: where it lies, where it comes from, what it is."""
    told = ast.literal_eval(collected.read_text(encoding="utf-8"))
    return [tuple(map(str, entry[:3])) for entry in told[0] if len(entry) >= 3 and entry[1]]  # noqa: PLR2004


def _plain(name: str) -> str:
    return name.lower().replace("_", "-").replace(".", "-")
