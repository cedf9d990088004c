"""Rendering always ends, and says so when it had to end early."""

from __future__ import annotations

import multiprocessing
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest

from annotator.formats.markdown.render import render
from annotator.i18n import _, use_language
from annotator.workflow.rendering import RenderingService, may_take_long

LONG = "# 題\n\n" + "- *word* 😀 and more\n" * 1_100
HOSTILE = "[" * 400_000
QUICK = "[a] " * 600
"""Looks hostile, and is rendered in no time."""

PATIENT_SECONDS = 60
"""A limit that no text here reaches, however busy the machine is."""


@pytest.fixture
def service() -> Iterator[RenderingService]:
    service = RenderingService(PATIENT_SECONDS)
    yield service
    service.close()


@pytest.mark.parametrize("source", ["", "# Title\n\ntext", LONG])
def test_a_text_is_rendered_the_same_wherever_that_happens(service, source):
    assert service.render(source) == render(source)


@pytest.mark.parametrize(
    "source", [LONG, HOSTILE, QUICK, "[" * 1_000, "- " * 100, ">" * 100, "*" * 500, "```py\n" + "x = 1\n" * 2_000]
)
def test_long_and_hostile_texts_may_take_long(source):
    assert may_take_long(source)


def test_an_ordinary_text_does_not_need_the_worker():
    assert not may_take_long("# Title\n\n- **one** [link](x)\n- two\n\n---\n\n| a | b |\n|---|---|\n" * 20)


@pytest.mark.parametrize(
    "line", ["-" * 300, "| " + "-" * 80 + " |", "=" * 300, " " * 19_000 + "x", "1" * 19_000, "  - a\n" * 200]
)
def test_rules_table_lines_and_blanks_are_not_hostile(line):
    started = time.process_time()
    assert not may_take_long(line)
    assert time.process_time() - started < 1


def test_past_the_limit_the_source_is_shown_as_it_stands_and_the_next_text_is_fine():
    service = RenderingService(limit_seconds=1)
    try:
        plain = service.render(HOSTILE)
        assert plain.notice == "Shown as plain text: this text takes too long to lay out."
        assert [block.text for block in plain.blocks] == [HOSTILE]

        assert service.render(QUICK).notice is None
    finally:
        service.close()


def test_the_notice_speaks_the_language_of_the_moment():
    service = RenderingService(limit_seconds=0)
    try:
        assert service.render(LONG).notice is not None
        use_language("ja")
        assert service.render(LONG).notice == _("Shown as plain text: this text takes too long to lay out.")
    finally:
        service.close()


def test_several_threads_may_ask_at_once(service):
    sources = [f"{LONG}\n{number}" for number in range(4)] + [f"short {number}" for number in range(4)]
    with ThreadPoolExecutor(4) as pool:
        assert list(pool.map(service.render, sources)) == [render(source) for source in sources]


def test_a_process_that_died_is_replaced(service):
    service.render(LONG)
    for process in multiprocessing.active_children():
        if process.name == "rendering":
            process.kill()

    assert service.render(LONG + "more").notice is None


def test_what_was_rendered_is_kept(service):
    assert service.render(LONG) is service.render(LONG)


def test_after_closing_long_texts_are_plain(service):
    service.close()

    assert service.render(LONG).notice is not None
    assert service.render("*short*").notice is None
