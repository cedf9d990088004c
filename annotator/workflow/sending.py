"""What a workspace says about sending: whether anything may leave, and by which template jobs are told."""

from __future__ import annotations

from typing import TYPE_CHECKING

from annotator.errors import Refused
from annotator.i18n import _
from annotator.storage import workspace
from annotator.storage.database import reading, transaction
from annotator.workflow.prompting import PromptTemplate, set_template, template

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from annotator.workflow.workbench import Workbench

_NEVER_SEND = "never_send"


def never_sends(workbench: Workbench) -> bool:
    """Return whether the workspace forbids sending anything to a model."""
    with reading(workbench.database) as session:
        return workspace.remembered(session, _NEVER_SEND) is not None


def set_never_sends(workbench: Workbench, wanted: bool) -> None:
    """Let the workspace forbid sending, or allow it again."""
    with transaction(workbench.database) as session:
        if wanted:
            workspace.remember(session, _NEVER_SEND, "true")
        else:
            workspace.forget(session, _NEVER_SEND)


def require_sending(session: Session) -> None:
    """Refuse to send anything from a workspace that forbids it.

    Raises:
        Refused: it does.
    """
    if workspace.remembered(session, _NEVER_SEND) is not None:
        raise Refused(
            _("Nothing was sent: this workspace is set never to send anything."),
            safe=_("Everything you wrote is stored."),
            hint=_("Hand the request on with your results, or change the setting if your coordinator agrees."),
        )


def prompt_template(workbench: Workbench) -> PromptTemplate:
    """Return the workspace's prompt template."""
    with reading(workbench.database) as session:
        return template(session)


def use_prompt_template(workbench: Workbench, wanted: PromptTemplate) -> None:
    """Let first attempts be asked for by another template from now on."""
    with transaction(workbench.database) as session:
        set_template(session, wanted)
