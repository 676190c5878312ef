"""What executives answer to a question of the week about a silent account is the call's answer too.

A task that somebody gives for it has them call by its day; a reason lets them rest for a quarter.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlmodel import Session

from handlers.calendar import hours
from handlers.customers import changes
from handlers.customers import contacts as room
from handlers.customers.contacts import moves
from handlers.executives.settling import Brings, SaidToInquiry
from handlers.promises import items, lifecycle
from handlers.speech import phrases
from storage import contacts
from storage.contacts import Contact
from storage.inquiries import InquiryAnswer
from storage.people import Person
from storage.tasks import Task

RESTS = timedelta(days=90)
"""So long nobody is asked about them after executives said that nobody needs to call."""


def settle(
    session: Session, now: datetime, actor: Person, number: int, said: SaidToInquiry, bring: Brings
) -> str:
    """A task has somebody call them, or nobody needs to. The name of what was brought.

    Raises what `bring` raises.
    """
    contact = contacts.find(session, actor.team_id, number, lock=True)
    ref = bring()
    if contact is None or not lifecycle.may(session, actor, contact, moves.GIVE):
        return ref
    named = phrases.reference(ref)
    task = items.find(session, actor.team_id, Task.noun, named.number) if named else None
    if task is not None and task.due_at is not None:
        day = hours.day_of(task.due_at, task.due_zone)
        wanted = {"call_on": day, "caller_id": task.owner_id, "led_to": ref}
        room.make(session, now, moves.GIVE, contact, actor, wanted)
    elif said.course is InquiryAnswer.BECAUSE:
        until = hours.day_of(now, actor.zone) + RESTS
        wanted = {**room.NO_CALL, "rests_until": until, "rests_because": said.words.strip()}
        room.make(session, now, moves.REST, contact, actor, wanted)
    return ref


def unsettle(
    session: Session, now: datetime, actor: Person, number: int, led_to: str, words: str
) -> None:
    """A call is missing again, unless somebody has said otherwise since."""
    contact = contacts.find(session, actor.team_id, number, lock=True)
    if contact is None or contact.state not in moves.AGAIN.start:
        return
    is_given = bool(led_to) and contact.led_to == led_to
    is_resting = not led_to and contact.rests_until and contact.rests_because == words.strip()
    if is_given or is_resting:
        open_again(session, now, contact)


def open_again(session: Session, now: datetime, contact: Contact) -> None:
    """Nobody is to call somebody any more, who is held: a call is missing again."""
    wanted = {**room.NO_CALL, "rests_until": None, "rests_because": ""}
    changed = changes.change(contact, wanted)
    lifecycle.pass_on(
        session, now, moves.AGAIN, contact, before=changed.before, after=changed.after
    )  # fmt: skip
