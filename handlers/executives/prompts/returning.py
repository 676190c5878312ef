"""A question is not asked a second time in vain: whoever looks after customers hears so once."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlmodel import Session

from handlers.chasing import notes
from handlers.executives import followed
from handlers.executives.prompts import inquiry_cards as cards
from handlers.executives.prompts.facts.rules import Fact
from handlers.people import deputies, office
from handlers.promises.items.words import open_story
from handlers.speech import blocks
from storage import people
from storage.inquiries import Inquiry, InquiryState


def first_fresh(
    session: Session,
    now: datetime,
    team_id: str,
    found: Sequence[Fact],
    before: Sequence[Inquiry],
) -> Fact | None:
    """The first of some facts, the loudest first, that was not asked about in vain.

    `before` are earlier inquiries, the newest first. Of each that is passed over, and still true,
    whoever holds the CCO's office hears once that it was asked and nothing followed. Where nobody
    holds it, it is asked again. None where nothing is left.
    """
    holders = office.holders(session, team_id)
    asked: dict[str, Inquiry] = {}
    for each in before:
        asked.setdefault(each.subject, each)
    for fact in found:
        earlier = asked.get(fact.subject)
        if earlier is None or not holders or followed.is_done(session, team_id, earlier.led_to):
            return fact
        for cco in holders:
            to = deputies.present(session, cco)
            said = cards.in_vain(earlier, fact.said, _came(session, earlier), to.zone, now)
            row = blocks.actions(open_story(earlier.ref))
            key = f"in vain:{earlier.ref}:{to.user_id}"
            notes.send(session, now, to, said, row, key=key, once=True)
    return None


def _came(session: Session, inquiry: Inquiry) -> str:
    """What was said to it, and how what followed stands, as markup."""
    if inquiry.state == InquiryState.OPEN:
        return cards.NO_ANSWER
    by = people.find(session, inquiry.team_id, inquiry.answered_by or "")
    stands = followed.state(session, inquiry.team_id, inquiry.led_to)
    return cards.came_to(inquiry, by.name if by else "", stands)
