"""What people type, click and send to say that they are away or back, and what they are shown."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from sqlmodel import Session

from handlers.calendar import calendars, hours
from handlers.calendar.hours import Calendar
from handlers.chasing import cover, notes
from handlers.chasing.owed import Pending
from handlers.chasing.registers import Registers
from handlers.front import away
from handlers.front.away import AwaySaid, Planned, calendar, cards, reading, rules
from handlers.front.away.reading import AwayRead
from handlers.front.away.rules import TypedAbsence
from handlers.people import absent, access, lookup, vocabulary
from handlers.speech import answered, blocks, forms, paging, values
from handlers.speech import typed as typing
from handlers.speech import words as common_words
from handlers.speech.absence_errors import (
    BackTooSoon,
    NoAddress,
    NoCalendarLink,
    OwnStandIn,
    UntilMissing,
)
from handlers.speech.errors import DayMissing, FarDate, UnreadableRequest, UserError
from handlers.speech.forms import Reading, placing
from handlers.speech.request import Json, OpenForm, Reply, Request, Response, UpdateForm
from handlers.speech.typed import Word
from storage import calendar_links, held, people
from storage.people import Person

CALENDARS = frozenset({"calendar", "calendars", "ical", "ics", "icalendar"})
_NOW = re.compile(r"(?:now|again|today|at work|in the office)[.! ]*", re.IGNORECASE)
_BACK_ON = re.compile(r"^(?:on|at|by|from|in the office) ", re.IGNORECASE)
OFF = frozenset({"off", "remove", "stop", "none", "no", "delete", "unlink", "forget"})


def typed(registers: Registers, request: Request, session: Session, now: datetime) -> Response:
    """`/cx away until monday because …`; alone, or where it is not clear, the form."""
    person = _person(request, session)
    words = vocabulary.words(session, request.team_id, request.text)
    if not words:
        return OpenForm(_form(session, now, person))
    if words[0].lead in CALENDARS:
        return Reply(_calendar_said(session, now, person, words[1:]))
    said = rules.read(words, lambda name: bool(people.named(session, person.team_id, name)))
    if said.who:
        return Reply(_said_of(session, now, person, said))
    found = reading.read(session, now, person, said)
    try:
        planned = away.say(session, now, person, found.said(said.reason))
    except UserError as error:
        if error not in found.unread:
            found.unread.append(error)
        return OpenForm(_form(session, now, person, found, said.reason))
    shown = cards.noted(planned, _due(registers, session, planned), now)
    return Reply(shown.text, shown.blocks)


def _said_of(session: Session, now: datetime, person: Person, said: TypedAbsence) -> str:
    """`/cx away @sara until monday`: who leads them says it for somebody, who reads it, too.

    Raises what cannot be read of it, and what `away.say_of` raises.
    """
    whom = lookup.person(session, person.team_id, said.who)
    away.check_may_say(session, person, whom)
    found = reading.read(session, now, whom, said)
    planned = away.say_of(session, now, person, whom, found.said(said.reason))
    return _told(session, now, person, planned)


def _told(session: Session, now: datetime, person: Person, planned: Planned) -> str:
    """What is answered to who said it of somebody, who reads it in their messages."""
    whom = planned.person
    if whom.user_id == person.user_id:
        return cards.sentence(planned, now)
    told = cards.noted_by(person, planned, now)
    notes.send(session, now, whom, told.text, *told.parts, answers=True)
    return cards.noted_for(planned, now)


def _calendar_said(session: Session, now: datetime, person: Person, words: Sequence[Word]) -> str:
    """`/cx away calendar https://…`, or `off`.

    What is wrong is an answer here and no refusal: a refusal gives back the words, and whoever has
    the address can read the calendar.
    """
    said = " ".join(each.link or each.seen for each in words)
    try:
        return _set_calendar(session, now, person, said)
    except UserError as error:
        return blocks.said(error)


def _set_calendar(session: Session, now: datetime, person: Person, said: str) -> str:
    known = calendar_links.find(session, person.team_id, person.user_id)
    if not said:
        return cards.calendar_known(calendar.host(known.address)) if known else cards.CALENDAR_NONE
    if said.lower().strip(".") in OFF:
        calendar.unlink(session, now, person)
        return cards.CALENDAR_GONE
    return cards.calendar_linked(calendar.host(calendar.link(session, now, person, said).address))


def open_calendar(request: Request, session: Session, now: datetime) -> Response:
    """The form for the address of a calendar."""
    del now
    person = _person(request, session)
    known = calendar_links.find(session, person.team_id, person.user_id)
    return OpenForm(cards.calendar_form(calendar.host(known.address) if known else ""))


def send_calendar(request: Request, session: Session, now: datetime) -> Response:
    """An address, or “off”."""
    person = _person(request, session)
    with placing({NoAddress: cards.CALENDAR, NoCalendarLink: cards.CALENDAR}):
        said = request.line(cards.CALENDAR)
        if not said:
            raise NoAddress
        told = _set_calendar(session, now, person, said)
    return UpdateForm(blocks.notice("Noted", told))


def open_form(request: Request, session: Session, now: datetime) -> Response:
    """The form, from Home, a bundle or an answer."""
    return OpenForm(_form(session, now, _person(request, session)))


def send(registers: Registers, request: Request, session: Session, now: datetime) -> Response:
    """The dates, and who stands in; then what falls due meanwhile, where anything does."""
    person = _person(request, session)
    chosen = request.person_id(cards.WHO)
    if chosen and chosen != person.user_id:
        return _send_of(request, session, now, person, chosen)
    carried = _filled_in(request)
    said = _read(session, now, person, carried)
    due = away.due_meanwhile(registers, session, person, said)
    if not due:
        return _said(registers, session, now, away.say(session, now, person, said))
    return UpdateForm(_preview(session, now, person, said, due, json.dumps(carried)))


def _filled_in(request: Request) -> dict[str, str]:
    carried = {name: request.words(name) for name in (cards.FROM, cards.UNTIL)}
    carried |= {cards.DEPUTY: request.person_id(cards.DEPUTY), cards.WHY: request.line(cards.WHY)}
    return carried


def _send_of(
    request: Request, session: Session, now: datetime, person: Person, chosen: str
) -> Response:
    """The form about somebody else. Raises WrongFields."""
    with placing({UserError: cards.WHO}):
        whom = lookup.chosen_person(session, person.team_id, chosen)
        away.check_may_say(session, person, whom)
    said = _read(session, now, whom, _filled_in(request))
    planned = away.say_of(session, now, person, whom, said)
    return UpdateForm(blocks.notice("Noted", _told(session, now, person, planned)))


def save(registers: Registers, request: Request, session: Session, now: datetime) -> Response:
    """What becomes of each thing that falls due meanwhile; then it is noted.

    Raises UnreadableRequest for what the form did not ask.
    """
    person = _person(request, session)
    said = _read(session, now, person, _carried(request.value))
    due = away.due_meanwhile(registers, session, person, said)
    known = {cards.thing(each): each for each in due}
    chosen = {
        name.partition(":")[2]: request.words(name)
        for name in request.fields
        if name.startswith(f"{cards.WHAT}:")
    }
    if not set(chosen.values()) <= {cards.ASK, cards.LEAVE, cards.LATER, ""}:
        raise UnreadableRequest
    wanted = AwaySaid(
        said.starts_at, said.ends_at, said.deputy, said.reason,
        left=[key for key, what in chosen.items() if what == cards.LEAVE and key in known],
        later=[
            known[key].about.ref
            for key, what in chosen.items()
            # Somebody may have answered it while the form was open.
            if what == cards.LATER and key in known
            and away.can_be_moved(session, person, known[key])
        ],
    )  # fmt: skip
    return _said(registers, session, now, away.say(session, now, person, wanted))


def back(registers: Registers, request: Request, session: Session, now: datetime) -> Response:
    """`/cx back`, or the button: somebody is back sooner, or does not go.

    Where a day is named, as in “back on tuesday”, they are away until then; all other words, as in
    “back from vacation, thanks”, are said of now.
    """
    said = _BACK_ON.sub("", request.text.strip())
    day = answered.read(typing.words(f"T-0 until {said}")).leading_date
    if day and not _NOW.fullmatch(day):
        return typed(registers, replace(request, text=f"until {said}"), session, now)
    told = cards.ended(away.back(session, now, _person(request, session)))
    return Reply(told, instead=request.value == absent.ANSWER)


def show_answered(
    registers: Registers, request: Request, session: Session, now: datetime
) -> Response:
    """Everything that others answered while somebody was away, a page at a time.

    Raises UnreadableRequest.
    """
    del now
    person = _person(request, session)
    which, after = paging.read(request.value)
    try:
        since = datetime.fromisoformat(which)
    except ValueError:
        raise UnreadableRequest from None
    if since.tzinfo is None:
        raise UnreadableRequest
    found = cover.answered(registers, session, person, since, paging.PAGE, after)
    total = held.count_answered(
        session, person.team_id, person.user_id, since, common_words.COUNTED
    )
    return UpdateForm(
        paging.form(
            cards.ANSWERED_TITLE, cards.ANSWERED,
            [blocks.section(cards.answered_line(each)) for each in found],
            which=which, after=after, total=total, nothing=cards.NOTHING_ANSWERED,
        )
    )  # fmt: skip


def _person(request: Request, session: Session) -> Person:
    """Who asks; raises what `access.actor` and `access.check` raise."""
    person = access.actor(session, request)
    access.check(session, person, access.BE_AWAY)
    return person


def _said(registers: Registers, session: Session, now: datetime, planned: Planned) -> Response:
    shown = cards.noted(planned, _due(registers, session, planned), now)
    return UpdateForm(blocks.notice("Noted", shown.text))


def _due(registers: Registers, session: Session, planned: Planned) -> int:
    """How many things fall due meanwhile, those that somebody has been asked about included."""
    person, absence = planned.person, planned.absence
    said = AwaySaid(absence.starts_at, absence.ends_at)
    due = [
        each
        for each in away.due_meanwhile(registers, session, person, said)
        if cards.thing(each) not in absence.left
    ]
    return len(due) + held.count(session, person.team_id, person.user_id, common_words.COUNTED)


# --- the forms ---


def _form(
    session: Session,
    now: datetime,
    person: Person,
    found: AwayRead | None = None,
    reason: str = "",
) -> Json:
    """The form as far as it is known: what was typed, else what is noted, else from today."""
    theirs = _calendar(session, person)
    known = away.seen(session, now, person)
    starts_at, ends_at, deputy_id = now, None, person.deputy_id
    if known:
        absence = known.absence
        starts_at, ends_at = absence.starts_at, absence.ends_at
        deputy_id, reason = absence.deputy_id or deputy_id, reason or absence.reason
    if found:
        starts_at, ends_at = found.starts_at, found.ends_at or ends_at
        deputy_id = found.deputy.user_id if found.deputy else deputy_id
    deputy = people.find(session, person.team_id, deputy_id) if deputy_id else None
    deputy = deputy or away.stand_in(session, now, person, None)
    said = [blocks.said(error) for error in found.unread] if found else []
    return cards.form(
        start=hours.local_day(theirs, starts_at).isoformat(),
        end=hours.local_day(theirs, ends_at).isoformat() if ends_at else None,
        deputy=deputy.user_id if deputy and deputy.works_here else None,
        reason=reason,
        intro=[*said, cards.sentence(known, now) if known else ""],
        is_noted=known is not None,
        has_begun=known is not None and known.has_begun,
        may_say_of=person.user_id if away.may_say_of_others(session, person) else "",
    )


def _preview(
    session: Session,
    now: datetime,
    person: Person,
    said: AwaySaid,
    due: Sequence[Pending],
    value: str,
) -> Json:
    chosen = away.stand_in(session, now, person, said.deputy)
    later = away.later_day(session, person, said.ends_at)
    shown = common_words.day(away.back_on(_calendar(session, person), later), person.zone, now)
    movable = {
        cards.thing(each): away.can_be_moved(session, person, each) is not None for each in due
    }
    who = chosen.name if chosen else "Nobody who is there"
    return cards.preview(due, movable, who, shown, person, value, now)


def _carried(value: str) -> dict[str, str]:
    """What the first form held. Raises UnreadableRequest."""
    carried = forms.carried(value)
    names = {cards.FROM, cards.UNTIL, cards.DEPUTY, cards.WHY}
    if not isinstance(carried, dict) or set(carried) != names:
        raise UnreadableRequest
    if not all(isinstance(each, str) for each in carried.values()):
        raise UnreadableRequest
    return carried


def _read(session: Session, now: datetime, person: Person, carried: dict[str, str]) -> AwaySaid:
    """The form, field by field. Raises WrongFields."""
    theirs, form = _calendar(session, person), Reading()
    if not carried[cards.UNTIL]:
        form.errors[cards.UNTIL] = UntilMissing().message
    if not carried[cards.FROM]:
        form.errors[cards.FROM] = DayMissing().message
    start = form.read(cards.FROM, lambda: values.day(carried[cards.FROM]), None)
    end = form.read(cards.UNTIL, lambda: values.day(carried[cards.UNTIL]), None)
    deputy_id = values.person_id(carried[cards.DEPUTY])
    deputy = form.read(
        cards.DEPUTY,
        lambda: reading.stand_in(session, person, f"<@{deputy_id}>") if deputy_id else None,
        None,
    )
    form.check()
    if start is None or end is None:
        raise UnreadableRequest
    starts_at, ends_at = away.begins_on(theirs, start, now), away.back_on(theirs, end)
    known = away.seen(session, now, person)
    if known and hours.local_day(theirs, known.absence.starts_at) == start:
        starts_at = known.absence.starts_at
    if known and hours.local_day(theirs, known.absence.ends_at) == end:
        # It may end at an hour, which the form does not show.
        ends_at = known.absence.ends_at
    said = AwaySaid(starts_at, ends_at, deputy, carried[cards.WHY])
    with placing({BackTooSoon: cards.UNTIL, FarDate: cards.UNTIL, OwnStandIn: cards.DEPUTY}):
        away.check(now, person, said)
    return said


def _calendar(session: Session, person: Person) -> Calendar:
    return calendars.for_person(session, person).without_leave()
