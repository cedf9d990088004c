"""The table of the study's question: one row a group of chains, from the database to values."""

from __future__ import annotations

import gc
from contextlib import contextmanager
from dataclasses import replace
from typing import TYPE_CHECKING

from annotator.metrics.paired import mcnemar, paired_difference, paired_table
from annotator.metrics.rates import wilson
from annotator.metrics.step_in import Assumptions as RowAssumptions
from annotator.metrics.step_in import category_row
from annotator.storage import result_marks, result_rows, studies, workspace
from annotator.storage.result_rows import JobFacts
from annotator.workflow.results.chains import build_chains, result_of
from annotator.workflow.results.question import Field, Question, assumptions_from, price_band
from annotator.workflow.results.tallying import Minutes, Tally, minutes_of
from annotator.workflow.results.values import Answer, Control, Row
from annotator.workflow.results.verdicts import Votes, count_votes, of_reviewer
from annotator.workflow.scene import rule_in_force

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from sqlalchemy.orm import Session

    from annotator.workflow.results.chains import Chain, ChainResult, Chains
    from annotator.workflow.results.question import Assumptions

ASSUMPTIONS = "results"
"""The name under which the workspace remembers what the coordinator assumes."""


Group = tuple[str | None, ...]


def settled(session: Session, question: Question) -> Question:
    """Return the question with the workspace's rule and the study's currency where it names none."""
    assumed = question.assumed
    if not assumed.currency:
        key = studies.current_key(session)
        known = [] if key is None else result_rows.currencies(session, key)
        assumed = replace(assumed, currency=known[0] if known else "")
    return replace(question, rule=question.rule or rule_in_force(session), assumed=assumed)


def assumptions(session: Session) -> Assumptions:
    """Return what the workspace assumes."""
    return assumptions_from(workspace.remembered(session, ASSUMPTIONS))


def answer(session: Session, asked: Question) -> Answer:
    """Return the table for the current study; without one it has no rows."""
    question = settled(session, asked)
    key = studies.current_key(session)
    if key is None:
        return Answer(question, question.rule, question.assumed.currency, ())
    with _without_collection():
        return _Study(session, key, question).answer()


@contextmanager
def _without_collection() -> Iterator[None]:
    """Let Python look for no garbage meanwhile: a large study is many small values, none of them in a circle."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


class _Study:
    """What is read once for a table, and added up chain by chain."""

    def __init__(self, session: Session, study_key: int, question: Question) -> None:
        self._question = question
        self._session = session
        self._jobs = {row[0]: JobFacts._make(row) for row in result_rows.jobs(session, study_key)}
        self._chains: Chains = build_chains(result_rows.deliverables(session, study_key))
        self._votes: Votes = count_votes(
            session, study_key, question.verdicts, question.rule, needs_reviewers=Field.REVIEWER in question.by
        )
        times = result_rows.times(session, study_key, with_reviewing=question.assumed.is_full_oversight)
        self._minutes: Minutes = minutes_of(times, self._votes.standing, question.assumed.minutes)
        has_answers = any(chain.later for chain in self._chains.counted)
        rows = result_marks.regressions(session, study_key) if has_answers else ()
        self._transitions = {key: (kept, lost) for key, kept, lost in rows}
        self._tags = _tags(session, study_key) if Field.TAG in question.by else {}
        self._names = {each.key: each.name for each in studies.reviewers(session)}
        self._tallies: dict[Group, Tally] = {}
        self._job_groups: dict[int, Group] = {}
        self._has_own = bool({Field.MODEL, Field.REVIEWER} & set(question.by))

    def answer(self) -> Answer:
        """Add everything up."""
        if Field.REVIEWER in self._question.by:
            for reviewer in sorted(self._votes.by_reviewer):
                self._add_all(of_reviewer(self._votes, reviewer), self._names.get(reviewer))
        else:
            self._add_all(self._votes.verdicts, None)
        self._add_further()
        rows = tuple(self._row(group, tally) for group, tally in self._tallies.items())
        assumed = self._question.assumed
        ids = result_rows.ids_of(self._session, [each.key for each in self._chains.further])
        return Answer(
            question=self._question,
            rule=self._question.rule,
            currency=assumed.currency,
            rows=rows,
            further=tuple(ids[each.key] for each in self._chains.further),
            loose=self._chains.loose,
            unpriced=_unpriced(self._jobs.values(), self._chains.counted, assumed),
        )

    def _add_all(self, verdicts: Mapping[int, bool | None], reviewer: str | None) -> None:
        is_partial = Field.REVIEWER in self._question.by
        for chain in self._chains.counted:
            key = chain.first.key
            if is_partial and key not in verdicts:
                continue  # what a reviewer never had is not undecided for them
            result = result_of(chain, verdicts)
            for tally in self._tallies_of(chain, reviewer):
                self._add(tally, chain, result, verdicts)

    def _add(self, tally: Tally, chain: Chain, result: ChainResult | None, verdicts: Mapping[int, bool | None]) -> None:
        if result is not None:
            tally.chains += 1
            tally.add(result, self._jobs[chain.first.job], self._minutes)
            failed = (each.key for each in result.counted if verdicts.get(each.key) is False)
            tally.add_later(result.counted[1:], failed, self._minutes)
            for each in result.counted[1:]:
                kept, lost = self._transitions.get(each.key, (0, 0))
                tally.kept += kept
                tally.lost += lost
        elif chain.first.key in self._votes.skipped:
            tally.excluded += 1
        else:
            tally.chains += 1
            tally.undecided += 1

    def _add_further(self) -> None:
        """Count first attempts beside the one that counts where their job and model stand."""
        if not self._chains.further or {Field.REVIEWER, Field.TAG} & set(self._question.by):
            return
        for each in self._chains.further:
            self._tally(self._group(each.job, each.model, None)).excluded += 1

    def _tallies_of(self, chain: Chain, reviewer: str | None) -> Iterator[Tally]:
        group = self._group(chain.first.job, chain.first.model, reviewer)
        if Field.TAG not in self._question.by:
            yield self._tally(group)
            return
        at = self._question.by.index(Field.TAG)
        for tag in self._tags.get(chain.first.key, (None,)):
            yield self._tally((*group[:at], tag, *group[at + 1 :]))

    def _group(self, job: int, model: str | None, reviewer: str | None) -> Group:
        names = self._job_groups.get(job)
        if names is None:
            facts = self._jobs[job]
            has_bands = Field.PRICE_BAND in self._question.by
            band = price_band(facts.budget, facts.currency) if has_bands else None
            of_job = {Field.CATEGORY: facts.category, Field.LANGUAGE: facts.language, Field.PRICE_BAND: band}
            names = self._job_groups[job] = tuple(of_job.get(each) for each in self._question.by)
        if not self._has_own:
            return names
        own = {Field.MODEL: model, Field.REVIEWER: reviewer}
        return tuple(own.get(each, name) for each, name in zip(self._question.by, names, strict=True))

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
            edited=wilson(sum(tally.edited), len(tally.edited)),
            control=wilson(sum(tally.control), len(tally.control)),
            regression=wilson(tally.lost, tally.kept + tally.lost),
            control_test=_control_test(tally.both),
            value=value,
        )


def _control_test(both: Sequence[tuple[bool, bool]]) -> Control | None:
    if not both:
        return None
    table = paired_table(both)
    return Control(table, mcnemar(table).mid_p, paired_difference(table))


def _tags(session: Session, study_key: int) -> dict[int, tuple[str, ...]]:
    """Return the gap tags of each deliverable."""
    found: dict[int, tuple[str, ...]] = {}
    for deliverable, code in result_rows.gaps(session, study_key):
        found[deliverable] = (*found.get(deliverable, ()), code)
    return found


def _unpriced(jobs: Iterable[JobFacts], chains: Sequence[Chain], assumed: Assumptions) -> int:
    """Count the amounts that could not be converted."""
    named = [(job.budget, job.currency) for job in jobs]
    named += [(each.cost, each.currency) for chain in chains for each in (chain.first, *chain.later)]
    return sum(amount is not None and assumed.converted(amount, currency) is None for amount, currency in named)
