"""How long the pages of the results take to appear in the real window, which stays alive meanwhile."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from annotator.ui.results.figure_view import FigureView
from annotator.ui.results.opening import open_results
from annotator.ui.results.page_view import PageView
from annotator.ui.results.window import ResultsWindow
from annotator.workflow.results.pages.values import Topic
from tests.bench.window import opened


def measure_window(workspace: Path) -> None:
    """Print how long each page takes to appear in the window, and the longest turn of its event loop meanwhile."""
    watch = opened(workspace)
    shell = watch.shell
    open_results(shell.window)
    watch.until(lambda: bool(shell.window.findChildren(ResultsWindow)))
    (results,) = shell.window.findChildren(ResultsWindow)
    for topic in Topic:
        watch.longest_turn = 0.0
        view = results.view(topic)
        said = watch.timed(partial(results.show_topic, topic), lambda view=view: view.page is not None)
        drawn = said + watch.timed(lambda: None, partial(is_drawn, view))
        turn = watch.longest_turn * 1000
        print(
            f"window: {topic.value:10} shown after {said:8.1f} ms, figures after {drawn:8.1f} ms"
            f"   longest turn {turn:6.1f} ms (goal: 100 ms)"
        )
    shell.close()


def is_drawn(view: PageView) -> bool:
    return all(not figure.pixmap().isNull() for figure in view.findChildren(FigureView))
