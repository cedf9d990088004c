"""Which fonts a text of a job is set in, how large, and how wide its column is."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from functools import cache
from typing import Final

from PySide6.QtGui import QFont, QFontDatabase, QFontMetricsF

from annotator.ui.theme import MIN_PIXELS, japanese_families, system_families

_BODY_PIXELS: Final = 15
_MOST_PIXELS: Final = 48
_ZOOM: Final = 1.1
_LATIN_CHARACTERS: Final = 75
_JAPANESE_CHARACTERS: Final = 40
_PANGRAM: Final = "the quick brown fox jumps over the lazy dog "
_SCALES: Final = {1: 1.3, 2: 1.15, 3: 1.07}
_CODE_SCALE: Final = 0.9
_OTHER_FAMILIES: Final = {
    "zh": ("PingFang SC", "Microsoft YaHei UI", "Noto Sans CJK SC", "Noto Sans SC"),
    "zh-tw": ("PingFang TC", "Microsoft JhengHei UI", "Noto Sans CJK TC", "Noto Sans TC"),
    "ko": ("Apple SD Gothic Neo", "Malgun Gothic", "Noto Sans CJK KR", "Noto Sans KR"),
}
_MONOSPACED: Final = {"win32": ("Cascadia Mono", "Consolas"), "darwin": ("SF Mono", "Menlo")}
_MONOSPACED_ELSEWHERE: Final = ("Noto Sans Mono", "DejaVu Sans Mono", "Liberation Mono")


@dataclass(frozen=True, slots=True)
class Typeface:
    """How a text is set: its language and how many steps it is zoomed."""

    language: str | None = None
    zoom: int = 0

    @property
    def is_japanese(self) -> bool:
        """Whether the text is tagged as Japanese."""
        return _short(self.language) == "ja"

    @property
    def has_word_spaces(self) -> bool:
        """Whether the language sets its words apart, so that words can be counted."""
        return _short(self.language) not in {"ja", "zh", "th"}

    @property
    def body_pixels(self) -> int:
        """The size of the body text."""
        return max(MIN_PIXELS, min(_MOST_PIXELS, round(_BODY_PIXELS * _ZOOM**self.zoom)))

    @property
    def line_percent(self) -> int:
        """The height of a line in percent of the font's own."""
        # Fonts with ideographs carry their own leading: 1.2 to 1.45 em here, so these make 1.5 em and 1.75 em.
        return round(100 * (1.75 if self.is_japanese else 1.5) / self._own_height)

    @property
    def _own_height(self) -> float:
        return QFontMetricsF(self.body()).height() / self.body_pixels

    def body(self) -> QFont:
        """Return the font of the body text."""
        font = QFont()
        font.setFamilies(list(_families(_short(self.language))))
        font.setPixelSize(self.body_pixels)
        return font

    def heading_pixels(self, level: int) -> int:
        """Return the size of a heading of `level` 1 to 6."""
        return round(self.body_pixels * _SCALES.get(level, 1.0))

    @property
    def code_pixels(self) -> int:
        """The size of code."""
        return max(MIN_PIXELS, round(self.body_pixels * _CODE_SCALE))

    def code_families(self) -> list[str]:
        """Return the families of code: monospaced, then those of the text for what is not Latin."""
        return [*_monospaced(), *_families(_short(self.language))]

    def spoken_in(self, font: QFont) -> QFont:
        """Return another text's font, such as a label's, with the families of this language."""
        made = QFont(font)
        made.setFamilies(list(_families(_short(self.language))))
        return made

    @property
    def column_width(self) -> int:
        """The widest column that is still read easily, in pixels."""
        if self.is_japanese:
            return round(_JAPANESE_CHARACTERS * self.body_pixels)
        # The average that a font with ideographs declares is that of its ideographs.
        return round(_LATIN_CHARACTERS * QFontMetricsF(self.body()).horizontalAdvance(_PANGRAM) / len(_PANGRAM))


def _short(language: str | None) -> str:
    tag = (language or "").replace("_", "-").lower()
    if tag in {"zh-tw", "zh-hant", "zh-hk"}:
        return "zh-tw"
    return tag.split("-")[0]


@cache
def _families(short: str) -> tuple[str, ...]:
    """Return the families of a language: its own first, or ideographs appear in another country's forms."""
    installed = frozenset(QFontDatabase.families())
    japanese = tuple(family for family in japanese_families() if family in installed)[:1]
    system = system_families()
    own = tuple(family for family in _OTHER_FAMILIES.get(short, ()) if family in installed)[:1]
    if short == "ja":
        return (*japanese, *system)
    return (*own, *system, *japanese) if own else (*system, *japanese)


@cache
def _monospaced() -> tuple[str, ...]:
    installed = frozenset(QFontDatabase.families())
    wanted = (*_MONOSPACED.get(sys.platform, ()), *_MONOSPACED_ELSEWHERE)
    found = tuple(family for family in wanted if family in installed)[:1]
    return found or tuple(QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont).families())
