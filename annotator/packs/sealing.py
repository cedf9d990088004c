"""Writing a sealed file: a zip whose manifest names every member by its hash, the same content in the same bytes."""

from __future__ import annotations

import hashlib
import json
import zipfile
from typing import TYPE_CHECKING, Any, Final

from annotator.files import writing_whole

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path
    from typing import BinaryIO

MANIFEST_NAME: Final = "manifest.json"
_BEGINNING_OF_ZIP_TIME: Final = (1980, 1, 1, 0, 0, 0)
_PIECE: Final = 1 << 20
_FILE_MODE: Final = 0o644 << 16


def write_sealed(path: Path, manifest: Mapping[str, Any], members: Mapping[str, bytes | Path]) -> str:
    """Write a sealed file, whole or not at all, and return its hash.

    Args:
        path: the file; replaced if it exists.
        manifest: what it says of itself; its members and its seal are added here.
        members: the bytes of each member, or the file they lie in, by its name.

    Raises:
        OSError: a member cannot be read, or the disk refused.
    """
    named = {name: _described(content) for name, content in sorted(members.items())}
    whole = sealed({**manifest, "members": named})
    with writing_whole(path) as stream:
        _write(stream, whole, members)
    return hash_of(path)


def sealed(manifest: Mapping[str, Any]) -> dict[str, Any]:
    """Return a manifest with its seal: the hash of all else it says."""
    return {**manifest, "seal": hashlib.sha256(canonical(manifest)).hexdigest()}


def canonical(manifest: Mapping[str, Any]) -> bytes:
    """Return a manifest in one spelling, without its seal."""
    bare = {key: value for key, value in manifest.items() if key != "seal"}
    return json.dumps(bare, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode("utf-8", "surrogatepass")


def hash_of(path: Path) -> str:
    """Return the SHA-256 of a file's bytes.

    Raises:
        OSError: it cannot be read.
    """
    return str(_described(path)["sha256"])


def _described(content: bytes | Path) -> dict[str, Any]:
    if isinstance(content, bytes):
        return {"sha256": hashlib.sha256(content).hexdigest(), "size": len(content)}
    digest, size = hashlib.sha256(), 0
    with content.open("rb") as stream:
        while piece := stream.read(_PIECE):
            digest.update(piece)
            size += len(piece)
    return {"sha256": digest.hexdigest(), "size": size}


def _write(stream: BinaryIO, manifest: Mapping[str, Any], members: Mapping[str, bytes | Path]) -> None:
    as_text = json.dumps(manifest, ensure_ascii=False, indent=1).encode()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in ((MANIFEST_NAME, as_text), *sorted(members.items())):
            entry = zipfile.ZipInfo(name, _BEGINNING_OF_ZIP_TIME)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = _FILE_MODE
            if isinstance(content, bytes):
                archive.writestr(entry, content)
                continue
            entry.file_size = content.stat().st_size
            with content.open("rb") as source, archive.open(entry, "w") as target:
                while piece := source.read(_PIECE):
                    target.write(piece)
