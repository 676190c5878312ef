"""The button by which somebody follows a promise or a decision, or follows it no more."""

from __future__ import annotations

from sqlmodel import Session

from handlers.chasing.telling import Way
from handlers.promises.follows import cards
from storage import follows
from storage.decisions import Decision
from storage.items import Item
from storage.people import Person


def way(session: Session, person: Person, thing: Item | Decision) -> Way:
    """To follow it, or for whoever does so already, to stop."""
    followers = follows.followers(session, thing.team_id, thing.noun, thing.number)
    if person.user_id in followers:
        return Way(cards.UNFOLLOW_LABEL, cards.UNFOLLOW, thing.ref)
    return Way(cards.FOLLOW_LABEL, cards.FOLLOW, thing.ref)
