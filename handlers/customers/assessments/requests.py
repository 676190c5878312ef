"""People read how departments deal with customers, and the CCO lets departments begin."""

from __future__ import annotations

from datetime import datetime

from sqlmodel import Session

from handlers.calendar import hours
from handlers.chasing import policy as policies
from handlers.customers import assessments as room
from handlers.customers.assessments import (
    adding,
    answer_requests,
    beginning,
    cards,
    form_cards,
    list_cards,
    reading,
    reply_cards,
)
from handlers.people import access, audiences, choices, lookup, office
from handlers.speech import forms, paging, values
from handlers.speech.assessment_errors import (
    AssessedAlready,
    AssessedMissing,
    EndsTooLate,
    EndsTooSoon,
    OutsideNeeded,
    OwnNeighbour,
    TooFewToAsk,
)
from handlers.speech.errors import (
    StaleForm,
)
from handlers.speech.people_errors import GoneDepartment
from handlers.speech.request import OpenForm, Reply, Request, Response, UpdateForm
from handlers.speech.setup_errors import UnclearDay
from storage import assessments, departments, people
from storage.assessments import Assessment, AssessmentState
from storage.departments import Department
from storage.people import Person, Role
from storage.tasks import Promise

BEGINNING = {
    **dict.fromkeys((AssessedMissing, AssessedAlready, TooFewToAsk), choices.DEPARTMENTS),
    **dict.fromkeys((EndsTooSoon, EndsTooLate, UnclearDay), form_cards.UNTIL),
    **dict.fromkeys((OutsideNeeded, OwnNeighbour, GoneDepartment), choices.DEPARTMENT),
}
"""Under which field a sentence stands, by form."""


# --- read ---


def typed(request: Request, session: Session, now: datetime) -> Response:
    """`/cx assess [Billing]`: whoever is asked goes on; others read how a department stands.

    The CCO and executives read which departments looked at themselves, and when. Raises
    UnknownDepartment with the nearest name, and what `access.check` raises.
    """
    person = access.actor(session, request)
    access.check(session, person, access.READ_ASSESSMENTS)
    if request.text.strip():
        department = lookup.department(session, request.team_id, request.text)
        return _read(session, now, person, department)
    waiting = answer_requests.waiting(session, person)
    if waiting:
        return answer_requests.go_on(session, person, waiting)
    own = departments.find(session, person.team_id, person.department_id)
    if own is None or person.role in (Role.CCO, Role.EXECUTIVE):
        return OpenForm(_listed(session, now, person, 0))
    return _read(session, now, person, own)


def open_department(request: Request, session: Session, now: datetime) -> Response:
    """How one department stands."""
    person = access.actor(session, request)
    access.check(session, person, access.READ_ASSESSMENTS)
    return _read(session, now, person, _department(session, person, request.value))


def open_list(request: Request, session: Session, now: datetime) -> Response:
    """The first page of all departments."""
    person = access.actor(session, request)
    access.check(session, person, access.READ_ASSESSMENTS)
    return OpenForm(_listed(session, now, person, 0))


def show_list(request: Request, session: Session, now: datetime) -> Response:
    """All departments by name, a page at a time."""
    person = access.actor(session, request)
    access.check(session, person, access.READ_ASSESSMENTS)
    return UpdateForm(_listed(session, now, person, paging.start(request.value)))


def compare(request: Request, session: Session, now: datetime) -> Response:
    """One department over time."""
    del now
    person = access.actor(session, request)
    access.check(session, person, access.READ_ASSESSMENTS)
    department = _department(session, person, request.value)
    if not reading.may_read(session, person, department):
        raise StaleForm
    return OpenForm(list_cards.compared(department, reading.over_time(session, department)))


# --- begun ---


def open_begin(request: Request, session: Session, now: datetime) -> Response:
    """The form by which departments look at themselves."""
    person = access.actor(session, request)
    access.check(session, person, access.BEGIN_ASSESSMENT)
    chosen = lookup.chosen_department(session, request.team_id, request.value)
    calendar = office.calendar_of(session, person.team_id)
    until = hours.local_day(calendar, policies.after(calendar, now, beginning.WITHIN))
    offered = choices.of_several(session, person, [chosen] if chosen else ())
    neighbours = choices.of_departments(session, person)
    return OpenForm(form_cards.begin(offered, neighbours, until))


def send_begin(request: Request, session: Session, now: datetime) -> Response:
    """They are asked; one that cannot be is said where others can."""
    person = access.actor(session, request)
    access.check(session, person, access.BEGIN_ASSESSMENT)
    with forms.placing(BEGINNING):
        until = values.day(request.words(form_cards.UNTIL))
        with forms.placing({GoneDepartment: choices.DEPARTMENTS}):
            chosen = lookup.chosen_departments(
                session, request.team_id, request.choices(choices.DEPARTMENTS)
            )
        if not chosen:
            raise AssessedMissing
        neighbour = lookup.chosen_department(
            session, request.team_id, request.words(choices.DEPARTMENT)
        )
        begun = [
            room.begin(session, now, person, each, until, _beside(each, chosen, neighbour))
            for each in chosen
        ]
    day = beginning.last_day(session, begun[0])
    return Reply(reply_cards.begun([each.name for each in chosen], day), title="Noted")


def press_stop(request: Request, session: Session, now: datetime) -> Response:
    """One click: nobody is asked any more."""
    person = access.actor(session, request)
    stopped = room.stop(session, now, person, request.value)
    return Reply(reply_cards.stopped(stopped), title="Taken back")


# --- what all of it does ---


def _read(session: Session, now: datetime, person: Person, department: Department) -> Response:
    found = reading.of(session, department)
    if not reading.may_read(session, person, department):
        return OpenForm(cards.for_others(department, found.newest, now))
    seen = [task for _, task in found.tasks if audiences.sees(session, person, task)]
    shown = cards.looked(
        found, seen, _owners(session, person, seen), now,
        until=beginning.last_day(session, found.newest) if found.newest else "",
        may_choose=room.may_choose(session, person, department),
        may_add=bool(found.closed and adding.offered(session, now, person, found.closed)),
        may_begin=access.may(session, person, access.BEGIN_ASSESSMENT),
        may_answer=_may_answer(session, person, found.newest),
    )  # fmt: skip
    return OpenForm(shown)


def _owners(session: Session, person: Person, tasks: list[Promise]) -> dict[str, str]:
    wanted = [each.owner_id for each in tasks if each.owner_id]
    known = people.by_id(session, person.team_id, wanted)
    return {user_id: each.name for user_id, each in known.items()}


def _may_answer(session: Session, person: Person, newest: Assessment | None) -> bool:
    if newest is None or newest.state != AssessmentState.OPEN:
        return False
    rater = assessments.rater(session, person.team_id, newest.number, person.user_id)
    return rater is not None and not rater.declined


def _listed(session: Session, now: datetime, person: Person, after: int) -> dict[str, object]:
    known = departments.everyone(session, person.team_id)
    shown = known[after : after + list_cards.PAGE]
    last = {
        each.department_id: next(
            iter(assessments.of_department(session, person.team_id, each.department_id)), None
        )
        for each in shown
    }
    may_begin = access.may(session, person, access.BEGIN_ASSESSMENT)
    lines = [(each, last[each.department_id]) for each in shown]
    return list_cards.listed(lines, after, len(known), now, may_begin=may_begin)


def _beside(
    department: Department, chosen: list[Department], neighbour: Department | None
) -> Department | None:
    """The neighbour of one of several: where it is one of them itself, it has none here."""
    is_itself = neighbour is not None and neighbour.department_id == department.department_id
    return None if is_itself and len(chosen) > 1 else neighbour


def _department(session: Session, person: Person, value: str) -> Department:
    found = lookup.chosen_department(session, person.team_id, value)
    if found is None:
        raise StaleForm
    return found
