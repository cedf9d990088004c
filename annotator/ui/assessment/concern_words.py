"""The sentences in which soft checks speak."""

from __future__ import annotations

from typing import TYPE_CHECKING

from annotator.domain.checks import Concern, ConcernKind
from annotator.i18n import N_, _, ngettext

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

_ABOUT_ONE = {
    ConcernKind.FAIL_WITHOUT_NOTE: N_("Criterion {number} fails without a note."),
    ConcernKind.CANNOT_JUDGE_WITHOUT_REASON: N_("Criterion {number} cannot be judged, but it does not say why."),
    ConcernKind.GAP_ON_AVOIDED_PITFALL: N_("A gap is tied to pitfall {number}, which you marked as not occurring."),
    ConcernKind.PASS_DESPITE_FAILED_CRITICAL: N_("The verdict is pass, but critical criterion {number} fails."),
}
_ABOUT_ALL = {
    ConcernKind.NO_CLIENT_ANSWER: N_("The client question is not answered (Q)."),
    ConcernKind.NO_VERDICT: N_("There is no verdict yet (O)."),
    ConcernKind.GAP_WITHOUT_SEVERITY: N_("A gap has no severity."),
}


def sentences(found: Sequence[Concern], numbers: Mapping[str, int]) -> list[str]:
    """Return one sentence a concern; unmarked criteria share one. `numbers` are the criteria's as shown."""
    unmarked = [
        str(numbers[each.criterion_id]) for each in found if each.kind is ConcernKind.UNMARKED and each.criterion_id
    ]
    said = []
    if unmarked:
        text = ngettext("Criterion {numbers} is not marked.", "Criteria {numbers} are not marked.", len(unmarked))
        said.append(text.format(numbers=", ".join(unmarked)))
    for concern in found:
        if concern.kind in _ABOUT_ALL:
            said.append(_(_ABOUT_ALL[concern.kind]))
        elif concern.kind in _ABOUT_ONE:
            said.append(_(_ABOUT_ONE[concern.kind]).format(number=numbers.get(concern.criterion_id or "", "?")))
    return list(dict.fromkeys(said))
