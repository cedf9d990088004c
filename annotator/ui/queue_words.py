"""The signs and words in which the queue says how far a deliverable is; "to do" is never a circle."""

from __future__ import annotations

from typing import TYPE_CHECKING

from annotator.domain.review import Verdict
from annotator.i18n import N_, _
from annotator.ui.words import verdict_sign, verdict_word
from annotator.workflow.sheets import QueueState

if TYPE_CHECKING:
    from annotator.workflow.sheets import QueueEntry

FLAG = "⚑"

_SIGNS = {
    QueueState.TO_DO: "□",
    QueueState.STARTED: "▸",
    QueueState.DONE: "■",
    QueueState.SKIPPED: "–",
    QueueState.REOPENED: "↻",
    QueueState.RECHECK: "»",
}
_WORDS = {
    QueueState.TO_DO: N_("to do"),
    QueueState.STARTED: N_("started"),
    QueueState.DONE: N_("done"),
    QueueState.SKIPPED: N_("skipped"),
    QueueState.REOPENED: N_("reopened"),
    QueueState.RECHECK: N_("re-check"),
}


def state_word(state: QueueState) -> str:
    """Return what a state is called."""
    return _(_WORDS[state])


def verdict_of(entry: QueueEntry) -> Verdict | None:
    """Return the verdict of a row that is done."""
    return Verdict(entry.verdict) if entry.state is QueueState.DONE and entry.verdict else None


def entry_sign(entry: QueueEntry) -> str:
    """Return the sign of a row: its verdict's when it is done, else its state's."""
    verdict = verdict_of(entry)
    return verdict_sign(verdict) if verdict else _SIGNS[entry.state]


def state_line(entry: QueueEntry) -> str:
    """Return what the second line says about the state: how many criteria are marked while some are open."""
    if entry.state in {QueueState.STARTED, QueueState.REOPENED} and entry.asked:
        counted = _("{marked} of {asked} marked").format(marked=entry.marked, asked=entry.asked)
        return counted if entry.state is QueueState.STARTED else f"{state_word(entry.state)} · {counted}"
    verdict = verdict_of(entry)
    return f"{state_word(entry.state)} · {verdict_word(verdict)}" if verdict else state_word(entry.state)


def second_line(entry: QueueEntry) -> str:
    """Return what stands below the title."""
    parts = [entry.category or "", state_line(entry)]
    if entry.attempt > 1:
        parts.append(_("attempt {number}").format(number=entry.attempt))
    if entry.is_flagged:
        parts.append(_("flagged"))
    return " · ".join(part for part in parts if part)


def spoken(entry: QueueEntry) -> str:
    """Return what a screen reader says of a row."""
    return f"{entry.title}. {second_line(entry)}"
