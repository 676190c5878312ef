"""One line of the CCO's week: which departments look at themselves, and how far that is."""

from __future__ import annotations

from datetime import datetime

from sqlmodel import Session

from handlers.customers.assessments import words
from handlers.customers.contents import HomeLine
from handlers.speech import blocks
from handlers.speech import words as plain
from storage import assessments, departments
from storage.assessments import AssessmentState
from storage.people import Person, Role

NAMED = 3
"""So many departments are named; of more there is the number."""


def week(session: Session, now: datetime, person: Person) -> list[HomeLine]:
    """“*Nine areas* Billing looks at itself: two of five parts are in.”, for the CCO."""
    del now
    if person.role != Role.CCO:
        return []
    under_way = assessments.in_state(session, person.team_id, AssessmentState.OPEN)
    if not under_way:
        return []
    raters = [
        rater
        for each in under_way
        for rater in assessments.raters(session, each.team_id, each.number)
        if not rater.declined
    ]
    given = sum(each.finished_at is not None for each in raters)
    names = [
        department.name
        for each in under_way
        if (department := departments.find(session, each.team_id, each.department_id))
    ]
    parts = f"{plain.number(given) if given else 'none'} of {plain.count(len(raters), 'part')}"
    verb = "is" if given < 2 else "are"
    said = f"*Nine areas* {_who(names)}: {parts} {verb} in."
    return [HomeLine(said, blocks.button("Open…", words.ALL, ""), 9)]


def _who(names: list[str]) -> str:
    if len(names) > NAMED:
        return f"{plain.count(len(names), 'department')} look at themselves"
    verb = "looks at itself" if len(names) == 1 else "look at themselves"
    return f"{plain.join_names([blocks.safe(each, 80) for each in sorted(names)])} {verb}"
