"""TeX stays readable: no backslash, no underscore is eaten; prices are no formulas."""

from __future__ import annotations

import pytest

from annotator.formats.markdown.render import render
from annotator.formats.markdown.values import LINE_BREAK, BlockKind, Style


def formulas(source: str) -> list[str]:
    return ["".join(run.text for run in block.runs if Style.MATH in run.style) for block in render(source).blocks]


@pytest.mark.parametrize(
    "formula",
    ["$a_1 * b_2$", r"$\frac{a}{b}$", r"\(x_1 \* y\)", r"\[a_1 = b_1\]", "$$x_1$$", r"\(x\)", "$5$", r"$a\$b$"],
)
def test_a_formula_in_a_line_is_shown_as_written(formula):
    source = f"so {formula} holds"

    assert formulas(source) == [formula]
    assert render(source).blocks[0].text == source


@pytest.mark.parametrize(
    "source",
    ["$5 and $10", "価格は$100、または$200です", "costs $5, or US$6.", "`$a` and `$b`", "$ a $", "$HOME is `$x`"],
)
def test_prices_and_variables_are_no_formulas(source):
    assert formulas(source) == [""]


@pytest.mark.parametrize(("source", "text"), [(r"\[link\](x)", "[link](x)"), (r"\(see below\)", "(see below)")])
def test_escaped_brackets_stay_brackets(source, text):
    assert render(source).blocks[0].text == text


@pytest.mark.parametrize(("opener", "closer"), [("$$", "$$"), (r"\[", r"\]")])
def test_a_formula_with_lines_of_its_own_is_no_list(opener, closer):
    source = f"text:\n{opener}\na_1\n- b_2\n+ c\n{closer}\nmore"
    rendered = render(source)

    assert [block.kind for block in rendered.blocks] == [BlockKind.PARAGRAPH, BlockKind.MATH, BlockKind.PARAGRAPH]
    assert rendered.blocks[1].text == LINE_BREAK.join([opener, "a_1", "- b_2", "+ c", closer])
    assert rendered.counts.list_items == 0


def test_a_formula_that_is_never_closed_is_text():
    assert [block.kind for block in render("$$\na\n\nb").blocks] == [BlockKind.PARAGRAPH, BlockKind.PARAGRAPH]
