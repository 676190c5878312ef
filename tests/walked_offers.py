"""What has to hold of what is offered to somebody else, and comes back, at any step of a walk."""

from __future__ import annotations

from collections.abc import Iterator

from sqlmodel import Session, col, select

from handlers.people import office
from handlers.promises.handoffs.bouncing import BOUNCES
from storage import handoffs
from storage.issues import Issue
from storage.outbox import Message
from tests.cast import TEAM


def wrong(session: Session, issue: Issue) -> Iterator[str]:
    """It is on offer to somebody else than who has it, and each third return is told."""
    offer = handoffs.offered(session, TEAM, Issue.noun, issue.number)
    if offer and offer.to_id == issue.owner_id:
        yield "is on offer to who has it"
    returned = handoffs.returned(session, TEAM, Issue.noun, issue.number)
    about = f"bounced:%:{issue.ref}:%"
    keys = session.exec(select(Message.key).where(col(Message.key).like(about))).all()
    told = {int(key.split(":")[1]) for key in keys}
    wanted = set(range(BOUNCES, returned + 1, BOUNCES))
    if not told <= wanted:
        yield f"came back {returned} times, and leads read of {sorted(told)}"
    if wanted - told and office.holders(session, TEAM):
        yield f"came back {returned} times, and nobody reads of {sorted(wanted - told)}"
