"""The one door to everything that is given to others: `make package` makes it all into dist/.

    python packaging/build.py [PART...]

Parts: wheel, frozen, deb and run (Linux), setup (Windows, needs makensis), dmg (macOS), sbom, sums. Without any, all
that this system makes.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING

sys.path.insert(0, str(Path(__file__).resolve().parent))

from frozen.make import PROGRAM, ROOT, freeze, version

if TYPE_CHECKING:
    from collections.abc import Callable

DIST = ROOT / "dist"
SUMS = "SHA256SUMS"


def main() -> int:
    """Make the parts that were asked for; say where each is and how large."""
    usual = {"linux": ("deb", "run"), "win32": ("setup",), "darwin": ("dmg",)}.get(sys.platform, ())
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("parts", nargs="*", choices=[*PARTS, []], metavar="PART")
    wanted = parser.parse_args().parts or ["wheel", "frozen", *usual, "sbom", "sums"]
    DIST.mkdir(exist_ok=True)
    for part in wanted:
        for made in PARTS[part]():
            size = sum(
                each.stat().st_size for each in ([made] if made.is_file() else made.rglob("*")) if each.is_file()
            )
            print(f"{part}: {made.relative_to(ROOT)} ({size / 1e6:.0f} MB)", flush=True)
    return 0


def _wheel() -> list[Path]:
    command = [sys.executable, "-m", "build", "--no-isolation", "--outdir", str(DIST), str(ROOT)]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    return sorted(DIST.glob(f"annotator_desktop-{version()}*"))


def _frozen() -> list[Path]:
    return [freeze()]


def _deb() -> list[Path]:
    from linux.deb import make_deb  # noqa: PLC0415 -- each system has its own tools

    return [make_deb(PROGRAM, DIST, version())]


def _run() -> list[Path]:
    from linux.run import make_run  # noqa: PLC0415

    return [make_run(PROGRAM, DIST, version())]


def _setup() -> list[Path]:
    from windows.setup import make_setup  # noqa: PLC0415

    return [make_setup(PROGRAM, DIST, version())]


def _dmg() -> list[Path]:
    target = DIST / f"Annotator-{version()}.dmg"
    app = PROGRAM.parent / "Annotator.app"
    subprocess.run(["sh", str(ROOT / "packaging" / "macos" / "dmg.sh"), str(app), str(target)], check=True)
    return [target]


def _sbom() -> list[Path]:
    target = DIST / f"annotator-{version()}.cdx.json"
    command = [sys.executable, "-m", "cyclonedx_py", "requirements", "--pyproject", str(ROOT / "pyproject.toml")]
    command += ["--output-reproducible", "--output-file", str(target), str(ROOT / "requirements.lock")]
    subprocess.run(command, check=True)
    return [target]


def _sums() -> list[Path]:
    files = sorted(path for path in DIST.iterdir() if path.is_file() and path.name != SUMS)
    lines = [f"{sha256(path.read_bytes()).hexdigest()}  {path.name}\n" for path in files]
    (DIST / SUMS).write_text("".join(lines), encoding="utf-8")
    return [DIST / SUMS]


PARTS: dict[str, Callable[[], list[Path]]] = {
    "wheel": _wheel,
    "frozen": _frozen,
    "deb": _deb,
    "run": _run,
    "setup": _setup,
    "dmg": _dmg,
    "sbom": _sbom,
    "sums": _sums,
}


if __name__ == "__main__":
    sys.exit(main())
