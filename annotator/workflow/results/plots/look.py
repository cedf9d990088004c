"""How figures look: colours that are told apart in both themes and by the colour-blind, and fonts that have kana."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Iterator

_JAPANESE: Final[tuple[str, ...]] = (
    "Noto Sans CJK JP", "Noto Sans JP", "Yu Gothic", "Meiryo", "Hiragino Sans", "IPAexGothic", "IPAGothic",
    "VL PGothic", "TakaoPGothic", "MS Gothic",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Look:
    """The theme, and the size in pixels of a screen of 100 dots an inch; `scale` is for denser ones."""

    is_dark: bool = False
    width: int = 760
    scale: float = 1.0


@dataclass(frozen=True, slots=True)
class Inks:
    """The colours of a theme, as #rrggbb. Blue, orange and purple keep their distance for every kind of eyes."""

    ground: str
    text: str
    quiet: str
    grid: str
    before: str
    after: str
    third: str


_LIGHT: Final = Inks("#ffffff", "#1c2127", "#565e68", "#dde2e8", "#0b57d0", "#c25e00", "#7b3f98")
_DARK: Final = Inks("#1b1d21", "#e6e8eb", "#a9b0ba", "#3a3e45", "#8ab4f8", "#ffb05c", "#d7a6f2")


def inks(look: Look) -> Inks:
    """Return the colours of a look."""
    return _DARK if look.is_dark else _LIGHT


@contextmanager
def styled(look: Look) -> Iterator[Inks]:
    """Draw in a look."""
    import matplotlib as mpl  # noqa: PLC0415 -- takes long to import, and most of the program never draws

    colours = inks(look)
    settings: Any = {  # the names are of a type of matplotlib's own
        "font.family": [*_japanese_families(), "DejaVu Sans"],
        "font.size": 9.5,
        "text.parse_math": False,  # a price band between two dollar signs is no formula
        "svg.fonttype": "path",  # a reader needs none of our fonts
        "svg.hashsalt": "annotator",
        "figure.facecolor": colours.ground,
        "savefig.facecolor": colours.ground,
        "axes.facecolor": colours.ground,
        "axes.edgecolor": colours.grid,
        "axes.labelcolor": colours.quiet,
        "axes.titlecolor": colours.text,
        "axes.unicode_minus": False,
        "text.color": colours.text,
        "xtick.color": colours.quiet,
        "ytick.color": colours.text,
        "grid.color": colours.grid,
        "legend.frameon": False,
    }
    with mpl.rc_context(settings):
        yield colours


def _japanese_families() -> list[str]:
    from matplotlib import font_manager  # noqa: PLC0415 -- as above

    installed = {font.name for font in font_manager.fontManager.ttflist}
    return [family for family in _JAPANESE if family in installed][:1]
