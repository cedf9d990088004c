"""What the composition root hands to the desk once the database is open."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from annotator.formats.markdown.values import Rendered
    from annotator.workflow.workbench import Workbench


@dataclass(frozen=True, slots=True)
class House:
    """An open workspace: its workbench, the renderer of texts, and how to close both.

    `name` is what the window calls the workspace; `folder` is `None` where the data lie in a database elsewhere.
    """

    workbench: Workbench
    render: Callable[[str], Rendered]
    name: str
    folder: Path | None
    close: Callable[[], None]
