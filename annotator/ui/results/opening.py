"""Opening the results window from the main one."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from annotator.i18n import _
from annotator.ui.results.window import ResultsWindow
from annotator.workflow.results import asking
from annotator.workflow.sheets import QueueFilter

if TYPE_CHECKING:
    from annotator.ui.main_window import MainWindow


def open_results(window: MainWindow) -> None:
    """Show the results, in front if they are open; a reviewer's pack may keep them hidden."""
    if not window.desk.is_ready:
        return
    for known in window.findChildren(ResultsWindow):
        known.raise_()
        known.activateWindow()
        return
    window.desk.read(lambda workbench: asking.is_hidden(workbench.database), partial(_show, window))


def _show(window: MainWindow, is_hidden: bool) -> None:
    if is_hidden:
        window.notices.show_notice("results", _("The results of this study are not shown to its reviewers."))
        return
    opened = ResultsWindow(window.desk, window)
    opened.deliverables_requested.connect(partial(_show_in_queue, window))
    opened.show()


def _show_in_queue(window: MainWindow, keys: tuple[int, ...]) -> None:
    window.bar.search.clear()
    window.review_screen.queue.show_filter(replace(QueueFilter(), only=frozenset(keys)))
    window.activateWindow()
