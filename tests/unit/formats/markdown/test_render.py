"""What a reviewer sees of a Markdown text."""

from __future__ import annotations

import pytest

from annotator.formats.markdown.render import render
from annotator.formats.markdown.values import (
    LINE_BREAK,
    Alignment,
    Block,
    BlockKind,
    Footnote,
    ListItem,
    Quote,
    Run,
    Style,
)


def shown(source: str) -> list[str]:
    return [block.text for block in render(source).blocks]


def kinds(source: str) -> list[BlockKind]:
    return [block.kind for block in render(source).blocks]


def only(source: str) -> Block:
    (block,) = render(source).blocks
    return block


def run_with(source: str, text: str) -> Run:
    (found,) = [run for block in render(source).blocks for run in block.runs if run.text == text]
    return found


def styled(source: str, style: Style) -> list[str]:
    return [run.text for block in render(source).blocks for run in block.runs if style in run.style]


def test_emphasis_becomes_styles_and_its_signs_go():
    source = "a **bold *both*** ~~gone~~ `code`"

    assert shown(source) == ["a bold both gone code"]
    assert styled(source, Style.BOLD) == ["bold ", "both"]
    assert styled(source, Style.ITALIC) == ["both"]
    assert styled(source, Style.STRIKE) == ["gone"]
    assert styled(source, Style.CODE) == ["code"]


def test_the_place_of_a_word_is_exact_behind_emoji_japanese_crlf_and_markup():
    source = "# 見出し 👩‍👩‍👧\r\n\r\n- **太字** &amp; 😀\r\n- [link](http://x.example) word\r\n"

    run = run_with(source, " word")

    assert source[run.start : run.end] == " word"


@pytest.mark.parametrize(
    ("source", "bold"),
    [("これは**「語」**です", "「語」"), ("で**¥3,000（税込）**の", "¥3,000（税込）"), ("**注意。**次に", "注意。")],
)
def test_emphasis_works_without_blanks_around_it(source, bold):
    assert styled(source, Style.BOLD) == [bold]


@pytest.mark.parametrize("source", ["snake_case_name", "2 * 3 * 4", "a ** b", "foo__bar__baz"])
def test_signs_inside_words_and_between_blanks_are_no_emphasis(source):
    assert shown(source) == [source]


def test_a_single_tilde_is_a_range_and_no_strike():
    assert shown("10~20 and 30~40") == ["10~20 and 30~40"]


@pytest.mark.parametrize("level", range(1, 7))
def test_headings_have_levels_and_an_outline(level):
    rendered = render(f"text\n\n{'#' * level} Title *one* ##\n")

    assert rendered.blocks[1].level == level
    assert [(entry.level, entry.text, entry.block) for entry in rendered.outline] == [(level, "Title one", 1)]


def test_an_outline_entry_names_its_block_even_behind_shown_definitions():
    rendered = render("[a]: http://a.example\n\n# Title\n")

    assert rendered.blocks[rendered.outline[0].block].text == "Title"


def test_line_ends_in_a_paragraph_stay_line_ends():
    assert shown("一行目\n二行目  \n三行目\\\nlast") == [LINE_BREAK.join(["一行目", "二行目", "三行目", "last"])]


def test_wide_spaces_around_a_paragraph_and_a_heading_stay():
    assert shown("\u3000字下げ\u3000\n\n# \u3000題") == ["\u3000字下げ\u3000", "\u3000題"]


def test_lists_are_marked_with_signs_that_come_from_nowhere():
    rendered = render("- one\n  - two\n    1. three\n")

    assert [block.text for block in rendered.blocks] == ["•\tone", "◦\ttwo", "1.\tthree"]
    assert [block.list_depth for block in rendered.blocks] == [1, 2, 3]
    assert styled("- one", Style.SIGN) == ["•\t"]
    assert rendered.counts.list_items == 3


def test_numbers_count_on_as_the_source_meant_them():
    assert shown("1. a\n1. b\n1. c\n") == ["1.\ta", "2.\tb", "3.\tc"]
    assert shown("3. a\n4. b\n7. c\n") == ["3.\ta", "4.\tb", "7.\tc"]


def test_tasks_show_boxes_and_never_circles():
    rendered = render("- [x] done\n- [ ] open\n1. [X] both\n")

    assert [block.text for block in rendered.blocks] == ["☑\tdone", "☐\topen", "1. ☑\tboth"]
    items = [block.containers[-1] for block in rendered.blocks]
    assert [item.is_checked for item in items if isinstance(item, ListItem)] == [True, False, True]


def test_an_item_keeps_its_sign_when_it_holds_no_line_of_text():
    assert shown("- \n- ```\n  x\n  ```\n") == ["•\t", "•\t", "x"]


def test_tight_lists_say_so():
    assert [block.is_tight for block in render("- a\n- b\n").blocks] == [True, True]
    assert [block.is_tight for block in render("- a\n\n- b\n").blocks] == [False, False]


def test_quotes_and_lists_nest_in_order():
    block = only("> - > deep")

    assert [type(container) for container in block.containers] == [Quote, ListItem, Quote]
    assert block.quote_depth == 2


def test_lazy_lines_of_a_quote_know_their_place():
    source = "> first\nlazy **line**\n"

    run = run_with(source, "line")

    assert (run.start, run.end) == (source.index("line"), source.index("line") + 4)


def test_a_table_is_cells_with_their_places():
    source = "| a | b |\n|:--|--:|\n| 1 | 2\\|3 |\n"
    rendered = render(source)

    cells = [(block.cell.row, block.cell.column, block.text) for block in rendered.blocks if block.cell]
    assert cells == [(0, 0, "a"), (0, 1, "b"), (1, 0, "1"), (1, 1, "2|3")]
    assert [block.cell.alignment for block in rendered.blocks if block.cell][:2] == [Alignment.LEFT, Alignment.RIGHT]
    assert rendered.counts.tables == 1


def test_cells_beyond_the_header_are_shown():
    cells = [block for block in render("|a|\n|-|\n|1|lost|\n").blocks if block.cell]

    assert [(block.cell.column, block.text) for block in cells if block.cell] == [(0, "a"), (0, "1"), (1, "lost")]


def test_code_keeps_every_character_and_shows_the_words_behind_the_fence():
    source = "- x\n\n  ```python title=\"a\"\n  def f():\n  \treturn '*'\n  ```\n"
    rendered = render(source)

    caption, code = rendered.blocks[1:]
    assert (caption.kind, caption.text) == (BlockKind.CAPTION, 'python title="a"')
    assert (code.kind, code.text, code.language) == (BlockKind.CODE, f"def f():{LINE_BREAK}\treturn '*'", "python")
    assert rendered.counts.code_blocks == 1


def test_code_has_colours_when_its_language_is_known():
    assert {run.code_token for run in only_code("```python\nreturn 1\n```")} >= {"Keyword", "Literal.Number.Integer"}
    assert {run.code_token for run in only_code("```nonsense\nreturn 1\n```")} == {None}


def only_code(source: str) -> tuple[Run, ...]:
    return next(block.runs for block in render(source).blocks if block.kind is BlockKind.CODE)


def test_a_fence_that_is_never_closed_is_code_to_the_end():
    assert shown("```\na\n\nb") == [f"a{LINE_BREAK}{LINE_BREAK}b"]


def test_mermaid_is_code():
    assert kinds("```mermaid\ngraph TD; A-->B\n```") == [BlockKind.CAPTION, BlockKind.CODE]


@pytest.mark.parametrize(
    "source",
    [
        "<script>alert(1)</script>",
        "<think>",
        "a <b class='x_y_z'>b</b>",
        "<!-- hidden -->",
        "<custom-thing/>",
        "<?php x ?>",
    ],
)
def test_raw_html_is_text(source):
    assert shown(source) == [source]


def test_a_block_of_html_keeps_its_lines_and_its_indentation():
    assert shown("<div>\n    *x*\n</div>") == [LINE_BREAK.join(["<div>", "    *x*", "</div>"])]


def test_a_definition_nobody_sees_is_shown():
    rendered = render("a [b][r]\n\n[r]: http://r.example 'title'\n[unused]: http://u.example\n")

    assert rendered.blocks[0].text == "a b"
    literal = rendered.blocks[1]
    assert literal.kind is BlockKind.LITERAL
    assert literal.text == f"[r]: http://r.example 'title'{LINE_BREAK}[unused]: http://u.example"


def test_footnotes_are_shown_where_they_are_defined_used_or_not():
    rendered = render("word[^1]\n\n[^1]: the note\n\n[^2]: unused\n")

    assert [block.text for block in rendered.blocks] == ["word[1]", "[1]\tthe note", "[2]\tunused"]
    assert rendered.blocks[1].containers == (Footnote("1"),)
    assert styled("word[^1]\n\n[^1]: the note\n", Style.FOOTNOTE) == ["[1]"]


def test_a_reference_to_no_footnote_stays_as_written():
    assert shown("word[^1]") == ["word[^1]"]


def test_links_carry_their_target():
    run = run_with('see [the *page*](http://x.example/a "Title")', "the ")

    assert (run.href, run.title) == ("http://x.example/a", "Title")
    assert Style.LINK in run.style


def test_bare_addresses_are_links_that_end_where_japanese_goes_on():
    run = run_with("詳細はhttps://x.example/a_b_c(d)をご覧ください。", "https://x.example/a_b_c(d)")

    assert run.href == "https://x.example/a_b_c(d)"


def test_a_link_without_words_shows_its_target():
    run = run_with("a [](http://x.example)", "http://x.example")

    assert (run.start, run.end) == (2, 22)


@pytest.mark.parametrize("target", ["javascript:alert(1)", "file:///etc/passwd", "vbscript:x", "data:text/html,x"])
def test_a_dangerous_target_makes_no_link(target):
    source = f"[a]({target})"

    assert shown(source) == [source]
    assert render(source).counts.links == 0


def test_a_picture_is_its_description_and_names_its_file():
    run = run_with("![図 *1*](b%20%E5%9B%B3.png)", "図 1")

    assert run.image == "b 図.png"
    assert Style.IMAGE in run.style
    assert run_with("![](a/b.png)", "b.png").image == "a/b.png"


def test_entities_and_escapes_map_as_a_whole():
    source = "a &amp; \\* b"

    assert shown(source) == ["a & * b"]
    assert (run_with(source, "&").start, run_with(source, "&").end) == (2, 7)
    assert (run_with(source, "*").start, run_with(source, "*").end) == (8, 10)


def test_a_rule_is_a_block_without_text():
    assert kinds("a\n\n***\n\nb") == [BlockKind.PARAGRAPH, BlockKind.RULE, BlockKind.PARAGRAPH]


def test_tabs_that_straddle_an_indentation_leave_blanks_that_map_to_the_tab():
    source = "- a\n\n\t\tcode\n"
    code = render(source).blocks[1]

    assert code.text == "  code"
    assert (code.runs[0].text, code.runs[0].start, code.runs[0].end) == ("  ", 6, 7)


def test_lists_deeper_than_the_parser_follows_are_shown_as_written():
    source = "".join(f"{'  ' * depth}- level{depth}x\n" for depth in range(120))

    text = "\n".join(shown(source))

    assert all(f"level{depth}x" in text for depth in range(120))


def test_nothing_renders_as_nothing():
    assert render("").blocks == ()
    assert render(" \n\t\n").blocks == ()
