"""Finding and, in a checkout, compiling the catalogues of translated texts."""

from __future__ import annotations

import gettext
import importlib
from typing import TYPE_CHECKING

from annotator import paths
from annotator.files import writing_whole

if TYPE_CHECKING:
    from pathlib import Path

DOMAIN = "annotator"


def load(code: str) -> gettext.NullTranslations:
    """Return the texts of language `code`; English needs no catalogue, and a missing one is English."""
    source = _source(code)
    if source is None:
        return gettext.NullTranslations()
    compiled = compiled_path(source)
    if paths.is_checkout() and _is_stale(compiled, source):
        compile_catalogue(source, compiled)
    if not compiled.is_file():
        return gettext.NullTranslations()
    with compiled.open("rb") as stream:
        return gettext.GNUTranslations(stream)


def compiled_path(source: Path) -> Path:
    """Return where the compiled form of `resources/i18n/<language>.po` lies."""
    return source.parent / source.stem / "LC_MESSAGES" / f"{DOMAIN}.mo"


def compile_catalogue(source: Path, compiled: Path) -> None:
    """Compile a catalogue, if the compiler is installed: it is a tool of the developer's, not of the program."""
    try:
        mofile = importlib.import_module("babel.messages.mofile")
        pofile = importlib.import_module("babel.messages.pofile")
    except ImportError:
        return
    with source.open("rb") as stream:
        catalogue = pofile.read_po(stream, locale=source.stem, domain=DOMAIN)
    with writing_whole(compiled) as stream:
        mofile.write_mo(stream, catalogue)


def _source(code: str) -> Path | None:
    for root in paths.resource_roots():
        source = root / "i18n" / f"{code}.po"
        if source.is_file():
            return source
    return None


def _is_stale(compiled: Path, source: Path) -> bool:
    return not compiled.is_file() or compiled.stat().st_mtime < source.stat().st_mtime
