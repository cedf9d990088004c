"""The page of the study's question: on which jobs should a human step in?"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from annotator.i18n import _
from annotator.metrics.rates import GREY_BELOW
from annotator.workflow.results import texts
from annotator.workflow.results.pages.values import Line, Page, Table, Topic
from annotator.workflow.results.plots.values import Dumbbell, NetValues, Step
from annotator.workflow.results.plots.values import Line as PlotLine

if TYPE_CHECKING:
    from annotator.workflow.results.plots.values import Figure
    from annotator.workflow.results.question import Assumptions
    from annotator.workflow.results.values import Answer, Row

_MOST_LINES: Final = 30
_MOST_NET_VALUES: Final = 6
_FEWEST_TIMES: Final = 3


def step_in_page(answer: Answer) -> Page:
    """Return the table of metrics 6.3 with its figures and the advice in sentences."""
    assumed = answer.question.assumed
    rows = sorted(answer.rows, key=_gain, reverse=True)
    table = Table(
        caption=_("Where to step in"),
        columns=_columns(answer.currency),
        lines=tuple(Line(_cells(row), row.counts.n < GREY_BELOW) for row in rows),
        empty=_("No deliverable is graded yet. Rates appear with the first verdict."),
    )
    return Page(
        topic=Topic.STEP_IN,
        heading=_("Where should a human step in?"),
        tables=(table,),
        notes=(*_advice(rows, assumed), *texts.remarks(answer)),
        figures=_figures(rows, answer),
    )


def _gain(row: Row) -> tuple[float, float]:
    lifts = row.numbers.lifts
    gain = row.numbers.net_gain
    return (float("-inf") if gain is None else gain, lifts.absolute if lifts else -1.0)


def _columns(currency: str) -> tuple[str, ...]:
    money = f" ({currency})" if currency else ""
    return (
        _("Group"),
        _("AI alone"),
        _("After intervention"),
        _("Rescued of those retried"),
        _("Rescued of all failures"),
        _("Rescued by editing"),
        _("Control: plain retry"),
        _("Feedback less control"),
        _("Failures tried again"),
        _("Regressions"),
        _("Minutes (middle half)"),
        _("Cost per job") + money,
        _("Net value, AI alone") + money,
        _("Net value with a human") + money,
        _("Gain by stepping in") + money,
        _("Break-even job value") + money,
        _("Cost per rescue") + money,
        _("Probability that it pays"),
        _("Advice"),
        _("Undecided, left out"),
    )


def _cells(row: Row) -> tuple[str, ...]:
    numbers = row.numbers
    lifts, rescue, minutes = numbers.lifts, numbers.rescue, numbers.minutes
    middle = texts.NOTHING
    if minutes is not None and minutes.n >= _FEWEST_TIMES:
        middle = f"{minutes.median:.0f} ({minutes.lower_quartile:.0f}–{minutes.upper_quartile:.0f})"
    money = (
        numbers.cost_per_job,
        numbers.net_value_ai,
        numbers.net_value_hitl,
        numbers.net_gain,
        numbers.break_even,
        numbers.cost_per_rescue,
    )
    return (
        texts.group_name(row),
        texts.short_rate(lifts.first if lifts else None),
        texts.short_rate(lifts.overall if lifts else None),
        texts.short_rate(rescue.retried),
        texts.short_rate(rescue.all),
        texts.short_rate(row.edited),
        texts.short_rate(row.control),
        _apart(row),
        texts.percent(rescue.coverage),
        texts.short_rate(row.regression),
        middle,
        *(texts.number(amount) for amount in money),
        texts.number(numbers.p_pays, 3),
        texts.advice_word(row) or texts.NOTHING,
        f"{row.undecided}, {row.excluded}",
    )


def _apart(row: Row) -> str:
    test = row.control_test
    if test is None or test.difference is None:
        return texts.NOTHING
    apart = test.difference
    return f"{apart.value * 100:+.0f} [{apart.low * 100:.0f}, {apart.high * 100:.0f}], p = {test.mid_p:.3f}"


def _advice(rows: list[Row], assumed: Assumptions) -> list[str]:
    """Return the advice of each row in a sentence; what all lack is said once."""
    said = []
    for row in rows[:_MOST_LINES]:
        word, sentence = texts.advice_word(row), texts.advice_sentence(row, assumed)
        text = _("{group}: {advice}. {reason}").format(group=texts.group_name(row), advice=word, reason=sentence)
        said.append(text if word else sentence)
    return list(dict.fromkeys(said))


def _figures(rows: list[Row], answer: Answer) -> tuple[Figure, ...]:
    steps = [_step(row) for row in rows if row.numbers.lifts is not None][:_MOST_LINES]
    figures: list[Figure] = []
    if steps:
        figures.append(Dumbbell(_("From attempt 1 to after intervention"), tuple(step for step in steps if step)))
    worth = [_net_values(row, answer) for row in rows]
    return (*figures, *[figure for figure in worth if figure is not None][:_MOST_NET_VALUES])


def _step(row: Row) -> Step | None:
    lifts, minutes = row.numbers.lifts, row.numbers.minutes
    if lifts is None:
        return None
    first = lifts.first.rate
    return Step(
        name=texts.group_name(row),
        first=lifts.first,
        overall=lifts.overall,
        control=first + (1 - first) * row.control.rate if row.control else None,
        minutes=minutes.median if minutes else None,
        advice=texts.advice_word(row),
        net_gain=row.numbers.net_gain,
    )


def _net_values(row: Row, answer: Answer) -> NetValues | None:
    """Return the lines of a row's net value; `None` where a cost is unknown."""
    numbers, value, human = row.numbers, row.value, answer.question.assumed.human
    lifts = numbers.lifts
    if lifts is None or numbers.cost_per_job is None or row.counts.first_run_cost is None:
        return None
    ai = PlotLine(_("AI alone"), lifts.first.rate, row.counts.first_run_cost / row.counts.n)
    lines = [ai, PlotLine(_("With a human"), lifts.overall.rate, numbers.cost_per_job)]
    if human is not None:
        lines.append(PlotLine(_("Human alone"), human.success, human.cost))
    evens = [] if numbers.break_even is None else [numbers.break_even]
    if human is not None and human.success > lifts.overall.rate:
        evens.append(max(0.0, (human.cost - numbers.cost_per_job) / (human.success - lifts.overall.rate)))
    highest = max([2 * worth for worth in (value or 0.0, *evens)] or [0.0]) or 100.0
    title = _("Net value by job value: {group}").format(group=texts.group_name(row))
    return NetValues(title, answer.currency, highest, tuple(lines), tuple(evens))
