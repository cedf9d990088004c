"""What the journal's acts are called, for undo, redo and the history."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from annotator.domain.review import ReviewStatus
from annotator.i18n import N_, _
from annotator.workflow.commands import SetStatus

if TYPE_CHECKING:
    from collections.abc import Mapping

    from annotator.workflow.commands import Command

_LABELS: Final[Mapping[str, str]] = {
    "SetMark": N_("mark"),
    "SetEvidence": N_("evidence"),
    "AddTag": N_("tag"),
    "RemoveTag": N_("removing a tag"),
    "SetSeverity": N_("severity"),
    "SetClientAcceptance": N_("client's answer"),
    "SetVerdict": N_("verdict"),
    "SetGuess": N_("guess"),
    "SetFlag": N_("flag"),
    "RestoreStanding": N_("status"),
    "EditText": N_("typing"),
    "StartIntervention": N_("stepping in"),
    "AddIntervention": N_("stepping in"),
    "RemoveIntervention": N_("removing an intervention"),
    "DescribeIntervention": N_("kind of intervention"),
    "RecordTime": N_("time"),
    "CorrectTime": N_("correction of time"),
}
_STATUS_LABELS: Final[Mapping[ReviewStatus, str]] = {
    ReviewStatus.DRAFT: N_("taking back"),
    ReviewStatus.SUBMITTED: N_("done"),
    ReviewStatus.SKIPPED: N_("skipping"),
}


def label_of(command: Command) -> str:
    """Return what an act is called, in the language in use: "mark", "typing", "done"."""
    if isinstance(command, SetStatus):
        return _(_STATUS_LABELS[command.status])
    return _(_LABELS[type(command).__name__])
