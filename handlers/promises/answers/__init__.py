"""People answer here: take it, done, another date, later, no, not mine, need help."""

from __future__ import annotations

from datetime import datetime

from sqlmodel import Session

from handlers.calendar import calendars, hours
from handlers.chasing import asks, notes
from handlers.chasing import policy as policies
from handlers.chasing.asked import ACKNOWLEDGE, FINISH, TELL
from handlers.people import access, leads
from handlers.promises import items, lifecycle, moves
from handlers.promises.answers import cards, rules
from handlers.promises.lifecycle import Asked, Changes
from handlers.speech import dates, phrases, reasons, words
from handlers.speech.errors import (
    MissingWords,
    NoMoreSnoozes,
    NothingOwed,
    SnoozeTooLong,
    UserError,
)
from handlers.speech.request import FormErrors, Nothing, OpenForm, Reply, Request, Response
from storage import asks as stored_asks
from storage import people
from storage.asks import Ask
from storage.issues import Issue
from storage.people import Person
from storage.tasks import Task

Item = Task | Issue

# --- take it ---


def take(request: Request, session: Session, now: datetime) -> Response:
    """One click: it is mine, by the date it has."""
    person = access.actor(session, request)
    item = items.get(session, person, request.value)
    if not items.has_just(session, now, person, item, moves.TAKE.verb):
        _take(session, now, person, item)
    return Nothing()


def type_take(request: Request, session: Session, now: datetime) -> Response:
    """`/cx ack T-12 [by friday]`."""
    said = phrases.read_answer(request.text, "ack T-12 by friday")
    person = access.actor(session, request)
    item = items.get_live(session, person, said.ref)
    access.check(session, person, access.TAKE, item)
    named = _read_day(session, person, item, said.words, now) if said.words else None
    _take(session, now, person, item, named)
    return Reply(cards.taken(item))


def _take(
    session: Session, now: datetime, person: Person, item: Item, named: datetime | None = None
) -> None:
    """Take it by the date it has, or by the one that is named with it."""
    owner = items.owner_of(session, item) or person
    lifecycle.make(
        session,
        now,
        moves.TAKE,
        item,
        person,
        changes=Changes(due_at=named, zone=owner.zone) if named else Changes(),
        asked=[Asked(FINISH, owner, item.department_id)],
    )


# --- done ---


def done(request: Request, session: Session, now: datetime) -> Response:
    """One click: the promise is kept."""
    person = access.actor(session, request)
    item = items.get(session, person, request.value)
    if not items.has_just(session, now, person, item, moves.DONE.verb):
        lifecycle.make(session, now, moves.DONE, item, person)
    return Nothing()


def type_done(request: Request, session: Session, now: datetime) -> Response:
    """`/cx done T-12`."""
    said = phrases.read_answer(request.text, "done T-12")
    person = access.actor(session, request)
    item = items.get(session, person, said.ref)
    lifecycle.make(session, now, moves.DONE, item, person)
    customer = items.customer_of(session, item)
    early = 0
    if item.due_at:
        early = rules.days_early(item.due_at, now, calendars.for_person(session, person))
    return Reply(cards.finished(item, early, customer.name if customer else ""))


# --- another date ---


def open_date(request: Request, session: Session, now: datetime) -> Response:
    """The form for another date."""
    person, item = items.mine(request, session, access.CHANGE_DATE)
    calendar = calendars.for_person(session, person)
    day = hours.local_day(calendar, max(item.due_at or now, now)).isoformat()
    return OpenForm(cards.date_form(item, day))


def send_date(request: Request, session: Session, now: datetime) -> Response:
    """Another date, with what changed."""
    reason, errors = reasons.given(request)
    if not request.words(cards.DATE):
        errors[cards.DATE] = cards.GIVE_A_DAY
    if errors:
        return FormErrors(errors)
    person, item = items.mine(request, session, access.CHANGE_DATE)
    try:
        due = _read_day(session, person, item, request.words(cards.DATE), now)
    except UserError as error:
        return FormErrors({cards.DATE: error.message})
    _redate(session, now, person, item, due, reason)
    return Nothing()


def type_date(request: Request, session: Session, now: datetime) -> Response:
    """`/cx date T-12 friday because …`."""
    usage = "date T-12 friday because …"
    said = phrases.read_answer(request.text, usage)
    person = access.actor(session, request)
    item = items.get_live(session, person, said.ref)
    access.check(session, person, access.CHANGE_DATE, item)
    if not said.words:
        raise MissingWords(usage=usage)
    reason = reasons.need(said.reason, usage)
    due = _read_day(session, person, item, said.words, now)
    _redate(session, now, person, item, due, reason)
    return Reply(cards.redated(item))


def _redate(
    session: Session, now: datetime, person: Person, item: Item, due: datetime, reason: str
) -> None:
    """A new date from the owner or their lead takes the item, too; from the CCO it does not."""
    known = items.owner_of(session, item)
    owner = known or person
    move = lifecycle.permit(session, person, item, *moves.NEW_DATES)
    asked = [Asked(kind, owner, item.department_id) for kind in move.opens]
    if known:
        asked += [Asked(kind, known, item.department_id) for kind in move.opens_if]
    lifecycle.make(
        session,
        now,
        move,
        item,
        person,
        changes=Changes(due_at=due, zone=owner.zone),
        asked=asked,
        due=due,
        reason=reason,
    )


# --- later ---


def open_snooze(request: Request, session: Session, now: datetime) -> Response:
    """The form for a little quiet."""
    person, item = items.mine(request, session, access.SNOOZE)
    ask = _owed(session, item)
    policy = policies.of(session, request.team_id)
    _check_snoozes(item, ask, policy.snoozes)
    latest = rules.longest_rest(ask, calendars.for_person(session, person), policy, now)
    most = words.slack_moment(latest, person.zone)
    return OpenForm(cards.snooze_form(item, most, policy.snoozes - ask.snoozes))


def send_snooze(request: Request, session: Session, now: datetime) -> Response:
    """Quiet until a day, with the reason."""
    reason, errors = reasons.given(request)
    if not request.words(cards.DATE):
        errors[cards.DATE] = cards.GIVE_A_DAY
    if errors:
        return FormErrors(errors)
    try:
        _snooze(request, session, now, request.value, request.words(cards.DATE), reason)
    except UserError as error:
        return FormErrors({cards.DATE: error.message})
    return Nothing()


def type_snooze(request: Request, session: Session, now: datetime) -> Response:
    """`/cx snooze T-12 friday because …`."""
    said = phrases.read_answer(request.text, cards.SNOOZE_USAGE)
    if not said.words:
        raise MissingWords(usage=cards.SNOOZE_USAGE)
    reason = reasons.need(said.reason, cards.SNOOZE_USAGE)
    person, item, wake, left = _snooze(request, session, now, said.ref, said.words, reason)
    return Reply(cards.snoozed(item, wake, left, person.zone))


def _snooze(
    request: Request, session: Session, now: datetime, ref: str, when: str, reason: str
) -> tuple[Person, Item, datetime, int]:
    person = access.actor(session, request)
    item = items.get_live(session, person, ref)
    access.check(session, person, access.SNOOZE, item)
    ask = _owed(session, item)
    policy = policies.of(session, request.team_id)
    _check_snoozes(item, ask, policy.snoozes)
    calendar = calendars.for_person(session, person)
    until = dates.read_due(when, now, calendar)
    latest = rules.longest_rest(ask, calendar, policy, now)
    if hours.local_day(calendar, until) > hours.local_day(calendar, latest):
        raise SnoozeTooLong(ref=items.ref(item), day=words.day(latest, person.zone))
    morning = hours.at_local(calendar, hours.local_day(calendar, until), policy.bundle_at)
    wake = asks.snooze(session, now, ask, min(until, max(morning, now)), reason)
    lifecycle.make(session, now, moves.SNOOZE, item, person, until=wake, reason=reason)
    return person, item, wake, policy.snoozes - ask.snoozes


def _check_snoozes(item: Item, ask: Ask, most: int) -> None:
    if ask.snoozes >= most:
        times = "twice" if most == 2 else f"{most} times"
        raise NoMoreSnoozes(ref=items.ref(item), times=times)


# --- no, because ---


def open_no(request: Request, session: Session, now: datetime) -> Response:
    """The form for a no."""
    del now
    _, item = items.mine(request, session, access.DECLINE)
    return OpenForm(cards.no_form(item))


def send_no(request: Request, session: Session, now: datetime) -> Response:
    """A no with its reason."""
    reason, errors = reasons.given(request)
    if errors:
        return FormErrors(errors)
    person, item = items.mine(request, session, access.DECLINE)
    _decline(session, now, person, item, reason)
    return Nothing()


def type_no(request: Request, session: Session, now: datetime) -> Response:
    """`/cx no T-12 because …`."""
    said = phrases.read_answer(request.text, cards.NO_USAGE)
    person = access.actor(session, request)
    item = items.get_live(session, person, said.ref)
    access.check(session, person, access.DECLINE, item)
    reason = reasons.need(said.reason, cards.NO_USAGE)
    teller = _decline(session, now, person, item, reason)
    customer = items.customer_of(session, item)
    return Reply(cards.declined(item, teller, customer.name if customer else ""))


def _decline(
    session: Session, now: datetime, person: Person, item: Item, reason: str
) -> str | None:
    """Close with a no; whoever asked for it is asked to tell the customer. Their Slack id."""
    teller = _teller(session, item)
    lifecycle.make(
        session,
        now,
        moves.DECLINE,
        item,
        person,
        asked=[Asked(TELL, teller, item.department_id, announced=False)] if teller else [],
        reason=reason,
    )
    return teller.user_id if teller else None


def _teller(session: Session, item: Item) -> Person | None:
    """Who can tell a customer about a no: whoever asked for it, while they are there."""
    if items.customer_of(session, item) is None:
        return None
    teller = people.find(session, item.team_id, item.created_by)
    return None if teller is None or teller.gone or teller.is_bot else teller


def told(request: Request, session: Session, now: datetime) -> Response:
    """One click: the customer has heard about the no."""
    person = access.actor(session, request)
    item = items.get(session, person, request.value)
    if not items.has_just(session, now, person, item, moves.TOLD.verb):
        lifecycle.make(session, now, moves.TOLD, item, person)
    return Reply(cards.told())


# --- need help ---


def open_help(request: Request, session: Session, now: datetime) -> Response:
    """The form that asks for a pair of hands."""
    del now
    _, item = items.mine(request, session, access.ASK_FOR_HELP)
    return OpenForm(cards.help_form(item))


def send_help(request: Request, session: Session, now: datetime) -> Response:
    """Lead and deputy read what would help."""
    what, errors = reasons.given(request)
    if errors:
        return FormErrors(errors)
    person, item = items.mine(request, session, access.ASK_FOR_HELP)
    department = items.department_of(session, item)
    lead, deputy = leads.lead_of(session, department), leads.deputy_of(session, person, department)
    for helper in {each.user_id: each for each in (lead, deputy) if each}.values():
        if helper.user_id != person.user_id:
            notes.send(session, now, helper, cards.help_wanted(item, person.user_id, what))
    lifecycle.make(session, now, moves.HELP, item, person, reason=what)
    return Nothing()


# --- shared steps ---


def _read_day(session: Session, person: Person, item: Item, when: str, now: datetime) -> datetime:
    """A day on the clock of whoever keeps the promise, whoever names it."""
    keeper = items.owner_of(session, item) or person
    return dates.read_due(when, now, calendars.for_person(session, keeper))


def _owed(session: Session, item: Item) -> Ask:
    """The ask that the owner has not answered yet."""
    for ask in stored_asks.open_about(session, item.team_id, item.noun, item.number):
        if ask.kind in {ACKNOWLEDGE, FINISH}:
            return ask
    raise NothingOwed(ref=items.ref(item))
