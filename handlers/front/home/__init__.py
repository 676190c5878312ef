"""Home shows each person what they owe and what they can do, whenever they open it."""

from __future__ import annotations

from datetime import datetime

from sqlmodel import Session

from handlers.front.home import cards
from handlers.front.home.cards import HomeView
from handlers.people import access, office
from storage import departments, issues, lists, stuck
from storage.people import Person, Role

OWED = 10
IN_A_DEPARTMENT = 5


def seen(session: Session, now: datetime, person: Person) -> HomeView:
    """All that somebody finds at Home: a guest their own alone, a lead their departments as well.

    The CCO sees besides what waits in triage, and what is stuck.
    """
    team_id = person.team_id
    home = HomeView(
        person=person,
        now=now,
        mine=lists.live(session, team_id, owner_id=person.user_id, limit=OWED),
        may_give=access.may(session, person, access.CREATE_TASK),
        is_cco=person.works_here and person.role == Role.CCO,
    )
    if not access.may(session, person, access.READ):
        # A guest, or somebody who is not known yet: their own, and nothing else of ours.
        return home
    if not office.holders(session, team_id):
        home.starter = office.admins_named(session, team_id)
        home.may_start = access.may(session, person, access.SET_UP)
    for department in departments.led_by(session, team_id, person.user_id):
        key = department.department_id
        open_there = lists.live(session, team_id, department_id=key, limit=IN_A_DEPARTMENT)
        late = lists.live(session, team_id, department_id=key, due_before=now, limit=1)
        home.departments.append((department, open_there, late.total))
    if home.is_cco:
        home.triage = issues.in_triage(session, team_id, cards.IN_TRIAGE + 1)
        home.stuck = stuck.failed(session, team_id)
    return home
