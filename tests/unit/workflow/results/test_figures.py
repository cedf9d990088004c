"""What figures say, as they are drawn."""

from __future__ import annotations

import pytest
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure as Canvas

from annotator.metrics.rates import Rate, wilson
from annotator.workflow.results.plots.axes import draw_dumbbell
from annotator.workflow.results.plots.drawing import DOTS, draw
from annotator.workflow.results.plots.look import Look, styled
from annotator.workflow.results.plots.values import Bar, Bars, Dumbbell, Step


def glyphs(name: str) -> int:
    return draw(Bars("Title", (Bar(name, Rate(1, 2, 0.1, 0.9)),)), Look(), "svg").count(b"<use ")


def test_a_name_between_dollar_signs_is_no_formula():
    assert glyphs("$20-$50") == glyphs("a20-a50")


@pytest.mark.parametrize("jobs", [20, 9896, 99_999])
def test_counts_minutes_and_advice_stand_beside_each_other_however_many_jobs_there_are(jobs):
    first, overall = wilson(jobs // 2, jobs), wilson(jobs // 2 + 1, jobs)
    figure = Dumbbell("Title", (Step("Writing", first, overall, None, 10.0, "Step in", 1.0),))
    look = Look()
    with styled(look):
        canvas = Canvas(figsize=(look.width / DOTS, 2), layout="constrained")
        FigureCanvasAgg(canvas)
        draw_dumbbell(canvas, figure, look)
        canvas.canvas.draw()
        _plot, strip = canvas.axes
        boxes = {each.get_text(): each.get_window_extent() for each in strip.texts}

    counts = boxes[f"{first.k} → {overall.k} / {jobs}"]
    assert counts.x1 < boxes["10"].x0
    assert counts.x1 < boxes["minutes"].x0
    assert boxes["10"].x1 < boxes["Step in"].x0
    assert boxes["minutes"].x1 < boxes["advice"].x0
