"""Whoever owes an answer works here, may see what it is about, and may give it."""

from __future__ import annotations

from collections.abc import Iterator

from sqlmodel import Session, col, select

from handlers.people import access
from handlers.promises import items, lifecycle, moves
from handlers.promises.asked import (
    ACCEPT,
    ACKNOWLEDGE,
    CHECK,
    DATE,
    FINISH,
    HELP,
    INFORM,
    PREVENT,
    REVIEW,
    SUPPLY,
    TELL,
    TRIAGE,
    VERIFY,
    WARN,
)
from storage import history, people
from storage.asks import Ask
from storage.people import Role
from tests.cast import TEAM

ANSWERS = {
    ACKNOWLEDGE: (moves.TAKE,),
    DATE: (moves.TAKE,),
    FINISH: (moves.DONE,),
    ACCEPT: (moves.TAKE_OVER,),
    TRIAGE: (moves.ROUTE,),
    HELP: (moves.JOIN,),
    TELL: (moves.TOLD,),
    REVIEW: (moves.STAND,),
    INFORM: (moves.INFORMED, moves.TOLD_JOINED),
    PREVENT: (moves.PREVENTED,),
    VERIFY: (moves.VERIFIED,),
    CHECK: (moves.HELD,),
    SUPPLY: (moves.SUPPLIED,),
    WARN: (moves.WARNED,),
}
"""By which moves somebody answers what they are asked."""
OF_OFFICE = (TRIAGE, REVIEW, TELL, HELP)
"""What the CCO may be asked."""


def wrong(session: Session) -> list[str]:
    """Of whom something is asked who should not be: each owes what they may answer, here."""
    return list(_wrong(session))


def _wrong(session: Session) -> Iterator[str]:
    open_asks = session.exec(select(Ask).where(col(Ask.answered_at).is_(None))).all()
    known = people.by_id(session, TEAM, {ask.person_id for ask in open_asks})
    for ask in open_asks:
        one = known[ask.person_id]
        thing = items.find(session, TEAM, ask.noun, ask.number)
        assert thing
        if not one.works_here:
            yield f"{thing.ref}: {ask.kind} is asked of {one.name}, who has left"
        elif not access.may_see(session, one, thing):
            yield f"{thing.ref}: {ask.kind} is asked of {one.name}, who may not see it"
        elif not lifecycle.may(session, one, thing, *ANSWERS[ask.kind]):
            yield f"{thing.ref} ({thing.state}): {one.name} may not answer {ask.kind}"
        is_parked = one.role == Role.CCO and ask.for_id is None and not _took_it_on(session, ask)
        if ask.kind not in OF_OFFICE and is_parked:
            yield f"{thing.ref}: {ask.kind} is put on the CCO"


def _took_it_on(session: Session, ask: Ask) -> bool:
    """Whether whoever owes an answer named themselves for it."""
    told = history.of(session, TEAM, ask.noun, ask.number)
    named = [each for each in told if each.verb == moves.PASS_ON.verb]
    return any(
        each.actor == each.details["to"] == ask.person_id and each.details["step"] == ask.kind
        for each in named
    )
