"""What goes back and forth between two departments is brought to those who lead on either side."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime

from sqlmodel import Session

from handlers.chasing import notes
from handlers.people import access, deputies, leads, office
from handlers.promises import items
from handlers.promises.handoffs import cards
from handlers.promises.items.words import another_owner, open_story
from handlers.speech import blocks
from storage import departments, handoffs
from storage.departments import Department
from storage.handoffs import Handoff
from storage.items import Item
from storage.people import Person

BOUNCES = 3
"""At every so many returns, or changes of hands between the same two departments, those who lead on
either side hear of it."""


def after_return(session: Session, now: datetime, item: Item, offer: Handoff) -> None:
    """Tell those who lead where it came back so often; `offer` is answered with its reason."""
    times = handoffs.returned(session, item.team_id, item.noun, item.number)
    if times % BOUNCES == 0:
        said = cards.bounced(item, times, offer.answered_by or "", offer.answer)
        _tell_leads(session, now, item, offer, said, f"bounced:{times}")


def after_crossing(session: Session, now: datetime, item: Item, offer: Handoff) -> None:
    """Tell those who lead where it changed hands so often; `offer` was taken over."""
    times = handoffs.crossings(session, offer)
    if offer.giver_home_id != offer.taker_home_id and times % BOUNCES == 0:
        _tell_leads(session, now, item, offer, cards.crossed(item, times), f"crossed:{times}")


def _seeing(session: Session, item: Item, readers: Iterable[Person | None]) -> Iterator[Person]:
    """Those of these who may see it."""
    return (each for each in readers if each and access.may_see(session, each, item))


def _tell_leads(
    session: Session, now: datetime, item: Item, offer: Handoff, said: str, key: str
) -> None:
    """What goes back and forth is for those to settle who lead on either side: both read it, once.

    Whoever leads where it is gives it to its one owner. Source: the counter of hand-offs that go
    back and forth, domain reference, section 1.
    """
    home = items.department_of(session, item)
    homes = [home, *_sides(session, offer)]
    leading = [leads.there_for(session, each) for each in homes if each]
    both = {lead.user_id: lead for lead in _seeing(session, item, leading)}
    if not any(access.may(session, lead, access.GIVE_TO, item) for lead in both.values()):
        # Where it is nobody leads: the CCO says whose it is.
        ccos = [deputies.present(session, cco) for cco in office.holders(session, item.team_id)]
        both |= {cco.user_id: cco for cco in _seeing(session, item, ccos)}
    told = f"{said} {cards.settle(list(both))}"
    for lead in both.values():
        gives = access.may(session, lead, access.GIVE_TO, item)
        row = [another_owner(item.ref)] if gives else []
        notes.send(
            session, now, lead, told, blocks.actions(*row, open_story(item.ref)),
            key=f"{key}:{item.ref}:{lead.user_id}", once=True,
        )  # fmt: skip


def _sides(session: Session, offer: Handoff) -> list[Department | None]:
    """The departments between which it was offered."""
    ids = (offer.giver_home_id, offer.taker_home_id)
    return [departments.find(session, offer.team_id, each) for each in ids]
