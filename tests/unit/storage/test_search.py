from __future__ import annotations

import pytest

from annotator.errors import Cancelled
from annotator.storage import search
from annotator.storage.database import reading, transaction
from tests.unit.small_study import add_deliverable

TEXTS = ("評価", "評", "LETTER to", "straße", "100%", "_", "\\", "\x00", "regards", "zz", "x" * 20_000)


@pytest.fixture
def odd(filled):
    with transaction(filled) as session:
        for key, content in enumerate(("100% _sure_ \\o/", "nul\x00 then 100%", "ÀÉÎ", "x" * 30_000), 10):
            add_deliverable(session, key, 2, f"odd-{key}", model=None, content=content)
    return filled


@pytest.mark.parametrize("text", TEXTS, ids=lambda text: repr(text)[:20])
def test_all_databases_find_the_same(odd, text):
    """SQLite scans by itself; elsewhere Python does, which is the plainest way to be right."""
    with reading(odd) as session:
        assert search.matching(session, 1, text) == search._matching_anywhere(session, 1, text, None)


@pytest.mark.parametrize(
    ("text", "found"), [("100%", {10, 11}), ("_", {10}), ("\\", {10}), ("\x00", {1, 11}), ("then", {11}), ("àéî", {12})]
)
def test_signs_with_a_meaning_elsewhere_are_only_signs(odd, text, found):
    with reading(odd) as session:
        assert search.matching(session, 1, text) == found


def test_a_scan_in_python_stops_too(odd):
    with reading(odd) as session, pytest.raises(Cancelled):
        search._matching_anywhere(session, 1, "x", lambda: True)


def test_other_studies_are_not_searched(odd):
    with reading(odd) as session:
        assert search.matching(session, 2, "評価") == set()
