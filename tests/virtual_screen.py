"""A screen that nobody sees, whose pixels lie in a file."""

from __future__ import annotations

import os
import struct
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from PIL import Image


@dataclass(frozen=True, slots=True)
class Screen:
    """The screen: its name for programs, and its pixels."""

    display: str
    file: Path

    def picture(self) -> Image.Image:
        """Return what is on the screen now."""
        data = self.file.read_bytes()
        header = struct.unpack(">20I", data[:80])  # X's own format of window dumps
        start = header[0] + header[19] * 12
        width, height, stride = header[4], header[5], header[12]
        return Image.frombuffer("RGB", (width, height), data[start:], "raw", "BGRX", stride, 1)

    def titles(self) -> str:
        """Return the windows' titles and sizes, one a line, as xwininfo tells them."""
        command = ["xwininfo", "-display", self.display, "-root", "-tree"]
        told = subprocess.run(command, capture_output=True, encoding="utf-8", errors="replace", check=False)
        return told.stdout  # less than all of it if a window vanished meanwhile


@contextmanager
def screen(size: str = "1440x900") -> Iterator[Screen]:
    """Give a screen of a size in pixels."""
    with tempfile.TemporaryDirectory() as folder:
        reading, writing = os.pipe()
        command = [
            "Xvfb",
            "-displayfd",
            str(writing),
            "-screen",
            "0",
            f"{size}x24",
            "-fbdir",
            folder,
            "-nolisten",
            "tcp",
        ]
        server = subprocess.Popen(command, pass_fds=[writing], stderr=subprocess.DEVNULL)
        os.close(writing)
        try:
            with os.fdopen(reading) as told:
                number = told.readline().strip()
            yield Screen(f":{number}", Path(folder) / "Xvfb_screen0")
        finally:
            server.terminate()
            server.wait()
