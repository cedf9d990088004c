"""A back end for keyring that writes what it is given into a plain file, as some that people install do."""

from __future__ import annotations

import os
from pathlib import Path

from keyring.backend import KeyringBackend


class PlainKeyring(KeyringBackend):
    """Keeps nothing secret."""

    priority = 99

    def get_password(self, service: str, username: str) -> str | None:  # noqa: ARG002
        return None

    def set_password(self, service: str, username: str, password: str) -> None:  # noqa: ARG002
        (Path(os.environ["HOME"]) / "passwords.txt").write_text(password, encoding="utf-8")
