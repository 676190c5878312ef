"""People follow a promise or a decision: they hear what becomes of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session

from handlers.people import access, records
from handlers.people.records import Occurrence
from storage import follows
from storage.decisions import Decision
from storage.items import Item
from storage.people import Person

FOLLOWED = Occurrence("follow", "followed", {"ref": str})
ENDED = Occurrence("follow", "unfollowed", {"ref": str})


@dataclass(frozen=True)
class Followed:
    """Something that somebody follows, or no more; `changed` says whether that was otherwise."""

    item: Item | Decision
    changed: bool


def follow(session: Session, now: datetime, actor: Person, item: Item | Decision) -> Followed:
    """Let somebody hear what becomes of a promise. Raises what `access.check` raises."""
    access.check(session, actor, access.FOLLOW, item)
    changed = follows.add(session, item.team_id, item.noun, item.number, actor.user_id)
    if changed:
        records.write(session, now, item.team_id, actor.user_id, FOLLOWED, ref=item.ref)
    return Followed(item, changed)


def unfollow(session: Session, now: datetime, actor: Person, item: Item | Decision) -> Followed:
    """Let them hear of it no more. Raises what `access.check` raises."""
    access.check(session, actor, access.FOLLOW, item)
    changed = follows.end(session, item.team_id, item.noun, item.number, actor.user_id)
    if changed:
        records.write(session, now, item.team_id, actor.user_id, ENDED, ref=item.ref)
    return Followed(item, changed)
