"""Requests that were answered elsewhere: a review that comes back and says no more than what its requests led to."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from annotator.workflow.import_same import is_same

if TYPE_CHECKING:
    from annotator.domain.shapes import Record


def answered(stored: Record, coming: Record) -> dict[str, str]:
    """Return what came of each request of a stored review that had no result; nothing if more than that differs.

    Args:
        stored: the review as it is here.
        coming: the same revision of it, as a document has it.
    """
    if not is_same(_without_results(stored), _without_results(coming)):
        return {}
    found: dict[str, str] = {}
    for here, there in zip(stored["interventions"], coming["interventions"], strict=True):
        if is_same(here["result"], there["result"]):
            continue
        if here["result"] is not None or there["result"] is None:
            return {}
        found[there["id"]] = there["result"]
    return found


def _without_results(review: Record) -> dict[str, Any]:
    return {**review, "interventions": [{**step, "result": None} for step in review["interventions"]]}
