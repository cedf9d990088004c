"""The page that sets models side by side, paired where their jobs are the same."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import combinations, repeat
from typing import TYPE_CHECKING, Final

from annotator.i18n import _
from annotator.metrics.paired import cochran_q, holm, independent_difference, mcnemar, paired_difference, paired_table
from annotator.metrics.rates import GREY_BELOW
from annotator.workflow.results import texts
from annotator.workflow.results.pages.values import Line, Page, Table, Topic

if TYPE_CHECKING:
    from collections import Counter

    from annotator.metrics.paired import Difference, PairedTable
    from annotator.workflow.results.values import Answer

_MOST_MODELS: Final = 12
_THREE: Final = 3


@dataclass(frozen=True, slots=True)
class Outcomes:
    """Which of the models passed at attempt 1, and on how many jobs: `None` where one is undecided or has no attempt.

    Args:
        models: the models' names.
        jobs: how many jobs have these outcomes, one for each model.
    """

    models: tuple[str, ...]
    jobs: Counter[tuple[bool | None, ...]]

    def decided(self, at: int) -> int:
        """Return on how many jobs a model's first attempt is decided."""
        return sum(count for each, count in self.jobs.items() if each[at] is not None)

    def passed(self, at: int) -> int:
        """Return how many of those passed."""
        return sum(count for each, count in self.jobs.items() if each[at])

    def paired(self, one: int, other: int) -> PairedTable:
        """Return how two models did on the jobs of both."""
        pairs = (((each[one], each[other]), count) for each, count in self.jobs.items())
        return paired_table(
            pair
            for (ours, theirs), count in pairs
            if ours is not None and theirs is not None
            for pair in repeat((ours, theirs), count)
        )

    def shared(self) -> list[list[bool]]:
        """Return the outcomes of all models on each job that all of them did."""
        full = (([bool(passed) for passed in each], count) for each, count in self.jobs.items() if None not in each)
        return [row for row, count in full for _job in range(count)]


def models_page(answer: Answer, outcomes: Outcomes) -> Page:
    """Return the models' own rates, and the difference of each two."""
    rows = sorted(answer.rows, key=lambda row: -(row.numbers.lifts.first.rate if row.numbers.lifts else -1))
    lines = []
    for row in rows:
        lifts = row.numbers.lifts
        shown = (lifts.first, lifts.overall) if lifts else (None, None)
        gain = (lifts.absolute, lifts.relative) if lifts else (None, None)
        cells = (
            texts.group_name(row),
            *(texts.short_rate(rate) for rate in shown),
            *(texts.percent(share, 1) for share in gain),
            texts.short_rate(row.numbers.rescue.retried),
            texts.number(row.numbers.cost_per_job),
        )
        lines.append(Line(cells, row.counts.n < GREY_BELOW))
    columns = (
        _("Model"), _("AI alone"), _("After intervention"), _("Absolute lift"), _("Relative lift"),
        _("Rescued of those retried"), _("Cost per job"),
    )  # fmt: skip
    alone = Table(_("Models"), columns, tuple(lines), _("No deliverable is graded yet."))
    tables = (alone, _pairs(outcomes)) if len(outcomes.models) > 1 else (alone,)
    return Page(Topic.MODELS, _("Which model does more on its own?"), tables, tuple(_notes(outcomes)))


def _pairs(outcomes: Outcomes) -> Table:
    decided = [outcomes.decided(at) for at in range(len(outcomes.models))]
    often = sorted(range(len(decided)), key=lambda at: -decided[at])[:_MOST_MODELS]
    compared = [(one, other, outcomes.paired(one, other)) for one, other in combinations(often, 2)]
    same = [pair for pair in compared if pair[2].n]
    adjusted = iter(holm([mcnemar(table).mid_p for _one, _other, table in same]))
    lines = []
    for one, other, table in compared:
        if table.n:
            test = mcnemar(table)
            apart, words = paired_difference(table), _("{count} jobs of both").format(count=table.n)
            p_values = (f"{test.mid_p:.4f}", f"{next(adjusted):.4f}")
        else:
            counts = [number for at in (one, other) for number in (outcomes.passed(at), decided[at])]
            apart, words, p_values = independent_difference(*counts), _("different jobs"), (texts.NOTHING,) * 2
        is_small = (table.n or min(decided[one], decided[other])) < GREY_BELOW
        names = f"{outcomes.models[one]} – {outcomes.models[other]}"
        lines.append(Line((names, words, _difference(apart), *p_values), is_small))
    columns = (
        _("Models"),
        _("Compared on"),
        _("Difference at attempt 1, points"),
        _("p (McNemar, mid-p)"),
        _("p (Holm)"),
    )
    return Table(_("Each two models at attempt 1"), columns, tuple(lines), "", words=2)


def _difference(apart: Difference | None) -> str:
    if apart is None:
        return texts.NOTHING
    return f"{apart.value * 100:+.1f} [{apart.low * 100:.1f}, {apart.high * 100:.1f}]"


def _notes(outcomes: Outcomes) -> list[str]:
    """Return what is to be said of all models together (M11)."""
    said = [
        _("Attempt 1 is not tested against attempt 2: where only failures are tried again, no pass can be lost, and p"
          " would always be tiny. The rescue rate with its interval is the answer there.")
    ]  # fmt: skip
    if len(outcomes.models) < _THREE:
        return said
    jobs = outcomes.shared()
    found = cochran_q(jobs) if jobs else None
    if found is not None:
        text = _("All models on the {count} jobs they share: Cochran's Q = {q}, {df} degrees of freedom, p = {p}.")
        said.append(text.format(count=len(jobs), q=f"{found.q:.2f}", df=found.df, p=f"{found.p:.4f}"))
    return said
