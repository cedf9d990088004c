"""The reading pane: how long the window stands still on odd texts, and how fast the next text is there."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from itertools import chain
from statistics import median, quantiles
from time import perf_counter, thread_time

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ.setdefault("QT_LOGGING_RULES", "qt.text.font.db=false;qt.qpa.*=false")

from PySide6.QtGui import QTextDocument
from PySide6.QtWidgets import QApplication, QTextBrowser

from annotator.formats.markdown.render import render
from annotator.formats.markdown.values import Rendered
from annotator.ui import theme
from annotator.ui.reading.pane import ReadingPane
from annotator.ui.reading.view import SealedDocument
from tests.data.markdown_corpus import deliverables, nasty_texts, odd_texts

SIZE = (600, 760)
NARROWER = 60
STALL_GOAL_MS = 100
QUICK_TEXTS = 8


def longest_turn_ms(application: QApplication, pane: ReadingPane, begin: Callable[[], None]) -> tuple[float, float]:
    """Return for how long the event loop did not come round at most, from `begin` until all is laid out.

    First what the window's thread worked in that time, then what passed: a busy machine lets the window wait too.
    """
    worked, passed = _turn(begin)
    calm = 0
    while calm < 5:
        now_worked, now_passed = _turn(application.processEvents)
        worked, passed = max(worked, now_worked), max(passed, now_passed)
        calm = calm + 1 if pane.pages.is_idle else 0
    return worked * 1000, passed * 1000


def _turn(act: Callable[[], object]) -> tuple[float, float]:
    worked, passed = thread_time(), perf_counter()
    act()
    return thread_time() - worked, perf_counter() - passed


def measure_stalls(application: QApplication, pane: ReadingPane, *, is_quick: bool) -> None:
    """Open, narrow, zoom, scroll through and leave every odd and hostile text."""
    texts = sorted(chain(odd_texts(), nasty_texts()), key=lambda each: -len(each[1]))
    stalls: list[tuple[float, float, str, str, int]] = []
    for number, (name, source) in enumerate(texts):
        rendered = render(source)

        def show(name: str = name, source: str = source, rendered: Rendered = rendered) -> None:
            pane.show_text(source, rendered, language="ja", text_id=name)

        acts: list[tuple[str, Callable[[], None]]] = [
            ("open", show),
            ("narrow", lambda: pane.resize(SIZE[0] - NARROWER, SIZE[1])),
            ("zoom", lambda: setattr(pane, "zoom_steps", 1)),
            ("end", lambda: pane.pages.current.view.verticalScrollBar().setValue(10**7)),
        ]
        for act, begin in acts[:1] if is_quick and number >= QUICK_TEXTS else acts:
            stalls.append((*longest_turn_ms(application, pane, begin), act, name, len(source)))
        if pane.zoom_steps:
            pane.resize(*SIZE)
            pane.zoom_steps = 0
            longest_turn_ms(application, pane, lambda: None)
    stalls.sort(reverse=True)
    over = sum(stall[0] > STALL_GOAL_MS for stall in stalls)
    worked, passed = (max(stall[at] for stall in stalls if stall[2] == "open") for at in (0, 1))
    print(
        f"longest stall while opening {len(texts)} odd and hostile texts: {worked:.0f} ms of the window's own work,"
        f" {passed:.0f} ms on this machine now (goal {STALL_GOAL_MS} ms)"
    )
    print(f"  of {len(stalls)} acts (open, narrow, zoom, go to the end) {over} over the goal; the longest:")
    for worked, passed, act, name, length in stalls[:5]:
        print(f"  {worked:6.1f} ms of work, {passed:6.1f} ms passed  {act:6}  {length:7,} characters  {name}")
    print(f"resource requests by Qt: {SealedDocument.requests}")


def measure_next(application: QApplication, pane: ReadingPane, *, is_quick: bool) -> None:
    """Show one deliverable after the other, prepared and not, beside a bare QTextBrowser with plain text."""
    every = 80 if is_quick else 10
    texts = [(name, source, render(source)) for at, (name, source) in enumerate(deliverables()) if at % every == 0]
    prepared, unprepared = [], []
    for at, (name, source, rendered) in enumerate(texts[:-1]):
        after, after_source, after_rendered = texts[at + 1]
        if at == 0:
            pane.show_text(source, rendered, language="en", text_id=name)
        pane.prepare(after, after_source, after_rendered, "en")
        longest_turn_ms(application, pane, lambda: None)
        started = perf_counter()
        pane.show_text(after_source, after_rendered, language="en", text_id=after)
        pane.pages.current.view.repaint()
        prepared.append((perf_counter() - started) * 1000)
        longest_turn_ms(application, pane, lambda: None)
    for name, source, rendered in texts:
        started = perf_counter()
        pane.show_text(source, rendered, language="en", text_id=f"again {name}")
        pane.pages.current.view.repaint()
        unprepared.append((perf_counter() - started) * 1000)
        longest_turn_ms(application, pane, lambda: None)
    bare = [bare_ms(application, source) for _name, source, _rendered in texts[:200]]
    for label, times in (
        ("next text, prepared", prepared),
        ("not prepared", unprepared),
        ("baseline: bare QTextBrowser, plain text", bare),
    ):
        centiles = quantiles(times, n=100)
        print(f"{label}: p50 {median(times):.1f} ms, p99 {centiles[98]:.1f} ms, {len(times)} texts")
    print("  goal for the next text: p50 10 ms, p99 30 ms")


def bare_ms(application: QApplication, source: str) -> float:
    """Return how long Qt takes to show a plain text without us."""
    view = QTextBrowser()
    view.resize(*SIZE)
    view.show()
    application.processEvents()
    document = QTextDocument()
    started = perf_counter()
    document.setPlainText(source)
    view.setDocument(document)
    view.repaint()
    took = (perf_counter() - started) * 1000
    view.deleteLater()
    return took


def main() -> int:
    """Measure and print."""
    application = QApplication(sys.argv[:1])
    theme.apply("light")
    theme.use_fonts("en")
    is_quick = "--quick" in sys.argv
    pane = ReadingPane("deliverable")
    pane.resize(*SIZE)
    pane.show()
    application.processEvents()
    measure_stalls(application, pane, is_quick=is_quick)
    measure_next(application, pane, is_quick=is_quick)
    return 0


if __name__ == "__main__":
    sys.exit(main())
