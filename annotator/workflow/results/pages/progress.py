"""The page on progress: how far the study is, and each reviewer."""

from __future__ import annotations

from typing import TYPE_CHECKING

from annotator.i18n import _
from annotator.metrics.rates import wilson
from annotator.storage import result_counts, studies
from annotator.workflow.results import texts
from annotator.workflow.results.pages.values import Line, Page, Table, Topic
from annotator.workflow.results.plots.values import Bar, Bars

if TYPE_CHECKING:
    from sqlalchemy.orm import Session


def progress_page(session: Session) -> Page:
    """Return how many deliverables are reviewed, and by whom."""
    key = studies.current_key(session)
    found = [0, 0, 0, 0] if key is None else result_counts.reviews_of_each(session, key)
    rows = [] if key is None else list(result_counts.progress(session, key))
    names = {each.key: each.name for each in studies.reviewers(session)}
    total = sum(found)
    words = (_("no review yet"), _("one review"), _("two reviews"), _("three or more"))
    counts = tuple(
        Line((word, str(count), texts.percent(count / total, 1)))
        for word, count in zip(words, found, strict=True)
        if total
    )
    people = tuple(Line((names.get(row[0], ""), *(str(number) for number in row[1:]))) for row in rows)
    tables = (
        Table(
            _("Deliverables"),
            (_("Submitted reviews"), _("Deliverables"), _("Share")),
            counts,
            _("There are no deliverables yet."),
        ),
        Table(
            _("Each reviewer"),
            (_("Reviewer"), _("Done"), _("Drafts"), _("Skipped"), _("Flagged")),
            people,
            _("Nobody has begun yet."),
        ),
    )
    rates = [(names.get(row[0], ""), wilson(min(row[1], total), total)) for row in rows]
    bars = tuple(Bar(name, rate) for name, rate in rates if rate is not None)
    figures = (Bars(_("Done by each reviewer, of all deliverables"), bars),) if bars else ()
    return Page(Topic.PROGRESS, _("How far is the study?"), tables, (), figures)
