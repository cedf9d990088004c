"""Annotator grades what language models deliver for real, paid jobs."""

from __future__ import annotations

__version__ = "0.1.0"
