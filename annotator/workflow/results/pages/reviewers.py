"""The page on reviewers: how far they agree, how they do on gold, how fast and how steady they are."""

from __future__ import annotations

from collections import defaultdict
from datetime import UTC, datetime
from itertools import repeat
from statistics import median
from typing import TYPE_CHECKING

from annotator.i18n import _
from annotator.metrics.calibration import FEWEST_REPEATS, REPEAT_AFTER_DAYS, GraderReport, grader_report
from annotator.storage import result_repeats, result_spent, studies
from annotator.workflow.results import texts
from annotator.workflow.results.agreeing import Level, agreement, agreement_on_criteria
from annotator.workflow.results.judging import judges
from annotator.workflow.results.lines import estimate, paradox
from annotator.workflow.results.pages.values import Line, Page, Table, Topic

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sqlalchemy.orm import Session

    from annotator.storage.result_repeats import Repeat
    from annotator.workflow.results.agreeing import Agreement

_FEW_UNITS = 10
_MOST_CRITERIA = 60
_DECIDED = {"pass": True, "fail": False}


def reviewers_page(session: Session) -> Page:
    """Return how far the reviewers agree, and each one's calibration, speed and self-agreement."""
    whole = agreement(session, Level.VERDICT)
    criteria, each = agreement_on_criteria(session, _MOST_CRITERIA)
    tables = (_levels(whole, criteria), _pairs(whole, criteria), _criteria(each), _graders(session), *_judges(session))
    notes = [
        _("Only what was marked before anybody saw another review counts, and only what two or more reviewed."),
        _("Alpha from .80 is reliable, from .667 tentative; experts often agree on 55 to 75 % of such judgements."),
    ]
    if any(row.is_paradox for found in (whole, criteria, each) for row in found.rows):
        notes.insert(0, paradox())
    return Page(Topic.REVIEWERS, _("How far do the reviewers agree?"), tables, tuple(notes))


def _levels(whole: Agreement, criteria: Agreement) -> Table:
    named = ((_("Verdicts"), whole), (_("Criteria"), criteria))
    return _group_table(_("Agreement of all reviewers"), _("Level"), named, _nothing_twice())


def _criteria(each: Agreement) -> Table:
    named = [(str(row.by[0][1]), type(each)(each.level, (row,))) for row in each.rows]
    empty = _("No criterion was marked by two reviewers yet.")
    return _group_table(_("Agreement on each criterion"), _("Criterion"), named, empty)


def _nothing_twice() -> str:
    return _("Nothing was reviewed by two reviewers yet.")


def _group_table(caption: str, first: str, named: Iterable[tuple[str, Agreement]], empty: str) -> Table:
    lines = []
    for name, found in named:
        for row in found.rows:
            group = row.all
            cells = (
                name,
                str(group.units),
                str(group.raters),
                texts.percent(group.agreement, 1),
                estimate(group.ac1),
                _coefficient(group.alpha),
                _coefficient(group.fleiss),
            )
            lines.append(Line(cells, group.units < _FEW_UNITS))
    columns = (first, _("Units"), _("Reviewers"), _("Agreement"), _("Gwet's AC1"), _("Krippendorff's alpha"))
    return Table(caption, (*columns, _("Fleiss' kappa")), tuple(lines), empty)


def _pairs(whole: Agreement, criteria: Agreement) -> Table:
    lines = []
    for level, found in ((_("Verdicts"), whole), (_("Criteria"), criteria)):
        for row in found.rows:
            for pair in row.pairs:
                own = pair.agreement
                cells = (
                    f"{pair.a} – {pair.b}",
                    level,
                    str(own.n),
                    texts.percent(own.agreement, 1),
                    estimate(own.kappa),
                    estimate(own.ac1),
                    texts.percent(own.prevalence, 0),
                )
                lines.append(Line(cells, own.n < _FEW_UNITS))
    columns = (
        _("Two reviewers"), _("Level"), _("Units"), _("Agreement"), _("Cohen's kappa"), _("Gwet's AC1"),
        _("Most frequent answer"),
    )  # fmt: skip
    return Table(_("Each two reviewers"), columns, tuple(lines), _nothing_twice(), 2)


def _coefficient(value: float | None) -> str:
    return _("undefined") if value is None else f"{value:.3f}"


def _graders(session: Session) -> Table:
    key = studies.current_key(session)
    people = studies.reviewers(session)
    reports = {} if key is None else calibrations(result_repeats.occasions(session, key))
    minutes = {} if key is None else _minutes(session, key)
    lines = []
    for person in people:
        taken, report = minutes.get(person.key, []), reports.get(person.key)
        if not taken and report is None:
            continue
        lines.append(
            Line((person.name, str(len(taken)), texts.number(median(taken) if taken else None, 1), *_said(report)))
        )
    columns = (
        _("Reviewer"), _("Timed reviews"), _("Median minutes"), _("Right on gold"), _("Strictness"),
        _("Same answer again"),
    )  # fmt: skip
    return Table(
        _("Each reviewer"), columns, tuple(lines), _("There are no minutes, known answers or second answers yet.")
    )


def _judges(session: Session) -> tuple[Table, ...]:
    """Return the models that marked beside reviewers, if any did (M22)."""
    found = judges(session)
    if not found:
        return ()
    lines = tuple(
        Line(
            (
                name,
                str(each.n),
                texts.percent(each.accuracy, 1),
                estimate(each.kappa),
                texts.percent(each.true_passes, 1),
                texts.percent(each.true_fails, 1),
                f"{each.bias:+.2f}",
            ),
            each.n < _FEW_UNITS,
        )
        for name, each in found.items()
    )
    columns = (
        _("Model"), _("Units"), _("Agreement"), _("Cohen's kappa"), _("Passes found"), _("Fails found"), _("Leniency"),
    )  # fmt: skip
    return (Table(_("Models that marked beside reviewers"), columns, lines, ""),)


def _said(report: GraderReport | None) -> tuple[str, str, str]:
    if report is None or not (report.gold or report.self_consistency):
        return (_("not calibrated"), texts.NOTHING, _("fewer than {count}").format(count=FEWEST_REPEATS))
    gold = texts.short_rate(report.gold) if report.is_calibrated else _("not calibrated")
    bias = texts.NOTHING if report.strictness_bias is None else f"{report.strictness_bias:+.2f}"
    again = _("fewer than {count}").format(count=FEWEST_REPEATS)
    return gold, bias, texts.short_rate(report.self_consistency) if report.self_consistency else again


def _minutes(session: Session, study_key: int) -> dict[int, list[float]]:
    """Return the active minutes of each reviewer's reviews."""
    found: defaultdict[int, list[float]] = defaultdict(list)
    for reviewer, seconds, reviews in result_spent.seconds_of_reviewers(session, study_key):
        found[reviewer].extend(repeat(seconds / 60, reviews))
    return dict(found)


def calibrations(rows: Iterable[Repeat]) -> dict[int, GraderReport]:
    """Return each reviewer's calibration from verdicts on gold and on what was asked twice (M26)."""
    gold_of = {}
    own: defaultdict[tuple[int, int], list[Repeat]] = defaultdict(list)
    for row in rows:
        if row.verdict not in _DECIDED:
            continue
        if row.gold:
            gold_of[row.deliverable] = _DECIDED[row.verdict]
        else:
            own[row.reviewer, row.deliverable].append(row)
    answers: defaultdict[int, list[tuple[bool, bool]]] = defaultdict(list)
    repeats: defaultdict[int, list[tuple[bool, bool]]] = defaultdict(list)
    for (reviewer, deliverable), given in own.items():
        first = given[0]
        said = _DECIDED[first.verdict or ""]
        if deliverable in gold_of:
            answers[reviewer].append((gold_of[deliverable], said))
        later = next((each for each in given[1:] if _days_apart(first, each) >= REPEAT_AFTER_DAYS), None)
        if later is not None:
            repeats[reviewer].append((said, _DECIDED[later.verdict or ""]))
    return {reviewer: grader_report(answers[reviewer], repeats[reviewer]) for reviewer, _job in own}


def _days_apart(one: Repeat, other: Repeat) -> float:
    """Return the days between two reviews; 0 where a time is missing or no time."""
    try:
        moments = [datetime.fromisoformat(each.submitted_at or "") for each in (one, other)]
    except ValueError:
        return 0.0
    aware = [each if each.tzinfo else each.replace(tzinfo=UTC) for each in moments]
    return (aware[1] - aware[0]).total_seconds() / 86_400
