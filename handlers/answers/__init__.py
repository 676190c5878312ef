"""People answer here: take it, done, another date, later, no, not mine, need help."""

from __future__ import annotations

from datetime import datetime

from sqlmodel import Session

from handlers import (
    access,
    asks,
    calendars,
    dates,
    hours,
    items,
    notes,
    phrases,
    reasons,
    words,
)
from handlers import policy as policies
from handlers.answers import cards, rules
from handlers.errors import (
    AlreadyTaken,
    MissingWords,
    NoMoreSnoozes,
    NothingOwed,
    SnoozeTooLong,
    UserError,
)
from handlers.request import FormErrors, Nothing, OpenForm, Reply, Request, Response
from storage import asks as stored_asks
from storage import history, people
from storage.asks import Ask, Kind, Outcome
from storage.issues import Issue
from storage.items import State
from storage.people import Person
from storage.tasks import Task

Item = Task | Issue

TAKEN = "acknowledged"
"""The verb under which history keeps that something was taken."""

# --- take it ---


def take(request: Request, session: Session, now: datetime) -> Response:
    """One click: it is mine, by the date it has."""
    person = access.actor(session, request)
    item = items.get(session, person, request.value)
    if not items.has_just(session, now, person, item, TAKEN):
        items.check_live(item)
        _take(session, now, person, item, item.due_at)
    return Nothing()


def type_take(request: Request, session: Session, now: datetime) -> Response:
    """`/cx ack T-12 [by friday]`."""
    said = phrases.read_answer(request.text, "ack T-12 by friday")
    person = access.actor(session, request)
    item = items.get_live(session, person, said.ref)
    access.check(session, person, access.TAKE, item)
    due = _read_day(session, person, item, said.words, now) if said.words else item.due_at
    _take(session, now, person, item, due)
    return Reply(cards.taken(item))


def _take(
    session: Session, now: datetime, person: Person, item: Item, due: datetime | None
) -> None:
    access.check(session, person, access.TAKE, item)
    if item.state == State.ACKNOWLEDGED:
        raise AlreadyTaken(ref=items.ref(item), name=_taker(session, item))
    item.state, item.acknowledged_at, item.due_at = State.ACKNOWLEDGED, now, due
    _close_asks(session, now, item, person, Outcome.ANSWERED)
    items.ask_to_finish(session, now, item, items.owner_of(session, item) or person)
    items.changed(session, now, item, person.user_id, TAKEN, due=_iso(due))


def _taker(session: Session, item: Item) -> str:
    """Who gave the word: the owner, or a lead on their behalf."""
    event = history.latest(session, item.team_id, item.noun, item.number, TAKEN)
    taker = people.find(session, item.team_id, event.actor) if event else None
    owner = taker or items.owner_of(session, item)
    return owner.name if owner else "somebody"


# --- done ---


def done(request: Request, session: Session, now: datetime) -> Response:
    """One click: the promise is kept."""
    person = access.actor(session, request)
    item = items.get(session, person, request.value)
    if not items.has_just(session, now, person, item, "done"):
        _finish(session, now, person, item)
    return Nothing()


def type_done(request: Request, session: Session, now: datetime) -> Response:
    """`/cx done T-12`."""
    said = phrases.read_answer(request.text, "done T-12")
    person = access.actor(session, request)
    item = items.get(session, person, said.ref)
    _finish(session, now, person, item)
    customer = items.customer_of(session, item)
    early = 0
    if item.due_at:
        early = rules.days_early(item.due_at, now, calendars.for_person(session, person))
    return Reply(cards.finished(item, early, customer.name if customer else ""))


def _finish(session: Session, now: datetime, person: Person, item: Item) -> None:
    items.check_live(item)
    access.check(session, person, access.FINISH, item)
    items.close(session, now, item, person.user_id, State.DONE, "")
    items.changed(session, now, item, person.user_id, "done")


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
    owner = items.owner_of(session, item) or person
    taken = item.state == State.ACKNOWLEDGED or access.may(session, person, access.TAKE, item)
    item.due_at, item.due_zone = due, owner.zone
    _close_asks(session, now, item, person, Outcome.REDATED if taken else Outcome.WITHDRAWN)
    if taken:
        item.state, item.acknowledged_at = State.ACKNOWLEDGED, item.acknowledged_at or now
        items.ask_to_finish(session, now, item, owner)
    else:
        tier = items.tier_of(items.customer_of(session, item))
        items.ask_to_acknowledge(session, now, item, owner, tier)
    items.changed(
        session, now, item, person.user_id, "dated", due=_iso(due), zone=owner.zone, reason=reason
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
    items.changed(session, now, item, person.user_id, "snoozed", until=_iso(wake), reason=reason)
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
    items.close(session, now, item, person.user_id, State.DECLINED, reason)
    items.changed(session, now, item, person.user_id, "declined", reason=reason)
    customer = items.customer_of(session, item)
    teller = people.find(session, item.team_id, item.created_by)
    if customer is None or teller is None or teller.gone or teller.is_bot:
        return None
    calendar = calendars.for_person(session, teller)
    policy = policies.of(session, item.team_id)
    asks.open_ask(
        session,
        now,
        policy,
        kind=Kind.TELL,
        noun=item.noun,
        number=item.number,
        person=teller,
        department_id=item.department_id,
        due_at=policies.after(calendar, now, policy.tell_customer),
        severity=item.severity,
        announced=False,
    )
    return teller.user_id


def told(request: Request, session: Session, now: datetime) -> Response:
    """One click: the customer has heard about the no."""
    person = access.actor(session, request)
    item = items.get(session, person, request.value)
    if items.has_just(session, now, person, item, "told"):
        return Reply(cards.told())
    mine = [
        ask
        for ask in stored_asks.open_about(session, item.team_id, item.noun, item.number)
        if ask.kind == Kind.TELL and ask.person_id == person.user_id
    ]
    if not mine:
        raise NothingOwed(ref=items.ref(item))
    asks.answer(session, now, mine[0], person.user_id, Outcome.ANSWERED)
    items.changed(session, now, item, person.user_id, "told")
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
    lead, deputy = asks.lead_of(session, department), asks.deputy_of(session, person, department)
    for helper in {each.user_id: each for each in (lead, deputy) if each}.values():
        if helper.user_id != person.user_id:
            notes.send(session, now, helper, cards.help_wanted(item, person.user_id, what))
    items.changed(session, now, item, person.user_id, "helped", reason=what)
    return Nothing()


# --- shared steps ---


def _read_day(session: Session, person: Person, item: Item, when: str, now: datetime) -> datetime:
    """A day on the clock of whoever keeps the promise, whoever names it."""
    keeper = items.owner_of(session, item) or person
    return dates.read_due(when, now, calendars.for_person(session, keeper))


def _owed(session: Session, item: Item) -> Ask:
    """The ask that the owner has not answered yet."""
    for ask in stored_asks.open_about(session, item.team_id, item.noun, item.number):
        if ask.kind in {Kind.ACKNOWLEDGE, Kind.FINISH}:
            return ask
    raise NothingOwed(ref=items.ref(item))


def _close_asks(
    session: Session, now: datetime, item: Item, person: Person, outcome: Outcome
) -> None:
    """Answer what the owner owes; an offer to somebody else stays open."""
    for ask in stored_asks.open_about(session, item.team_id, item.noun, item.number):
        if ask.kind in {Kind.ACKNOWLEDGE, Kind.FINISH}:
            asks.answer(session, now, ask, person.user_id, outcome)


def _iso(at: datetime | None) -> str:
    return at.isoformat() if at else ""
