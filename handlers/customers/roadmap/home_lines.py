"""What Home says of outcomes that show otherwise, and of what moves nothing in a department."""

from __future__ import annotations

from datetime import datetime

from sqlmodel import Session

from handlers.customers.contents import HomeLine
from handlers.customers.roadmap import cards, nothing, weighing, words
from handlers.customers.roadmap.page import BEGIN
from handlers.people import audiences
from handlers.speech import blocks
from handlers.speech import words as plain
from storage import customer_outcomes, traces
from storage.customer_outcomes import OutcomeState
from storage.departments import Department
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


def led(session: Session, now: datetime, person: Person, department: Department) -> list[HomeLine]:
    """“Eleven things in Billing have no customer and no outcome.”, for whoever leads it.

    Once they have looked, not for a month; nothing while nobody has written an outcome.
    """
    if not nothing.is_asked_about(session, now, department):
        return []
    whose = department.department_id
    total = traces.count_moving_nothing(session, audiences.reader(session, person), whose)
    if not total:
        return []
    way = blocks.button(cards.LIST, words.NOTHING, f"{BEGIN}{whose.hex}")
    return [HomeLine(f"{nothing.said_of(total, department.name)} Which still matter?", way)]
