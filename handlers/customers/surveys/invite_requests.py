"""What people type and click to read and to change whom a survey asks."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date, datetime

from sqlmodel import Session

from handlers.calendar import hours
from handlers.customers import surveys as room
from handlers.customers.contacts import circle
from handlers.customers.surveys import invited_cards, inviting
from handlers.customers.surveys.invited_cards import AskedOffered, InvitedPage
from handlers.customers.surveys.inviting import AskedOf
from handlers.people import access, audiences, choices, lookup
from handlers.speech import forms, paging, values
from handlers.speech.errors import StaleForm, UnreadableRequest
from handlers.speech.people_errors import GoneCustomer
from handlers.speech.request import Json, OpenForm, Reply, Request, Response, UpdateForm
from handlers.speech.setup_errors import UnclearDay
from handlers.speech.survey_errors import (
    AskedWithoutNames,
    ClosesBefore,
    FewerThanListed,
    NobodyToAsk,
    NoCount,
    NothingToNarrow,
    TooManyToAsk,
)
from storage import invitations, segments, surveys
from storage.customers import Customer, Tier
from storage.people import Person
from storage.segments import Facet
from storage.surveys import Survey

WHO = {
    **dict.fromkeys((AskedWithoutNames, NobodyToAsk, TooManyToAsk), invited_cards.TIERS),
    NothingToNarrow: invited_cards.ONLY,
    FewerThanListed: invited_cards.ASKED,
    NoCount: invited_cards.ASKED,
    GoneCustomer: choices.CUSTOMERS,
}
"""Under which field of whom a survey asks a sentence stands."""
CHANGING = {**WHO, **dict.fromkeys((ClosesBefore, UnclearDay), invited_cards.CLOSES)}
MOST_OFFERED, LONGEST_OFFERED = 30, 60
"""So many words of each facet are offered, none of them longer."""
BY_NAME = 100
"""So many customers a field takes by name."""
_COUNT = re.compile(r"[0-9]{1,9}")


def open_invited(request: Request, session: Session, now: datetime) -> Response:
    """Whom a survey asks. Raises UnreadableRequest, and what `access.check` raises."""
    return OpenForm(_page(request, session, now))


def turn(request: Request, session: Session, now: datetime) -> Response:
    """Another page of it. Raises what `open_invited` raises."""
    return UpdateForm(_page(request, session, now))


def open_change(request: Request, session: Session, now: datetime) -> Response:
    """The form of a survey that is open. Raises StaleForm, and what `access.check` raises."""
    del now
    person = access.actor(session, request)
    access.check(session, person, access.OPEN_SURVEY)
    survey = _survey(session, person, request.value)
    return OpenForm(changing(session, person, survey, inviting.asked_of(session, survey)))


def changing(session: Session, person: Person, survey: Survey, wanted: AskedOf) -> Json:
    """The form of a survey that is open, with whom somebody wants it to ask."""
    listed = invitations.counted(session, person.team_id, survey.survey_id).asked
    more = survey.asked if survey.asked != listed else None
    return invited_cards.change(survey, offered(session, person, wanted), more)


def send_change(request: Request, session: Session, now: datetime) -> Response:
    """It comes back: the survey asks these, and closes on that day."""
    person = access.actor(session, request)
    access.check(session, person, access.OPEN_SURVEY)
    survey = _survey(session, person, request.value)
    with forms.placing(CHANGING):
        before = inviting.asked_of(session, survey)
        wanted = read(request, session, before.customers)
        closes_on = values.day(request.words(invited_cards.CLOSES))
        asked = count(request.line(invited_cards.ASKED))
        done = room.change(session, now, person, survey, wanted, asked, closes_on)
    return Reply(invited_cards.changed(survey, done), title="Noted")


def offered(session: Session, person: Person, wanted: AskedOf = inviting.NOBODY) -> AskedOffered:
    """What the fields of whom a survey asks offer to somebody, with what stands there so far."""
    facets = {
        facet: [
            each
            for each in segments.words_of(session, person.team_id, facet, MOST_OFFERED)
            if len(each) <= LONGEST_OFFERED
        ]
        for facet in segments.COLUMNS
    }
    by_name = len(wanted.customers) <= BY_NAME
    known = choices.of_several_customers(session, person, wanted.customers if by_name else ())
    return AskedOffered(known, facets, wanted, by_name)


def read(request: Request, session: Session, before: Sequence[Customer] = ()) -> AskedOf:
    """Whom a form says that a survey asks; `before` are those who stand there by name so far.

    Raises UnknownChoice, StaleForm and GoneCustomer.
    """
    tiers = [values.choice(each, Tier) for each in request.choices(invited_cards.TIERS)]
    facet, words = _narrowed(request.words(invited_cards.ONLY))
    named = lookup.chosen_customers(session, request.team_id, request.choices(choices.CUSTOMERS))
    # So many that no form holds them: they are not taken for taken out.
    return AskedOf(tiers, before if len(before) > BY_NAME else named, facet, words)


def count(words: str) -> int | None:
    """How many are asked; None where nobody says so. Raises NoCount."""
    said = words.replace(",", "").strip()
    if not said:
        return None
    if not _COUNT.fullmatch(said):
        raise NoCount
    return int(said) or None


def _narrowed(value: str) -> tuple[Facet | None, str]:
    if not value:
        return None, ""
    found = inviting.narrowed_by(value)
    if found is None:
        raise StaleForm
    return found


def _survey(session: Session, person: Person, value: str) -> Survey:
    found = surveys.find(session, person.team_id, values.row_id(value))
    if found is None:
        raise StaleForm
    return found


def _page(request: Request, session: Session, now: datetime) -> Json:
    person = access.actor(session, request)
    access.check(session, person, access.READ)
    which, after = paging.read(request.value)
    if not which:
        raise UnreadableRequest
    survey = _survey(session, person, which)
    return shown(session, person, survey, after, hours.day_of(now, person.zone))


def shown(session: Session, person: Person, survey: Survey, after: int, today: date) -> Json:
    """Whom a survey asks, as far as somebody may read of it, from an entry on."""
    return invited_cards.page(_read(session, person, survey), after, today)


def _read(session: Session, person: Person, survey: Survey) -> InvitedPage:
    """Whom a survey asks, as far as somebody may read of those customers' people."""
    reader, known = audiences.reader(session, person), dict[object, bool]()

    def may_read(customer: Customer) -> bool:
        key = customer.customer_id
        if key not in known:
            known[key] = circle.may_read_of(session, person, reader, customer)
        return known[key]

    lines = invitations.lines(session, person.team_id, survey.survey_id)
    mine = [each for each in lines if may_read(each.customer)]
    return InvitedPage(
        survey,
        invitations.InvitedCount(len(lines), sum(each.has_answered for each in lines)),
        sorted(mine, key=lambda each: each.has_answered),
        may_change=access.may(session, person, access.OPEN_SURVEY),
    )
