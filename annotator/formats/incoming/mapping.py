"""Which column of a table is which key of the document, and the jobs that this makes of its rows."""

from __future__ import annotations

import hashlib
import json
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

from annotator.exactjson import dumps
from annotator.i18n import N_

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from annotator.domain.shapes import Record
    from annotator.formats.incoming.table import Row, Table

FIELDS: Final = {
    "brief": N_("Brief"),
    "title": N_("Title"),
    "content": N_("Deliverable"),
    "model": N_("Model"),
    "id": N_("Job's id"),
    "deliverable_id": N_("Deliverable's id"),
    "attempt": N_("Attempt"),
    "category": N_("Category"),
    "language": N_("Language"),
    "price": N_("Price"),
    "currency": N_("Currency"),
    "criteria": N_("Criteria, a line each"),
}
"""What a column can be, with the window's name for it (a marked text)."""

_USUAL: Final = {
    "brief": "brief prompt instruction instructions description question task 依頼文 依頼内容 依頼 指示 プロンプト",
    "title": "title name subject headline タイトル 件名 案件名",
    "content": "content output response answer completion deliverable generation model_answer result 納品物 回答 出力",
    "model": "model generator model_id model_name llm モデル",
    "id": "job_id id question_id task_id prompt_id qid job 案件id 案件番号",
    "deliverable_id": "deliverable_id external_id answer_id response_id output_id 納品物id",
    "attempt": "attempt try turn 回",
    "category": "category variant domain topic type cluster job_category カテゴリ カテゴリー 分野 種別",
    "language": "language lang locale 言語",
    "price": "price budget payout amount value reward fee 金額 予算 報酬 価格",
    "currency": "currency 通貨",
    "criteria": "criteria rubric acceptance_criteria checklist 評価基準 評価項目",
}
_CONSTANT: Final = "="
_SIGNS: Final = {"$": "USD", "US$": "USD", "€": "EUR", "£": "GBP", "¥": "JPY", "￥": "JPY", "円": "JPY"}
_AMOUNT: Final = re.compile(r"(?P<before>[^\d.,-]*)(?P<amount>-?[\d][\d.,]*)(?P<after>\D*)")
_IMPORTANCE: Final = re.compile(r"\[?(critical|important|optional|pitfall)\]?\s*[:：-]?\s+(.+)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Mapping:
    """Columns by field. A column that begins with "=" is no column but the text behind it, for every row.

    `content` may name several columns, one a model: then a column's name is the model's, unless `model` is mapped.
    """

    columns: dict[str, str] = field(default_factory=dict)
    contents: tuple[str, ...] = ()

    @property
    def is_enough(self) -> bool:
        """Whether jobs can be made: a brief or a title is named."""
        return bool(self.columns.keys() & {"brief", "title"})

    def unknown(self, columns: Iterable[str]) -> list[str]:
        """Return the columns that are named and not there."""
        known = set(columns)
        named = (*self.columns.values(), *self.contents)
        return [each for each in named if not each.startswith(_CONSTANT) and each not in known]

    def with_pairs(self, pairs: Iterable[tuple[str, str]]) -> Mapping:
        """Return the mapping with other columns for some fields; an empty column takes a field away."""
        columns, contents = dict(self.columns), self.contents
        given_contents: list[str] = []
        for name, column in pairs:
            if name == "content":
                given_contents.append(column)
            elif column:
                columns[name] = column
            else:
                columns.pop(name, None)
        if given_contents:
            contents = tuple(each for each in given_contents if each)
        taken = {*contents, *(column for name, column in pairs if name != "content")}
        named = {name for name, _column in pairs}
        columns = {name: each for name, each in columns.items() if name in named or each not in taken}
        return Mapping(columns, contents)

    def as_json(self) -> str:
        """Return the mapping as text to be remembered."""
        return json.dumps({"columns": self.columns, "contents": self.contents}, ensure_ascii=False)

    @staticmethod
    def from_json(text: str) -> Mapping:
        """Return a mapping that was remembered."""
        given = json.loads(text)
        return Mapping(dict(given["columns"]), tuple(given["contents"]))


def guess(columns: Iterable[str]) -> Mapping:
    """Return what columns are by their names, in English and Japanese; each is one thing at most."""
    free = {_plain(column): column for column in reversed(list(columns))}
    found: dict[str, str] = {}
    for name, usual in _USUAL.items():
        for word in usual.split():
            if (column := free.pop(_plain(word), None)) is not None:
                found[name] = column
                break
    content = found.pop("content", None)
    return Mapping(found, (content,) if content is not None else ())


def jobs_of(table: Table, mapping: Mapping) -> Iterator[tuple[int, Record]]:
    """Yield the jobs that rows make, each with its first row's line; rows of one job may stand anywhere.

    Rows with the same id, or without ids the same brief and title, are one job with several deliverables. Columns that
    are not mapped are kept as metadata: of the deliverable if the row has one, else of the job.
    """
    jobs: dict[str, tuple[int, Record]] = {}
    for row in table.rows:
        cells = _Cells(row, mapping)
        job_id = cells.text("id") or _derived(cells)
        if job_id not in jobs:
            jobs[job_id] = row.line, _job(job_id, cells)
        _add_deliverables(jobs[job_id][1], cells)
    yield from jobs.values()


class _Cells:
    """A row, read by field."""

    def __init__(self, row: Row, mapping: Mapping) -> None:
        self.mapping = mapping
        self._cells = row.cells

    def text(self, name: str) -> str | None:
        column = self.mapping.columns.get(name)
        if column is None:
            return None
        return column.removeprefix(_CONSTANT) if column.startswith(_CONSTANT) else self.cell(column)

    def cell(self, column: str) -> str | None:
        value = self._cells.get(column)
        if value is None or isinstance(value, str):
            return value
        return dumps(value).decode()

    def others(self) -> dict[str, Any]:
        used = {*self.mapping.columns.values(), *self.mapping.contents}
        return {column: value for column, value in self._cells.items() if column not in used}


def _job(job_id: str, cells: _Cells) -> Record:
    made: Record = {"id": job_id, "deliverables": []}
    for name in ("title", "brief", "category", "language"):
        made[name] = cells.text(name)
    made["budget"] = _money(cells.text("price"), cells.text("currency"))
    lines = [line.strip(" \t-*•・") for line in (cells.text("criteria") or "").splitlines()]
    made["rubric"] = [_criterion(at, line) for at, line in enumerate(filter(None, lines), start=1)]
    if not any(cells.cell(column) for column in cells.mapping.contents):
        made["metadata"] = cells.others()
    return made


def _criterion(number: int, line: str) -> Record:
    found = _IMPORTANCE.fullmatch(line)
    if found is None:
        return {"id": f"c{number}", "text": line}
    return {"id": f"c{number}", "text": found[2], "importance": found[1].lower()}


def _add_deliverables(job: Record, cells: _Cells) -> None:
    for column in cells.mapping.contents:
        content = cells.cell(column)
        if content is None:
            continue
        model = cells.text("model") or (column if len(cells.mapping.contents) > 1 else None)
        ids = {each["id"] for each in job["deliverables"]}
        attempt = cells.text("attempt") or ""
        job["deliverables"].append(
            {
                "id": cells.text("deliverable_id") or _fresh(f"{job['id']}/{model or 1}", ids),
                "model": model,
                "attempt": int(attempt) if attempt.isdecimal() and int(attempt) else 1,
                "content": content,
                "metadata": cells.others(),
            }
        )


def _fresh(wanted: str, taken: set[str]) -> str:
    number = 2
    made = wanted
    while made in taken:
        made = f"{wanted}#{number}"
        number += 1
    return made


def _derived(cells: _Cells) -> str:
    """Return an id for a job without one: of its words, so that it is the same in every file."""
    words = json.dumps([cells.text("brief"), cells.text("title")], ensure_ascii=False)
    return f"job-{hashlib.sha256(words.encode('utf-8', 'surrogatepass')).hexdigest()[:12]}"


def _money(price: str | None, currency: str | None) -> Record | None:
    found = _AMOUNT.fullmatch(price.strip()) if price else None
    if found is None:
        return None
    amount = found["amount"].replace(",", "").rstrip(".")
    sign = found["before"].strip() or found["after"].strip()
    try:
        value = float(amount)
    except ValueError:
        return None
    named = currency or _SIGNS.get(sign) or (sign.upper() if re.fullmatch("[A-Za-z]{3}", sign) else None)
    return {"amount": int(value) if value.is_integer() else value, "currency": named}


def _plain(name: str) -> str:
    return re.sub(r"[\s_-]+", "_", name.strip().lower())
