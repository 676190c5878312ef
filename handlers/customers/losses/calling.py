"""Somebody of us speaks with a customer who left: an executive calls, the account lead asks."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from sqlmodel import Session

from handlers.calendar import calendars, hours
from handlers.customers import changes, losses
from handlers.customers.losses import asking, changing, moves
from handlers.customers.losses.kind import CALL, KINDS, WHY
from handlers.people import access, lookup
from handlers.promises import lifecycle
from handlers.speech.loss_errors import (
    AskedInPast,
    AskedTooLate,
    CalledByAnother,
    CalledLater,
    CallerNoExecutive,
)
from storage import people
from storage.losses import Loss
from storage.people import Person, Role

ASKED_IN = 5
"""So many working days ahead the form has filled in."""
ASKS_WITHIN = timedelta(days=30)
"""Within so long somebody asks them; later they remember less, and so do we."""


def spoke(
    session: Session, now: datetime, actor: Person, ref: str, learned: str, on: date | None = None
) -> Loss:
    """Somebody called them and heard why; without a day it was today, by their clock.

    Raises CalledLater, NotAskedForLoss, and what `named`, `reasons.check` and `check_length` raise.
    """
    loss = losses.named(session, actor, ref, moves.CALLED)
    losses.check_is_asked(session, loss, CALL.name)
    losses.check_asked(session, actor, loss, CALL.name)
    losses.check_reason(learned)
    today = hours.day_of(now, actor.zone)
    day = on or today
    if day > today:
        raise CalledLater
    wanted = {"learned": learned.strip(), "called_on": day, "caller_id": actor.user_id}
    losses.make(session, now, moves.CALLED, loss, actor, wanted)
    return loss


def give(session: Session, now: datetime, actor: Person, ref: str, to_id: str = "") -> Person:
    """Let an executive call them whom nobody was to call: the actor, where nobody is named; who.

    Raises CalledByAnother, CallerNoExecutive, and what `losses.named`, `lookup.chosen_person` and
    `access.check_owner` raise.
    """
    loss = losses.named(session, actor, ref, moves.GIVE_CALL)
    if asked_already := asking.open_of(session, loss, CALL.name):
        known = people.find(session, loss.team_id, asked_already[0].person_id)
        raise CalledByAnother(name=known.name if known else "Somebody")
    to = lookup.chosen_person(session, actor.team_id, to_id) if to_id else actor
    access.check_owner(to)
    if to.role != Role.EXECUTIVE:
        raise CallerNoExecutive(name=to.name)
    month = f"{hours.day_of(now, to.zone):%Y-%m}"
    different = changes.different(loss, {"caller_id": to.user_id, "call_month": month})
    lifecycle.permit(session, actor, loss, moves.GIVE_CALL)
    changing.TOLD.set_columns(loss, different.after)
    lifecycle.make(
        session, now, moves.GIVE_CALL, loss, actor, asked=[asking.asked(CALL, to)], to=to.user_id,
        before=different.before, after=different.after,
    )  # fmt: skip
    return to


def not_call(session: Session, now: datetime, actor: Person, ref: str, reason: str) -> Loss:
    """Somebody does not call them, for a reason: another executive is asked, if there is one.

    Who was asked once about a loss is not asked again. Raises what `spoke` raises but CalledLater.
    """
    loss = losses.named(session, actor, ref, moves.NO_CALL)
    losses.check_is_asked(session, loss, CALL.name)
    losses.check_asked(session, actor, loss, CALL.name)
    losses.check_reason(reason)
    other = asking.next_caller(session, now, loss)
    wanted = {
        "learned": reason.strip(),
        "caller_id": other.user_id if other else None,
        "call_month": loss.call_month if other else None,
    }
    different = changes.different(loss, wanted)
    lifecycle.permit(session, actor, loss, moves.NO_CALL)
    changing.TOLD.set_columns(loss, different.after)
    lifecycle.make(
        session, now, moves.NO_CALL, loss, actor,
        asked=[asking.asked(CALL, other)] if other else [],
        before=different.before, after=different.after,
    )  # fmt: skip
    return loss


def ask_them(session: Session, now: datetime, actor: Person, ref: str, by: date) -> Loss:
    """Whoever is to say why they left asks them first, and says why by then.

    `by` is a local day. Raises AskedInPast, AskedTooLate, and what `losses.named` and
    `losses.check_asked` raise.
    """
    loss = losses.named(session, actor, ref, moves.ASK_THEM)
    losses.check_is_asked(session, loss, WHY.name)
    losses.check_asked(session, actor, loss, WHY.name)
    today = hours.day_of(now, actor.zone)
    if by < today:
        raise AskedInPast
    if by > today + ASKS_WITHIN:
        raise AskedTooLate(days=str(ASKS_WITHIN.days))
    owed_by = hours.closing(calendars.for_person(session, actor), by)
    lifecycle.permit(session, actor, loss, moves.ASK_THEM)
    lifecycle.make(
        session, now, moves.ASK_THEM, loss, actor,
        asked=[asking.asked(WHY, actor, by=max(owed_by, now + timedelta(hours=1)))],
        goes_on=[each for each in KINDS if each != WHY.name], day=by.isoformat(),
    )  # fmt: skip
    return loss
