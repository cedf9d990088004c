"""How far the models that marked beside reviewers said what those had marked before they saw it."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any

from annotator.metrics.judging import Judge, judge
from annotator.storage import opinions, studies
from annotator.storage.opinions import MODEL
from annotator.workflow import blinding

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sqlalchemy.orm import Session

_DECIDED = {"pass": True, "fail": False}


def judges(session: Session) -> Mapping[str, Judge]:
    """Return each model of the current study that was compared with reviewers, by its name."""
    key = studies.current_key(session)
    pairs: defaultdict[str, list[tuple[bool, bool]]] = defaultdict(list)
    is_blind = blinding.is_blind(session)
    for model, own, said in () if key is None else opinions.compared(session, key):
        if own in _DECIDED and said in _DECIDED:
            pairs[MODEL if is_blind else model].append((_DECIDED[own], _DECIDED[said]))
    found = {name: judge(*zip(*some, strict=True)) for name, some in pairs.items()}
    return {name: each for name, each in found.items() if each is not None}


def judges_document(found: Mapping[str, Judge]) -> list[dict[str, Any]]:
    """Return the models as JSON."""
    return [
        {
            "model": name,
            "n": each.n,
            "accuracy": each.accuracy,
            "kappa": each.kappa.value if each.kappa else None,
            "macro_f1": each.macro_f1,
            "true_pass_rate": each.true_passes,
            "true_fail_rate": each.true_fails,
            "bias": each.bias,
            "corrected_pass_rate": each.corrected_rate,
        }
        for name, each in found.items()
    ]
