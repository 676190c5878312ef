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
from handlers.speech import values
from storage import asks, departments, issues, listings, lists, stuck
from storage.departments import Department
from storage.issues import Issue
from storage.people import HomeShown, Person, Role

OWED = 10
CLIMBED = 5
IN_A_DEPARTMENT = 5
GIVEN = 7
CHOSEN = 15
"""Lines of what somebody has chosen to see at Home."""


def seen(registers: Registers, session: Session, now: datetime, person: Person) -> HomeView:
    """All that somebody finds at Home: a guest their own alone, a lead their departments as well.

    The CCO sees besides what waits for a department, and what is stuck. Whoever has chosen so sees
    more of their department beside what waits for them, or of what they asked others for.
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
    home.climbed = owed.climbed_to(registers, session, person, CLIMBED)
    if home.is_cco:
        home.triage, home.triage_total = _triage(session, person)
        home.stuck = stuck.failed(session, team_id)
    _add_chosen(session, now, home)
    return home


def choose(session: Session, person: Person, said: str) -> None:
    """Keep what somebody wants to see at Home.

    Raises what `access.check` raises, and UnknownChoice.
    """
    access.check(session, person, access.READ)
    person.home = values.choice(said, HomeShown)
    session.add(person)


def _add_chosen(session: Session, now: datetime, home: HomeView) -> None:
    """What they have chosen to see beside what waits for them: a part of it, or all of it."""
    person = home.person
    led = list(departments.led_by(session, person.team_id, person.user_id))
    own = departments.find(session, person.team_id, person.department_id)
    theirs = led or ([own] if own else [])
    home.choices = [each for each in HomeShown if theirs or each is not HomeShown.DEPARTMENT]
    home.shown = next((each for each in home.choices if each == person.home), HomeShown.MINE)
    if home.shown is not HomeShown.DEPARTMENT:
        _give(session, now, home, CHOSEN if home.shown is HomeShown.GIVEN else GIVEN)
    if home.shown is HomeShown.DEPARTMENT:
        home.departments = [_department(session, now, person, each, CHOSEN) for each in theirs]
    elif home.shown is HomeShown.MINE:
        home.departments = [
            _department(session, now, person, each, IN_A_DEPARTMENT) for each in led
        ]


def _give(session: Session, now: datetime, home: HomeView, most: int) -> None:
    """What they asked others for."""
    team_id, user_id = home.person.team_id, home.person.user_id
    home.given, home.given_total = listings.asked_for(session, team_id, user_id, most)
    home.given_since = listed.waiting_since(session, now, team_id, home.given)


def _department(
    session: Session, now: datetime, person: Person, department: Department, most: int
) -> DepartmentView:
    team_id, key = department.team_id, department.department_id
    open_there = lists.live(
        session, team_id, department_id=key, limit=most,
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
