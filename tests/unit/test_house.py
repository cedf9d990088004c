"""The rules of the house that no other tool checks."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = ROOT / "annotator"
MODULES = sorted(PACKAGE.rglob("*.py"))
TESTS = sorted((ROOT / "tests").rglob("*.py"))
CATALOGUES = sorted((ROOT / "resources" / "i18n").glob("*.po"))
TRANSLATING = {"_", "ngettext", "N_"}

each_module = pytest.mark.parametrize("path", MODULES, ids=lambda path: path.relative_to(ROOT).as_posix())
each_catalogue = pytest.mark.parametrize("path", CATALOGUES, ids=lambda path: path.stem)


def parsed(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


def is_for_types_only(node: ast.AST) -> bool:
    return isinstance(node, ast.If) and isinstance(node.test, ast.Name) and node.test.id == "TYPE_CHECKING"


def imported(node: ast.AST) -> Iterator[tuple[str, bool]]:
    """Yield the outermost package of each import below `node`, and whether it is for types only."""
    for child in ast.iter_child_nodes(node):
        match child:
            case ast.Import(names=names):
                yield from ((alias.name.split(".")[0], False) for alias in names)
            case ast.ImportFrom(module=str(module), level=0):
                yield module.split(".")[0], False
            case ast.If() if is_for_types_only(child):
                yield from ((name, True) for name, _types in imported(child))
            case _:
                yield from imported(child)


def calls(tree: ast.AST, names: set[str]) -> Iterator[ast.Call]:
    """Yield the calls of plain functions with one of the `names`."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in names:
            yield node


def at_import_time(node: ast.AST) -> Iterator[ast.AST]:
    """Yield what runs when the module is imported: all but the bodies of functions."""
    for child in ast.iter_child_nodes(node):
        yield child
        if not isinstance(child, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda):
            yield from at_import_time(child)


def belongs_to(path: Path, *packages: str) -> bool:
    return path.relative_to(PACKAGE).parts[0] in packages


@each_module
def test_modules_and_functions_stay_small(path):
    assert len(path.read_text(encoding="utf-8").splitlines()) <= 250
    sizes = {
        node.name: (node.end_lineno or node.lineno) - node.lineno + 1
        for node in ast.walk(parsed(path))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
    }
    assert {name: size for name, size in sizes.items() if size > 50} == {}


@each_module
def test_modules_say_first_what_they_are_about(path):
    first = (ast.get_docstring(parsed(path)) or "").split("\n")[0]
    assert first.endswith((".", "?", "!")), f"{path.name} has no first line that is a sentence"


@each_module
def test_qt_stays_in_the_window_and_sql_in_the_storage(path):
    for package, is_type in imported(parsed(path)):
        if package in {"PySide6", "shiboken6"}:
            assert belongs_to(path, "ui")
        if package in {"sqlalchemy", "alembic"}:
            assert belongs_to(path, "storage") or (is_type and belongs_to(path, "workflow"))


@each_module
def test_texts_are_translated_when_shown(path):
    tree = parsed(path)
    early = {id(node) for node in at_import_time(tree)}
    frozen = [call.lineno for call in calls(tree, {"_", "ngettext"}) if id(call) in early]
    assert not frozen, f"lines {frozen} translate at import time; mark with N_ and translate when shown"


@each_module
def test_texts_are_plain_literals(path):
    odd = [
        call.lineno
        for call in calls(parsed(path), TRANSLATING)
        for text in call.args[: 2 if call.func.id == "ngettext" else 1]
        if isinstance(text, ast.JoinedStr | ast.BinOp) or (isinstance(text, ast.Constant) and not text.value)
    ]
    assert not odd, f"lines {odd}: the catalogue tools see only plain, non-empty literals"


@pytest.mark.parametrize("path", TESTS, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_tests_wait_for_facts_and_are_never_left_out(path):
    banned = {"sleep", "wait", "skip", "skipif", "xfail", "importorskip"}
    used = [
        f"{node.lineno}: {ast.unparse(node)}"
        for node in ast.walk(parsed(path))
        if isinstance(node, ast.Attribute)
        and node.attr in banned
        and isinstance(node.value, ast.Name | ast.Attribute)
        and ast.unparse(node.value) in {"time", "qtbot", "QTest", "pytest", "pytest.mark", "asyncio"}
    ]
    assert not used


@pytest.fixture(scope="module")
def texts() -> Catalog:
    """Every text that the program's code marks for translation."""
    catalogue = Catalog()
    for _file, _line, message, _comments, context in extract_from_dir(PACKAGE):
        catalogue.add(message, context=context)
    return catalogue


def translated(path: Path) -> Catalog:
    with path.open("rb") as stream:
        return read_po(stream, locale=path.stem, abort_invalid=True)


def forms(texts: object) -> tuple[str, ...]:
    return tuple(texts) if isinstance(texts, (tuple, list)) else (str(texts),)


def placeholders(text: str) -> set[str]:
    return set(re.findall(r"\{(\w*)", text))


def messages(catalogue: Catalog) -> list[Message]:
    return [message for message in catalogue if message.id]


@each_catalogue
def test_no_translation_is_missing(path, texts):
    catalogue = translated(path)
    known = {message.id: message for message in messages(catalogue) if not message.fuzzy and all(forms(message.string))}
    missing = [message.id for message in messages(texts) if message.id not in known]
    assert not missing, f"{len(missing)} texts without translation in {path.name} (make i18n lists them): {missing[:5]}"


@each_catalogue
def test_no_translation_is_left_over(path, texts):
    wanted = {message.id for message in messages(texts)}
    assert [message.id for message in messages(translated(path)) if message.id not in wanted] == []


@each_catalogue
def test_translations_keep_the_placeholders(path):
    wrong = [
        message.id
        for message in messages(translated(path))
        for form in forms(message.string)
        if form and placeholders(form) != placeholders(forms(message.id)[-1])
    ]
    assert not wrong
