"""Survey tools deliver answers with a key, which the CCO makes, and reads what came in vain."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlmodel import Session

from handlers.calendar import hours
from handlers.chasing import notes
from handlers.customers.contacts import doubting
from handlers.customers.surveys import GivenAnswer, keep, key_cards, low, rules
from handlers.people import access, lookup, office, records
from handlers.people.records import Occurrence
from handlers.speech import cleaning, values
from handlers.speech.errors import UserError
from handlers.speech.people_errors import UnknownCustomer
from handlers.speech.survey_errors import (
    DeliveredElse,
    DeliveredIdTooLong,
    DeliveredNothing,
    NotACustomer,
)
from storage import survey_keys, surveys
from storage.customers import Customer
from storage.departments import key_of
from storage.people import Person
from storage.survey_keys import SurveyKey
from storage.surveys import CameBy, Survey

MADE = Occurrence("survey key", "made", {"row": str, "survey": str, "name": str})
ENDED = Occurrence("survey key", "ended", {"row": str, "survey": str, "name": str})
"""What happens to keys; what they sign with is nobody's history."""
ZONE = "UTC"
"""A delivery says no zone: its days are those of UTC."""
MOST_ID = 300
"""Characters of what a survey tool calls an answer."""


# --- keys ---


def make_key(
    session: Session, now: datetime, actor: Person, name: str, survey: Survey
) -> SurveyKey:
    """Make a key for a survey; one of that name and survey that was there opens nothing any more.

    Raises NameMissing, NameTooLong and what `access.check` raises.
    """
    access.check(session, actor, access.MAKE_KEY)
    name = values.name(name)
    for each in survey_keys.of_survey(session, actor.team_id, survey.survey_id):
        if key_of(each.name) == key_of(name):
            each.ended_at = now
            session.add(each)
            _happened(session, now, actor, ENDED, each)
    key = SurveyKey(
        team_id=actor.team_id,
        survey_id=survey.survey_id,
        name=name,
        secret=survey_keys.new_secret(),
        created_at=now,
        created_by=actor.user_id,
    )
    session.add(key)
    session.flush()
    _happened(session, now, actor, MADE, key)
    return key


def _happened(
    session: Session, now: datetime, actor: Person, what: Occurrence, key: SurveyKey
) -> None:
    records.write(
        session, now, key.team_id, actor.user_id, what,
        row=str(key.key_id), survey=str(key.survey_id), name=key.name,
    )  # fmt: skip


def standing(session: Session, team_id: str, key_id: UUID) -> SurveyKey | None:
    """A key that still opens something."""
    found = survey_keys.find(session, team_id, key_id)
    return found if found and found.ended_at is None else None


# --- deliveries ---


def deliver(session: Session, now: datetime, key: SurveyKey, payload: Mapping[str, Any]) -> None:
    """Keep an answer that came signed with a key; the same one again changes nothing.

    One that `bounced` is no answer: it is asked whether whoever it was sent to is still there.

    Raises DeliveredNothing, DeliveredIdTooLong, DeliveredElse, NotACustomer, and what
    `surveys.keep`, `rules.score` and `values.day` raise.
    """
    survey = surveys.find(session, key.team_id, key.survey_id)
    if survey is None:
        raise DeliveredElse(name=key.name)
    named = _line(payload, "survey")
    if named and key_of(named) != survey.key:
        raise DeliveredElse(name=survey.name)
    external_id = _line(payload, "id")
    if not external_id:
        raise DeliveredNothing
    if len(external_id) > MOST_ID:
        # Cut short it could be the same as that of another answer, which would then be lost.
        raise DeliveredIdTooLong(most=str(MOST_ID))
    customer = _customer(session, key, _line(payload, "customer")) if survey.is_named else None
    if payload.get("bounced") is True:
        if customer is not None:
            doubting.came_back(session, now, customer, _line(payload, "person"))
        return
    given = GivenAnswer(
        survey=survey,
        customer=customer,
        person=_line(payload, "person") if survey.is_named else "",
        score=rules.score(survey, _line(payload, "score")),
        words=cleaning.clean(_text(payload, "words")),
        external_id=external_id,
        on=values.day(_line(payload, "answered_on")),
        came=CameBy.SURVEY,
    )
    kept = keep(session, now, None, given, hours.day_of(now, ZONE))
    if customer is not None:
        actor = low.bringer(session, key.team_id, key.created_by, customer)
        if actor is not None:
            low.follow(session, now, actor, survey, kept, customer)


def _customer(session: Session, key: SurveyKey, name: str) -> Customer | None:
    """Who answered; None where a delivery names nobody. Raises NotACustomer."""
    if not name:
        return None
    try:
        return lookup.customer(session, key.team_id, name)
    except UnknownCustomer:
        # Without the nearest names: whoever sends it need not learn who else is a customer.
        raise NotACustomer(words=values.quoted(name)) from None


def _text(payload: Mapping[str, Any], name: str) -> str:
    value = payload.get(name)
    is_number = isinstance(value, int | float) and not isinstance(value, bool)
    return value if isinstance(value, str) else str(value) if is_number else ""


def _line(payload: Mapping[str, Any], name: str) -> str:
    return cleaning.line(_text(payload, name))


# --- in vain ---


def was_wrong(session: Session, team_id: str, key_id: UUID) -> None:
    """Count a delivery whose signature is not of this key."""
    key = survey_keys.find(session, team_id, key_id, lock=True)
    if key is not None and key.ended_at is None:
        key.wrong += 1
        session.add(key)


def was_refused(session: Session, team_id: str, key_id: UUID, error: UserError) -> None:
    """Count a delivery that was signed and could not be kept, and why."""
    key = survey_keys.find(session, team_id, key_id, lock=True)
    if key is not None:
        key.refused, key.reason = key.refused + 1, error.message
        session.add(key)


def look_after(session: Session, now: datetime, team_id: str) -> None:
    """Tell the CCO once a day what came in vain; done whenever a workspace is audited."""
    for key in survey_keys.untold(session, team_id):
        survey = surveys.find(session, team_id, key.survey_id)
        ccos = office.holders(session, team_id)
        if survey is None or not ccos:
            continue
        day = hours.day_of(now, ccos[0].zone)
        if key.told_on == day:
            continue
        for cco in ccos:
            notes.send(session, now, cco, key_cards.in_vain(key, survey), key_cards.new_key())
        key.told_on, key.wrong, key.refused, key.reason = day, 0, 0, ""
        session.add(key)
