"""How far reviewers agree, on criteria and on verdicts, in all and pair by pair."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from enum import Enum
from itertools import combinations
from typing import TYPE_CHECKING, Any, Final

from annotator.metrics.agreement import PairAgreement, pair_agreement
from annotator.metrics.group_agreement import GroupAgreement, group_agreement
from annotator.storage import result_ratings, studies
from annotator.storage.result_ratings import RATERS_AT_ONCE, Column

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from sqlalchemy.orm import Session

    from annotator.storage.result_ratings import Pattern

Group = tuple[str | None, ...]
Ratings = tuple[str | None, ...]
"""What each reviewer said of a unit, `None` where they rated nothing."""

_TWO: Final = 2


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
    rated = _Rated(session, key, level, by)
    return Agreement(level, tuple(rated.row(by, group) for group in rated.groups))


def agreement_on_criteria(session: Session, most: int) -> tuple[Agreement, Agreement]:
    """Return how far the reviewers agreed on all criteria together, and on each of those that they rated most."""
    key = studies.current_key(session)
    if key is None:
        return (Agreement(Level.CRITERION, ()),) * 2
    rated = _Rated(session, key, Level.CRITERION, (By.CRITERION,))
    often = sorted(rated.groups, key=lambda group: -rated.groups[group].total())[:most]
    each = tuple(rated.row((By.CRITERION,), group) for group in rated.groups if group in set(often))
    whole: Counter[Ratings] = Counter()
    for units in rated.groups.values():
        whole.update(units)
    rated.groups = {(): whole} if whole else {}
    return Agreement(Level.CRITERION, tuple(rated.row((), ()) for _group in rated.groups)), Agreement(
        Level.CRITERION, each
    )


class _Rated:
    """How often the units of each group got which ratings."""

    def __init__(self, session: Session, study_key: int, level: Level, by: Sequence[By]) -> None:
        self._raters = result_ratings.raters(session, study_key)
        self._names = _names(session)
        columns = [Column(each.value) for each in by]
        shared = result_ratings.ambiguous_criteria(session, study_key) if By.CRITERION in by else set()
        if shared:
            columns.append(Column.JOB)
        at = by.index(By.CRITERION) if By.CRITERION in by else -1
        self.groups: dict[Group, Counter[Ratings]] = {}
        for pattern in result_ratings.patterns(
            session, study_key, self._raters, columns, of_criteria=level is Level.CRITERION
        ):
            ratings = self._ratings(pattern)
            if sum(rating is not None for rating in ratings) < _TWO:
                continue
            group = list(pattern.group[: len(by)])
            if shared and group[at] in shared:  # one id that means something else in each job
                group[at] = f"{pattern.group[-1]}: {group[at]}"
            self.groups.setdefault(tuple(group), Counter())[ratings] += pattern.units

    def _ratings(self, pattern: Pattern) -> Ratings:
        found: list[str | None] = []
        for at in range(len(self._raters)):
            column, bit = at // RATERS_AT_ONCE, 1 << at % RATERS_AT_ONCE
            is_passed, is_failed = pattern.passes[column] & bit, pattern.fails[column] & bit
            found.append("pass" if is_passed else "fail" if is_failed else None)
        return tuple(found)

    def row(self, by: Sequence[By], group: Group) -> AgreementRow:
        """Return the agreement on the units of a group."""
        units = self.groups[group]
        rated = [at for at in range(len(self._raters)) if any(unit[at] is not None for unit in units)]
        times = list(units.values())
        given = {at: [unit[at] for unit in units] for at in rated}
        pairs = []
        for one, other in combinations(rated, 2):
            found = pair_agreement(given[one], given[other], times=times)
            if found is not None:
                pairs.append(Pair(self._name(one), self._name(other), found))
        return AgreementRow(
            by=tuple((each.value, name) for each, name in zip(by, group, strict=True)),
            all=group_agreement([tuple(unit[at] for at in rated) for unit in units], times=times),
            pairs=tuple(pairs),
            is_paradox=any(pair.agreement.is_kappa_uninformative for pair in pairs),
        )

    def _name(self, at: int) -> str:
        return self._names[self._raters[at]]


def _names(session: Session) -> Mapping[int, str]:
    """Return what each reviewer is called; of several with one name, the later ones get a number."""
    names: dict[int, str] = {}
    for each in studies.reviewers(session):
        taken = sum(name == each.name or name.startswith(f"{each.name} (") for name in names.values())
        names[each.key] = each.name if not taken else f"{each.name} ({taken + 1})"
    return names


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
