"""Colours never change the code."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.formats.markdown.highlight import code_tokens


@given(
    st.text(alphabet=st.one_of(st.sampled_from("\n\t \"'{}()<>/*#あ😀\r\\"), st.characters()), max_size=60),
    st.sampled_from(
        ["python", "html", "javascript", "json", "bash", "sql", "cpp", "php", "yaml", "diff", "tex", "nonsense", None]
    ),
)
def test_the_stretches_are_the_code(code, language):
    assert "".join(text for text, _ in code_tokens(code, language)) == code


def test_known_languages_get_token_types():
    assert ("return", "Keyword") in code_tokens("return 1", "python")


@pytest.mark.parametrize("language", ["nonsense", "", None, "../../x"])
def test_unknown_languages_stay_plain(language):
    assert code_tokens("return 1", language) == [("return 1", None)]


def test_overlong_code_stays_plain():
    assert len(code_tokens("x = 1\n" * 20_000, "python")) == 1
