"""From which day on a customer pays less because of a loss in part: its own, not when it was noted.

What a customer pays is changed when somebody records such a loss, often weeks after it happened.
History has that moment; whatever is counted by days asks here from which one it is true.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any
from uuid import UUID

from sqlmodel import Session

from storage import history, losses
from storage.history import Event
from storage.losses import Loss, LossState


def true_from(session: Session, team_id: str, events: Iterable[Event]) -> dict[UUID, date]:
    """The day from which on a change of what a customer pays is true, by the id of its event.

    Of `events` of customers only those have one that came of a loss in part: the day on which they
    began to pay less, and for the last that gave it all back that since which they pay as before.
    """
    changed = [each for each in events if less_by(each) is not None]
    whose = {each.customer_id for each in changed if each.customer_id}
    found: dict[UUID, date] = {}
    for loss in losses.in_part(session, team_id, whose):
        days = _days(session, loss)
        for each in changed:
            if each.customer_id == loss.customer_id and each.happened_at in days:
                found[each.event_id] = days[each.happened_at]
    return found


def less_by(event: Event) -> int | None:
    """By how much less a customer pays since an event; None where it does not say that."""
    before, after = (_paid(event.details.get(when)) for when in ("before", "after"))
    return before - after if before is not None and after is not None else None


def _paid(columns: Mapping[str, Any] | None) -> int | None:
    value = (columns or {}).get("annual_value")
    return int(value) if value is not None else None


def _days(session: Session, loss: Loss) -> dict[Any, date]:
    """From which day on what was done with a loss is true, by the instant (UTC) of that."""
    told = history.of(session, loss.team_id, loss.noun, loss.number)
    days = {each.happened_at: loss.left_on for each in told}
    back = [each.happened_at for each in told if each.verb == LossState.WON_BACK]
    if loss.state == LossState.WON_BACK and loss.won_back_on and back:
        days[max(back)] = loss.won_back_on
    return days
