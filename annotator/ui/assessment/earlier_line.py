"""What a criterion's card says of the attempt before, once that can no longer lead."""

from __future__ import annotations

from typing import TYPE_CHECKING

from annotator.i18n import _
from annotator.ui.words import mark_sign, mark_word

if TYPE_CHECKING:
    from annotator.domain.rubric import Criterion
    from annotator.workflow.sheets import Earlier


def earlier_line(earlier: Earlier, criterion: Criterion) -> str:
    """Return how the criterion was marked on the attempt before, with the note; empty if it was not marked."""
    mark = earlier.review.mark(criterion.id)
    if mark.kind is None:
        return ""
    word = f"{mark_sign(mark.kind)} {mark_word(mark.kind, is_pitfall=criterion.is_pitfall)}"
    said = _("Earlier, on attempt {number}: {mark}").format(number=earlier.attempt, mark=word)
    return f"{said}\n{mark.note}" if mark.note else said
