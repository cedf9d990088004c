"""The pictures of a job, decoded with limits and put into a document ahead; addresses elsewhere are never opened."""

from __future__ import annotations

import base64
import binascii
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QSize, Qt, QUrl
from PySide6.QtGui import QImage, QImageReader, QTextDocument, QTextImageFormat

if TYPE_CHECKING:
    from collections.abc import Callable, Collection

_MOST_BYTES: Final = 20_000_000
_MOST_PIXELS: Final = 24_000_000
_MOST_INLINE: Final = 200_000
_ALLOCATION_MB: Final = 128
_FORMATS: Final = frozenset({b"png", b"jpeg", b"jpg", b"gif", b"webp", b"bmp"})  # not SVG: it can point elsewhere
_INLINE: Final = "data:image/"


class Pictures:
    """Finds the pictures that a text names among the files of its job.

    Args:
        names: the files that belong to the job or the deliverable.
        content: gives a file's bytes, `None` if they are not there.
    """

    def __init__(self, names: Collection[str] = (), content: Callable[[str], bytes | None] | None = None) -> None:
        self._names = {name.casefold(): name for name in names}
        self._content = content

    @property
    def names(self) -> frozenset[str]:
        """The names of the files."""
        return frozenset(self._names.values())

    def image(self, address: str, width: int) -> QImage | None:
        """Return the picture that `address` names, at most `width` pixels wide; `None` if it is none of the job's."""
        if address.startswith(_INLINE):
            return _decoded(_inline_bytes(address), width)
        name = self._names.get(address.removeprefix("./").casefold())
        if name is None or self._content is None:
            return None
        return _decoded(self._content(name), width)


class PictureWriter:
    """Puts pictures into one document under names that cannot be a path or an address."""

    def __init__(self, document: QTextDocument, pictures: Pictures, width: int) -> None:
        self._document = document
        self._pictures = pictures
        self._width = width
        self._count = 0
        self.was_asked = False

    def __call__(self, address: str) -> QTextImageFormat | None:
        """Return the format of the picture at `address`, which the document carries from now on."""
        self.was_asked = True
        image = self._pictures.image(address, self._width)
        if image is None:
            return None
        self._count += 1
        name = QUrl(f"picture:{self._count}")
        self._document.addResource(QTextDocument.ResourceType.ImageResource.value, name, image)
        made = QTextImageFormat()
        made.setName(name.toString())
        made.setWidth(image.width())
        made.setHeight(image.height())
        return made


def _inline_bytes(address: str) -> bytes | None:
    head, _, body = address.partition(",")
    if len(body) > _MOST_INLINE or not head.endswith(";base64"):
        return None
    try:
        return base64.b64decode(body, validate=True)
    except (binascii.Error, ValueError):
        return None


def _decoded(content: bytes | None, width: int) -> QImage | None:
    if not content or len(content) > _MOST_BYTES:
        return None
    buffer = QBuffer()
    buffer.setData(QByteArray(content))
    buffer.open(QIODevice.OpenModeFlag.ReadOnly)
    reader = QImageReader(buffer)
    reader.setAllocationLimit(_ALLOCATION_MB)
    reader.setAutoTransform(True)
    if bytes(reader.format().data()) not in _FORMATS:
        return None
    size = reader.size()
    if size.width() * size.height() > _MOST_PIXELS:
        return None
    if size.width() > width:
        reader.setScaledSize(size.scaled(QSize(width, size.height()), Qt.AspectRatioMode.KeepAspectRatio))
    image = reader.read()
    return None if image.isNull() else image
