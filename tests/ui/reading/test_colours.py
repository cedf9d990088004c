"""Every colour of a rendered text can be read on the ground it stands on."""

from __future__ import annotations

import pytest
from PySide6.QtGui import QColor

from annotator.ui.reading.colours import DARK, LIGHT, ReadingColours
from annotator.ui.reading.typeface import Typeface

TEXT, GRAPHIC = 4.5, 3.0


def luminance(name: str) -> float:
    parts = [channel / 12.92 if channel <= 0.04045 else ((channel + 0.055) / 1.055) ** 2.4 for channel in rgb(name)]
    return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2]


def rgb(name: str) -> tuple[float, float, float]:
    colour = QColor(name)
    return colour.redF(), colour.greenF(), colour.blueF()


def contrast(one: str, other: str) -> float:
    lighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


@pytest.mark.parametrize("colours", [LIGHT, DARK], ids=["light", "dark"])
def test_letters_stand_out_from_their_grounds(colours: ReadingColours):
    window = colours.window
    pairs = [(token, colours.code_ground) for token in colours.tokens.values()]
    pairs += [(window.text, ground) for ground in (colours.code_ground, colours.header_ground, colours.found)]
    pairs += [(window.text, colours.found_now), (window.text, window.chosen), (window.text, window.selection)]
    pairs += [(window.quiet, ground) for ground in (colours.code_ground, window.paper)]
    pairs += [(window.accent, ground) for ground in (colours.code_ground, colours.header_ground, window.paper)]
    pairs += [(colour, window.paper) for colour in colours.highlights.values()]
    weak = {pair: round(contrast(*pair), 2) for pair in pairs if contrast(*pair) < TEXT}
    assert weak == {}


def test_a_token_takes_the_colour_of_the_nearest_kind():
    assert LIGHT.token("Keyword.Constant") == LIGHT.tokens["Keyword"]
    assert LIGHT.token("Punctuation") is None
    assert LIGHT.token(None) is None


def test_type_follows_the_language_of_the_text(qapp):
    japanese, latin = Typeface("ja-JP"), Typeface("en")
    assert japanese.is_japanese
    assert not japanese.has_word_spaces
    assert 14 <= latin.body_pixels <= 16
    assert Typeface("en", -9).body_pixels == 12
    assert 35 * 15 <= japanese.column_width <= 40 * 15
    assert japanese.column_width > latin.column_width / 2
