"""The package for Debian, Ubuntu and their kin."""

from __future__ import annotations

import os
import shutil
import subprocess
from typing import TYPE_CHECKING, Final

from linux.files import put_shared_files

if TYPE_CHECKING:
    from pathlib import Path

DEPENDS: Final = "libc6 (>= 2.34), libgl1, libegl1, fontconfig-config, fonts-dejavu-core, ca-certificates"
"""What the program needs and does not carry; proved by tests/system in a system that has nothing else."""

RECOMMENDS: Final = "fonts-ipaexfont-gothic | fonts-noto-cjk"
_CONTROL: Final = """\
Package: annotator
Version: {version}
Architecture: amd64
Maintainer: Annotator contributors <annotator@localhost>
Section: misc
Priority: optional
Installed-Size: {kilobytes}
Depends: {depends}
Recommends: {recommends}
Description: grade what language models deliver for real, paid jobs
 Annotator shows the client's brief beside the deliverable. A professional marks
 each acceptance criterion, tags what was good and what was missing, decides, and
 edits the deliverable where that helps. Everything is on your own disk at once;
 it needs no network and no account.
"""


def make_deb(program: Path, dist: Path, version: str) -> Path:
    """Return the package made from the frozen program."""
    root = program.parents[1] / "deb"
    shutil.rmtree(root, ignore_errors=True)
    shutil.copytree(program, root / "opt" / "annotator", symlinks=True)
    (root / "usr" / "bin").mkdir(parents=True)
    (root / "usr" / "bin" / "annotator").symlink_to("/opt/annotator/annotator")
    put_shared_files(root / "usr" / "share", version)
    documents = root / "usr" / "share" / "doc" / "annotator"
    documents.mkdir(parents=True)
    (documents / "copyright").symlink_to("/opt/annotator/LICENSE.txt")
    _write_control(root, version)
    _set_modes(root)
    target = dist / f"annotator_{version}_amd64.deb"
    subprocess.run(
        ["dpkg-deb", "--root-owner-group", "-Zzstd", "-z15", "--build", str(root), str(target)],
        check=True,
        stdout=subprocess.DEVNULL,
    )
    shutil.rmtree(root)
    return target


def _write_control(root: Path, version: str) -> None:
    kilobytes = sum(path.lstat().st_size for path in root.rglob("*") if path.is_file()) // 1024
    folder = root / "DEBIAN"
    folder.mkdir()
    text = _CONTROL.format(version=version, kilobytes=kilobytes, depends=DEPENDS, recommends=RECOMMENDS)
    (folder / "control").write_text(text, encoding="utf-8")


def _set_modes(root: Path) -> None:
    """Give every file the usual rights, whatever the builder's own are."""
    for path in [root, *root.rglob("*")]:
        if not path.is_symlink():
            is_program = path.is_dir() or (path.name == "annotator" and path.parent.name == "annotator")
            os.chmod(path, 0o755 if is_program else 0o644)  # noqa: PTH101 -- follows what was just tested
