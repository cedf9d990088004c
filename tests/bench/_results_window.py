"""How long the pages of the results take to appear in the real window, which stays alive meanwhile."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from PySide6.QtWidgets import QLabel

from annotator.bootstrap import make_shell
from annotator.ui.results.opening import open_results
from annotator.ui.results.window import ResultsWindow
from annotator.workflow.results.pages.values import Topic
from tests.bench.window import Watch


def measure_window(workspace: Path) -> None:
    """Print how long each page takes to appear in the window, and the longest turn of its event loop meanwhile."""
    shell = make_shell()
    shell.window.resize(1440, 900)
    shell.show(workspace)
    watch = Watch(shell)
    watch.until(lambda: shell.window.review_screen.opening is not None)
    watch.settle(0.5)
    open_results(shell.window)
    watch.until(lambda: bool(shell.window.findChildren(ResultsWindow)))
    (results,) = shell.window.findChildren(ResultsWindow)
    for topic in Topic:
        watch.longest_turn = 0.0
        view = results.view(topic)
        took = watch.timed(
            partial(results.show_topic, topic), lambda view=view: bool(view.findChildren(QLabel, "resultsHeading"))
        )
        turn = watch.longest_turn * 1000
        print(f"window: {topic.value:22} shown after {took:8.1f} ms   longest turn {turn:6.1f} ms (goal: 100 ms)")
    shell.close()
