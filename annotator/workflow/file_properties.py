"""What an attached file says of itself: who or what made it, in the places where programs write that down."""

from __future__ import annotations

import re
import zipfile
import zlib
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_EDGE: Final = 1 << 16
_MOST: Final = 64 << 20
"""What is larger is looked at by its two ends alone."""

_PNG: Final = b"\x89PNG\r\n\x1a\n"
_PNG_SAYS: Final = {b"tEXt", b"zTXt", b"iTXt", b"eXIf"}
_JPEG_SAYS: Final = {0xFE, *range(0xE0, 0xF0)}
_JPEG_BARE: Final = {0x01, 0xFF, *range(0xD0, 0xD9)}
_JPEG_PIXELS: Final = 0xDA
_WEBP_SAYS: Final = {b"EXIF", b"XMP "}
_XMP: Final = re.compile(rb"<x:xmpmeta.*?</x:xmpmeta>", re.DOTALL)
_PDF_SAYS: Final = re.compile(
    rb"/(?:Title|Author|Subject|Keywords|Creator|Producer)\s*(\((?:\\.|[^\\)])*\)|<[0-9A-Fa-f\s]*>)", re.DOTALL
)
_PDF_STREAM: Final = re.compile(rb"/(?:ObjStm|Metadata)\b[^>]*>>\s*stream\r?\n(.*?)endstream", re.DOTALL)


def properties(path: Path) -> str:
    """Return what a file says of itself; nothing that it shows is read, as far as the two can be told apart."""
    try:
        with zipfile.ZipFile(path) as archive:
            names = [each for each in archive.namelist() if each.startswith("docProps/") or each == "meta.xml"]
            return "\n".join(archive.open(name).read(_EDGE).decode("utf-8", "replace") for name in names)
    except (zipfile.BadZipFile, zlib.error, RuntimeError, ValueError, EOFError, NotImplementedError):
        pass
    with path.open("rb") as stream:
        content = stream.read(_MOST)
        stream.seek(max(len(content), path.stat().st_size - _EDGE))
        tail = stream.read(_EDGE)
    return "\n".join(_readable(each) for each in (*_said(content), content[:_EDGE], content[_EDGE:][-_EDGE:], tail))


def _said(content: bytes) -> Iterator[bytes]:
    if content.startswith(_PNG):
        yield from _in_png(content)
    elif content.startswith(b"\xff\xd8"):
        yield from _in_jpeg(content)
    elif content[:4] == b"RIFF" and content[8:12] == b"WEBP":
        yield from _in_webp(content)
    elif content.startswith(b"%PDF"):
        yield from _in_pdf(content)
    yield from _XMP.findall(content)


def _readable(said: bytes) -> str:
    """Return bytes as text in which words can be found, whether they are written in one byte a letter or in two."""
    return f"{said.decode('utf-8', 'replace')}\n{said.replace(bytes(1), b'').decode('latin-1')}"


def _in_png(content: bytes) -> Iterator[bytes]:
    at = len(_PNG)
    while at + 8 <= len(content):
        size, kind = int.from_bytes(content[at : at + 4]), content[at + 4 : at + 8]
        if kind in _PNG_SAYS:
            said = content[at + 8 : at + 8 + size]
            yield said
            for start in (0, *(found.end() for found in re.finditer(rb"\0", said))):
                yield _inflated(said[start:])  # a zTXt has one byte before it, an iTXt several texts
                yield _inflated(said[start + 1 :])
        at += 12 + size


def _in_jpeg(content: bytes) -> Iterator[bytes]:
    at = 2
    while at + 4 <= len(content) and content[at] == 0xFF:  # noqa: PLR2004 -- every marker begins so
        marker = content[at + 1]
        if marker == _JPEG_PIXELS:
            return
        if marker in _JPEG_BARE:
            at += 1 if marker == 0xFF else 2  # noqa: PLR2004 -- filling
            continue
        size = int.from_bytes(content[at + 2 : at + 4])
        if marker in _JPEG_SAYS:
            yield content[at + 4 : at + 2 + size]
        at += 2 + max(2, size)


def _in_webp(content: bytes) -> Iterator[bytes]:
    at = 12
    while at + 8 <= len(content):
        size = int.from_bytes(content[at + 4 : at + 8], "little")
        if content[at : at + 4] in _WEBP_SAYS:
            yield content[at + 8 : at + 8 + size]
        at += 8 + size + size % 2


def _in_pdf(content: bytes) -> Iterator[bytes]:
    packed = [_inflated(each) or each for each in _PDF_STREAM.findall(content)]
    for text in (content, *packed):
        for said in _PDF_SAYS.findall(text):
            yield bytes.fromhex(said[1:-1].decode()) if _is_hex(said) else said
        yield from _XMP.findall(text)


def _is_hex(said: bytes) -> bool:
    return said.startswith(b"<") and len(re.sub(rb"\s", b"", said)) % 2 == 0


def _inflated(packed: bytes) -> bytes:
    """Return what was compressed, as far as it goes; nothing if it was not."""
    try:
        return zlib.decompressobj().decompress(packed, _MOST)
    except zlib.error:
        return b""
