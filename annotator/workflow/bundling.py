"""A bundle: the installer as it is, a pack, and a page that says how to begin, for one freelancer.

A folder, a zip, or for Linux one `.run` that carries installer and pack.
"""

from __future__ import annotations

import hashlib
import os
import re
import shlex
import shutil
import zipfile
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from annotator.errors import KnownError
from annotator.files import write_whole, writing_whole
from annotator.i18n import _
from annotator.packs.manifests import pack_manifest
from annotator.packs.unsealing import unsealed
from annotator.packs.values import PACK_FORMAT
from annotator.paths import resource
from annotator.workflow.bundle_guide import GUIDE_NAME, guide

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path
    from typing import BinaryIO

INSTALLERS: Final = (".exe", ".dmg", ".deb", ".run")
"""How installers' names end: for Windows, macOS, Debian and its kin, any Linux."""

_OURS: Final = re.compile(r"annotator[-_].*\d(-setup\.exe|\.dmg|_amd64\.deb|-linux-x86_64\.run)", re.IGNORECASE)
_EXECUTABLE: Final = 0o100755 << 16
_PLAIN: Final = 0o100644 << 16
_PIECE: Final = 1 << 20


@dataclass(frozen=True, slots=True)
class Bundle:
    """What was made: where it is, for whom, and what is in it."""

    path: Path
    reviewer: str
    names: tuple[str, ...]

    def as_json(self) -> dict[str, Any]:
        """Return it as the command line prints it."""
        return {"output": str(self.path), "reviewer": self.reviewer, "files": list(self.names)}


def installers_in(folders: Sequence[Path]) -> tuple[Path, ...]:
    """Return the program's installers that lie in the first of the folders that has any."""
    for folder in folders:
        if found := sorted(path for path in folder.glob("*") if _OURS.fullmatch(path.name) and path.is_file()):
            return tuple(found)
    return ()


def make_bundle(pack: Path, installers: Sequence[Path], output: Path) -> Bundle:
    """Put installers and pack together; every one stays byte for byte what it was, so that a signature survives.

    Args:
        pack: the pack.
        installers: one or several.
        output: ends in ".zip", in ".run" for a single file that installs and opens the pack, or is a folder's name.

    Raises:
        KnownError: the pack is damaged, an installer is none, or the bundle could not be written.
    """
    for installer in installers:
        if installer.suffix.lower() not in INSTALLERS or not installer.is_file():
            raise _not_made(_("{file} is no installer of Annotator.").format(file=installer.name))
    with unsealed(pack, PACK_FORMAT) as sealed:
        manifest = pack_manifest(sealed.manifest)
    page = guide(manifest, pack.name, [each.name for each in installers])
    try:
        match output.suffix.lower():
            case ".run":
                names = _write_run(output, installers, pack)
            case ".zip":
                names = _write_zip(output, installers, pack, page)
            case _:
                names = _write_folder(output, installers, pack, page)
    except OSError as error:
        raise _not_made(_("It could not be written: {reason}.").format(reason=error.strerror or error)) from error
    return Bundle(output, manifest.reviewer.name, names)


def _not_made(why: str) -> KnownError:
    return KnownError(
        " ".join((_("The bundle was not made."), why)),
        safe=_("The pack and the installers are as they were."),
        hint=_("Name the installer with --installer, or choose another place with --output."),
    )


def _write_folder(output: Path, installers: Sequence[Path], pack: Path, page: str) -> tuple[str, ...]:
    output.mkdir(parents=True, exist_ok=True)
    for each in (*installers, pack):
        with writing_whole(output / each.name) as stream, each.open("rb") as source:
            shutil.copyfileobj(source, stream, _PIECE)
        if each.suffix == ".run":
            (output / each.name).chmod(0o755)
    write_whole(output / GUIDE_NAME, page)
    return (*(each.name for each in installers), pack.name, GUIDE_NAME)


def _write_zip(output: Path, installers: Sequence[Path], pack: Path, page: str) -> tuple[str, ...]:
    folder = output.stem
    with writing_whole(output) as stream, zipfile.ZipFile(stream, "w") as archive:  # what is in it is small already
        for each in (*installers, pack):
            entry = zipfile.ZipInfo.from_file(each, f"{folder}/{each.name}", strict_timestamps=False)
            entry.external_attr = _EXECUTABLE if each.suffix == ".run" else _PLAIN
            with archive.open(entry, "w") as target, each.open("rb") as source:
                shutil.copyfileobj(source, target, _PIECE)
        archive.writestr(f"{folder}/{GUIDE_NAME}", page)
    return (*(each.name for each in installers), pack.name, GUIDE_NAME)


def _write_run(output: Path, installers: Sequence[Path], pack: Path) -> tuple[str, ...]:
    fitting = [each for each in installers if each.suffix == ".run"]
    if len(fitting) != 1:
        raise _not_made(_("One file for Linux is made of one installer that ends in .run."))
    header = resource("bundle", "header.sh").read_text(encoding="utf-8")
    values = {
        "LINES": str(header.count("\n") + 1),
        "INSTALLER_BYTES": str(fitting[0].stat().st_size),
        "PACK_BYTES": str(pack.stat().st_size),
        "SHA256": _hash_of([fitting[0], pack]),
        "PACK": shlex.quote(pack.name.replace("\n", " ")),
    }
    for name, value in values.items():
        header = header.replace(f"@{name}@", value)
    with writing_whole(output) as stream:
        stream.write(header.encode())
        for each in (fitting[0], pack):
            _append(stream, each)
    os.chmod(output, 0o755)  # noqa: PTH101 -- as whoever installs from it needs it
    return (fitting[0].name, pack.name)


def _append(stream: BinaryIO, path: Path) -> None:
    with path.open("rb") as source:
        shutil.copyfileobj(source, stream, _PIECE)


def _hash_of(paths: Sequence[Path]) -> str:
    digest = hashlib.sha256()
    for path in paths:
        with path.open("rb") as source:
            while piece := source.read(_PIECE):
                digest.update(piece)
    return digest.hexdigest()
