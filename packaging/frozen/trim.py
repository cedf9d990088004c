"""What stays out of the frozen program."""

from __future__ import annotations

from fnmatch import fnmatch
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Callable

Entry = tuple[str, str, str]
LINK: Final = "SYMLINK"

EXCLUDED: Final = [
    *(
        "tkinter",
        "_tkinter",
        "turtle",
        "idlelib",
        "lib2to3",
        "ensurepip",
        "pip",
        "setuptools",
        "pkg_resources",
        "wheel",
    ),
    *("PIL._avif", "PIL._webp", "PIL._imagingcms", "PIL._imagingft", "PIL._imagingtk"),
    *("matplotlib.tests", "numpy.f2py", "numpy.testing", "sqlalchemy.testing", "alembic.testing"),
    *("numpy.fft", "numpy.random", "numpy._core._multiarray_tests", "pydoc_data"),
    *(f"PySide6.Qt{name}" for name in ("Qml", "Quick", "QuickControls2", "QuickWidgets", "OpenGL", "OpenGLWidgets")),
    *(f"PySide6.Qt{name}" for name in ("Concurrent", "Designer", "Help", "Sql", "UiTools", "Xml", "PrintSupport")),
]
"""Modules that something mentions and the program never uses."""

_QT_PLUGINS: Final = {
    "platforms": ("qxcb", "qoffscreen", "qwindows", "qcocoa"),
    "platformthemes": ("qxdgdesktopportal",),
    "platforminputcontexts": ("compose", "ibus"),
    "imageformats": ("qgif", "qico", "qjpeg", "qsvg", "qwebp"),
    "iconengines": ("qsvgicon",),
    "styles": ("qmodernwindowsstyle", "qmacstyle"),
}
"""Qt's plugins that the program uses, by kind; another kind stays out whole."""

_UNWANTED: Final = (
    "*/Qt/translations/*[!a]_*",
    "*matplotlib/mpl-data/sample_data/*",
    "*matplotlib/mpl-data/fonts/afm/*",
    "*matplotlib/mpl-data/fonts/pdfcorefonts/*",
    "*matplotlib/mpl-data/images/*",
    "*matplotlib/mpl-data/stylelib/*",
    "*matplotlib/mpl-data/fonts/ttf/DejaVuS[!a]*",  # only formulas are set in the others, and we set none
    "*matplotlib/mpl-data/fonts/ttf/DejaVuSansMono*",
    "*matplotlib/mpl-data/fonts/ttf/STIX*",
    "*matplotlib/mpl-data/fonts/ttf/cm*.ttf",
    "*rapidfuzz/*_avx2.*",  # the same for newer processors
    "*rapidfuzz/*_sse2.*",
    "*rapidfuzz/fuzz_cpp.*",  # one distance is all that is used
    "*rapidfuzz/process_cpp*",
    "*rapidfuzz/utils_cpp.*",
    "*/libgtk-3*",
    "*/libgdk*",
    "*.pyi",
)


def needed(binaries: list[Entry], imports: Callable[[str], set[str]]) -> list[Entry]:
    """Return the binaries without the libraries that came for one that stays out.

    Args:
        binaries: what would lie in the program's folder, where it comes from, and its kind.
        imports: the names of the libraries that a file asks for.
    """
    asked_by = {source: imports(source) for _place, source, kind in binaries if kind != LINK}
    kept = list(binaries)
    while True:
        asked = {name for _place, source, kind in kept if kind != LINK for name in asked_by[source]}
        left = [entry for entry in kept if not _is_library(entry[0]) or PurePosixPath(entry[0]).name in asked]
        if len(left) == len(kept):
            return kept
        kept = left


def without_dead_links(entries: list[Entry], kept: list[Entry]) -> list[Entry]:
    """Return the entries without links to what is not among `kept`."""
    places = {place for place, _source, kind in kept if kind != LINK}
    return [entry for entry in entries if entry[2] != LINK or entry[1] in places]


def _is_library(place: str) -> bool:
    """Return whether a file is there only for others: a library beside the program, among Qt's, or in a wheel's own."""
    path = PurePosixPath(place)
    is_python = path.name.startswith("libpython")  # opened by the starter itself
    is_there = path.parent.as_posix() in {".", "PySide6/Qt/lib"} or path.parent.name.endswith(".libs")
    return fnmatch(path.name, "lib*.so*") and is_there and not is_python


def is_wanted(name: str) -> bool:
    """Return whether the file that would lie at `name` in the program's folder is used."""
    path = name.replace("\\", "/")
    if "/plugins/" in path:
        kind, _slash, file = path.rpartition("/plugins/")[2].partition("/")
        return any(word in file for word in _QT_PLUGINS.get(kind, ()))
    if "/translations/" in path:
        return path.endswith(("qtbase_ja.qm", "qt_ja.qm"))
    return not any(fnmatch(path, pattern) for pattern in _UNWANTED)
