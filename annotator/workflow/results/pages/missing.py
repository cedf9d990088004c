"""The page of what was missing: gaps, strengths and criteria, each with the deliverables behind it."""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import TYPE_CHECKING, Final

from annotator.domain.taxonomy import TagKind
from annotator.i18n import _, current_language
from annotator.metrics.rates import tag_shares, wilson
from annotator.storage import result_counts, studies
from annotator.workflow.results import texts
from annotator.workflow.results.pages.values import Line, Page, Table, Topic
from annotator.workflow.results.plots.values import Bar, Bars
from annotator.workflow.taxonomy import taxonomy

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from sqlalchemy.orm import Session

    from annotator.domain.taxonomy import TagDefinition

_MOST_CRITERIA: Final = 60
_MOST_BARS: Final = 20


def missing_page(session: Session) -> Page:
    """Return how often each gap, strength and criterion came up."""
    key = studies.current_key(session)
    known = {tag.code: tag for tag in taxonomy().tags}
    found: defaultdict[str, list[tuple[int, int]]] = defaultdict(list)
    reviewed = 0
    if key is not None:
        known |= {tag.code: tag for tag in studies.tags(session, key)}
        reviewed = result_counts.reviewed(session, key)
        for code, deliverable, severity in result_counts.tags(session, key):
            found[code].append((deliverable, severity))
    gaps = {code: given for code, given in found.items() if code not in known or known[code].kind is TagKind.GAP}
    strengths = {code: given for code, given in found.items() if code not in gaps}
    gap_table, strength_table = _gap_table(gaps, known, reviewed), _strength_table(strengths, known, reviewed)
    return Page(
        topic=Topic.MISSING,
        heading=_("What was missing?"),
        tables=(gap_table, *_criterion_tables(session, key), strength_table),
        notes=(
            _("A deliverable may have several gaps, so their shares may add up to more than 100 %."),
            _("A pitfall that failed is a problem that occurred."),
        ),
        figures=_bars(((_("Gaps"), gaps), (_("Strengths"), strengths)), known, reviewed),
    )


def _gap_table(found: Mapping[str, list[tuple[int, int]]], known: Mapping[str, TagDefinition], all_: int) -> Table:
    lines = []
    for code, given in _most_first(found):
        severities = Counter(severity for _deliverable, severity in given)
        cells = (_name(code, known), texts.short_rate(wilson(len(given), max(all_, len(given)))))
        lines.append(_line((*cells, *(str(severities[worst]) for worst in (3, 2, 1))), given, all_))
    columns = (_("Gap"), _("Deliverables with it"), _("of these critical"), _("of these major"), _("of these minor"))
    return Table(_("Gaps"), columns, tuple(lines), _("No gap was tagged yet."))


def _strength_table(found: Mapping[str, list[tuple[int, int]]], known: Mapping[str, TagDefinition], all_: int) -> Table:
    lines = (
        _line((_name(code, known), texts.short_rate(wilson(len(given), max(all_, len(given))))), given, all_)
        for code, given in _most_first(found)
    )
    columns = (_("Strength"), _("Deliverables with it"))
    return Table(_("Strengths"), columns, tuple(lines), _("No strength was tagged yet."))


def _line(cells: tuple[str, ...], given: Sequence[tuple[int, int]], all_: int) -> Line:
    rate = wilson(len(given), max(all_, len(given)))
    return Line(cells, rate is None or rate.is_small, tuple(deliverable for deliverable, _severity in given))


def _criterion_tables(session: Session, study_key: int | None) -> tuple[Table, ...]:
    """Return the criteria that failed most, and their themes if the rubrics name any (M20)."""
    rows = [] if study_key is None else result_counts.criteria(session, study_key, _MOST_CRITERIA)
    fails = sum(row.failed for row in rows)
    lines = []
    for row in rows[:_MOST_CRITERIA]:
        rate = wilson(row.failed, row.graded)
        cells = (
            row.text or "",
            texts.importance(row.importance),
            texts.short_rate(rate),
            texts.percent(row.failed / fails if fails else None, 1),
        )
        lines.append(Line(cells, rate is None or rate.is_small, row.behind))
    columns = (_("Criterion"), _("Importance"), _("Failed of graded"), _("Share of failures"))
    table = Table(_("Criteria"), columns, tuple(lines), _("No criterion was marked yet."), words=2)
    themes: defaultdict[str, list[int]] = defaultdict(lambda: [0, 0])
    for row in rows:
        if row.theme:
            themes[row.theme][0] += row.failed
            themes[row.theme][1] += row.graded
    return (_theme_table(themes), table) if themes else (table,)


def _theme_table(themes: Mapping[str, list[int]]) -> Table:
    shares = tag_shares({name: (failed, graded) for name, (failed, graded) in themes.items()})
    ordered = sorted(shares.items(), key=lambda item: -(item[1].of_failures or 0))
    lines = tuple(
        Line((name, texts.short_rate(share.fail_rate), texts.percent(share.of_failures, 1),
              texts.percent(share.of_criteria, 1)), share.fail_rate is None or share.fail_rate.is_small)
        for name, share in ordered
    )  # fmt: skip
    columns = (_("Theme"), _("Failed of graded"), _("Share of failures"), _("Share of criteria"))
    return Table(_("Themes of criteria"), columns, lines, "")


def _bars(
    groups: Sequence[tuple[str, Mapping[str, list[tuple[int, int]]]]], known: Mapping[str, TagDefinition], all_: int
) -> tuple[Bars, ...]:
    figures = []
    for title, found in groups:
        bars = []
        for code, given in _most_first(found)[:_MOST_BARS]:
            rate = wilson(len(given), max(all_, len(given)))
            if rate is not None:
                bars.append(Bar(_name(code, known), rate, tuple(deliverable for deliverable, _severity in given)))
        if bars:
            figures.append(Bars(_("{kind}: share of the graded deliverables").format(kind=title), tuple(bars)))
    return tuple(figures)


def _most_first(found: Mapping[str, list[tuple[int, int]]]) -> list[tuple[str, list[tuple[int, int]]]]:
    return sorted(found.items(), key=lambda item: (-len(item[1]), item[0]))


def _name(code: str, known: Mapping[str, TagDefinition]) -> str:
    tag = known.get(code)
    label = tag.label.get(current_language()) or tag.label.get("en") if tag is not None else None
    return f"{code} {label}" if label else code
