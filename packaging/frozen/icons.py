"""The program's icon in the forms that each system wants, painted from the one drawing."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Final

from PIL import Image

ROOT = Path(__file__).resolve().parents[2]
DRAWING = ROOT / "resources" / "icons" / "annotator.svg"
SIZES: Final = (16, 24, 32, 48, 64, 128, 256, 512)


def make_icons(folder: Path) -> None:
    """Write `annotator-<size>.png`, `annotator.ico` and `annotator.icns` into `folder`."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    from PySide6.QtCore import QSize  # noqa: PLC0415 -- after the platform is chosen
    from PySide6.QtGui import QGuiApplication, QIcon  # noqa: PLC0415

    _application = QGuiApplication.instance() or QGuiApplication([])
    folder.mkdir(parents=True, exist_ok=True)
    for size in SIZES:
        picture = QIcon(str(DRAWING)).pixmap(QSize(size, size), 1.0)
        if picture.isNull() or not picture.save(str(folder / f"annotator-{size}.png")):
            raise RuntimeError(f"the icon was not painted at {size} pixels")
    with Image.open(folder / "annotator-256.png") as large:
        large.save(folder / "annotator.ico", sizes=[(size, size) for size in SIZES if size <= 256])  # noqa: PLR2004
    with Image.open(folder / "annotator-512.png") as large:
        large.save(folder / "annotator.icns")
