"""Agreement statistics that others published, from the matrices they published."""

from __future__ import annotations

import csv
import json
from collections import Counter
from collections.abc import Callable
from itertools import chain
from statistics import fmean

import pytest

from annotator.metrics.agreement import Weighting, cohen_kappa, pair_agreement, weighted_kappa
from annotator.metrics.group_agreement import Estimate, Level, ac1, alpha, count_ratings, fleiss
from tests.data.markdown_corpus import DATA

pytestmark = pytest.mark.data

FOLDER = DATA / "agreement"
NOT_OURS = {"Krippendorff alpha ratio"}
PUBLISHED = [
    (entry["file"], statistic)
    for entry in (json.loads((FOLDER / "published.json").read_text(encoding="utf-8")) if FOLDER.exists() else [])
    for statistic in entry["statistics"]
]


def rows(file: str) -> list[list[str]]:
    """Return the cells of a file without its heading and first column."""
    with (FOLDER / file).open(encoding="utf-8", newline="") as lines:
        return [row[1:] for row in list(csv.reader(lines))[1:]]


def ratings(file: str) -> list[list[str | None]]:
    return [[cell or None for cell in row] for row in rows(file)]


def numbers(file: str) -> list[list[int | None]]:
    return [[int(cell) if cell else None for cell in row] for row in rows(file)]


def counts(file: str) -> list[Counter[int]]:
    return [Counter({at: int(cell) for at, cell in enumerate(row)}) for row in rows(file)]


def pairs(file: str) -> list[tuple[int, int]]:
    """Return the pairs of ratings that a contingency table counts."""
    cells = [[(one, other)] * int(cell) for one, row in enumerate(rows(file), 1) for other, cell in enumerate(row, 1)]
    return list(chain.from_iterable(cells))


def both(file: str, first: int, second: int) -> list[tuple[str | None, str | None]]:
    return [(row[first], row[second]) for row in ratings(file)]


def linear(file: str) -> float | None:
    return weighted_kappa(*zip(*pairs(file), strict=True), Weighting.LINEAR, 3)


def bennett(file: str) -> float:
    found = pair_agreement(*zip(*ratings(file), strict=True), categories=3)
    assert found is not None
    return found.pabak


OURS: dict[str, Callable[[str], Estimate | float | None]] = {
    "Krippendorff alpha nominal": lambda file: alpha(ratings(file)),
    "Krippendorff alpha ordinal": lambda file: alpha(numbers(file), Level.ORDINAL),
    "Krippendorff alpha interval": lambda file: alpha(numbers(file), Level.INTERVAL),
    "Fleiss' kappa": lambda file: fleiss(counts(file)),
    "Cohen's kappa": lambda file: cohen_kappa(pairs(file)),
    "Cohen's kappa linear weights": linear,
    "observed agreement": lambda file: fmean(first == second for first, second in ratings(file)),
    "Scott's pi": lambda file: fleiss(count_ratings(ratings(file))),  # Fleiss' kappa of two graders
    "Bennett S": bennett,
    "Cohen's kappa a1-a2": lambda file: cohen_kappa(both(file, 0, 1)),
    "Cohen's kappa a1-a3": lambda file: cohen_kappa(both(file, 0, 2)),
    "Cohen's kappa a2-a3": lambda file: cohen_kappa(both(file, 1, 2)),
    "Gwet AC1": lambda file: ac1(ratings(file)),
}


def test_the_published_numbers_are_there() -> None:
    assert len(PUBLISHED) >= 18
    assert {statistic["statistic"] for _file, statistic in PUBLISHED} == OURS.keys() | NOT_OURS


@pytest.mark.parametrize(
    ("file", "statistic"),
    [(file, statistic) for file, statistic in PUBLISHED if statistic["statistic"] not in NOT_OURS],
    ids=lambda value: value if isinstance(value, str) else value["statistic"],
)
def test_gives_what_was_published(file: str, statistic: dict) -> None:
    found = OURS[statistic["statistic"]](file)
    value = found.value if isinstance(found, Estimate) else found
    assert value == pytest.approx(statistic["published"], abs=statistic["tol"])
    assert value == pytest.approx(statistic["recomputed"], abs=1e-8)


@pytest.mark.parametrize(
    ("file", "statistic"),
    [(file, each) for file, each in PUBLISHED if "ci95" in each and each["statistic"] in ("Gwet AC1", "Cohen's kappa")],
    ids=lambda value: value if isinstance(value, str) else value["statistic"],
)
def test_gives_the_published_interval(file: str, statistic: dict) -> None:
    found = OURS[statistic["statistic"]](file)
    assert isinstance(found, Estimate)
    assert (found.low, found.high) == pytest.approx(statistic["ci95"], abs=max(0.0051, statistic["tol"]))
    assert found.error == pytest.approx(statistic.get("ase", found.error), abs=1e-3)
