"""Reading a sealed file: nothing of it is given out before every name, size and hash was found right."""

from __future__ import annotations

import codecs
import hashlib
import json
import re
import struct
import zipfile
import zlib
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from annotator.i18n import _
from annotator.packs.manifests import require_format
from annotator.packs.sealing import MANIFEST_NAME, canonical, hash_of
from annotator.packs.trouble import Damaged, Refusal
from annotator.packs.values import (
    FILES_FOLDER,
    INSTRUCTIONS_NAME,
    JOBS_NAME,
    PRACTICE_NAME,
    REVIEWS_NAME,
    TAXONOMY_NAME,
)

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path
    from typing import BinaryIO

_TEXTS: Final = frozenset({JOBS_NAME, PRACTICE_NAME, TAXONOMY_NAME, INSTRUCTIONS_NAME, REVIEWS_NAME})
_FILE: Final = re.compile(rf"{FILES_FOLDER}/[0-9a-f]{{64}}")
_MOST_MEMBERS: Final = 50_000
_MOST_BYTES: Final = 4 << 30
_MOST_TEXT_BYTES: Final = 1 << 30
_MOST_MANIFEST_BYTES: Final = 32 << 20
_SUSPICIOUS_BYTES: Final = 16 << 20
_MOST_RATIO: Final = 400
"""Deflate cannot shrink prose or tables that far; a bomb does."""

_PIECE: Final = 1 << 20
_START_BYTES: Final = 64
_ENCRYPTED: Final = 1
_BROKEN: Final = (zipfile.BadZipFile, zlib.error, struct.error, EOFError, NotImplementedError, RuntimeError, ValueError)
"""What the zip module raises over bytes that are not what they were."""


@dataclass(frozen=True, slots=True)
class SealedFile:
    """A file whose every member was found right."""

    path: Path
    sha256: str
    manifest: dict[str, Any]
    _archive: zipfile.ZipFile

    def text(self, name: str) -> bytes:
        """Return the bytes of a member, nothing if the file has none of that name."""
        return self._archive.read(name) if name in self.manifest["members"] else b""

    def file_names(self) -> list[str]:
        """Return the names of the members that are attached files."""
        return [name for name in self.manifest["members"] if _FILE.fullmatch(name)]

    def copy(self, name: str, stream: BinaryIO) -> None:
        """Write a member's bytes to a stream."""
        with self._archive.open(name) as source:
            while piece := source.read(_PIECE):
                stream.write(piece)


@contextmanager
def unsealed(path: Path, wanted: str) -> Iterator[SealedFile]:
    """Give a sealed file after all of it was checked.

    Args:
        path: the file.
        wanted: the format it should have.

    Raises:
        Damaged: it is another kind of file, was cut off or changed, or would do harm.
    """
    with ExitStack() as stack:
        yield _opened(path, wanted, stack)


def format_of(path: Path) -> str | None:
    """Return which format a file says it has, before any of it is checked; nothing for one that says none."""
    try:
        with zipfile.ZipFile(path) as archive:
            entry = archive.getinfo(MANIFEST_NAME)
            given = json.loads(archive.read(entry)) if entry.file_size <= _MOST_MANIFEST_BYTES else None
    except (KeyError, OSError, RecursionError, *_BROKEN):
        return None
    named = given.get("format") if isinstance(given, dict) else None
    return named if isinstance(named, str) else None


def _opened(path: Path, wanted: str, stack: ExitStack) -> SealedFile:
    try:
        _refuse_by_its_start(path)
        archive = stack.enter_context(zipfile.ZipFile(path))
        return SealedFile(path, hash_of(path), _checked(archive, wanted), archive)
    except Refusal as refusal:
        raise Damaged(path, refusal.reason, refusal.hint) from refusal
    except OSError as error:
        raise Damaged(path, _("it cannot be read: {reason}").format(reason=error.strerror or error)) from error
    except _BROKEN as error:
        raise Damaged(path, _("it is cut off, or was changed on its way")) from error


def _refuse_by_its_start(path: Path) -> None:
    with path.open("rb") as stream:
        start = stream.read(_START_BYTES)
    if not start:
        raise Refusal(_("the file is empty"))
    if start.removeprefix(codecs.BOM_UTF8).lstrip().startswith(b"{"):
        raise Refusal(_("it is a JSON file, no pack and no result"), _("Import takes JSON files in."))


def _checked(archive: zipfile.ZipFile, wanted: str) -> dict[str, Any]:
    entries = _entries(archive)
    manifest = _manifest(archive, entries[MANIFEST_NAME], wanted)
    members = manifest["members"]
    for name in entries.keys() - {MANIFEST_NAME} - members.keys():
        raise Refusal(_("it holds {name}, which its manifest does not know").format(name=_printable(name)))
    for name in members.keys() - entries.keys():
        raise Refusal(_("{name} is missing in it").format(name=_printable(name)))
    for name, described in members.items():
        _refuse_changed(archive, entries[name], described)
    return manifest


def _entries(archive: zipfile.ZipFile) -> dict[str, zipfile.ZipInfo]:
    """Return the members by their names, once all of those may be unpacked."""
    entries = {entry.filename: entry for entry in archive.infolist()}
    if len(entries) != len(archive.infolist()):
        raise Refusal(_("it holds two members of the same name"))
    if MANIFEST_NAME not in entries:
        raise Refusal(_("it is no file of Annotator"), _("Check that it is the file you meant."))
    if len(entries) > _MOST_MEMBERS:
        raise Refusal(_("it holds more files than a pack may"))
    for entry in entries.values():
        _refuse_entry(entry)
    if sum(entry.file_size for entry in entries.values()) > _MOST_BYTES:
        raise Refusal(_("it would unpack to more than {size} GB").format(size=_MOST_BYTES >> 30))
    return entries


def _refuse_entry(entry: zipfile.ZipInfo) -> None:
    """Refuse a member by its name and sizes, before a byte of it is unpacked."""
    name = entry.filename
    if name != MANIFEST_NAME and name not in _TEXTS and not _FILE.fullmatch(name):
        raise Refusal(_("it holds {name}, a name that no pack has").format(name=_printable(name)))
    if entry.flag_bits & _ENCRYPTED:
        raise Refusal(_("it is encrypted"))
    most = _MOST_MANIFEST_BYTES if name == MANIFEST_NAME else _MOST_TEXT_BYTES if name in _TEXTS else _MOST_BYTES
    is_bomb = entry.file_size > _SUSPICIOUS_BYTES and entry.file_size > _MOST_RATIO * max(1, entry.compress_size)
    if entry.file_size > most or is_bomb:
        raise Refusal(_("{name} in it would unpack to an unreasonable size").format(name=_printable(name)))


def _manifest(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, wanted: str) -> dict[str, Any]:
    try:
        given = json.loads(archive.read(entry))
    except RecursionError:
        given = None
    if not isinstance(given, dict):
        raise Refusal(_("its manifest cannot be read"))
    require_format(given, wanted)
    members = given.get("members")
    if not isinstance(members, dict) or not all(isinstance(each, dict) for each in members.values()):
        raise Refusal(_("its manifest does not say {key}").format(key="members"))
    if given.get("seal") != hashlib.sha256(canonical(given)).hexdigest():
        raise Refusal(_("its manifest was changed after it was made"))
    return given


def _refuse_changed(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, described: dict[str, Any]) -> None:
    digest, size = hashlib.sha256(), 0
    with archive.open(entry) as stream:
        while piece := stream.read(_PIECE):
            digest.update(piece)
            size += len(piece)
    if digest.hexdigest() != described.get("sha256") or size != described.get("size"):
        raise Refusal(_("{name} in it is not what was packed").format(name=_printable(entry.filename)))
    if _FILE.fullmatch(entry.filename) and not entry.filename.endswith(digest.hexdigest()):
        raise Refusal(_("{name} in it is not what was packed").format(name=_printable(entry.filename)))


def _printable(name: str) -> str:
    shown = name if len(name) <= 60 else f"{name[:60]}…"  # noqa: PLR2004 -- what fits a line
    return "".join(letter if letter.isprintable() else "?" for letter in shown)
