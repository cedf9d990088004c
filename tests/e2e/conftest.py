"""The real window for stories, as the window's own tests have it."""

from __future__ import annotations

from tests.ui.conftest import filled_workspace, shell, window, workspace

__all__ = ["filled_workspace", "shell", "window", "workspace"]
