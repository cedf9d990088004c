"""The language of everything the program says: one gettext catalogue for core, window and command line.

`_` and `ngettext` look the language up when they are called, so it can change while the program runs.
Tables that are built at import time mark their texts with `N_` and translate them when they are shown.
"""

from __future__ import annotations

import gettext
import locale
import os
import sys
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

from annotator.i18n.catalogues import load

if TYPE_CHECKING:
    from collections.abc import Iterator

LANGUAGES = ("en", "ja")
"""The languages the program speaks; the first one is the language of the source."""


@dataclass(slots=True)
class _Current:
    """The language in use; the one thing here that changes."""

    code: str
    translations: gettext.NullTranslations


_current = _Current(LANGUAGES[0], gettext.NullTranslations())


def use_language(code: str | None = None) -> None:
    """Speak the language `code` ("en", "ja", or longer such as "ja_JP") from now on.

    Args:
        code: the language; `None` means the system's. A language the program does not
            speak becomes English.
    """
    chosen = spoken(code or system_language())
    _current.code, _current.translations = chosen, load(chosen)


@contextmanager
def speaking(code: str) -> Iterator[None]:
    """Speak the language `code` for a while; not while another thread speaks too."""
    before = current_language()
    use_language(code)
    try:
        yield
    finally:
        use_language(before)


def current_language() -> str:
    """Return the code of the language in use."""
    return _current.code


def spoken(code: str) -> str:
    """Return the program's language that comes nearest to `code`, such as "ja" for "ja-JP"."""
    short = code.replace("-", "_").split("_")[0].split(".")[0].lower()
    return short if short in LANGUAGES else LANGUAGES[0]


def system_language() -> str:
    """Return the language the environment asks for, "en" if it asks for none.

    Windows and macOS programs started from the desktop have no LANG; there the window
    asks Qt and passes the answer to `use_language`.
    """
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        if value := os.environ.get(name, ""):
            return value
    if sys.platform == "win32":
        return locale.getlocale()[0] or LANGUAGES[0]
    return LANGUAGES[0]


def _(text: str) -> str:
    """Return `text` in the language in use."""
    return _current.translations.gettext(text)


def ngettext(singular: str, plural: str, count: int) -> str:
    """Return the form for `count`, with its placeholders still to be filled."""
    return _current.translations.ngettext(singular, plural, count)


def pgettext(context: str, text: str) -> str:
    """Return `text` as it is said in `context`; one English word may have several in another language."""
    return _current.translations.pgettext(context, text)


def N_(text: str) -> str:  # noqa: N802 -- the name that gettext tools look for
    """Mark `text` for translation and return it unchanged."""
    return text
