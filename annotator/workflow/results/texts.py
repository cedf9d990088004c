"""The results in words: headings, groups, advice with its reason in a sentence, numbers as they are shown."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from annotator.i18n import N_, _, ngettext
from annotator.metrics.step_in import FEWEST_RETRIED, Advice
from annotator.workflow.results.question import Field

if TYPE_CHECKING:
    from annotator.metrics.rates import Rate
    from annotator.workflow.results.question import Assumptions
    from annotator.workflow.results.values import Answer, Row

NOTHING: Final = "–"

FIELDS: Final = {
    Field.MODEL: N_("Model"),
    Field.CATEGORY: N_("Category"),
    Field.LANGUAGE: N_("Language"),
    Field.PRICE_BAND: N_("Price band"),
    Field.TAG: N_("Gap on attempt 1"),
    Field.REVIEWER: N_("Reviewer"),
}

ADVICE: Final = {
    Advice.LEAVE_TO_AI: N_("Leave to AI"),
    Advice.NOT_ENOUGH_DATA: N_("Not enough data"),
    Advice.STEP_IN: N_("Step in"),
    Advice.LIKELY: N_("Likely worth it"),
    Advice.HUMAN_FIRST: N_("Human from the start"),
    Advice.DECLINE: N_("AI only, or decline"),
    Advice.UNCERTAIN: N_("Uncertain, collect more"),
}


def group_name(row: Row) -> str:
    """Return what a row is about, in words."""
    names = [name if name is not None else _("(none)") for _field, name in row.by]
    return " · ".join(names) if names else _("All jobs")


def advice_word(row: Row) -> str:
    """Return the advice in a word; empty without one."""
    return _(ADVICE[row.numbers.advice]) if row.numbers.advice else ""


def advice_sentence(row: Row, assumed: Assumptions) -> str:
    """Return the advice with its reason, in a sentence."""
    numbers, advice = row.numbers, row.numbers.advice
    first = numbers.lifts.first if numbers.lifts else None
    if advice is None or first is None:
        return _missing(row, assumed)
    values = {
        "target": percent(assumed.target),
        "low_first": percent(first.low),
        "needed": percent(numbers.needed_rescue_rate),
        "retried": row.counts.retried,
        "fewest": FEWEST_RETRIED,
    }
    rescued = numbers.rescue.retried
    if rescued is not None:
        values |= {"rescue": percent(rescued.rate), "low": percent(rescued.low), "high": percent(rescued.high)}
    return _(_REASONS[advice]).format(**values)


_REASONS: Final = {
    Advice.LEAVE_TO_AI: N_(
        "Even the low end of the pass rate at attempt 1 ({low_first}) reaches the target of {target}."
    ),
    Advice.NOT_ENOUGH_DATA: N_(
        "{retried} failures were tried again with known minutes; {fewest} are needed to say anything."
    ),
    Advice.STEP_IN: N_("A rescue pays from {needed} on, and even the low end of the rescue rate ({low}) is above it."),
    Advice.LIKELY: N_("A rescue pays from {needed} on; the rescue rate is {rescue}, but may be as low as {low}."),
    Advice.HUMAN_FIRST: N_(
        "A rescue pays from {needed} on, and even the high end of the rescue rate ({high}) is below it;"
        " a human alone is worth more than the model alone."
    ),
    Advice.DECLINE: N_(
        "A rescue pays from {needed} on, and even the high end of the rescue rate ({high}) is below it:"
        " stepping in costs more than it brings."
    ),
    Advice.UNCERTAIN: N_("A rescue pays from {needed} on; the rescue rate lies anywhere between {low} and {high}."),
}


def _missing(row: Row, assumed: Assumptions) -> str:
    if not row.counts.n:
        return _("No first attempt is decided yet.")
    if assumed.hourly_rate is None:
        return _("Set what an hour costs to get advice.")
    return _("The jobs have no budget; say what a job is worth to get advice.")


def percent(share: float | None, digits: int = 0) -> str:
    """Return a share as percent."""
    return NOTHING if share is None else f"{share * 100:.{digits}f} %"


def rate(value: Rate | None) -> str:
    """Return a rate with its interval and k of n."""
    if value is None:
        return NOTHING
    return f"{value.rate * 100:.2f} % [{value.low * 100:.1f}–{value.high * 100:.1f}]  {value.k}/{value.n}"


def number(value: float | None, digits: int = 2) -> str:
    """Return a number; what is not defined is a dash."""
    return NOTHING if value is None else f"{value:,.{digits}f}"


def remarks(answer: Answer) -> list[str]:
    """Return what a reader of the table has to know besides."""
    said = []
    if answer.further:
        text = ngettext(
            "{count} first attempt does not count, since its job and model have an earlier one: {ids}",
            "{count} first attempts do not count, since their job and model have an earlier one: {ids}",
            len(answer.further),
        )
        said.append(text.format(count=len(answer.further), ids=_listed(answer.further)))
    if answer.loose:
        text = ngettext(
            "{count} deliverable belongs to no chain, such as an independent rerun, and is not counted.",
            "{count} deliverables belong to no chain, such as independent reruns, and are not counted.",
            answer.loose,
        )
        said.append(text.format(count=answer.loose))
    if answer.unpriced:
        text = ngettext(
            "{count} amount is in another currency than {currency} and without an exchange rate; it is left out.",
            "{count} amounts are in other currencies than {currency} and without an exchange rate; they are left out.",
            answer.unpriced,
        )
        said.append(text.format(count=answer.unpriced, currency=answer.currency))
    said += [
        _("Converted with {rate} {currency} for 1 {other}.").format(rate=worth, currency=answer.currency, other=other)
        for other, worth in answer.question.assumed.exchange
    ]
    return said


_SHOWN: Final = 5


def _listed(ids: tuple[str, ...]) -> str:
    return ", ".join(ids[:_SHOWN]) + (" …" if len(ids) > _SHOWN else "")


_SHOWN_FROM: Final = 5


def is_shown(value: Rate) -> bool:
    """Return whether enough jobs stand behind a rate for a percentage; fewer are shown as k of n."""
    return value.n >= _SHOWN_FROM


def short_rate(value: Rate | None) -> str:
    """Return k/n, the rate unless it says nothing, and its interval."""
    if value is None:
        return NOTHING
    if not is_shown(value):
        return f"{value.k}/{value.n}"
    return f"{value.k}/{value.n}  {value.rate * 100:.0f} % [{value.low * 100:.0f}–{value.high * 100:.0f}]"


_IMPORTANCES: Final = {
    "critical": N_("Critical"),
    "important": N_("Important"),
    "optional": N_("Optional"),
    "pitfall": N_("Pitfall"),
}


def importance(word: str | None) -> str:
    """Return a criterion's importance in words."""
    return _(_IMPORTANCES[word]) if word in _IMPORTANCES else _("Not ranked")
