"""How far reviewers agree, on criteria and on verdicts, in all and pair by pair."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from enum import Enum
from itertools import combinations
from typing import TYPE_CHECKING, Any

from annotator.metrics.agreement import PairAgreement, pair_agreement
from annotator.metrics.group_agreement import GroupAgreement, group_agreement
from annotator.storage import result_ratings, result_rows, studies

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from sqlalchemy.orm import Session

    from annotator.storage.result_ratings import Rating

_DECIDED = frozenset({"pass", "fail"})


class Level(Enum):
    """What reviewers agree on: each criterion, or the verdict on the whole."""

    CRITERION = "criterion"
    VERDICT = "verdict"


class By(Enum):
    """What agreement can be grouped by."""

    CRITERION = "criterion"
    MODEL = "model"
    CATEGORY = "category"
    LANGUAGE = "language"


@dataclass(frozen=True, slots=True)
class Pair:
    """Two reviewers by name, and how far they agree."""

    a: str
    b: str
    agreement: PairAgreement


@dataclass(frozen=True, slots=True)
class AgreementRow:
    """The agreement of all reviewers on one group of units, and of each two of them.

    Args:
        by: what the units have in common.
        all: the group's coefficients.
        pairs: each two reviewers who rated units in common.
        is_paradox: whether nearly everything got one rating, so that kappa and alpha say little.
    """

    by: tuple[tuple[str, str | None], ...]
    all: GroupAgreement
    pairs: tuple[Pair, ...]
    is_paradox: bool


@dataclass(frozen=True, slots=True)
class Agreement:
    """The rows, in the order in which their groups occur."""

    level: Level
    rows: tuple[AgreementRow, ...]


def agreement(session: Session, level: Level, by: Sequence[By] = ()) -> Agreement:
    """Return how far the reviewers of the current study agreed before anybody talked.

    Only what two or more reviewed counts; not applicable and cannot judge are no ratings, nor is an undecided verdict.
    Criteria are grouped as criteria even if verdicts were asked for.
    """
    level = Level.CRITERION if By.CRITERION in by else level
    key = studies.current_key(session)
    if key is None:
        return Agreement(level, ())
    read = result_ratings.marks if level is Level.CRITERION else result_ratings.verdicts
    ratings = [rating for rating in read(session, key) if rating.said in _DECIDED]
    names = _names(session)
    label = _Labels(session, key, by)
    groups: defaultdict[tuple[str | None, ...], list[Rating]] = defaultdict(list)
    for rating in ratings:
        groups[label.of(rating)].append(rating)
    rows = (_row(by, group, some, names) for group, some in groups.items())
    return Agreement(level, tuple(row for row in rows if row.all.units))


class _Labels:
    """What a rating's group is called."""

    def __init__(self, session: Session, study_key: int, by: Sequence[By]) -> None:
        self._by = by
        texts: defaultdict[str, set[str | None]] = defaultdict(set)
        if By.CRITERION in by:
            for id_, text in result_ratings.criterion_texts(session, study_key):
                texts[id_].add(text)
        self._is_shared = {id_ for id_, said in texts.items() if len(said) > 1}
        needs_jobs = bool(set(by) - {By.CRITERION})
        jobs = {row[0]: row for row in result_rows.jobs(session, study_key)} if needs_jobs else {}
        rows = result_rows.deliverables(session, study_key) if needs_jobs or self._is_shared else ()
        self._facts = {row[0]: (row[1], row[2], *jobs.get(row[1], (None, None, None))[1:3]) for row in rows}

    def of(self, rating: Rating) -> tuple[str | None, ...]:
        """Return the group of a rating; an id that means something else in another job is named with its job's key."""
        job, model, category, language = self._facts.get(rating.deliverable, (None, None, None, None))
        criterion = rating.criterion
        if criterion in self._is_shared:
            criterion = f"{job}: {criterion}"
        known = {By.CRITERION: criterion, By.MODEL: model, By.CATEGORY: category, By.LANGUAGE: language}
        return tuple(known[each] for each in self._by)


def _names(session: Session) -> dict[int, str]:
    """Return what each reviewer is called; of several with one name, the later ones get a number."""
    names: dict[int, str] = {}
    for each in studies.reviewers(session):
        taken = sum(name == each.name or name.startswith(f"{each.name} (") for name in names.values())
        names[each.key] = each.name if not taken else f"{each.name} ({taken + 1})"
    return names


def _row(
    by: Sequence[By], group: tuple[str | None, ...], ratings: Iterable[Rating], names: Mapping[int, str]
) -> AgreementRow:
    units: defaultdict[tuple[int, str | None], dict[int, str | None]] = defaultdict(dict)
    for rating in ratings:
        units[rating.deliverable, rating.criterion][rating.reviewer] = rating.said
    several = [unit for unit in units.values() if len(unit) > 1]
    raters = sorted({reviewer for unit in several for reviewer in unit})
    table = [[unit.get(reviewer) for reviewer in raters] for unit in several]
    pairs = []
    for (at, one), (behind, other) in combinations(enumerate(raters), 2):
        found = pair_agreement([unit[at] for unit in table], [unit[behind] for unit in table])
        if found is not None:
            pairs.append(Pair(names[one], names[other], found))
    return AgreementRow(
        by=tuple((each.value, name) for each, name in zip(by, group, strict=True)),
        all=group_agreement(table),
        pairs=tuple(pairs),
        is_paradox=any(pair.agreement.is_kappa_uninformative for pair in pairs),
    )


def agreement_document(found: Agreement) -> dict[str, Any]:
    """Return the agreement as one JSON object."""
    return {"level": found.level.value, "groups": [_row_document(row) for row in found.rows]}


def _row_document(row: AgreementRow) -> dict[str, Any]:
    return {
        "by": dict(row.by),
        "units": row.all.units,
        "raters": row.all.raters,
        "agreement": row.all.agreement,
        "ac1": row.all.ac1.value if row.all.ac1 else None,
        "alpha": row.all.alpha,
        "fleiss": row.all.fleiss,
        "pairs": [
            {
                "a": pair.a,
                "b": pair.b,
                "n": pair.agreement.n,
                "agreement": pair.agreement.agreement,
                "kappa": pair.agreement.kappa.value if pair.agreement.kappa else None,
                "ac1": pair.agreement.ac1.value,
            }
            for pair in row.pairs
        ],
    }
