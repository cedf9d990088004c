"""Points in time as the document writes them."""

from __future__ import annotations

from datetime import UTC, datetime


def now() -> str:
    """Return the present moment in UTC, ISO 8601 with milliseconds, such as "2026-11-23T12:00:00.250Z"."""
    return datetime.now(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
