"""Whoever is asked how a department deals with customers answers page by page, or passes it on."""

from __future__ import annotations

from datetime import datetime

from sqlmodel import Session

from handlers.customers import assessments as room
from handlers.customers.assessments import (
    AreaSaid,
    beginning,
    form_cards,
    looking_up,
    reply_cards,
    rules,
    sentences,
)
from handlers.customers.assessments.areas import AREAS
from handlers.people import access, office
from handlers.speech import blocks, forms, reasons, values
from handlers.speech.assessment_errors import (
    AreaWordsTooLong,
    EvidenceToCome,
    NotOfSide,
    StageMissing,
)
from handlers.speech.errors import StaleForm, WhyMissing
from handlers.speech.people_errors import UnknownPerson
from handlers.speech.request import OpenForm, Reply, Request, Response, UpdateForm
from handlers.speech.setup_errors import UnclearDay
from storage import assessments, departments
from storage.assessments import ON_PURPOSE, Assessment, AssessmentState
from storage.people import Person

ANSWERING = {
    StageMissing: form_cards.SENTENCE,
    AreaWordsTooLong: form_cards.EVIDENCE,
    **dict.fromkeys((EvidenceToCome, UnclearDay), form_cards.EVIDENCE_ON),
}
BECAUSE = {WhyMissing: reasons.FIELD, AreaWordsTooLong: reasons.FIELD}
PASSING = {**BECAUSE, NotOfSide: form_cards.PERSON, UnknownPerson: form_cards.PERSON}
"""Under which field a sentence stands, by form."""


def waiting(session: Session, person: Person) -> Assessment | None:
    """The one that somebody was asked about first and has not answered, if any."""
    for rater in reversed(assessments.asked_of(session, person.team_id, person.user_id)):
        if rater.finished_at is None and not rater.declined:
            found = assessments.find(session, person.team_id, rater.number)
            if found and found.state == AssessmentState.OPEN:
                return found
    return None


def open_page(request: Request, session: Session, now: datetime) -> Response:
    """The next area of somebody's part, or the one that a button names."""
    del now
    person = access.actor(session, request)
    access.check(session, person, access.RATE)
    ref, _, area = request.value.partition(blocks.SEPARATOR)
    assessment, _ = room.of_rater(session, person, ref)
    if not area:
        return go_on(session, person, assessment)
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
    text = reply_cards.part_given(beginning.last_day(session, assessment), is_all=is_all)
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
    return Reply(reply_cards.passed(to.user_id if to else None), title="Noted")


def go_on(session: Session, person: Person, assessment: Assessment) -> Response:
    """The first area of which somebody has said nothing yet, else the last one."""
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
    today = office.day_of(session, person.team_id, now)
    if given.stage is None or given.stage < ON_PURPOSE or rules.is_shown_by(given, today):
        return None
    if not given.evidence:
        return reply_cards.kept(area, given.stage), area
    if given.evidence_on is None:
        [first, *_] = looking_up.look_up(session, now, person, given.evidence)
        return reply_cards.not_found(area, given.stage, looking_up.refused(first)), area
    return (reply_cards.old(area, given.evidence_on), area) if given.evidence_on <= today else None


def _stage(value: str) -> int | None:
    """Raises StageMissing for what the form does not offer."""
    if value == form_cards.UNKNOWN:
        return None
    if value not in {"1", "2", "3", "4"}:
        raise StageMissing
    return int(value)
