"""Who is around an ask and hears of it: who owes it, stands in, leads or is CCO by now."""

from __future__ import annotations

from functools import partial

from sqlmodel import Session

from handlers.calendar import calendars
from handlers.chasing.kinds import Kind
from handlers.chasing.ladder import Around, Recipient
from handlers.people import audiences, deputies, leads
from storage import departments, people
from storage.asks import Ask, Owed
from storage.departments import Department
from storage.nudges import Part
from storage.people import Person, Role


def people_around(
    session: Session, ask: Owed, kind: Kind, ccos: list[Person] | None = None
) -> Around | None:
    """The people around an ask: who owes it, who stands in, who leads, who is CCO.

    Somebody who left the company is passed over: what they owe goes to whoever leads, but for
    what only a circle may know of. None while nobody is there.
    """
    department = departments.find(session, ask.team_id, ask.department_id)
    owner = _who_answers(session, ask, kind, department, ccos)
    if owner is None:
        return None
    if kind.circle:
        return Around(_recipient(session, owner), _nobody_else)
    find = partial(_others, session, ask, kind, owner, department, ccos)
    return Around(_recipient(session, owner), find)


def _nobody_else(part: Part) -> list[Recipient]:
    """Of what only a circle may know, nobody around its owner hears."""
    del part
    return []


def _who_answers(
    session: Session,
    ask: Owed,
    kind: Kind,
    department: Department | None,
    ccos: list[Person] | None,
) -> Person | None:
    """Who owes an ask, or whom it goes to when they cannot hear of it any more."""
    owner = people.find(session, ask.team_id, ask.person_id)
    if owner and may_hear(session, owner, kind, Part.OWES):
        return owner
    if kind.circle:
        heirs = circle(session, ask.team_id, kind.circle)
    else:
        lead = leads.lead_of(session, department)
        heirs = [lead] if lead else _ccos(session, ask, ccos)
    return heirs[0] if heirs else None


def _others(
    session: Session,
    ask: Owed,
    kind: Kind,
    owner: Person,
    department: Department | None,
    ccos: list[Person] | None,
    part: Part,
) -> list[Recipient]:
    """Who else is to hear of an ask, as this part."""
    found: list[Person | None]
    match part:
        case Part.DEPUTY:
            # Who stands in already has a deputy's part.
            found = [] if ask.for_id else [leads.deputy_of(session, owner, department)]
        case Part.LEAD:
            found = [kind.second(session, ask) or leads.lead_of(session, department)]
        case _:
            found = [*_ccos(session, ask, ccos)]
    there = [deputies.present(session, each) for each in found if each]
    left_out = kind.left_out(session, ask) if there else ()
    return [
        _recipient(session, each)
        for each in {each.user_id: each for each in there}.values()
        if each.user_id not in left_out and audiences.sees_what_is_asked(session, each, ask)
    ]


def _ccos(session: Session, ask: Owed, known: list[Person] | None) -> list[Person]:
    return people.with_role(session, ask.team_id, Role.CCO) if known is None else known


def may_be_reminded(session: Session, person: Person, ask: Ask, kind: Kind, part: Part) -> bool:
    """Whether a person may still hear of an ask: it is about what they may see."""
    if not may_hear(session, person, kind, part):
        return False
    return part == Part.OWES or audiences.sees_what_is_asked(session, person, ask)


def may_hear(session: Session, person: Person, kind: Kind, part: Part) -> bool:
    """Whether a person may still be reminded of an ask of this kind, as what they were to it."""
    if part != Part.OWES and person.stand_in_id:
        # They are away, and somebody stands in.
        return False
    if part == Part.CCO:
        return person.works_here and _is_cco(session, person)
    if part != Part.OWES:
        return person.works_here
    if kind.circle:
        return person.works_here and _is_of_circle(session, person, kind)
    # A guest who owes something was a member once, and still gives the answer.
    return not person.gone


def _is_cco(session: Session, person: Person) -> bool:
    return person.role == Role.CCO or deputies.stands_in_for_cco(session, person)


def _is_of_circle(session: Session, person: Person, kind: Kind) -> bool:
    if person.role in kind.circle:
        return True
    instead_of_cco = kind.passes_to_deputies and Role.CCO in kind.circle
    return instead_of_cco and deputies.stands_in_for_cco(session, person)


def circle(session: Session, team_id: str, roles: tuple[Role, ...]) -> list[Person]:
    """Those who hold one of these roles and work here."""
    return [each for role in roles for each in people.with_role(session, team_id, role)]


def _recipient(session: Session, person: Person) -> Recipient:
    # Above the CCO nobody hears of what they leave.
    is_halved = person.halved_at is not None and person.role != Role.CCO
    return Recipient(person.user_id, calendars.for_person(session, person), is_halved)
