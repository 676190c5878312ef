"""Who is asked while somebody is away: whom they named, else whoever is there and nearest."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session

from storage import absences, departments, people
from storage.absences import Absence
from storage.people import Person, Role

FARTHEST = 20
"""So many deputies of deputies are looked at; a longer row helps nobody."""


@dataclass(frozen=True)
class StandIn:
    """Who stands in, and those who were passed over on the way, nearest first.

    `person` is empty where nobody is there at all.
    """

    person: str
    passed_over: tuple[str, ...] = ()


def choose(
    away: str,
    named: Callable[[str], str | None],
    others: Iterable[str],
    is_there: Callable[[str], bool],
) -> StandIn:
    """The first who is there of the row of named deputies, each asked once, then of the others.

    `named` is whom somebody named to stand in for them. A ring of deputies ends where it began.
    """
    passed_over: list[str] = []
    at = named(away)
    while at and at != away and at not in passed_over and len(passed_over) < FARTHEST:
        if is_there(at):
            return StandIn(at, tuple(passed_over))
        passed_over.append(at)
        at = named(at)
    for each in others:
        if each != away and each not in passed_over and is_there(each):
            return StandIn(each, tuple(passed_over))
    return StandIn("", tuple(passed_over))


def stand_in_of(
    session: Session, now: datetime, person: Person, deputy_id: str | None = None
) -> StandIn:
    """Who stands in for a person who is away, or has left.

    `deputy_id` is whom they named for it. Then comes who always stands in for them, the deputies
    and the leads of their department in turn, and whoever looks after customers as CCO.
    """
    team_id = person.team_id

    def named(user_id: str) -> str | None:
        if user_id == person.user_id:
            return deputy_id or person.deputy_id
        known = people.find(session, team_id, user_id)
        under_way = _under_way(absences.seen_of(session, team_id, user_id)) if known else None
        return (under_way.deputy_id if under_way else None) or (known.deputy_id if known else None)

    def can_be_asked(user_id: str) -> bool:
        return is_there(session, now, team_id, user_id)

    return choose(person.user_id, named, _others(session, person), can_be_asked)


def who(
    session: Session, now: datetime, person: Person, deputy_id: str | None = None
) -> Person | None:
    """The person who stands in, as `stand_in_of` says; None where nobody is there."""
    chosen = stand_in_of(session, now, person, deputy_id)
    return people.find(session, person.team_id, chosen.person)


def is_there(session: Session, now: datetime, team_id: str, user_id: str) -> bool:
    """Whether somebody works here and is not away at an instant (UTC)."""
    known = people.find(session, team_id, user_id)
    return known is not None and known.works_here and not is_away(known, now)


def free_those_of(session: Session, now: datetime, person: Person) -> None:
    """Let somebody else be found for those whom a person stood in for, who is gone or away now."""
    stood_in_for = people.stood_in_for(session, person.team_id, person.user_id)
    absences.hasten(session, person.team_id, [each.user_id for each in stood_in_for], now)


def _others(session: Session, person: Person) -> list[str]:
    """Who is asked where nobody was named: of their department, then of the CCO's office."""
    home = departments.find(session, person.team_id, person.department_id)
    led = departments.led_by(session, person.team_id, person.user_id)
    around = [
        user_id
        for each in [*([home] if home else []), *led]
        for user_id in (each.deputy_id, each.lead_id)
        if user_id
    ]
    ccos = people.with_role(session, person.team_id, Role.CCO)
    return [*([person.deputy_id] if person.deputy_id else []), *around, *(c.user_id for c in ccos)]


def _under_way(theirs: Iterable[Absence]) -> Absence | None:
    return next((each for each in theirs if each.has_begun), None)


def is_away(person: Person, now: datetime) -> bool:
    """Whether a person is away at an instant (UTC)."""
    return person.away_until is not None and person.away_until > now


def present(session: Session, person: Person) -> Person:
    """Who hears what a person would: they themselves, or while they are away who stands in."""
    if person.stand_in_id is None:
        return person
    found = people.find(session, person.team_id, person.stand_in_id)
    return found if found is not None and found.works_here else person


def stands_in_for_cco(session: Session, person: Person) -> bool:
    """Whether somebody stands in for a CCO at the moment."""
    if not person.works_here:
        return False
    instead_of = people.stood_in_for(session, person.team_id, person.user_id)
    return any(each.role == Role.CCO for each in instead_of)
