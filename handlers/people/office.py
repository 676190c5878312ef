"""The CCO's office: who holds it, who may, and that it is never given away by mistake."""

from __future__ import annotations

from datetime import date, datetime

from sqlmodel import Session

from handlers.calendar import calendars, hours
from handlers.calendar.hours import Calendar
from handlers.people import access
from handlers.speech import words
from handlers.speech.setup_errors import LastCco, LeadsStill, OfficeEmpty, OwesStill
from storage import departments, lists, people, workspaces
from storage.people import Person, Role, Standing

NAMED = 3
"""How many names or numbers a sentence holds."""


def holders(session: Session, team_id: str) -> list[Person]:
    """Those who hold the office and still work here."""
    return people.with_role(session, team_id, Role.CCO)


def holder(session: Session, team_id: str) -> Person | None:
    """The one of them who is asked, and whose days count; None while nobody holds the office."""
    return next(iter(holders(session, team_id)), None)


def zone_of(session: Session, team_id: str) -> str:
    """The IANA name of the zone by whose days what is the whole company's is told; else UTC."""
    cco = holder(session, team_id)
    return cco.zone if cco else "UTC"


def day_of(session: Session, team_id: str, at: datetime) -> date:
    """The day on which an instant (UTC) lies where what is the whole company's is told."""
    return hours.day_of(at, zone_of(session, team_id))


def calendar_of(session: Session, team_id: str) -> Calendar:
    """The working week by which what is the whole company's comes: the CCO's, away or not."""
    cco = holder(session, team_id)
    return calendars.for_person(session, cco).without_leave() if cco else Calendar()


def check_may_set_up(session: Session, person: Person) -> None:
    """Let the CCO set Duly up and, while nobody holds that office, an admin of the workspace.

    Raises OfficeEmpty naming the admins, and what `access.check` raises.
    """
    is_ours = person.standing == Standing.MEMBER
    if is_ours and not person.is_admin and not holders(session, person.team_id):
        raise OfficeEmpty(who=admins_named(session, person.team_id))
    access.check(session, person, access.SET_UP)


def admins_named(session: Session, team_id: str) -> str:
    """“Nora Lindqvist, Priya Raman or another admin of this workspace”."""
    known = [each.name for each in people.admins(session, team_id)]
    if not known or len(known) > NAMED:
        known = [*known[:NAMED], "another admin" if known else "an admin of this workspace"]
    return words.join_names(known, "or")


def check_may_hold(session: Session, person: Person) -> None:
    """Refuse a CCO who cannot be asked, or who would bring promises of their own into the office.

    Raises LeadsStill, OwesStill, and what `access.check_works_here` raises.
    """
    access.check_works_here(person)
    if person.role == Role.CCO:
        return
    led = departments.led_by(session, person.team_id, person.user_id)
    if led:
        raise LeadsStill(
            name=person.name,
            departments=words.join_names([each.name for each in led[:NAMED]]),
            first=led[0].name,
        )
    owed = lists.owned(session, person.team_id, person.user_id, NAMED)
    if owed.total:
        refs = [each.ref for each in owed.items]
        more = [] if owed.total <= NAMED else [f"{owed.total - NAMED} more"]
        raise OwesStill(name=person.name, refs=words.join_names([*refs, *more]), first=refs[0])


def check_stays_held(session: Session, leaving: Person) -> None:
    """Refuse to take the office from the only one who holds it.

    Raises LastCco.
    """
    if [each.user_id for each in holders(session, leaving.team_id)] == [leaving.user_id]:
        raise LastCco(name=leaving.name)


def give(session: Session, now: datetime, person: Person) -> bool:
    """Make somebody CCO; False when they are that already.

    What waited for one has to be brought to them, see `triage.appoint`. Raises what
    `check_may_hold` raises.
    """
    check_may_hold(session, person)
    if person.role == Role.CCO:
        return False
    workspace = workspaces.find(session, person.team_id)
    if workspace and not holders(session, person.team_id):
        workspace.vacant_at = workspace.vacant_at or now
        session.add(workspace)
    person.role = Role.CCO
    session.add(person)
    session.flush()
    return True
