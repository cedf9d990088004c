"""Files name the model that made them in many places: each is looked at, and none is taken for what it is not."""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Callable

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from annotator.workflow.file_properties import properties

NAME = "gpt-image-9"
FAR = bytes(range(256)) * 1000  # more than either end that is looked at anyway


def chunk(kind: bytes, said: bytes) -> bytes:
    return len(said).to_bytes(4) + kind + said + zlib.crc32(kind + said).to_bytes(4)


def png(*chunks: bytes) -> bytes:
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IDAT", FAR) + b"".join(chunks) + chunk(b"IDAT", FAR) + chunk(b"IEND", b"")


def jpeg(marker: int, said: bytes) -> bytes:
    filling = b"".join(b"\xff\xe2" + (60_002).to_bytes(2) + bytes(60_000) for _each in range(3))
    segment = b"\xff" + bytes([marker]) + (len(said) + 2).to_bytes(2) + said
    return b"\xff\xd8" + filling + segment + b"\xff\xda\0\2" + FAR + b"\xff\xd9"


def webp(kind: bytes, said: bytes) -> bytes:
    parts = [(b"VP8 ", FAR), (kind, said), (b"VP8 ", FAR)]
    body = b"".join(k + len(s).to_bytes(4, "little") + s + bytes(len(s) % 2) for k, s in parts)
    return b"RIFF" + (len(body) + 4).to_bytes(4, "little") + b"WEBP" + body


def pdf(part: bytes) -> bytes:
    return b"%PDF-1.7\n" + FAR + part + FAR + b"%%EOF"


def office(member: str) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", "x" * 100_000)
        archive.writestr(member, f"<cp:creator>{NAME}</cp:creator>")
    return made.getvalue()


PLAIN, WIDE = NAME.encode(), NAME.encode("utf-16-le")
XMP = b"<x:xmpmeta><xmp:CreatorTool>" + PLAIN + b"</xmp:CreatorTool></x:xmpmeta>"
PACKED = zlib.compress(b"<< /Producer (" + PLAIN + b") >>")
FILES: dict[str, bytes] = {
    "PNG tEXt": png(chunk(b"tEXt", b"Software\0" + PLAIN)),
    "PNG zTXt": png(chunk(b"zTXt", b"prompt\0\0" + zlib.compress(PLAIN))),
    "PNG iTXt": png(chunk(b"iTXt", b"XML:com.adobe.xmp\0\1\0\0\0" + zlib.compress(XMP))),
    "PNG eXIf": png(chunk(b"eXIf", b"MM\0*" + PLAIN)),
    "JPEG EXIF": jpeg(0xE1, b"Exif\0\0MM\0*" + PLAIN),
    "JPEG EXIF in two bytes a letter": jpeg(0xE1, b"Exif\0\0II*\0" + WIDE),
    "JPEG XMP": jpeg(0xE1, b"http://ns.adobe.com/xap/1.0/\0" + XMP),
    "JPEG comment": jpeg(0xFE, PLAIN),
    "WebP EXIF": webp(b"EXIF", PLAIN),
    "WebP XMP": webp(b"XMP ", XMP),
    "PDF producer": pdf(b"<< /Producer (made by " + PLAIN + b"\\) here) >>"),
    "PDF creator in hexadecimal": pdf(b"<< /Creator <feff" + NAME.encode("utf-16-be").hex().encode() + b"> >>"),
    "PDF XMP": pdf(XMP),
    "PDF object stream": pdf(b"<< /Type /ObjStm /Filter /FlateDecode >>\nstream\n" + PACKED + b"\nendstream"),
    "Word": office("docProps/core.xml"),
    "OpenDocument": office("meta.xml"),
    "some other file, at its end": FAR * 2 + PLAIN,
}


@pytest.mark.parametrize("name", FILES)
def test_the_model_is_found_where_programs_write_it(tmp_path, name):
    path = tmp_path / "file"
    path.write_bytes(FILES[name])
    assert NAME in properties(path)


HEADS: list[Callable[[bytes], bytes]] = [
    lambda rest: b"\x89PNG\r\n\x1a\n" + rest,
    lambda rest: b"\xff\xd8\xff" + rest,
    lambda rest: b"RIFF\0\0\0\0WEBP" + rest,
    lambda rest: b"%PDF /Author <" + rest,
    lambda rest: b"PK\x03\x04" + rest,
]


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.sampled_from(HEADS), st.binary(max_size=200))
def test_whatever_a_file_holds_it_is_read_to_its_end(tmp_path, head, rest):
    path = tmp_path / "file"
    path.write_bytes(head(rest))
    assert isinstance(properties(path), str)
