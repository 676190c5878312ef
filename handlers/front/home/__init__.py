"""Home shows each person what they owe and what they can do, whenever they open it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from sqlmodel import Session

from handlers.chasing import cover, owed, yields
from handlers.chasing.nouns import About
from handlers.chasing.owed import Waiting
from handlers.chasing.registers import Registers
from handlers.customers.contents import Contents, HomeLine, HomeReader
from handlers.executives import attendance
from handlers.front.home.sections import (
    MOST,
    DepartmentView,
    HomeView,
    Section,
    Unblock,
    section_of,
)
from handlers.people import access, audiences, office
from handlers.promises import items, listed
from handlers.speech import values
from storage import asks, customers, departments, issues, listings, lists, people, stuck
from storage import owed as stored_owed
from storage.departments import Department
from storage.issues import Issue
from storage.owed import StuckWith, Whose
from storage.people import HomeShown, Person, Role
from storage.scopes import Reader, Scope

CLIMBED, UNBLOCK, NAMED = 5, 3, 5
"""So much of what has climbed is shown: things, people, and things whose customers are named."""
LATE, GIVEN, CHOSEN = 7, 7, 15
"""Lines of a part of Home, and of the one that somebody has chosen."""
A_WEEK = timedelta(days=7)
NO_ROOMS = Contents()


def seen(
    registers: Registers,
    session: Session,
    now: datetime,
    person: Person,
    side: Contents = NO_ROOMS,
) -> HomeView:
    """All that somebody finds at Home: a guest their own alone, a lead their departments as well.

    The CCO sees besides with whom things are stuck, what waits for a department, and what could
    not be delivered. Whoever has chosen so sees more of their department, or of what they asked
    others for. The rooms of the customers' `side` add their lines.
    """
    team_id = person.team_id
    home = HomeView(
        person=person,
        now=now,
        mine=_mine(registers, session, person),
        may_give=access.may(session, person, access.CREATE_TASK),
        is_cco=person.works_here and person.role == Role.CCO,
        away=cover.meanwhile(session, person),
    )
    home.owed = _count(registers, session, person, home.mine)
    if not access.may(session, person, access.READ):
        # A guest, or somebody who is not known yet: their own, and nothing else of ours.
        return home
    if not office.holders(session, team_id):
        home.starter = office.admins_named(session, team_id)
        home.may_start = access.may(session, person, access.SET_UP)
    if not home.owed:
        home.kept = lists.count_kept(session, team_id, person.user_id, now - A_WEEK)
    if home.is_cco:
        _cockpit(registers, session, home)
    else:
        home.climbed = _but_theirs(home, owed.climbed_to(registers, session, person, CLIMBED))
    _add_chosen(session, now, home, side)
    home.accounts = accounts(session, now, person, side.accounts)
    home.week = week(session, now, person, side.week)
    return home


def accounts(
    session: Session, now: datetime, person: Person, rooms: Sequence[HomeReader]
) -> list[HomeLine]:
    """All that rooms have to say of the accounts that somebody leads or sponsors, in order.

    Raises what `access.check` raises.
    """
    access.check(session, person, access.READ)
    return in_order(line for say in rooms for line in say(session, now, person))


def week(
    session: Session, now: datetime, person: Person, rooms: Sequence[HomeReader]
) -> list[HomeLine]:
    """All that rooms have to say of customers to the CCO, in order; nothing to anybody else.

    Raises what `access.check` raises.
    """
    access.check(session, person, access.READ)
    if not person.works_here or person.role != Role.CCO:
        return []
    return in_order(line for say in rooms for line in say(session, now, person))


def in_order(lines: Iterable[HomeLine]) -> list[HomeLine]:
    """Lines of several rooms, the smallest rank first."""
    return sorted(lines, key=lambda line: line.rank)


def choose(session: Session, person: Person, said: str) -> None:
    """Keep what somebody wants to see at Home.

    Raises what `access.check` raises, and UnknownChoice.
    """
    access.check(session, person, access.READ)
    person.home = values.choice(said, HomeShown)
    session.add(person)


def _add_chosen(session: Session, now: datetime, home: HomeView, side: Contents) -> None:
    """What they have chosen to see beside what waits for them: a part of it, or all of it."""
    person = home.person
    led = list(departments.led_by(session, person.team_id, person.user_id))
    own = departments.find(session, person.team_id, person.department_id)
    theirs = led or ([own] if own else [])
    home.choices = [each for each in HomeShown if theirs or each is not HomeShown.DEPARTMENT]
    home.shown = next((each for each in home.choices if each == person.home), HomeShown.MINE)
    if home.shown is HomeShown.DEPARTMENT:
        home.departments = [
            _department(session, now, home, each, bool(led), side) for each in theirs
        ]
        return
    most = CHOSEN if home.shown is HomeShown.GIVEN else GIVEN
    home.given, home.given_total = listings.asked_for(session, person.team_id, person.user_id, most)
    home.given_since = listed.waiting_since(session, now, person.team_id, home.given)
    if home.shown is HomeShown.MINE:
        home.departments = [_department(session, now, home, each, True, side) for each in led]


def _mine(registers: Registers, session: Session, person: Person) -> dict[Section, Waiting]:
    """What somebody owes, by the sections in which it is read; those with nothing are left out."""
    kinds: dict[Section, list[str]] = defaultdict(list)
    for name, kind in registers.kinds.items():
        kinds[section_of(kind)].append(name)
    owes = stored_owed.kinds_owed(session, Whose(person.team_id, person.user_id))
    return {
        section: owed.by(registers, session, person, MOST[section], tuple(kinds[section]))
        for section in Section
        if owes & set(kinds[section])
    }


def _count(
    registers: Registers, session: Session, person: Person, mine: Mapping[Section, Waiting]
) -> int:
    """How many things wait for somebody; of one they may owe answers that stand in two sections."""
    if len(mine) > 1:
        return owed.by(registers, session, person, 1).total
    return sum(each.total for each in mine.values())


def _but_theirs(home: HomeView, climbed: Waiting) -> Waiting:
    """What has climbed, without what stands already among what its reader owes."""
    theirs = home.named
    rest = [each for each in climbed.first if (each.about.noun, each.about.number) not in theirs]
    return replace(climbed, first=rest, total=climbed.total - len(climbed.first) + len(rest))


def _cockpit(registers: Registers, session: Session, home: HomeView) -> None:
    cco = home.person
    home.triage, home.triage_total = _triage(session, cco)
    home.stuck = stuck.failed(session, cco.team_id)
    home.lately = yields.lately(session, cco.team_id, home.now)
    home.judged = attendance.lately(session, cco.team_id, home.now)
    if home.judged:
        home.judged_names = attendance.names_of(session, cco.team_id, home.judged)
    loads, home.blocked_by = owed.loads(registers, session, cco, UNBLOCK)
    if not loads:
        return
    home.climbed = owed.climbed_to(registers, session, cco, 0)
    people.read(session, cco.team_id, [each.person_id for each in loads])
    home.unblock = [_unblock(registers, session, cco, each) for each in loads]


def _unblock(registers: Registers, session: Session, cco: Person, load: StuckWith) -> Unblock:
    person = people.find(session, cco.team_id, load.person_id)
    home_id = person.department_id if person else None
    department = departments.find(session, cco.team_id, home_id) if home_id else None
    found = owed.climbed_to(registers, session, cco, NAMED, with_id=load.person_id)
    return Unblock(load, person, department, found.first)


def _department(
    session: Session,
    now: datetime,
    home: HomeView,
    department: Department,
    is_led: bool,
    side: Contents,
) -> DepartmentView:
    """What is late there and not named above, or all that is open where just that was chosen."""
    team_id, is_of_late = department.team_id, home.shown is HomeShown.MINE
    scope = Scope(team_id, department.department_id)
    reader = audiences.reader(session, home.person)
    carried = lists.carried(session, scope, now)
    if is_of_late:
        named = home.named
        late = lists.late(session, scope, now, LATE + len(named), reader=reader)
        things = [each for each in late if (each.noun, each.number) not in named][:LATE]
    else:
        things = lists.open_in(session, scope, CHOSEN, reader=reader)
    known = people.by_id(session, team_id, [each.owner_id for each in carried if each.owner_id])
    return DepartmentView(
        department,
        is_led,
        carried,
        {each.user_id: each for each in known.values() if each.away_until},
        things,
        is_of_late,
        listed.waiting_since(session, now, team_id, things),
        listed.department_key(department),
        _hidden(session, scope, reader),
        _put_to_lead(session, now, home.person, department, side) if is_led else (),
    )


def _put_to_lead(
    session: Session, now: datetime, person: Person, department: Department, side: Contents
) -> list[HomeLine]:
    """What the rooms of the customers' side put to whoever leads a department."""
    return in_order(line for say in side.led for line in say(session, now, person, department))


def _hidden(session: Session, scope: Scope, reader: Reader) -> int:
    """How much is open in a department that somebody may not see; its lead sees all of it."""
    return (
        0
        if scope.department_id in reader.speaks_for
        else lists.count_hidden(session, scope, reader)
    )


def _triage(session: Session, cco: Person) -> tuple[list[About], int]:
    """What waits for a department and is not among what the CCO owes, and how much does in all.

    Of what came with a file nobody was asked one by one.
    """
    first = issues.in_triage(session, cco.team_id, MOST[Section.WHOSE])
    asked = asks.about_these(session, cco.team_id, Issue.noun, [each.number for each in first])
    theirs = {ask.number for ask in asked if ask.person_id == cco.user_id}
    rest = [issue for issue in first if issue.number not in theirs]
    customers.read(session, cco.team_id, {each.customer_id for each in rest if each.customer_id})
    shown = [items.about(issue, items.customer_of(session, issue)) for issue in rest]
    return shown, issues.count_in_triage(session, cco.team_id)
