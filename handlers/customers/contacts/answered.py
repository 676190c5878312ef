"""Somebody at a customer answered a survey: they said something to us, so that counts as heard."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta
from uuid import UUID

from sqlmodel import Session

from handlers.customers import changes
from handlers.customers.contacts import changing, moves
from handlers.promises import lifecycle
from storage import contacts, hearings, surveys
from storage.contacts import Contact, Through
from storage.hearings import CustomerHearing
from storage.surveys import CameBy, Respondent, SurveyResponse

BACK = timedelta(days=366)
"""So far back it is looked for what somebody answered before they were named."""
THROUGH = {
    CameBy.CALL: Through.CALL,
    CameBy.MAIL: Through.MAIL,
    CameBy.VISIT: Through.VISIT,
    CameBy.SURVEY: Through.SURVEY,
}


def heard(
    session: Session, now: datetime, customer_id: UUID, name: str, response: SurveyResponse
) -> None:
    """Whoever is named at a customer as `name`, or has it for an address, was heard on that day.

    What is older than what they said last changes nothing, and neither does the same once more.
    """
    known = contacts.at(session, response.team_id, customer_id)
    contact = contacts.called(known, name, name)
    if contact is not None:
        _hear(session, now, contact, response)


def all_heard(
    session: Session, now: datetime, answers: Sequence[tuple[Respondent, SurveyResponse]]
) -> None:
    """The same for all who answered in one workspace at once; whoever is named nowhere is not."""
    if not answers:
        return
    team_id, ids = answers[0][1].team_id, {who.customer_id for who, _ in answers}
    known = contacts.at_these(session, team_id, ids)
    for who, response in answers:
        contact = contacts.called(known.get(who.customer_id, ()), who.name, who.name)
        if contact is not None:
            _hear(session, now, contact, response)


def catch_up(session: Session, now: datetime, today: date, found: Iterable[Contact]) -> None:
    """Those of one workspace who answered before anybody named them were heard as well."""
    wanted = list(found)
    if not wanted:
        return
    team_id, ids = wanted[0].team_id, {each.customer_id for each in wanted}
    answers = surveys.answered_last(session, team_id, ids, today - BACK)
    for contact in wanted:
        theirs = [
            each
            for each in answers.get(contact.customer_id, [])
            if contacts.called([contact], each.name, each.name) and _is_newer(contact, each.on)
        ]
        if not theirs:
            continue
        last = max(theirs, key=lambda each: each.on)
        response = surveys.last_of(session, team_id, last.respondent_id)
        if response is not None:
            _hear(session, now, contact, response)


def _hear(session: Session, now: datetime, contact: Contact, response: SurveyResponse) -> None:
    held = contacts.find(session, contact.team_id, contact.number, lock=True)
    if held is None or not held.is_there or not _is_newer(held, response.answered_on):
        return
    _keep_talk(session, now, held)
    hearing = CustomerHearing(
        team_id=held.team_id,
        number=held.number,
        heard_on=response.answered_on,
        heard_by=response.received_by,
        # Their words stay with the answer: not everybody who reads of them may read those.
        through=THROUGH[CameBy(response.came)] if response.came else Through.SURVEY,
        created_at=now,
    )
    session.add(hearing)
    wanted = {
        "heard_on": hearing.heard_on,
        "heard_by": hearing.heard_by or None,
        "heard_how": str(hearing.through),
        "quiet_from": max(hearing.heard_on, held.quiet_from),
        "doubt": "",
    }
    different = changes.different(held, wanted)
    changing.TOLD.set_columns(held, different.after)
    move = moves.ANSWERED if held.state in moves.ANSWERED.start else moves.ANSWERED_BEFORE_CALL
    lifecycle.pass_on(
        session, now, move, held, before=different.before, after=different.after,
        heard=changing.HEARD.told_of(hearing),
    )  # fmt: skip


def _keep_talk(session: Session, now: datetime, held: Contact) -> None:
    """What was said of a talk when they were named stands on their row alone: it is kept as one."""
    if held.heard_on is None or held.heard_how in (None, Through.SURVEY):
        return
    last = hearings.of_contact(session, held.team_id, held.number, 1)
    if not last or last[0].heard_on < held.heard_on:
        session.add(CustomerHearing(
            team_id=held.team_id, number=held.number, heard_on=held.heard_on,
            heard_by=held.heard_by or "", through=held.heard_how, created_at=now,
        ))  # fmt: skip


def _is_newer(contact: Contact, day: date) -> bool:
    return contact.heard_on is None or day > contact.heard_on
