"""The shipped taxonomy, help pages and icons are whole and speak both languages."""

from __future__ import annotations

import json
import re
from collections import Counter
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest

RESOURCES = Path(__file__).parents[2] / "resources"
TAXONOMY: dict[str, Any] = json.loads((RESOURCES / "taxonomy.json").read_bytes())
GENERAL = [tag for tag in TAXONOMY["tags"] if tag["category"] is None]
ADD_ONS = [tag for tag in TAXONOMY["tags"] if tag["category"] is not None]
ICONS = sorted((RESOURCES / "icons").glob("*.svg"))


def test_twelve_strengths_and_fourteen_gaps() -> None:
    assert [tag["code"] for tag in GENERAL] == [f"S{n:02}" for n in range(1, 13)] + [f"G{n:02}" for n in range(1, 15)]
    assert all(tag["parent"] is None for tag in GENERAL)


def test_every_term_has_words_in_both_languages() -> None:
    for part in ("tags", "interventions", "severities", "importances"):
        for term in TAXONOMY[part]:
            for words in (term["label"], term["definition"]):
                assert words.keys() == {"en", "ja"}
                assert all(word.strip() == word and word for word in words.values())
            assert re.search("[ぁ-んァ-ヶ一-龠]", term["label"]["ja"])


def test_codes_are_unique() -> None:
    for part in ("tags", "interventions", "severities", "importances", "categories"):
        codes = Counter(term["code"] for term in TAXONOMY[part])
        assert max(codes.values()) == 1


def test_add_ons_roll_up_to_a_general_tag_of_their_kind() -> None:
    kinds = {tag["code"]: tag["kind"] for tag in GENERAL}
    categories = {category["code"] for category in TAXONOMY["categories"]}
    assert {tag["category"] for tag in ADD_ONS} == categories
    for tag in ADD_ONS:
        assert kinds[tag["parent"]] == tag["kind"]


def test_a_category_name_leads_to_one_group() -> None:
    names = Counter(name.casefold() for category in TAXONOMY["categories"] for name in category["matches"])
    assert max(names.values()) == 1


def test_interventions_are_i0_to_i9() -> None:
    assert [each["code"] for each in TAXONOMY["interventions"]] == [f"I{n}" for n in range(10)]


def test_help_has_the_same_pages_and_headings_in_both_languages() -> None:
    pages = {language: sorted((RESOURCES / "help" / language).glob("*.md")) for language in ("en", "ja")}
    assert [page.name for page in pages["en"]] == [page.name for page in pages["ja"]]
    assert {page.stem for page in pages["en"]} >= {"getting_started", "grading", "editing", "stepping_in", "data"}
    for english, japanese in zip(pages["en"], pages["ja"], strict=True):
        shapes = [_shape(page.read_text(encoding="utf-8")) for page in (english, japanese)]
        assert shapes[0] == shapes[1], english.name


def _shape(text: str) -> list[str]:
    """Return the sequence of headings, list items and table rows, so that a missing one shows."""
    return re.findall(r"^(#+|- |\d\. |\||```)", text, re.MULTILINE)


@pytest.mark.parametrize("path", ICONS, ids=[path.stem for path in ICONS])
def test_icon_is_square_and_takes_the_text_colour(path: Path) -> None:
    root = ElementTree.fromstring(path.read_bytes())
    assert root.tag == "{http://www.w3.org/2000/svg}svg"
    assert root.get("width") == root.get("height")
    if path.stem != "annotator":
        colours = {value for part in root.iter() for key in ("stroke", "fill") if (value := part.get(key))}
        assert colours <= {"currentColor", "none"}
        assert "currentColor" in colours
