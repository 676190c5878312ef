"""A question that something else has answered meanwhile is not asked any more, and says why."""

from __future__ import annotations

from datetime import datetime

from sqlmodel import Session

from handlers.chasing import notes
from handlers.executives.decisions import cards, deciding, moves
from handlers.promises import hearers, lifecycle
from storage import decisions
from storage.decisions import Decision


def close(
    session: Session, now: datetime, team_id: str, number: int | None, why: str, by: str = ""
) -> Decision | None:
    """Ask nobody any more about a decision; None where it is not asked, or there is none.

    `why` is the sentence that says what happened instead, plain. Whoever decides, asked or follows
    it reads that at once, but for whoever did it (`by`, a Slack id).
    """
    decision = decisions.find(session, team_id, number, lock=True) if number else None
    if decision is None or decision.state not in moves.NEEDLESS.start:
        return None
    decider = deciding.decider_of(session, decision)
    waiting = hearers.of(session, decision, None, hearers.THOSE_WHO_WAIT, by)
    readers = {each.user_id: each for each in (*waiting, *([decider] if decider else []))}
    lifecycle.pass_on(session, now, moves.NEEDLESS, decision, reason=why)
    text = cards.needless(decision, why).text
    for person in readers.values():
        if person.works_here and person.user_id != by:
            notes.send(session, now, person, text)
    return decision
