"""What holds for every text whatever: ranges are exact, nothing is lost, nothing harmful reaches the screen."""

from __future__ import annotations

import pickle

from hypothesis import assume, given
from hypothesis import strategies as st

from annotator.formats.markdown import visible
from annotator.formats.markdown.render import render, render_plain
from annotator.formats.markdown.spans import TextMap, Utf16Index
from annotator.formats.markdown.values import LINE_BREAK, Rendered, Run, Style
from tests.unit.formats.markdown.texts import markdown_texts


def runs(rendered: Rendered) -> list[Run]:
    return [run for block in rendered.blocks for run in block.runs]


@given(markdown_texts)
def test_every_run_lies_in_the_source_and_verbatim_runs_are_the_source(source):
    for run in runs(render(source)):
        if run.start is None or run.end is None:
            assert (run.start, run.end, run.is_verbatim) == (None, None, False)
            assert run.style & (Style.SIGN | Style.UNMAPPED)
        else:
            assert 0 <= run.start < run.end <= len(source)
            assert not run.is_verbatim or run.text == source[run.start : run.end]


@given(markdown_texts)
def test_the_place_of_everything_is_known(source):
    assert not any(run.style & Style.UNMAPPED for run in runs(render(source)))


@given(markdown_texts)
def test_runs_stand_in_the_order_of_the_source_and_never_overlap(source):
    reached = 0
    for run in runs(render(source)):
        if run.start is not None and run.end is not None:
            assert run.start >= reached
            reached = run.end


@given(markdown_texts)
def test_no_letter_of_any_script_but_ascii_is_lost(source):
    assume("](" not in source)  # what stands in a link's target is not shown
    covered = {
        place for run in runs(render(source)) if run.start is not None for place in range(run.start, run.end or 0)
    }
    lost = [character for place, character in enumerate(source) if ord(character) > 0x7F and place not in covered]
    assert not [character for character in lost if not character.isspace()]


@given(markdown_texts)
def test_nothing_that_the_view_would_obey_is_displayed(source):
    for run in runs(render(source)):
        assert "\n" not in run.text
        assert "\r" not in run.text
        assert "\u2029" not in run.text
        for stretch, is_hidden in visible.split(run.text):
            assert not is_hidden or stretch == LINE_BREAK


@given(markdown_texts)
def test_the_plain_view_shows_every_character(source):
    rendered = render_plain(source, "why")
    covered = {place for run in runs(rendered) if run.start is not None for place in range(run.start, run.end or 0)}
    assert {place for place, character in enumerate(source) if character not in "\r\n"} <= covered
    assert rendered.notice == "why"


@given(markdown_texts, st.data())
def test_a_selection_gives_the_smallest_range_that_shows_it(source, data):
    rendered = render(source)
    text_map = TextMap(rendered)
    start = data.draw(st.integers(0, len(text_map.plain_text)))
    end = data.draw(st.integers(start, len(text_map.plain_text)))
    span = text_map.to_source(start, end)
    selected = _mapped_characters(rendered, start, end)
    assert (span is None) == (not selected)
    if span is not None:
        assert span == (min(first for first, _ in selected), max(last for _, last in selected))
        shown = text_map.to_display(*span)
        for position in range(start, end):
            if _mapped_characters(rendered, position, position + 1):
                assert any(first <= position < last for first, last in shown)


@given(markdown_texts, st.data())
def test_what_a_source_range_shows_leads_back_into_it_or_to_a_whole_sign(source, data):
    text_map = TextMap(render(source))
    start = data.draw(st.integers(0, len(source)))
    end = data.draw(st.integers(start, len(source)))
    for first, last in text_map.to_display(start, end):
        assert first < last
        span = text_map.to_source(first, last)
        assert span is not None
        assert span[0] < end
        assert start < span[1]


def _mapped_characters(rendered: Rendered, start: int, end: int) -> list[tuple[int, int]]:
    """Return the source ranges of the displayed characters from `start` to `end`, found the slow way."""
    found: list[tuple[int, int]] = []
    position = 0
    for block in rendered.blocks:
        for run in block.runs:
            for offset in range(len(run.text)):
                if start <= position < end and run.start is not None and run.end is not None:
                    first = run.start + offset
                    found.append((first, first + 1) if run.is_verbatim else (run.start, run.end))
                position += 1
        position += 1
    return found


@given(markdown_texts)
def test_block_starts_are_where_the_blocks_texts_begin(source):
    rendered = render(source)
    text_map = TextMap(rendered)
    for number, (block, start) in enumerate(zip(rendered.blocks, text_map.block_starts, strict=True)):
        assert text_map.plain_text[start : start + len(block.text)] == block.text
        assert text_map.block_at(start) == number


@given(st.text(alphabet=st.sampled_from("aあ😀é👩\u200d"), max_size=30))
def test_utf16_positions_lead_there_and_back(text):
    index = Utf16Index(text)
    for position in range(len(text) + 1):
        units = index.to_utf16(position)
        assert units == len(text[:position].encode("utf-16-le")) // 2
        assert index.to_code_point(units) == position


@given(markdown_texts)
def test_a_rendered_text_crosses_processes_unchanged(source):
    rendered = render(source)
    assert pickle.loads(pickle.dumps(rendered)) == rendered


@given(markdown_texts)
def test_line_end_kinds_change_nothing_but_offsets(source):
    unix = source.replace("\r\n", "\n").replace("\r", "\n")
    windows = render(unix.replace("\n", "\r\n"))
    assert TextMap(windows).plain_text == TextMap(render(unix)).plain_text
