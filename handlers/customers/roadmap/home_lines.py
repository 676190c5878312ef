"""One line of the CCO's week: outcomes whose words say on course where figures say otherwise."""

from __future__ import annotations

from datetime import datetime

from sqlmodel import Session

from handlers.customers.contents import HomeLine
from handlers.customers.roadmap import weighing, words
from handlers.speech import blocks
from handlers.speech import words as plain
from storage import customer_outcomes
from storage.customer_outcomes import OutcomeState
from storage.people import Person, Role


def week(session: Session, now: datetime, person: Person) -> list[HomeLine]:
    """“One outcome says on course and shows otherwise.”, for the CCO; nothing where none does.

    From when on everybody may read it: its owner reads that first, and alone.
    """
    if person.role != Role.CCO:
        return []
    standing = customer_outcomes.in_states(session, person.team_id, (OutcomeState.STANDING,))
    doubted = [each for each in standing if weighing.shown(session, now, each)]
    if not doubted:
        return []
    count = plain.capital(plain.count(len(doubted), "outcome"))
    say = "says on course and shows" if len(doubted) == 1 else "say on course and show"
    way = blocks.button("Open…", words.ROADMAP, "0")
    return [HomeLine(f"*Outcomes* {count} {say} otherwise.", way, 5)]
