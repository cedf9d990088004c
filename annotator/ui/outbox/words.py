"""What the outbox says about a request."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from annotator.domain.feedback import ARMS
from annotator.i18n import N_, _
from annotator.ui.generating.words import moment
from annotator.ui.steppingin.menu import kind_word
from annotator.workflow.outbox import Waiting

if TYPE_CHECKING:
    from annotator.domain.job import Arm
    from annotator.workflow.outbox import OutboxLine

_STATES: Final = {
    Waiting.TRAVELS: N_("travels in your result file"),
    Waiting.TO_BE_SENT: N_("waits to be sent"),
    Waiting.UNDER_WAY: N_("on its way"),
    Waiting.BROKE_OFF: N_("no whole answer came"),
    Waiting.MAYBE_PAID: N_("left, no answer here: perhaps paid"),
}
_KINDS: Final = {arm: kind for kind, arm in ARMS.items()}


def state_word(line: OutboxLine) -> str:
    """Return why a request stands in the outbox."""
    return _(_STATES[line.waiting])


def arm_word(arm: Arm) -> str:
    """Return what was asked for."""
    return kind_word(_KINDS[arm]) if arm in _KINDS else _("first attempt")


def deliverable_word(line: OutboxLine) -> str:
    """Return what a request is about: the job, the attempt it goes on from and, where it may be known, the model."""
    if line.entry is None:
        return line.title
    parts = (line.title, _("attempt {number}").format(number=line.entry.attempt), line.entry.model or "")
    return " · ".join(part for part in parts if part)


def detail(line: OutboxLine) -> str:
    """Return all that is known of a request: where it went and when, what went wrong, its message, what came."""
    parts = []
    if line.host and line.sent_at:
        parts.append(_("Left for {host}, {time}.").format(host=line.host, time=moment(line.sent_at)))
    if line.trouble:
        parts.append(line.trouble)
    if line.ask is not None:
        parts.append(line.ask.message or _("A plain retry says nothing new: the brief alone is sent."))
    if line.came:
        parts.append(_("What came of the answer:") + "\n" + line.came)
    return "\n\n".join(parts)
