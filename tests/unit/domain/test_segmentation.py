"""A text as its words."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.domain.segmentation import has_japanese, japanese_characters, words


@given(st.one_of(st.text(), st.text(alphabet="aéé日本語のやりとりすることができるテスト 、。\r\n'.3👩‍💻")))
def test_words_joined_are_the_text(text: str) -> None:
    assert "".join(words(text)) == text
    assert "".join(japanese_characters(text)) == text
    assert all(words(text))


@pytest.mark.parametrize(
    ("text", "cut"),
    [
        ("It's 3.14, e.g.", ["It's", " ", "3.14", ",", " ", "e", ".", "g", "."]),
        ("a\r\n\r b", ["a", "\r\n", "\r", " ", "b"]),
        ("### --- x", ["###", " ", "---", " ", "x"]),
        ("cafe\u0301 👩‍💻👍🏽", ["cafe\u0301", " ", "👩‍💻", "👍🏽"]),
        ("한국어 번역", ["한국어", " ", "번역"]),
        ("納品物は来週まで。", ["納品物", "は", "来週", "まで", "。"]),
        ("Excelの表", ["Excel", "の", "表"]),
        ("コンピューター・サイエンス", ["コンピューター", "・", "サイエンス"]),
        ("それをやることができるようになりました", ["それを", "やることができるようになりました"]),
        ("我们会在星期五之前提交", list("我们会在星期五之前提交")),
    ],
)
def test_cuts_into_words(text: str, cut: list[str]) -> None:
    assert words(text) == cut


def test_knows_japanese() -> None:
    assert [has_japanese(text) for text in ("a", "。", "あ", "xカx", "々")] == [False, False, True, True, True]
