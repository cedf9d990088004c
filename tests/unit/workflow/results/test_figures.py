"""What figures say, as they are drawn."""

from __future__ import annotations

from annotator.metrics.rates import Rate
from annotator.workflow.results.plots.drawing import draw
from annotator.workflow.results.plots.look import Look
from annotator.workflow.results.plots.values import Bar, Bars


def glyphs(name: str) -> int:
    return draw(Bars("Title", (Bar(name, Rate(1, 2, 0.1, 0.9)),)), Look(), "svg").count(b"<use ")


def test_a_name_between_dollar_signs_is_no_formula():
    assert glyphs("$20-$50") == glyphs("a20-a50")
