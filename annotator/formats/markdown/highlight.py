"""Colours for code: Pygments' token types, asked for by the name behind the fence."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pygments.lexer import Lexer

_LENGTH_LIMIT = 60_000
_COLOURLESS = ("Text", "Token", "Punctuation", "Name", "Other", "Generic", "")


def code_tokens(code: str, language: str | None) -> list[tuple[str, str | None]]:
    """Cut `code` into stretches with a token type each; joined they are exactly `code`.

    The type is Pygments' name without `Token.`, such as `Keyword.Constant`; `None` where no
    colour is wanted, and for the whole code if the language is unknown or the code too long.
    """
    lexer = _lexer(language) if language and len(code) <= _LENGTH_LIMIT else None
    if lexer is None:
        return [(code, None)] if code else []
    stretches: list[tuple[str, str | None]] = []
    for _, kind, text in lexer.get_tokens_unprocessed(code):
        name = str(kind).removeprefix("Token").removeprefix(".")
        token = None if name in _COLOURLESS or name.startswith("Text.") else name
        if stretches and stretches[-1][1] == token:
            stretches[-1] = (stretches[-1][0] + text, token)
        elif text:
            stretches.append((text, token))
    return stretches if "".join(text for text, _ in stretches) == code else [(code, None)]


@lru_cache(maxsize=64)
def _lexer(language: str) -> Lexer | None:
    # Imported when the first code with a language is seen: most texts have none.
    from pygments.lexers import get_lexer_by_name  # noqa: PLC0415
    from pygments.util import ClassNotFound  # noqa: PLC0415

    try:
        return get_lexer_by_name(language)
    except ClassNotFound:
        return None
