"""The report as a file, and what is said of reviewers who met known answers or the same deliverable twice."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path

import pytest
from typing_extensions import override

from annotator.cli.main import main
from annotator.i18n import use_language
from annotator.storage.database import reading
from annotator.workflow.results.pages.reviewers import reviewers_page
from annotator.workflow.results.pages.values import Line, Table
from annotator.workflow.results.report_tables import table_html
from annotator.workflow.workspaces import open_workspace
from tests import studies
from tests.studies import deliverable, document, job, review

WORDS = {"en": ("Where should a human step in?", "Definitions"), "ja": ("人はどこに手を入れるべきか", "定義")}
MOST_BYTES = 5_000_000


class Loads(HTMLParser):
    """Collects all that a page would fetch, and its headings."""

    def __init__(self) -> None:
        super().__init__()
        self.fetched: list[str] = []
        self.tags: set[str] = set()

    @override
    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        names = {"src", "srcset", "href", "xlink:href", "data", "poster", "action", "background"}
        self.fetched += [value or "" for name, value in attrs if name in names and not (value or "").startswith("#")]
        self.fetched += [value or "" for name, value in attrs if name == "style" and "url(" in (value or "")]


@pytest.fixture
def in_english() -> Iterator[None]:
    yield
    use_language("en")


@pytest.mark.parametrize("language", ["en", "ja"])
@pytest.mark.usefixtures("in_english")
def test_the_report_on_upbench_is_one_file_that_fetches_nothing(tmp_path: Path, language: str) -> None:
    workspace = ["--workspace", str(tmp_path / "workspace")]
    assert main(["import", str(studies.write(tmp_path, studies.upbench())), *workspace]) == 0
    path = tmp_path / "report.html"
    options = ["--by", "model", "--language", language, "--rate", "30", "--value", "100"]
    assert main(["report", "--output", str(path), *options, *workspace]) == 0
    content = path.read_text(encoding="utf-8")
    found = Loads()
    found.feed(content)

    assert path.stat().st_size < MOST_BYTES
    assert found.fetched == []
    assert not found.tags & {"script", "link", "iframe", "img", "object", "embed", "base"}
    assert not re.search(r"@import|url\(\s*['\"]?(?!#)", content)
    assert f'<html lang="{language}">' in content
    assert "128/322" in content
    for word in WORDS[language]:
        assert word in content


def table_with(columns: int) -> Table:
    line = Line(("Writing", *(f"{at}/20  45 % [26–66]" for at in range(columns))))
    return Table("T", ("Group", *(f"N{at}" for at in range(columns))), (line,), "")


def test_a_wide_table_is_whole_on_a_screen_and_in_parts_on_paper() -> None:
    whole, *parts = table_html(table_with(19))
    heads = [re.findall(r"<th(?: [^>]*)?>(.*?)</th>", part) for part in parts]

    assert whole.startswith('<div class="wide whole">')
    assert whole.count("</th>") == 20
    assert all(part.startswith('<div class="part">') for part in parts)
    assert [len(each) for each in heads] == [11, 10]
    assert [each[0] for each in heads] == ["Group", "Group"]
    assert [name for each in heads for name in each[1:]] == [f"N{at}" for at in range(19)]
    assert all("Writing" in part for part in parts)
    assert "45&nbsp;% <span>[26–66]</span>" in parts[0]  # no line ends within them


@pytest.mark.parametrize("columns", [0, 1, 10])
def test_a_table_that_fits_the_paper_is_there_once(columns: int) -> None:
    (only,) = table_html(table_with(columns))
    assert only.startswith('<div class="wide">')


def graders_of(tmp_path: Path, content: dict) -> dict[str, tuple[str, ...]]:
    """Return the lines of the table on each reviewer, by name."""
    assert main(["import", str(studies.write(tmp_path, content)), "--workspace", str(tmp_path / "w")]) == 0
    workbench = open_workspace(tmp_path / "w")
    with reading(workbench.database) as session:
        tables = reviewers_page(session).tables
    workbench.close()
    (table,) = [each for each in tables if each.caption == "Each reviewer"]
    return {line.cells[0]: line.cells[1:] for line in table.lines}


def test_gold_says_how_often_a_reviewer_is_right_and_how_strict(tmp_path: Path) -> None:
    """Ada fails two of the three that pass, and is right on the two that fail; Bob saw too few."""
    right = ["pass", "pass", "pass", "fail", "fail"]
    own = ["fail", "fail", "pass", "fail", "fail"]
    jobs = [
        job(
            f"j{at}",
            deliverable(
                f"d{at}",
                review(gold, "expert", gold=True),
                review(said, "ada"),
                *([review("pass", "bob")] if at == 0 else []),
            ),
        )
        for at, (gold, said) in enumerate(zip(right, own, strict=True))
    ]
    graders = graders_of(tmp_path, document(jobs))

    assert graders["ada"][2:4] == ("3/5  60 % [23–88]", "-0.40")
    assert graders["bob"][2:4] == ("not calibrated", "+0.00")


@pytest.mark.parametrize(("days", "repeats", "said"), [(8, 10, "9/10  90 % [60–98]"), (8, 9, "fewer than 10"),
                                                       (3, 10, "fewer than 10")])  # fmt: skip
def test_the_same_answer_again_counts_only_a_week_later_and_from_ten(
    tmp_path: Path, days: int, repeats: int, said: str
) -> None:
    jobs = [
        job(
            f"j{at}",
            deliverable(
                f"d{at}",
                review("pass", "expert", gold=True),
                review("pass", "ada", submitted_at="2026-11-01T09:00:00Z"),
                review(
                    "fail" if at == 0 else "pass", "ada", occasion=2, submitted_at=f"2026-11-{1 + days:02}T10:00:00Z"
                ),
            ),
        )
        for at in range(repeats)
    ]
    assert graders_of(tmp_path, document(jobs))["ada"][4] == said
