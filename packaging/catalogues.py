"""Bring the catalogues in resources/i18n up to date with the program's texts, and compile them."""

from __future__ import annotations

from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).resolve().parent.parent
HEADER = """\
# {language} texts of Annotator.
# Copyright (c) 2026 Annotator contributors
# Distributed under the same licence as Annotator."""


def main() -> None:
    """Update and compile every catalogue; say what still needs a translation."""
    texts = template(ROOT / "annotator")
    for path in sorted((ROOT / "resources" / "i18n").glob("*.po")):
        catalogue = updated(path, texts)
        compile_catalogue(catalogue, path.parent / path.stem / "LC_MESSAGES" / "annotator.mo")
        untranslated = [message.id for message in catalogue if message.id and not _is_translated(message.string)]
        print(f"{path.name}: {len(catalogue)} texts, {len(untranslated)} without translation")
        for text in untranslated:
            print(f"  {text!r}")


def template(package: Path) -> Catalog:
    """Return the texts that the program's code marks with `_`, `N_` and `ngettext`."""
    texts = Catalog(charset="utf-8")
    for _file, _line, message, comments, context in extract_from_dir(package, comment_tags=("Translators:",)):
        texts.add(message, auto_comments=comments, context=context)
    return texts


def updated(path: Path, texts: Catalog) -> Catalog:
    """Return the catalogue at `path` with exactly `texts`, and write it: sorted, no places, no dates, no names."""
    with path.open("rb") as stream:
        catalogue = read_po(stream, locale=path.stem, domain="annotator")
    catalogue.update(texts, no_fuzzy_matching=True)
    catalogue.obsolete.clear()
    with path.open("wb") as stream:
        stream.write(_header(catalogue).encode("utf-8"))
        write_po(stream, catalogue, width=0, no_location=True, omit_header=True, sort_output=True, ignore_obsolete=True)
    return catalogue


def compile_catalogue(catalogue: Catalog, target: Path) -> None:
    """Write the form that the program reads."""
    target.parent.mkdir(parents=True, exist_ok=True)
    with target.open("wb") as stream:
        write_mo(stream, catalogue)


def _header(catalogue: Catalog) -> str:
    fields = {
        "Project-Id-Version": "annotator-desktop",
        "Language": str(catalogue.locale),
        "MIME-Version": "1.0",
        "Content-Type": "text/plain; charset=utf-8",
        "Content-Transfer-Encoding": "8bit",
        "Plural-Forms": catalogue.plural_forms,
    }
    comment = HEADER.format(language=catalogue.locale.english_name if catalogue.locale else "")
    lines = "".join(f'"{name}: {value}\\n"\n' for name, value in fields.items())
    return f'{comment}\nmsgid ""\nmsgstr ""\n{lines}\n'


def _is_translated(string: str | tuple[str, ...] | list[str]) -> bool:
    return all(string) if isinstance(string, (tuple, list)) else bool(string)


if __name__ == "__main__":
    main()
