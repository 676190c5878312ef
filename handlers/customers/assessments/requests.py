"""What people type, click and send about how departments deal with customers."""

from __future__ import annotations

from datetime import datetime

from sqlmodel import Session

from handlers.calendar import hours
from handlers.chasing import policy as policies
from handlers.customers import assessments as room
from handlers.customers.assessments import (
    AreaSaid,
    FirstThing,
    beginning,
    cards,
    form_cards,
    reading,
    rules,
    sentences,
)
from handlers.customers.assessments.areas import AREAS
from handlers.people import access, audiences, choices, lookup, office
from handlers.promises import traces
from handlers.speech import blocks, forms, paging, reasons, values
from handlers.speech.assessment_errors import (
    AreaMissing,
    AreaWordsTooLong,
    AssessedAlready,
    AssessedMissing,
    EndsTooLate,
    EndsTooSoon,
    EvidenceToCome,
    NotOfSide,
    OutsideNeeded,
    OwnNeighbour,
    StageMissing,
    TooFewToAsk,
)
from handlers.speech.errors import (
    DueMissing,
    OwnerMissing,
    StaleForm,
    TaskMissing,
    TitleTooLong,
    WhyMissing,
    WrongDate,
)
from handlers.speech.people_errors import GoneDepartment, UnfitPerson, UnknownPerson
from handlers.speech.request import OpenForm, Reply, Request, Response, UpdateForm
from handlers.speech.setup_errors import UnclearDay
from storage import assessments, departments, people
from storage.assessments import ON_PURPOSE, Assessment, AssessmentState
from storage.departments import Department
from storage.people import Person, Role
from storage.tasks import Promise

BEGINNING = {
    **dict.fromkeys((AssessedMissing, AssessedAlready, TooFewToAsk), choices.DEPARTMENTS),
    **dict.fromkeys((EndsTooSoon, EndsTooLate, UnclearDay), form_cards.UNTIL),
    **dict.fromkeys((OutsideNeeded, OwnNeighbour, GoneDepartment), choices.DEPARTMENT),
}
ANSWERING = {
    StageMissing: form_cards.SENTENCE,
    AreaWordsTooLong: form_cards.EVIDENCE,
    **dict.fromkeys((EvidenceToCome, UnclearDay), form_cards.EVIDENCE_ON),
}
BECAUSE = {WhyMissing: reasons.FIELD, AreaWordsTooLong: reasons.FIELD}
PASSING = {**BECAUSE, NotOfSide: form_cards.PERSON, UnknownPerson: form_cards.PERSON}
GIVING = {
    AreaMissing: form_cards.AREA,
    **dict.fromkeys((TaskMissing, TitleTooLong), form_cards.WHAT),
    **dict.fromkeys((OwnerMissing, UnfitPerson, UnknownPerson), form_cards.OWNER),
    **dict.fromkeys((DueMissing, WrongDate), form_cards.BY),
    **dict.fromkeys(traces.WRONG, traces.FIELD),
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
    waiting = _waiting(session, person)
    if waiting:
        return _go_on(session, person, waiting)
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
    return OpenForm(cards.compared(department, reading.over_time(session, department)))


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
    return Reply(cards.begun([each.name for each in chosen], day), title="Noted")


def press_stop(request: Request, session: Session, now: datetime) -> Response:
    """One click: nobody is asked any more."""
    person = access.actor(session, request)
    stopped = room.stop(session, now, person, request.value)
    return Reply(cards.stopped(stopped), title="Taken back")


# --- answered ---


def open_page(request: Request, session: Session, now: datetime) -> Response:
    """The next area of somebody's part, or the one that a button names."""
    del now
    person = access.actor(session, request)
    access.check(session, person, access.RATE)
    ref, _, area = request.value.partition(blocks.SEPARATOR)
    assessment, _ = room.of_rater(session, person, ref)
    if not area:
        return _go_on(session, person, assessment)
    if area not in AREAS:
        raise StaleForm
    return UpdateForm(_page(session, person, assessment, area))


def send_page(request: Request, session: Session, now: datetime) -> Response:
    """An area comes back answered: the next one, or what becomes of the whole."""
    person = access.actor(session, request)
    access.check(session, person, access.RATE)
    ref, _, area = request.value.partition(blocks.SEPARATOR)
    with forms.placing(ANSWERING):
        said = AreaSaid(
            stage=_stage(request.words(form_cards.SENTENCE)),
            evidence=request.words(form_cards.EVIDENCE),
            evidence_on=values.day(request.words(form_cards.EVIDENCE_ON)),
            customer_says=request.words(form_cards.CUSTOMER_SAYS),
        )
        assessment = room.answer(session, now, person, ref, area, said)
    note = _note(session, now, person, assessment, area)
    still = room.left(session, person, assessment.number)
    if still:
        return UpdateForm(_page(session, person, assessment, still[0], note))
    is_all = room.give_part(session, now, person, ref)
    text = cards.part_given(beginning.last_day(session, assessment), is_all=is_all)
    return Reply(f"{text}\n{note[0]}" if note and not is_all else text, title="Thank you")


def open_pass(request: Request, session: Session, now: datetime) -> Response:
    """It is not for them: the form that asks why, and who answers instead."""
    del now
    person = access.actor(session, request)
    assessment, _ = room.of_rater(session, person, request.value)
    return OpenForm(form_cards.pass_on(assessment))


def send_pass(request: Request, session: Session, now: datetime) -> Response:
    """They are not asked any more."""
    person = access.actor(session, request)
    with forms.placing(PASSING):
        to = room.pass_on(
            session, now, person, request.value, request.words(reasons.FIELD),
            request.words(form_cards.PERSON),
        )  # fmt: skip
    return Reply(cards.passed(to.user_id if to else None), title="Noted")


# --- what follows ---


def open_task(request: Request, session: Session, now: datetime) -> Response:
    """The form of a first thing, about the lowest area until somebody chooses another."""
    person = access.actor(session, request)
    assessment, department = room.of_lead(session, person, request.value)
    room.check_room(session, department)
    lowest = reading.result_of(session, assessment).lowest
    moves = traces.question(traces.offered(session, now, person))
    return OpenForm(form_cards.task(assessment, lowest[0].area if lowest else "", moves))


def send_task(request: Request, session: Session, now: datetime) -> Response:
    """It is given, and the area remembers it."""
    person = access.actor(session, request)
    room.of_lead(session, person, request.value)
    with forms.placing(GIVING):
        owner_id = request.words(form_cards.OWNER)
        wanted = FirstThing(
            area=request.words(form_cards.AREA),
            what=request.line(form_cards.WHAT),
            owner=lookup.chosen_person(session, person.team_id, owner_id) if owner_id else None,
            by=request.words(form_cards.BY),
            outcome=traces.named(session, now, person, request.words(traces.FIELD)),
        )
        task = room.give_task(session, now, person, request.value, wanted)
    return Reply(cards.task_given(task, wanted.area), title="Noted")


def open_rest(request: Request, session: Session, now: datetime) -> Response:
    """Nothing this half: the form that asks why."""
    del now
    person = access.actor(session, request)
    assessment, _ = room.of_lead(session, person, request.value)
    return OpenForm(form_cards.rest(assessment))


def send_rest(request: Request, session: Session, now: datetime) -> Response:
    """It stands with its reason."""
    person = access.actor(session, request)
    with forms.placing(BECAUSE):
        assessment = room.rest(session, now, person, request.value, request.words(reasons.FIELD))
    return Reply(cards.rests(assessment), title="Noted")


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
    shown = known[after : after + cards.PAGE]
    last = {
        each.department_id: next(
            iter(assessments.of_department(session, person.team_id, each.department_id)), None
        )
        for each in shown
    }
    may_begin = access.may(session, person, access.BEGIN_ASSESSMENT)
    lines = [(each, last[each.department_id]) for each in shown]
    return cards.listed(lines, after, len(known), now, may_begin=may_begin)


def _waiting(session: Session, person: Person) -> Assessment | None:
    """The one that somebody was asked about first and has not answered, if any."""
    for rater in reversed(assessments.asked_of(session, person.team_id, person.user_id)):
        if rater.finished_at is None and not rater.declined:
            found = assessments.find(session, person.team_id, rater.number)
            if found and found.state == AssessmentState.OPEN:
                return found
    return None


def _go_on(session: Session, person: Person, assessment: Assessment) -> Response:
    still = room.left(session, person, assessment.number)
    area = still[0] if still else list(AREAS)[-1]
    return OpenForm(_page(session, person, assessment, area))


def _page(
    session: Session,
    person: Person,
    assessment: Assessment,
    area: str,
    note: tuple[str, str] | None = None,
) -> dict[str, object]:
    department = departments.find(session, person.team_id, assessment.department_id)
    given = assessments.answers_of(session, person.team_id, assessment.number, person.user_id)
    return form_cards.page(
        assessment, department.name if department else "", area, given.get(area),
        sentences.of(session, person.team_id)[area],
        is_last=not (set(AREAS) - set(given) - {area}), note=note,
    )  # fmt: skip


def _note(
    session: Session, now: datetime, person: Person, assessment: Assessment, area: str
) -> tuple[str, str] | None:
    """What is said of an answer that nothing of the last twelve months shows, and of which area."""
    given = assessments.answers_of(session, person.team_id, assessment.number, person.user_id)[area]
    day = office.day_of(session, person.team_id, now)
    if given.stage is None or given.stage < ON_PURPOSE or rules.is_shown_by(given, day):
        return None
    if given.evidence and given.evidence_on and given.evidence_on <= day:
        return cards.old(area, given.evidence_on), area
    return (cards.kept(area, given.stage), area) if not given.evidence else None


def _stage(value: str) -> int | None:
    """Raises StageMissing for what the form does not offer."""
    if value == form_cards.UNKNOWN:
        return None
    if value not in {"1", "2", "3", "4"}:
        raise StageMissing
    return int(value)


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
