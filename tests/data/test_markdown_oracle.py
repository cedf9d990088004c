"""What we show of real deliverables and briefs against GitHub's own renderer."""

from __future__ import annotations

import re
from collections import Counter
from html.parser import HTMLParser
from itertools import chain

import cmarkgfm
import pytest

from annotator.formats.markdown.render import render
from annotator.formats.markdown.values import BlockKind, Rendered, Style
from tests.data.markdown_corpus import briefs, deliverables

pytestmark = pytest.mark.data

EXTENSIONS = ["table", "strikethrough", "autolink", "tasklist"]
KIND_OF_TAG = {"li": "list items", "pre": "code blocks", "table": "tables"} | {
    f"h{level}": "headings" for level in range(1, 7)
}
# A place that may hide words by what Markdown is: link targets, numbers of list items, boxes of tasks.
TARGETS = re.compile(r"\](?:\([^()]*(?:\([^()]*\)[^()]*)*\)|\[[^\]]*\])")
MARKERS = re.compile(r"^[ \t>]*(?:(?:[-*+]|\d{1,9}[.)])(?:[ \t]+|$))+(?:\[[ xX]\])?", re.MULTILINE)
FOOTNOTE = re.compile(r"\[\^[^\]]+\]:")


class Reader(HTMLParser):
    """Counts tags and collects text."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.counts: Counter[str] = Counter()
        self.texts: list[str] = []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag, attrs):  # noqa: ARG002 -- the base class says which arguments
        if tag in KIND_OF_TAG:
            self.counts[KIND_OF_TAG[tag]] += 1

    def handle_data(self, data):
        self.texts.append(data)


def oracle(source: str) -> Reader:
    return Reader(cmarkgfm.markdown_to_html_with_extensions(source, options=0, extensions=EXTENSIONS))


def counts(rendered: Rendered) -> Counter[str]:
    found = rendered.counts
    return Counter(
        {
            "list items": found.list_items,
            "code blocks": found.code_blocks,
            "tables": found.tables,
            "headings": found.headings,
        }
    )


def test_blocks_are_counted_as_github_counts_them(capsys):
    names = [(name, counts(render(source)) == oracle(source).counts) for name, source in deliverables()]
    different = [name for name, is_equal in names if not is_equal]
    share = 1 - len(different) / len(names)
    with capsys.disabled():
        print(f"\nblock counts equal cmarkgfm's in {share:.2%} of {len(names)} deliverables; not in {different}")
    assert share >= 0.995


def words_as_github_shows_them(rendered: Rendered, source: str) -> str:
    """Return our text without what GitHub does not show: signs, captions, tags, definitions; and without blanks."""
    texts: list[str] = []
    for block in rendered.blocks:
        if block.kind not in {BlockKind.CAPTION, BlockKind.LITERAL}:
            texts += [
                source[run.start : run.end] if Style.LABEL in run.style else run.text
                for run in block.runs
                if not run.style & (Style.SIGN | Style.IMAGE | Style.HTML | Style.MUTED)
            ]
    return re.sub(r"\s+", "", "".join(texts))


def test_the_text_is_the_one_that_github_shows(capsys):
    equal = total = 0
    for _, source in chain(deliverables(), briefs()):
        total += 1
        expected = re.sub(r"\s+", "", "".join(oracle(source).texts))
        equal += words_as_github_shows_them(render(source), source) == expected
    with capsys.disabled():
        print(f"\ntext equal to cmarkgfm's, blanks aside, in {equal / total:.2%} of {total} texts")
    assert equal / total >= 0.975  # the rest: formulas, ranges with ~, Japanese emphasis, raw tags


def test_no_word_of_a_source_is_missing_from_what_is_shown():
    """Every letter and digit is displayed but for those that are Markdown's own markup."""
    for name, source in chain(deliverables(), briefs()):
        rendered = render(source)
        covered = bytearray(len(source))
        for block in rendered.blocks:
            for run in block.runs:
                if run.start is not None and run.end is not None:
                    covered[run.start : run.end] = b"\x01" * (run.end - run.start)
        for pattern in (TARGETS, MARKERS, FOOTNOTE):
            for match in pattern.finditer(source):
                covered[match.start() : match.end()] = b"\x01" * (match.end() - match.start())
        missing = [place for place, is_covered in enumerate(covered) if not is_covered and source[place].isalnum()]
        assert not missing, f"{name}: {source[max(0, missing[0] - 40) : missing[0] + 40]!r}"
