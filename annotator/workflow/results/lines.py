"""The results as lines of text, for a terminal."""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING, Final

from annotator.i18n import N_, _
from annotator.workflow.results import texts

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from annotator.metrics.group_agreement import Estimate
    from annotator.workflow.results.agreeing import Agreement
    from annotator.workflow.results.values import Answer, Row

_WIDE: Final = frozenset("WF")


def answer_lines(answer: Answer) -> Iterator[str]:
    """Yield the table, one group a paragraph."""
    source = N_("the reviewers' verdicts") if answer.question.verdicts.value == "reviewer" else N_("the pass rule")
    yield _("Counted by {source}; rule {rule}; currency {currency}").format(
        source=_(source), rule=answer.rule, currency=answer.currency or texts.NOTHING
    )
    if not answer.rows:
        yield _("There is nothing to count yet.")
    for row in answer.rows:
        yield ""
        yield texts.group_name(row)
        facts = list(row_facts(row))
        width = max(columns(name) for name, _said in facts)
        for name, said in facts:
            yield f"  {name}{' ' * (width - columns(name))}  {said}"
        word, sentence = texts.advice_word(row), texts.advice_sentence(row, answer.question.assumed)
        yield f"  {_('{advice}: {reason}').format(advice=word, reason=sentence) if word else sentence}"


def row_facts(row: Row) -> Iterator[tuple[str, str]]:
    """Yield the numbers of a row by their names, as they are shown."""
    numbers = row.numbers
    lifts, rescue, minutes = numbers.lifts, numbers.rescue, numbers.minutes
    yield (
        _("Chains"),
        _("{chains} ({undecided} undecided, {excluded} left out)").format(
            chains=row.chains, undecided=row.undecided, excluded=row.excluded
        ),
    )
    yield _("AI alone"), texts.rate(lifts.first if lifts else None)
    yield _("After intervention"), texts.rate(lifts.overall if lifts else None)
    lift = (lifts.absolute, lifts.relative) if lifts else (None, None)
    yield _("Lift, absolute and relative"), "  ".join(texts.percent(share, 1) for share in lift)
    yield _("Rescued of those retried"), texts.rate(rescue.retried)
    yield _("Rescued of all failures"), texts.rate(rescue.all)
    yield _("Rescued by editing"), texts.rate(row.edited)
    yield _("Control: plain retry"), texts.rate(row.control)
    if row.control_test is not None and row.control_test.difference is not None:
        test, apart = row.control_test, row.control_test.difference
        yield (
            _("Feedback less control"),
            (f"{apart.value * 100:+.1f} [{apart.low * 100:.1f}, {apart.high * 100:.1f}]  p = {test.mid_p:.3g}"),
        )
    yield _("Failures tried again"), texts.percent(rescue.coverage, 1)
    yield _("Regressions"), texts.rate(row.regression)
    middle = minutes and f"{minutes.median:.1f} ({minutes.lower_quartile:.1f}–{minutes.upper_quartile:.1f})"
    yield _("Minutes, median and middle half"), middle or texts.NOTHING
    for name, amount, digits in (
        (_("Cost per job"), numbers.cost_per_job, 4),
        (_("Net value, AI alone"), numbers.net_value_ai, 3),
        (_("Net value with a human"), numbers.net_value_hitl, 3),
        (_("Gain by stepping in"), numbers.net_gain, 3),
        (_("Break-even job value"), numbers.break_even, 2),
        (_("Cost per rescue"), numbers.cost_per_rescue, 2),
        (_("Probability that it pays"), numbers.p_pays, 4),
    ):
        yield name, texts.number(amount, digits)


def agreement_lines(found: Agreement) -> Iterator[str]:
    """Yield the agreement of all groups as a table, and each pair below."""
    if not found.rows:
        yield _("Nothing was reviewed by two reviewers yet.")
        return
    table = [[_("Group"), _("Units"), _("Reviewers"), _("Agreement"), "AC1", "alpha", "Fleiss"]]
    for row in found.rows:
        name = " · ".join(each or _("(none)") for _field, each in row.by) or _("All")
        coefficients = [estimate(row.all.ac1), texts.number(row.all.alpha, 4), texts.number(row.all.fleiss, 4)]
        share = texts.percent(row.all.agreement, 1)
        table.append([name, str(row.all.units), str(row.all.raters), share, *coefficients])
        for pair in row.pairs:
            own = pair.agreement
            pair_numbers = [estimate(own.ac1), f"kappa {estimate(own.kappa)}", ""]
            table.append([f"  {pair.a} – {pair.b}", str(own.n), "2", texts.percent(own.agreement, 1), *pair_numbers])
    yield from aligned(table)
    if any(row.is_paradox for row in found.rows):
        yield paradox()


def paradox() -> str:
    """Return why kappa may be low although reviewers agree."""
    return _("Where nearly everything passed, kappa and alpha say little: read AC1 and the percentage.")


def estimate(value: Estimate | None) -> str:
    """Return a coefficient with its interval, if it has one."""
    if value is None:
        return _("undefined")
    interval = "" if value.low is None or value.high is None else f" [{value.low:.2f}, {value.high:.2f}]"
    return f"{value.value:.4f}{interval}"


def aligned(table: Sequence[Sequence[str]]) -> Iterator[str]:
    """Yield the rows of a table with their columns below each other."""
    widths = [max(map(columns, column)) for column in zip(*table, strict=True)]
    for row in table:
        cells = (cell + " " * (width - columns(cell)) for cell, width in zip(row, widths, strict=True))
        yield "  ".join(cells).rstrip()


def columns(text: str) -> int:
    """Return how many columns a text takes in a terminal: Japanese letters take two."""
    return sum(2 if unicodedata.east_asian_width(letter) in _WIDE else 1 for letter in text)
