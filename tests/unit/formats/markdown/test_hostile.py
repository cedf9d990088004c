"""Texts that were made, or degenerated, to hang a renderer."""

from __future__ import annotations

import time

import pytest

from annotator.formats.markdown.render import render

LIMIT_SECONDS = 10  # some hundred times what these take: a quadratic rule takes minutes

HOSTILE = {
    "opening brackets": "[" * 8_000,
    "opening pictures": "![" * 4_000,
    "nested lists": "".join("  " * depth + "- a\n" for depth in range(300)),
    "nested quotes": ">" * 3_000 + " a",
    "one long line": "あいう" * 53_000,
    "stars": "*a " * 10_000,
    "strong": "**a " * 10_000,
    "tildes": "~~a" * 10_000,
    "dollars": "$a " * 20_000,
    "escaped brackets": "\\(" * 20_000 + "\\(a b" * 2_000 + "\\)" * 2_000,
    "formula openers": "\\[\n" * 5_000,
    "backticks": "".join("`" * length + " " for length in range(300)),
    "less-than": "<" * 20_000 + "<!--" * 5_000,
    "ampersands": "&" * 50_000,
    "wide table": "|a" * 500 + "\n" + "|-" * 500 + "\n" + ("|x" * 500 + "\n") * 5,
    "definitions": "[a]: b\n" * 2_000 + "[^a]: b\n" * 1_000,
    "zero width": "\u200b" * 20_000,
    "quoted lists": "> - " * 1_000 + "a",
    "addresses": "http://" * 5_000,
    "line ends": "\r" * 20_000 + "\r\n" * 20_000,
}


@pytest.mark.parametrize("name", HOSTILE)
def test_it_ends_soon_and_loses_nothing(name):
    source = HOSTILE[name]
    started = time.process_time()  # of this process alone: how busy the machine is does not count
    rendered = render(source)
    assert time.process_time() - started < LIMIT_SECONDS
    assert rendered.blocks or not source.strip()
