"""The sentences about a round of first attempts."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from annotator.i18n import _, ngettext

if TYPE_CHECKING:
    from collections.abc import Mapping

    from annotator.settings.connections import Connection
    from annotator.workflow.generated import Progress
    from annotator.workflow.rounds import Destination


def connection_label(connection: Connection, *, is_blind: bool) -> str:
    """Return what a connection is called in a list; where models are hidden, no model is named."""
    parts = (connection.name, connection.host) if is_blind else (connection.name, connection.model, connection.host)
    return " · ".join(parts)


def money(amount: float, currency: str) -> str:
    """Return an amount that may be far below a cent."""
    return f"{amount:.2f} {currency}" if amount >= 1 else f"{amount:.4f} {currency}"


def destination_line(each: Destination) -> str:
    """Return where requests go, how many, and about what they cost."""
    said = ngettext(
        "{count} request to {name} at {host}, about {tokens} tokens in all.",
        "{count} requests to {name} at {host}, about {tokens} tokens in all.",
        each.to_ask,
    ).format(
        count=f"{each.to_ask:,}", name=each.connection.name, host=each.connection.host, tokens=f"{each.tokens:,}"
    )  # fmt: skip
    parts = [said]
    if each.to_ask and each.cost is not None:
        parts.append(
            _("With answers of usual length some {cost}.").format(cost=money(each.cost, each.connection.currency))
        )
    elif each.to_ask:
        parts.append(_("What it costs is not known: the connection has no prices."))
    if each.connection.is_local:
        parts.append(_("That is this computer itself."))
    if each.skipped:
        parts.append(
            ngettext(
                "{count} job has an answer by it already and is not asked again.",
                "{count} jobs have an answer by it already and are not asked again.",
                each.skipped,
            ).format(count=f"{each.skipped:,}")
        )
    return " ".join(parts)


def limit_hint() -> str:
    """Return how a cost limit is kept."""
    return _(
        "A request leaves only if the most it may cost still fits. Where a connection sets no longest answer, "
        "the first request goes alone, and an answer longer than all before may pass the limit by its cost."
    )


def progress_line(progress: Progress) -> str:
    """Return how far a round is and what it has cost."""
    parts = [
        _("{done} of {total} asked, {generated} answers stored.").format(
            done=f"{progress.done:,}", total=f"{progress.planned:,}", generated=f"{progress.generated:,}"
        )
    ]
    if cost := cost_line(progress.cost):
        parts.append(cost)
    return " ".join(parts)


def cost_line(cost: Mapping[str, float]) -> str:
    """Return what was paid, by currency; nothing where nothing is known."""
    if not cost:
        return ""
    amounts = " + ".join(money(amount, currency) for currency, amount in sorted(cost.items()))
    return _("Cost so far: {amount}.").format(amount=amounts)


def end_line(progress: Progress) -> str:
    """Return how a round ended."""
    left = progress.planned - progress.done
    if progress.has_stopped == "cancelled":
        said = _("Stopped.")
    elif progress.has_stopped == "cost_limit":
        said = _("Stopped before the cost limit would have been passed.")
    elif progress.has_stopped is not None:
        said = _("Stopped: what went wrong would meet the other requests too.")
    else:
        said = _("Finished.") if not progress.failed else _("Finished, not all of it well.")
    if left > 0:
        waits = ngettext("{count} was not asked.", "{count} were not asked.", left).format(count=f"{left:,}")
        said = f"{said} {waits}"
    return f"{said} {progress_line(progress)}"


def moment(at: str | None) -> str:
    """Return a moment as this computer's clock shows it."""
    return "–" if at is None else f"{datetime.fromisoformat(at).astimezone():%Y-%m-%d %H:%M}"


def trouble_text(progress: Progress) -> str:
    """Return a paragraph for everything that did not work, or may have been paid without an answer."""
    lines = [each.refusal for each in progress.parts if each.refusal]
    lines += [
        f"{trace.title} ({connection.name}): {trace.reason}" for connection, trace in progress.failed
    ]  # fmt: skip
    if progress.possibly_paid:
        lines.append(_("These left and have no answer here; they may have been paid:"))
        lines += [
            _("{job} ({name}), sent {time}").format(job=trace.title, name=connection.name, time=moment(trace.at))
            for connection, trace in progress.possibly_paid
        ]
    return "\n\n".join(lines)
