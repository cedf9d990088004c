"""Build hook: compile the catalogues and carry resources/ into the wheel as annotator/_resources."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class ResourcesHook(BuildHookInterface[Any]):
    """Adds the resources to the wheel, the compiled catalogues among them though git ignores them."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Compile the catalogues; a standard wheel then takes every file, an editable one finds them in place."""
        resources = Path(self.root) / "resources"
        for source in sorted(resources.glob("i18n/*.po")):
            _compile(source)
        if self.target_name == "wheel" and version != "editable":
            build_data["force_include"][str(resources)] = "annotator/_resources"


def _compile(source: Path) -> None:
    target = source.parent / source.stem / "LC_MESSAGES" / "annotator.mo"
    target.parent.mkdir(parents=True, exist_ok=True)
    with source.open("rb") as stream:
        catalogue = read_po(stream, locale=source.stem)
    with target.open("wb") as stream:
        write_mo(stream, catalogue)
