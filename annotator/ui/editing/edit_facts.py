"""What an edit did to the text and what it cost, in one line."""

from __future__ import annotations

from typing import TYPE_CHECKING

from annotator.i18n import _, ngettext
from annotator.ui.reading.facts import facts_line

if TYPE_CHECKING:
    from annotator.domain.review import Intervention
    from annotator.metrics.effort import EditEffort
    from annotator.ui.editing.showing import Compared


def edit_facts(
    found: Compared | None, effort: EditEffort | None, stored: Intervention | None, *, has_words: bool
) -> str:
    """Return sizes before and after, changed words, and the effort beside the minutes: neither is about quality.

    Args:
        found: the latest comparison.
        effort: what was measured, if the text has not changed since.
        stored: the intervention, whose minutes are counted.
        has_words: whether the language sets its words apart.
    """
    if found is None:
        return ""
    sizes = _("Before: {before}  Now: {after}").format(
        before=facts_line(found.before, has_words=has_words), after=facts_line(found.after, has_words=has_words)
    )
    changed = ngettext("{count} word changed", "{count} words changed", found.changed_words)
    parts = [sizes, changed.format(count=f"{found.changed_words:,}"), effort_text(effort)]
    if stored is not None:
        minutes = sum(each.counted_seconds for each in stored.time) / 60
        parts.append(_("{minutes} min").format(minutes=f"{minutes:.1f}"))
    return "\n".join((parts[0], " · ".join(parts[1:])))


def effort_text(effort: EditEffort | None) -> str:
    """Return the effort with the name that keeps it apart from quality."""
    if effort is None:
        return _("edit effort (technical): …")
    if effort.rate is None:
        return _("edit effort (technical): nothing is left of the text")
    return _("edit effort (technical): {rate}").format(rate=f"{effort.rate:.1%}")
