"""Home shows each person what they owe and what they can do, whenever they open it."""

from __future__ import annotations

from datetime import datetime

from sqlmodel import Session

from handlers.chasing import cover, owed
from handlers.chasing.registers import Registers
from handlers.front.home import cards
from handlers.front.home.cards import DepartmentView, HomeView
from handlers.people import access, audiences, office
from handlers.promises import listed
from storage import asks, departments, issues, listings, lists, stuck
from storage.departments import Department
from storage.issues import Issue
from storage.people import Person, Role

OWED = 10
CLIMBED = 5
IN_A_DEPARTMENT = 5
GIVEN = 7


def seen(registers: Registers, session: Session, now: datetime, person: Person) -> HomeView:
    """All that somebody finds at Home: a guest their own alone, a lead their departments as well.

    The CCO sees besides what waits in triage, and what is stuck.
    """
    team_id = person.team_id
    home = HomeView(
        person=person,
        now=now,
        mine=owed.by(registers, session, person, OWED),
        may_give=access.may(session, person, access.CREATE_TASK),
        is_cco=person.works_here and person.role == Role.CCO,
        away=cover.meanwhile(session, person),
    )
    if not access.may(session, person, access.READ):
        # A guest, or somebody who is not known yet: their own, and nothing else of ours.
        return home
    if not office.holders(session, team_id):
        home.starter = office.admins_named(session, team_id)
        home.may_start = access.may(session, person, access.SET_UP)
    home.given, home.given_total = listings.asked_for(session, team_id, person.user_id, GIVEN)
    home.given_since = listed.waiting_since(session, now, team_id, home.given)
    home.climbed = owed.climbed_to(registers, session, person, CLIMBED)
    for department in departments.led_by(session, team_id, person.user_id):
        home.departments.append(_department(session, now, person, department))
    if home.is_cco:
        home.triage, home.triage_total = _triage(session, person)
        home.stuck = stuck.failed(session, team_id)
    return home


def _department(
    session: Session, now: datetime, person: Person, department: Department
) -> DepartmentView:
    team_id, key = department.team_id, department.department_id
    open_there = lists.live(
        session, team_id, department_id=key, limit=IN_A_DEPARTMENT,
        reader=audiences.reader(session, person),
    )  # fmt: skip
    return DepartmentView(
        department,
        open_there,
        listed.waiting_since(session, now, team_id, open_there.items),
        lists.count_late(session, team_id, key, now),
        listed.department_key(department),
    )


def _triage(session: Session, cco: Person) -> tuple[list[Issue], int]:
    """What waits for a department and is not among what the CCO owes, and how much does in all.

    Of what came with a file nobody was asked one by one.
    """
    first = issues.in_triage(session, cco.team_id, cards.IN_TRIAGE)
    asked = asks.about_these(session, cco.team_id, Issue.noun, [each.number for each in first])
    theirs = {ask.number for ask in asked if ask.person_id == cco.user_id}
    rest = [issue for issue in first if issue.number not in theirs]
    return rest, issues.count_in_triage(session, cco.team_id)
