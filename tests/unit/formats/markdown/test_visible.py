"""Characters that cannot be seen get a sign; those that do their proper work in a script or an emoji do not."""

from __future__ import annotations

import pytest

from annotator.formats.markdown.render import render
from annotator.formats.markdown.values import Style


def shown(source: str) -> str:
    return "".join(block.text for block in render(source).blocks)


@pytest.mark.parametrize(
    ("character", "sign"),
    [
        ("\x00", "␀"),
        ("\x1b", "␛"),
        ("\x0c", "␌"),
        ("\x7f", "␡"),
        ("\x85", "⟨U+0085⟩"),
        ("\u202e", "⟨U+202E⟩"),
        ("\u2067", "⟨U+2067⟩"),
        ("\u200b", "⟨U+200B⟩"),
        ("\ufeff", "⟨U+FEFF⟩"),
        ("\u2028", "⟨U+2028⟩"),
        ("\u2029", "⟨U+2029⟩"),
        ("\ufffc", "⟨U+FFFC⟩"),
        ("\ufdd0", "⟨U+FDD0⟩"),
        ("\uffff", "⟨U+FFFF⟩"),
        ("\U000e0041", "⟨U+E0041⟩"),
        ("\u200d", "⟨U+200D⟩"),
        ("\ufe0f", "⟨U+FE0F⟩"),
        ("\ud83d", "⟨U+D83D⟩"),
    ],
)
def test_what_cannot_be_seen_gets_a_sign_that_maps_to_it(character, sign):
    source = f"a{character}b"
    (block,) = render(source).blocks

    assert block.text == f"a{sign}b"
    (label,) = [run for run in block.runs if Style.LABEL in run.style]
    assert (label.start, label.end, label.is_verbatim) == (1, 2, False)


@pytest.mark.parametrize("text", ["&#x202e;", "&#0;", "&#x2029;", "`\u202e`", "| \u202e |\n|-|\n", "```\n\u202e\n```"])
def test_entities_code_and_cells_are_no_way_round(text):
    assert not {"\u202e", "\x00", "\u2029"} & set(shown(text))


@pytest.mark.parametrize(
    "text",
    [
        "👩‍👩‍👧",
        "❤️",
        "1️⃣",
        "🏴󠁧󠁢󠁥󠁮󠁧󠁿",
        "👍🏽",
        "می‌خواهم",
        "क्‍ष",
        "葛󠄀",
        "a\u00a0b",
        "\u3000字",
        "e\u0301",
        "עברית",
        "a\tb",
        "\ue000",
    ],
)
def test_what_does_its_proper_work_stays(text):
    assert shown("x" + text) == "x" + text


def test_a_joiner_that_joins_nothing_is_seen():
    assert shown("😀\u200d\x1f") == "😀⟨U+200D⟩␟"
    assert shown("😀\u200c") == "😀⟨U+200C⟩"


def test_a_heap_of_selectors_hides_nothing():
    assert shown("a😀\ufe0f\ufe0f") == "a😀\ufe0f⟨U+FE0F⟩"
