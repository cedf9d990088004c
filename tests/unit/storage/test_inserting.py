from __future__ import annotations

import pytest
from sqlalchemy import select

from annotator.storage.database import reading, transaction
from annotator.storage.inserting import insert_columns
from annotator.storage.plain import STUDY

NAMES = ("id", "name", "extra", "header_json")


@pytest.mark.parametrize("count", [1, 31, 32, 200])
@pytest.mark.parametrize("said", [None, "", "it's", "50% ? :x ?1", "a\nb", "a\0b", "評価", "x" * 1000, "1"], ids=repr)
def test_what_all_rows_share_is_stored_as_it_is(database, said, count):
    rows = [(f"id-{at}", said, "{}", '{"at": "it\'s"}') for at in range(count)]
    with transaction(database) as session:
        insert_columns(session, STUDY, NAMES, list(zip(*rows, strict=True)))
    with reading(database) as session:
        found = session.execute(select(*(STUDY.c[name] for name in NAMES)).order_by(STUDY.c.key)).all()
    assert [tuple(row) for row in found] == rows


def test_one_row_that_differs_in_the_middle_stays_different(database):
    rows = [(f"id-{at}", "other" if at == 20 else "name", "{}", "{}") for at in range(50)]
    with transaction(database) as session:
        insert_columns(session, STUDY, NAMES, list(zip(*rows, strict=True)))
    with reading(database) as session:
        names = session.execute(select(STUDY.c.name).order_by(STUDY.c.key)).scalars().all()
    assert names == [row[1] for row in rows]
