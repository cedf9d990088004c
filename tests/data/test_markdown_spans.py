"""Spans are exact on every odd and hostile text."""

from __future__ import annotations

import random
import time
from itertools import chain

import pytest

from annotator.formats.markdown.render import render
from annotator.formats.markdown.spans import TextMap, Utf16Index
from annotator.formats.markdown.values import Rendered, Style
from tests.data.markdown_corpus import nasty_texts, odd_texts

pytestmark = pytest.mark.data

RANGES = 200
LIMIT_SECONDS = 2


def characters(rendered: Rendered) -> list[tuple[int, int] | None]:
    """Return the source range of every displayed character, one by one."""
    places: list[tuple[int, int] | None] = []
    for block in rendered.blocks:
        for run in block.runs:
            assert not run.style & Style.UNMAPPED
            if run.start is None or run.end is None:
                places += [None] * len(run.text)
            elif run.is_verbatim:
                places += [(place, place + 1) for place in range(run.start, run.end)]
            else:
                places += [(run.start, run.end)] * len(run.text)
        places.append(None)
    return places[:-1]


@pytest.mark.parametrize("texts", [odd_texts, nasty_texts])
def test_random_selections_give_exact_spans(texts):
    chance = random.Random(20261123)
    for name, source in texts():
        rendered = render(source)
        text_map = TextMap(rendered)
        places = characters(rendered)
        assert len(places) == len(text_map.plain_text), name
        for _ in range(RANGES if places else 0):
            start = chance.randrange(len(places))
            end = min(len(places), start + chance.choice((1, 2, 10, 100, 5000)))
            expected = [place for place in places[start:end] if place]
            span = text_map.to_source(start, end)
            assert (span is None) == (not expected), name
            if span is not None:
                assert span == (min(first for first, _ in expected), max(last for _, last in expected)), name
                quoted = source[span[0] : span[1]]
                for place, shown in zip(places[start:end], text_map.plain_text[start:end], strict=True):
                    if place and place[1] - place[0] == 1 and not shown.isspace() and shown == source[place[0]]:
                        assert quoted[place[0] - span[0]] == shown, name


def test_qt_positions_convert_exactly_on_every_odd_text():
    for name, source in odd_texts():
        shown = TextMap(render(source)).plain_text
        index = Utf16Index(shown)
        units = 0
        for position, character in enumerate(shown):
            assert index.to_utf16(position) == units, name
            assert index.to_code_point(units) == position, name
            units += 2 if ord(character) > 0xFFFF else 1


def test_every_odd_and_hostile_text_renders_within_the_limit(capsys):
    slowest = (0.0, "")
    for name, source in chain(odd_texts(), nasty_texts()):
        started = time.perf_counter()
        render(source)
        slowest = max(slowest, (time.perf_counter() - started, name))
    with capsys.disabled():
        print(f"\nslowest of the odd and hostile texts: {slowest[0] * 1000:.0f} ms, {slowest[1]}")
    assert slowest[0] < LIMIT_SECONDS
