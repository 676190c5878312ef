"""People say here who may see a promise: a few of them, everybody, or somebody else as well."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session

from handlers.chasing import notes
from handlers.people import access
from handlers.promises import along, items, lifecycle, moves
from handlers.promises.items import audience
from handlers.promises.items.audience import Readers
from handlers.promises.items.parts import check_may_be_shown
from handlers.promises.lifecycle import Changes, Move
from handlers.promises.sharing import cards
from handlers.promises.undoing import letting_in
from handlers.speech.promise_errors import SeesAlready
from storage import audiences, history
from storage.audiences import Audience
from storage.decisions import Decision
from storage.items import Item
from storage.people import Person


@dataclass(frozen=True)
class Shared:
    """A promise, and who may see it now; no `readers` where everybody here may.

    `changed` says that it was otherwise before.
    """

    item: Item
    readers: Readers | None
    changed: bool = True


def set_audience(
    session: Session, now: datetime, actor: Person, item: Item, new: Audience
) -> Shared:
    """Say who may see a promise, which is held; nothing happens where it is so already.

    What is for everybody gets its card in the department's channel. Raises what `lifecycle.permit`
    raises, and PartOfPrivate.
    """
    move = moves.MAKE_PRIVATE if new is Audience.PRIVATE else moves.SHOW
    lifecycle.permit(session, actor, item, move)
    changed = item.audience != new
    if changed and new is not Audience.PRIVATE:
        check_may_be_shown(session, item)
    if changed:
        parts = along.see_alike(session, now, actor, item, new)
        lifecycle.make(session, now, move, item, actor, changes=Changes(audience=new))
        for part in parts:
            along.let_in(session, item, part)
        department = items.department_of(session, item)
        if department:
            items.show(session, now, item, department)
    return Shared(item, audience.readers_of(session, item), changed)


def let_in(session: Session, now: datetime, actor: Person, item: Item, person: Person) -> Shared:
    """Let somebody see a private promise, which is held. Raises what `admit` raises."""
    admit(session, now, actor, item, moves.LET_IN, person)
    return Shared(item, audience.readers_of(session, item))


def admit(
    session: Session,
    now: datetime,
    actor: Person,
    thing: Item | Decision,
    move: Move,
    person: Person,
) -> None:
    """Let somebody see a private thing, by `move`; they read that they may.

    Raises what `lifecycle.permit` and `access.check_works_here` raise, and SeesAlready.
    """
    lifecycle.permit(session, actor, thing, move)
    access.check_works_here(person)
    if access.may_see(session, person, thing):
        raise SeesAlready(name=person.name, ref=thing.ref)
    audiences.add(session, thing.team_id, thing.noun, thing.number, person.user_id)
    lifecycle.make(session, now, move, thing, actor, to=person.user_id)
    event_id = history.newest_id(session, thing.team_id, thing.noun, thing.number)
    key = letting_in.key(event_id)
    notes.send(session, now, person, cards.let_in(thing, actor.user_id), key=key)
