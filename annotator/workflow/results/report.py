"""The report: one HTML file that needs nothing else, to be read, printed and passed on."""

from __future__ import annotations

import re
from dataclasses import dataclass
from html import escape
from typing import TYPE_CHECKING, Final

from annotator import __version__
from annotator.domain.moments import now
from annotator.i18n import N_, _, current_language
from annotator.storage import result_counts, result_rows, studies
from annotator.workflow.results import report_tables, texts
from annotator.workflow.results.answering import settled
from annotator.workflow.results.composing import page
from annotator.workflow.results.pages.values import Topic
from annotator.workflow.results.plots.drawing import draw
from annotator.workflow.results.plots.look import Look
from annotator.workflow.results.plots.values import described
from annotator.workflow.results.question import Field, VerdictSource

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy.orm import Session

    from annotator.workflow.results.pages.values import Page, Table
    from annotator.workflow.results.plots.values import Figure
    from annotator.workflow.results.question import Question

_STYLE: Final = """
:root { color-scheme: light; }
body { font: 15px/1.5 system-ui, sans-serif; color: #1c2127; background: #fff; max-width: 1080px; margin: 2rem auto;
  padding: 0 1.5rem; }
:lang(ja) { font-family: "Yu Gothic UI", "Hiragino Sans", "Noto Sans CJK JP", "IPAexGothic", sans-serif;
  line-height: 1.75; }
h1 { font-size: 1.7rem; } h2 { font-size: 1.25rem; margin-top: 2.2rem; border-bottom: 1px solid #dde2e8; }
h3 { font-size: 1.05rem; margin-bottom: .3rem; }
figure { margin: 1rem 0; break-inside: avoid; } figure svg { max-width: 100%; height: auto; }
dt { font-weight: 600; } dd { margin: 0 0 .5rem 1.2rem; }
@media print {
  body { margin: 0; max-width: none; font-size: 10pt; } @page { size: A4 landscape; margin: 14mm; }
  h2, h3 { break-after: avoid; }
}
"""

_DEFINITIONS: Final = (
    (N_("AI alone"), N_("The share of jobs whose first attempt passed; only decided first attempts count.")),
    (
        N_("After intervention"),
        N_("The share of jobs of which any attempt passed; independent reruns and plain retries never count."),
    ),
    (
        N_("Rescue rate"),
        N_("Of the failures tried again after feedback, or of all failures, those whose next attempt passed."),
    ),
    (N_("Rescued by editing"), N_("Of the failures that a human edited or took over, those that passed then.")),
    (N_("Control"), N_("Of the failures that were simply run again, those that passed: what luck alone does.")),
    (N_("Regressions"), N_("Of the criteria that passed at one attempt, those that failed at the next.")),
    (
        N_("Net value"),
        N_("The share of jobs that pass, times what a job is worth, less what it costs. The break-even is the job value"
           " from which stepping in is the better way."),
    ),
    (N_("Intervals"), N_("Rates have Wilson's interval of 95 %; differences have Newcombe's.")),
    (
        N_("Agreement"),
        N_("Percent, Cohen's kappa, Gwet's AC1 and Krippendorff's alpha stand together: kappa and alpha fall where "
           "nearly everything gets one answer, even if the reviewers agree."),
    ),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Facts:
    study: str
    deliverables: int
    reviewed: int
    jobs: int
    reviewers: int


def report(session: Session, asked: Question) -> str:
    """Return the report on the current study as HTML, in the language in use."""
    question = settled(session, asked)
    facts = _facts(session)
    if not question.by:
        question = question.by_only(Field.CATEGORY)
    body = [*_opening(facts, question)]
    for topic in Topic:
        body += _section(page(session, topic, question))
    body += [*_limits(), *_definitions()]
    title = escape(_("Results: {study}").format(study=facts.study))
    return (
        f'<!DOCTYPE html>\n<html lang="{current_language()}"><head><meta charset="utf-8"><title>{title}</title>'
        f'<meta name="viewport" content="width=device-width"><style>{_STYLE}{report_tables.STYLE}</style>'
        "</head>\n<body>" + "\n".join(body) + "</body></html>\n"
    )


def _facts(session: Session) -> _Facts:
    key = studies.current_key(session)
    found = next((each for each in studies.studies(session) if each.key == key), None)
    if key is None or found is None:
        return _Facts("–", 0, 0, 0, 0)
    reviewed, jobs = result_counts.reviewed(session, key), result_rows.jobs(session, key)
    people = len(result_counts.progress(session, key))
    return _Facts(found.name or "–", found.deliverables, reviewed, jobs, people)


def _opening(facts: _Facts, question: Question) -> Iterator[str]:
    yield f"<h1>{escape(_('Results: {study}').format(study=facts.study))}</h1>"
    yield _heading(_("Question"))
    yield _paragraph(_("Which of these jobs can a model do for pay, and where should a human step in?"))
    yield _heading(_("Data"))
    data = _("{jobs} jobs, {deliverables} deliverables, {reviewed} of them reviewed, {reviewers} reviewers.")
    yield _paragraph(
        data.format(
            jobs=facts.jobs, deliverables=facts.deliverables, reviewed=facts.reviewed, reviewers=facts.reviewers
        )
    )
    yield _heading(_("Method"))
    for said in _method(question):
        yield _paragraph(said)


def _method(question: Question) -> Iterator[str]:
    if question.verdicts is VerdictSource.REVIEWER:
        yield _("Counted are the reviewers' submitted verdicts. The pass rule in force, {rule}, is shown only after"
                " a reviewer's own verdict.").format(rule=question.rule)  # fmt: skip
    else:
        yield _("Counted is what the pass rule {rule} makes of the reviewers' marks.").format(rule=question.rule)
    yield _("Where several reviewed one deliverable, the adjudicated verdict counts, else the majority, else none.")
    assumed = question.assumed
    yield _("An hour costs {rate}; the currency is {currency}; a pass rate of {target} needs no human.").format(
        rate=texts.number(assumed.hourly_rate), currency=assumed.currency or texts.NOTHING,
        target=texts.percent(assumed.target),
    )  # fmt: skip
    yield (
        _("Costs are full: the first review of every job counts as a cost of stepping in.")
        if assumed.is_full_oversight
        else _("Costs are marginal: grading is taken as done already, and only stepping in is counted.")
    )
    yield _("For what is missing: job value {value}, run cost {cost}, minutes of an intervention {minutes}.").format(
        value=texts.number(assumed.value), cost=texts.number(assumed.run_cost), minutes=texts.number(assumed.minutes)
    )
    yield _("Computed by Annotator {version} at {time}.").format(version=__version__, time=now())


def _section(shown: Page) -> Iterator[str]:
    yield _heading(shown.heading)
    for figure in shown.figures:
        yield _figure(figure)
    for table in shown.tables:
        yield from _table(table)
    for note in shown.notes:
        yield _paragraph(note)


def _figure(figure: Figure) -> str:
    """Return a figure inline; what two figures name alike, such as the shape of a letter, is alike."""
    svg = draw(figure, Look(width=900), "svg").decode()
    svg = re.sub(r"<metadata>.*</metadata>", "", svg[svg.index("<svg") :], flags=re.DOTALL).replace(
        "<svg", f'<svg role="img" aria-label="{escape(described(figure))}"', 1
    )
    return f"<figure>{svg}</figure>"


def _table(table: Table) -> Iterator[str]:
    yield f"<h3>{escape(table.caption)}</h3>"
    if not table.lines:
        yield _paragraph(table.empty)
        return
    yield from report_tables.table_html(table)


def _limits() -> Iterator[str]:
    yield _heading(_("Limits"))
    for said in (
        _("Grey rows stand on fewer than ten jobs: read their interval, not their rate. Below five no rate is shown."),
        _("Without a control arm, a lift mixes what feedback did with what a second try does by itself."),
        _("The jobs were chosen, not drawn; what holds for them may not hold for others."),
        _("Minutes are active minutes as measured or corrected by the reviewers."),
    ):
        yield _paragraph(said)


def _definitions() -> Iterator[str]:
    yield _heading(_("Definitions"))
    entries = "".join(f"<dt>{escape(_(name))}</dt><dd>{escape(_(said))}</dd>" for name, said in _DEFINITIONS)
    yield f"<dl>{entries}</dl>"


def _heading(text: str) -> str:
    return f"<h2>{escape(text)}</h2>"


def _paragraph(text: str) -> str:
    return f"<p>{escape(text)}</p>"
