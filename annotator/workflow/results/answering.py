"""The table of the study's question: one row a group of chains, from the database to values."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from typing import TYPE_CHECKING, TypeVar

from annotator.garbage import left_lying
from annotator.metrics.paired import mcnemar, paired_difference, paired_table
from annotator.metrics.rates import wilson
from annotator.metrics.step_in import Assumptions as RowAssumptions
from annotator.metrics.step_in import category_row
from annotator.storage import result_marks, result_rows, result_spent, studies, workspace
from annotator.storage.result_firsts import Firsts, Grouping
from annotator.storage.result_gathering import gathered
from annotator.storage.result_standing import Ballots
from annotator.workflow.results.chains import build_chains, result_of
from annotator.workflow.results.question import (
    PRICE_STEPS,
    Field,
    Question,
    VerdictSource,
    assumptions_from,
    price_band,
)
from annotator.workflow.results.tallying import EDITS, UNCOUNTED, Later, Tally
from annotator.workflow.results.values import Answer, Control, Row
from annotator.workflow.results.verdicts import consensus, is_reviewed
from annotator.workflow.scene import rule_in_force

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from sqlalchemy.orm import Session

    from annotator.storage.result_firsts import First, Group
    from annotator.storage.result_rows import DeliverableFacts
    from annotator.workflow.results.chains import Chain, ChainResult
    from annotator.workflow.results.question import Assumptions

T = TypeVar("T")

ASSUMPTIONS = "results"
"""The name under which the workspace remembers what the coordinator assumes."""


def settled(session: Session, question: Question) -> Question:
    """Return the question with the workspace's rule and the study's currency where it names none."""
    assumed, key = question.assumed, studies.current_key(session)
    if not assumed.currency:
        assumed = replace(assumed, currency="" if key is None else result_rows.main_currency(session, key))
    return replace(question, rule=question.rule or rule_in_force(session, key), assumed=assumed)


def assumptions(session: Session) -> Assumptions:
    """Return what the workspace assumes."""
    return assumptions_from(workspace.remembered(session, ASSUMPTIONS))


def answer(session: Session, asked: Question) -> Answer:
    """Return the table for the current study; without one it has no rows."""
    table, _firsts = answer_and(session, asked, lambda _firsts: None)
    return table


def answer_and(session: Session, asked: Question, ask: Callable[[Firsts], T]) -> tuple[Answer, T | None]:
    """Return the table, and what else is asked of the same first attempts; `None` without a study."""
    question = settled(session, asked)
    key = studies.current_key(session)
    if key is None:
        return Answer(question, question.rule, question.assumed.currency, ()), None
    rule = question.rule if question.verdicts is VerdictSource.RULE else None
    with left_lying(), gathered(session, key, rule, by_reviewer=Field.REVIEWER in question.by):
        table = _Table(session, key, question)
        return table.answer(), ask(Firsts(session, key))


class _Table:
    """The rows of the table, added up from what SQL counts and from the chains that go on after their first attempt."""

    def __init__(self, session: Session, study_key: int, question: Question) -> None:
        self._session = session
        self._study_key = study_key
        self._question = question
        self._by = [Grouping(each.value) for each in question.by]
        self._firsts = Firsts(session, study_key)
        self._names = {each.key: each.name for each in studies.reviewers(session)}
        self._tallies: dict[Group, Tally] = {}

    def answer(self) -> Answer:
        """Add everything up."""
        is_apart = Field.REVIEWER in self._question.by
        for some in self._firsts.counts(self._by, PRICE_STEPS):
            if not is_apart or is_reviewed(some.ballots):  # what a reviewer never had is not undecided for them
                self._tally(self._named(some.group)).add_firsts(some)
        rows = result_rows.later(self._session, self._study_key)
        answered = self._firsts.answered(self._by, PRICE_STEPS) if rows else []
        chains = {chain.first: chain for chain in build_chains(dict.fromkeys(first.key for first in answered), rows)}
        missing = self._question.assumed.minutes
        spent = result_spent.intervening(self._session, EDITS, UNCOUNTED, None if missing is None else missing * 60)
        with result_spent.added_up(self._session, spent):
            for each in self._firsts.times(self._by, PRICE_STEPS):
                if consensus(each.ballots) is False:
                    self._tally(self._named(each.group)).add_times(each)
            self._add_chains(answered, chains)
        if self._question.assumed.is_full_oversight:
            with result_spent.added_up(self._session, result_spent.reviewing(self._session)):
                for each in self._firsts.times(self._by, PRICE_STEPS):
                    if consensus(each.ballots) is not None:
                        self._tally(self._named(each.group)).add_reviewing(each)
        further = self._add_further()
        assumed = self._question.assumed
        counts = tuple(self._row(group, tally) for group, tally in self._tallies.items())
        reached = [one for chain in chains.values() for one in chain.later]
        return Answer(
            question=self._question,
            rule=self._question.rule,
            currency=assumed.currency,
            rows=counts,
            further=further,
            loose=len(rows) - len(reached),
            unpriced=self._unpriced(reached),
        )

    def _add_chains(self, answered: Sequence[First], chains: Mapping[int, Chain]) -> None:
        if not answered:
            return
        later, verdicts = self._later(), self._later_verdicts()
        found: dict[tuple[int, int], ChainResult | None] = {}
        tallies: dict[Group, Tally] = {}
        for first in answered:
            own = verdicts[first.reviewer]
            own[first.key] = consensus(first.ballots)
            name = first.key, first.reviewer
            if name not in found:
                found[name] = result_of(chains[first.key], own)
            result = found[name]
            if result is not None:
                failed = [each.key for each in result.counted if own.get(each.key) is False]
                tally = tallies.get(first.group)
                if tally is None:
                    tally = tallies[first.group] = self._tally(self._named(first.group))
                tally.add_later(result, failed, later)

    def _later(self) -> Later:
        times: tuple[dict[int, float], dict[int, float]] = {}, {}
        for key, is_of_kinds, seconds in result_rows.later_times(self._session, self._study_key):
            times[is_of_kinds][key] = seconds / 60
        rows = result_marks.regressions(self._session, self._study_key)
        return Later(*times, {key: (kept, lost) for key, kept, lost in rows})

    def _later_verdicts(self) -> defaultdict[int, dict[int, bool | None]]:
        """Return the verdicts on what is no first attempt: each reviewer's own, or all together as those of 0."""
        found: defaultdict[int, dict[int, bool | None]] = defaultdict(dict)
        rows = result_rows.later_ballots(
            self._session,
            self._study_key,
            by_reviewer=Field.REVIEWER in self._question.by,
            is_ruled=self._question.verdicts is VerdictSource.RULE,
        )
        for key, reviewer, *said in rows:
            found[reviewer][key] = consensus(Ballots(*said))
        return found

    def _add_further(self) -> tuple[str, ...]:
        """Count first attempts beside the one that counts where their job and model stand, and return their ids."""
        if result_rows.first_attempts(self._session, self._study_key) == self._firsts.number:
            return ()
        ids = []
        for id_, model, category, language, budget, currency in result_rows.further(self._session, self._study_key):
            ids.append(id_)
            known = {
                Field.MODEL: model,
                Field.CATEGORY: category,
                Field.LANGUAGE: language,
                Field.PRICE_BAND: price_band(budget, currency),
            }
            if set(self._question.by) <= known.keys():
                self._tally(tuple(known[each] for each in self._question.by)).excluded += 1
        return tuple(ids)

    def _unpriced(self, later: Iterable[DeliverableFacts]) -> int:
        """Count the amounts that could not be converted."""
        if not result_rows.has_other_currency(self._session, self._study_key, self._question.assumed.currency):
            return 0
        named = [*result_rows.priced(self._session, self._study_key), *self._firsts.costs()]
        named += [(each.currency, 1) for each in later if each.cost is not None]
        return sum(count for currency, count in named if self._question.assumed.converted(1.0, currency) is None)

    def _named(self, group: Group) -> tuple[str | None, ...]:
        """Return what a group is called."""
        names: list[str | None] = []
        for each, value in zip(self._by, group, strict=True):
            match each:
                case Grouping.PRICE_BAND:
                    names.append(price_band(*value))
                case Grouping.REVIEWER:
                    names.append(self._names.get(value))
                case _:
                    names.append(value)
        return tuple(names)

    def _tally(self, group: Group) -> Tally:
        tally = self._tallies.get(group)
        if tally is None:
            tally = self._tallies[group] = Tally(self._question.assumed)
        return tally

    def _row(self, group: Group, tally: Tally) -> Row:
        assumed, counts, value = self._question.assumed, tally.counts, tally.values.mean
        supplied = RowAssumptions(
            assumed.hourly_rate, value, assumed.target, assumed.human, is_full_oversight=assumed.is_full_oversight
        )
        return Row(
            by=tuple((each.value, name) for each, name in zip(self._question.by, group, strict=True)),
            chains=tally.chains,
            undecided=tally.undecided,
            excluded=tally.excluded,
            counts=counts,
            numbers=category_row(counts, supplied),
            edited=wilson(tally.edited[True], tally.edited.total()),
            control=wilson(tally.control[True], tally.control.total()),
            regression=wilson(tally.lost, tally.kept + tally.lost),
            control_test=_control_test(tally.both),
            value=value,
        )


def _control_test(both: Sequence[tuple[bool, bool]]) -> Control | None:
    if not both:
        return None
    table = paired_table(both)
    return Control(table, mcnemar(table).mid_p, paired_difference(table))
