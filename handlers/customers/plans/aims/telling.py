"""What an aim has to say above its story: what is asked, what was written, and what to do now."""

from __future__ import annotations

from datetime import datetime

from sqlmodel import Session

from handlers.calendar import hours
from handlers.chasing.telling import Opening, StoryLine, Telling, Way
from handlers.customers.plans import aims as room
from handlers.customers.plans.aims import cards, moves, undoing, words
from handlers.people import access
from handlers.promises import items, lifecycle
from handlers.promises.listed import CUSTOMER_PAGE
from handlers.speech import blocks, paging
from storage import aims
from storage.aims import Aim
from storage.history import Event
from storage.people import Person

HAPPENED = {
    "asked": "asked {to}",
    "written": "wrote it down",
    "said": "wrote it down",
    "followed": "gave a task",
    "passed on": "asked {to} instead",
    "asked again": "asked {to} again: the task that asked them has ended",
    "asked after all": "asked {to}: it is a key account again, or nothing is written any more",
    "handed on": "asked {to}, who leads the account now",
    "led by another": "saw that {to} leads the account now",
    "not asked any more": "asks no more: they left, are no key account, or the year is over",
    "escalated": "told {to} that an answer is missing",
    "undone": "undid that",
}


def _opening(session: Session, now: datetime, person: Person, number: int) -> Opening:
    """Raises NoSuchNumber, and what `access.check` raises."""
    access.check(session, person, access.READ)
    aim = aims.find(session, person.team_id, number)
    if aim is None:
        raise items.unknown(session, person.team_id, Aim, number)
    customer = room.customer_of(session, aim)
    said = cards.said(aim, hours.day_of(now, person.zone))
    return Opening(
        name=aim.ref,
        title=blocks.safe(aim.title, 150),
        lines=[words.asks(customer, aim.year), *([said] if said else [])],
        state=f"{aim.ref} · {words.state(aim)}",
        ways=_ways(session, now, person, aim),
        beside=[
            Way(f"Open {customer.name}…", CUSTOMER_PAGE, paging.value(customer.customer_id.hex))
        ],
    )


def _ways(session: Session, now: datetime, person: Person, aim: Aim) -> list[Way]:
    label = words.CHANGE_LABEL if aim.words else words.WRITE_LABEL
    offered = (
        (label, words.WRITE, moves.SAY),
        (words.WILL_LABEL, words.WILL, moves.FOLLOW),
        (words.OTHER_LABEL, words.PASS, moves.PASS_ON),
    )
    found = [
        Way(name, verb, aim.ref, is_answer=move is not moves.PASS_ON)
        for name, verb, move in offered
        if lifecycle.may(session, person, aim, move)
    ]
    if undoing.can(session, now, person, aim):
        found.append(Way(words.UNDO_LABEL, words.UNDO, aim.ref))
    return found


def _line(event: Event, before: Event | None, reader: Person) -> StoryLine:
    del before, reader
    actor = blocks.person(event.actor) if event.actor else "Duly"
    said = HAPPENED.get(event.verb, event.verb).format(to=blocks.person(event.details.get("to")))
    after = event.details.get("after") or event.details.get("aim") or {}
    if after.get("led_to"):
        said = f"{said}: T-{after['led_to']}"
    return StoryLine(f"{actor} {said}", str(after.get("words") or ""))


TOLD = Telling(opening=_opening, line=_line)
