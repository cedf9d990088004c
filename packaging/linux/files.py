"""What both installers of Linux put beside the program: menu entry, file types, icons, metadata, manual page."""

from __future__ import annotations

import gzip
import shutil
import subprocess
from pathlib import Path

HERE = Path(__file__).resolve().parent
ICONS = HERE.parents[1] / "build" / "icons"
ROOT = HERE.parents[1]


def put_shared_files(share: Path, version: str) -> None:
    """Fill a `share` folder, such as /usr/share or ~/.local/share."""
    _copy(HERE / "annotator.desktop", share / "applications" / "annotator.desktop")
    _copy(HERE / "annotator-mime.xml", share / "mime" / "packages" / "annotator.xml")
    icons = share / "icons" / "hicolor"
    _copy(ROOT / "resources" / "icons" / "annotator.svg", icons / "scalable" / "apps" / "annotator.svg")
    for picture in ICONS.glob("annotator-*.png"):
        size = picture.stem.rpartition("-")[2]
        _copy(picture, icons / f"{size}x{size}" / "apps" / "annotator.png")
    metainfo = share / "metainfo" / "org.annotator.Annotator.metainfo.xml"
    metainfo.parent.mkdir(parents=True)
    metainfo.write_text(_filled("annotator.metainfo.xml", version), encoding="utf-8")
    manual = share / "man" / "man1" / "annotator.1.gz"
    manual.parent.mkdir(parents=True)
    manual.write_bytes(gzip.compress(_filled("annotator.1", version).encode(), mtime=0))


def last_commit_date() -> str:
    """Return the day of the last commit: the same sources make the same files."""
    command = ["git", "log", "-1", "--format=%cs"]
    told = subprocess.run(command, cwd=ROOT, capture_output=True, encoding="utf-8", check=False).stdout.strip()
    return told or "2026-01-01"


def _filled(name: str, version: str) -> str:
    text = (HERE / name).read_text(encoding="utf-8")
    return text.replace("@VERSION@", version).replace("@DATE@", last_commit_date())


def _copy(source: Path, target: Path) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(source, target)
