"""People answer here: take it, done, another date, later, no, not mine, need help."""

from __future__ import annotations

from datetime import datetime

from sqlmodel import Session

from handlers import access, asks, calendars, dates, found, hours, items, notes, words
from handlers import policy as policies
from handlers.access import Action, noun_of
from handlers.answers import cards, rules
from handlers.errors import (
    AlreadyOffered,
    AlreadyTaken,
    MissingWords,
    NoMoreSnoozes,
    NothingOwed,
    NotOffered,
    ReasonMissing,
    SameOwner,
    SnoozeTooLong,
    UserError,
)
from handlers.request import FormErrors, Nothing, OpenForm, Reply, Request, Response
from storage import asks as stored_asks
from storage import departments, handoffs, people
from storage.asks import Ask, Kind, Outcome
from storage.departments import Department
from storage.handoffs import Handoff
from storage.issues import Issue
from storage.items import State
from storage.people import Person
from storage.tasks import Task

Item = Task | Issue

# --- take it ---


def take(request: Request, session: Session, now: datetime) -> Response:
    """One click: it is mine, by the date it has."""
    person = access.actor(session, request)
    item = items.get_live(session, request.team_id, request.value)
    _take(session, now, person, item, item.due_at)
    return Nothing()


def type_take(request: Request, session: Session, now: datetime) -> Response:
    """`/cx ack T-12 [by friday]`."""
    typed = _typed(request, "ack T-12 by friday")
    person = access.actor(session, request)
    item = items.get_live(session, request.team_id, typed.ref)
    access.check(session, person, Action.TAKE, item)
    due = _read_day(session, person, typed.words, now) if typed.words else item.due_at
    _take(session, now, person, item, due)
    return Reply(cards.taken(item, person.zone))


def _take(
    session: Session, now: datetime, person: Person, item: Item, due: datetime | None
) -> None:
    access.check(session, person, Action.TAKE, item)
    if item.state == State.ACKNOWLEDGED:
        owner = items.owner_of(session, item)
        raise AlreadyTaken(ref=items.ref(item), name=owner.name if owner else "somebody")
    item.state, item.acknowledged_at, item.due_at = State.ACKNOWLEDGED, now, due
    _close_asks(session, now, item, person, Outcome.ANSWERED)
    items.ask_to_finish(session, now, item, items.owner_of(session, item) or person)
    items.changed(session, now, item, person.user_id, "acknowledged", due=_iso(due))


# --- done ---


def done(request: Request, session: Session, now: datetime) -> Response:
    """One click: the promise is kept."""
    _finish(request, session, now, request.value)
    return Nothing()


def type_done(request: Request, session: Session, now: datetime) -> Response:
    """`/cx done T-12`."""
    typed = _typed(request, "done T-12")
    person, item = _finish(request, session, now, typed.ref)
    customer = items.customer_of(session, item)
    early = 0
    if item.due_at:
        early = rules.days_early(item.due_at, now, calendars.for_person(session, person))
    return Reply(cards.finished(item, early, customer.name if customer else ""))


def _finish(request: Request, session: Session, now: datetime, ref: str) -> tuple[Person, Item]:
    person = access.actor(session, request)
    item = items.get_live(session, request.team_id, ref)
    access.check(session, person, Action.FINISH, item)
    _withdraw_offer(session, now, item, person)
    items.close(session, now, item, person.user_id, State.DONE, "")
    items.changed(session, now, item, person.user_id, "done")
    return person, item


# --- another date ---


def open_date(request: Request, session: Session, now: datetime) -> Response:
    """The form for another date."""
    person, item = _mine(request, session, Action.CHANGE_DATE)
    calendar = calendars.for_person(session, person)
    day = hours.local_day(calendar, max(item.due_at or now, now)).isoformat()
    return OpenForm(cards.date_form(item, day))


def send_date(request: Request, session: Session, now: datetime) -> Response:
    """Another date, with what changed."""
    reason, errors = _reason(request)
    if not request.words(cards.DATE):
        errors[cards.DATE] = cards.GIVE_A_DAY
    if errors:
        return FormErrors(errors)
    person, item = _mine(request, session, Action.CHANGE_DATE)
    try:
        due = _read_day(session, person, request.words(cards.DATE), now)
    except UserError as error:
        return FormErrors({cards.DATE: error.message})
    _redate(session, now, person, item, due, reason)
    return Nothing()


def type_date(request: Request, session: Session, now: datetime) -> Response:
    """`/cx date T-12 friday because …`."""
    usage = "date T-12 friday because …"
    typed = _typed(request, usage)
    person = access.actor(session, request)
    item = items.get_live(session, request.team_id, typed.ref)
    access.check(session, person, Action.CHANGE_DATE, item)
    if not typed.words:
        raise MissingWords(usage=usage)
    if not typed.reason:
        raise ReasonMissing(usage=usage)
    _redate(session, now, person, item, _read_day(session, person, typed.words, now), typed.reason)
    return Reply(cards.redated(item, person.zone))


def _redate(
    session: Session, now: datetime, person: Person, item: Item, due: datetime, reason: str
) -> None:
    """A new date from the owner or their lead takes the item, too; from the CCO it does not."""
    owner = items.owner_of(session, item) or person
    taken = item.state == State.ACKNOWLEDGED or access.may(session, person, Action.TAKE, item)
    item.due_at = due
    _close_asks(session, now, item, person, Outcome.ANSWERED if taken else Outcome.WITHDRAWN)
    if taken:
        item.state, item.acknowledged_at = State.ACKNOWLEDGED, item.acknowledged_at or now
        items.ask_to_finish(session, now, item, owner)
    else:
        tier = items.tier_of(items.customer_of(session, item))
        items.ask_to_acknowledge(session, now, item, owner, tier)
    items.changed(session, now, item, person.user_id, "dated", due=_iso(due), reason=reason)


# --- later ---


def open_snooze(request: Request, session: Session, now: datetime) -> Response:
    """The form for a little quiet."""
    person, item = _mine(request, session, Action.SNOOZE)
    ask = _owed(session, item)
    policy = policies.of(session, request.team_id)
    _check_snoozes(item, ask, policy.snoozes)
    latest = rules.longest_rest(ask, calendars.for_person(session, person), policy, now)
    most = words.slack_moment(latest, person.zone)
    return OpenForm(cards.snooze_form(item, most, policy.snoozes - ask.snoozes))


def send_snooze(request: Request, session: Session, now: datetime) -> Response:
    """Quiet until a day, with the reason."""
    reason, errors = _reason(request)
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
    typed = _typed(request, cards.SNOOZE_USAGE)
    if not typed.words:
        raise MissingWords(usage=cards.SNOOZE_USAGE)
    if not typed.reason:
        raise ReasonMissing(usage=cards.SNOOZE_USAGE)
    person, item, wake, left = _snooze(request, session, now, typed.ref, typed.words, typed.reason)
    return Reply(cards.snoozed(item, wake, left, person.zone))


def _snooze(
    request: Request, session: Session, now: datetime, ref: str, when: str, reason: str
) -> tuple[Person, Item, datetime, int]:
    person = access.actor(session, request)
    item = items.get_live(session, request.team_id, ref)
    access.check(session, person, Action.SNOOZE, item)
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
    _, item = _mine(request, session, Action.DECLINE)
    return OpenForm(cards.no_form(item))


def send_no(request: Request, session: Session, now: datetime) -> Response:
    """A no with its reason."""
    reason, errors = _reason(request)
    if errors:
        return FormErrors(errors)
    person, item = _mine(request, session, Action.DECLINE)
    _decline(session, now, person, item, reason)
    return Nothing()


def type_no(request: Request, session: Session, now: datetime) -> Response:
    """`/cx no T-12 because …`."""
    typed = _typed(request, cards.NO_USAGE)
    person = access.actor(session, request)
    item = items.get_live(session, request.team_id, typed.ref)
    access.check(session, person, Action.DECLINE, item)
    if not typed.reason:
        raise ReasonMissing(usage=cards.NO_USAGE)
    teller = _decline(session, now, person, item, typed.reason)
    customer = items.customer_of(session, item)
    return Reply(cards.declined(item, teller, customer.name if customer else ""))


def _decline(
    session: Session, now: datetime, person: Person, item: Item, reason: str
) -> str | None:
    """Close with a no; whoever asked for it is asked to tell the customer. Their Slack id."""
    _withdraw_offer(session, now, item, person)
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
        kind=Kind.TELL,
        noun=noun_of(item),
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
    item = items.get(session, request.team_id, request.value)
    mine = [
        ask
        for ask in stored_asks.open_about(session, item.team_id, noun_of(item), item.number)
        if ask.kind == Kind.TELL and ask.person_id == person.user_id
    ]
    if not mine:
        raise NothingOwed(ref=items.ref(item))
    asks.answer(session, now, mine[0], person.user_id, Outcome.ANSWERED)
    items.changed(session, now, item, person.user_id, "told")
    return Reply(cards.told())


# --- not mine ---


def open_handoff(request: Request, session: Session, now: datetime) -> Response:
    """The form that offers an item to somebody else."""
    del now
    _, item = _mine(request, session, Action.HAND_OVER)
    _check_not_offered(session, item)
    known = {
        str(each.department_id): each.name
        for each in departments.everyone(session, request.team_id)
        if each.department_id != item.department_id
    }
    return OpenForm(cards.handoff_form(item, known))


def send_handoff(request: Request, session: Session, now: datetime) -> Response:
    """An offer to a department or a person, with the reason."""
    reason, errors = _reason(request)
    chosen_person, chosen = request.words(cards.PERSON), request.words(cards.DEPARTMENT)
    if bool(chosen_person) == bool(chosen):
        errors[cards.PERSON] = cards.CHOOSE_NOT_BOTH if chosen else cards.CHOOSE_ONE
    if errors:
        return FormErrors(errors)
    person, item = _mine(request, session, Action.HAND_OVER)
    try:
        department = _department_with_id(session, request.team_id, chosen) if chosen else None
        to = (
            found.lead(session, department)
            if department
            else found.person(session, request.team_id, f"<@{chosen_person}>")
        )
        _offer(session, now, person, item, to, department, reason)
    except UserError as error:
        field = cards.DEPARTMENT if chosen else cards.PERSON
        return FormErrors({field: error.message})
    return Nothing()


def type_handoff(request: Request, session: Session, now: datetime) -> Response:
    """`/cx handoff T-12 to Logistics because …`, or to a person."""
    typed = _typed(request, cards.HANDOFF_USAGE)
    person = access.actor(session, request)
    item = items.get_live(session, request.team_id, typed.ref)
    access.check(session, person, Action.HAND_OVER, item)
    if not typed.words:
        raise MissingWords(usage=cards.HANDOFF_USAGE)
    if not typed.reason:
        raise ReasonMissing(usage=cards.HANDOFF_USAGE)
    to, department = _receiver(session, request.team_id, typed.words)
    _offer(session, now, person, item, to, department, typed.reason)
    return Reply(cards.offered(item, to.user_id))


def _receiver(session: Session, team_id: str, named: str) -> tuple[Person, Department | None]:
    """A department stands for its lead; otherwise the words name a person."""
    department = departments.named(session, team_id, named.removeprefix("#"))
    if department is not None:
        return found.lead(session, department), department
    if named.startswith(("<@", "@")) or people.named(session, team_id, named):
        return found.person(session, team_id, named), None
    return found.lead(session, found.department(session, team_id, named)), None


def _offer(
    session: Session,
    now: datetime,
    person: Person,
    item: Item,
    to: Person,
    department: Department | None,
    reason: str,
) -> None:
    _check_not_offered(session, item)
    items.check_owner(to)
    if to.user_id == item.owner_id:
        raise SameOwner(ref=items.ref(item), name=to.name)
    session.add(
        Handoff(
            team_id=item.team_id,
            noun=noun_of(item),
            number=item.number,
            from_id=item.owner_id or person.user_id,
            to_id=to.user_id,
            to_department_id=department.department_id if department else None,
            reason=reason,
            offered_at=now,
        )
    )
    calendar = calendars.for_person(session, to)
    policy = policies.of(session, item.team_id)
    asks.open_ask(
        session,
        now,
        kind=Kind.ACCEPT,
        noun=noun_of(item),
        number=item.number,
        person=to,
        department_id=department.department_id if department else to.department_id,
        due_at=policies.after(calendar, now, policy.accept),
        severity=item.severity,
    )
    items.changed(session, now, item, person.user_id, "offered", to=to.user_id, reason=reason)
    items.show_offer(session, now, item, to.user_id)


def accept(request: Request, session: Session, now: datetime) -> Response:
    """One click: it is mine from now on."""
    person, item, offer = _offered_to(request, session)
    items.check_owner(person)
    department = departments.find(session, item.team_id, offer.to_department_id)
    if department is None:
        department = found.department_for(session, person, "", "")
    _answer_offer(session, now, offer, person, accepted=True)
    items.give(session, now, item, person, department)
    items.changed(session, now, item, person.user_id, "accepted", from_id=offer.from_id)
    return Nothing()


def open_return(request: Request, session: Session, now: datetime) -> Response:
    """The form that returns an offer."""
    del now
    _, item, _ = _offered_to(request, session)
    return OpenForm(cards.return_form(item))


def send_return(request: Request, session: Session, now: datetime) -> Response:
    """An offer goes back with the reason; the giver is told."""
    reason, errors = _reason(request)
    if errors:
        return FormErrors(errors)
    person, item, offer = _offered_to(request, session)
    _answer_offer(session, now, offer, person, accepted=False, reason=reason)
    for ask in stored_asks.open_about(session, item.team_id, noun_of(item), item.number):
        if ask.kind == Kind.ACCEPT:
            asks.answer(session, now, ask, person.user_id, Outcome.DECLINED)
    items.changed(
        session, now, item, person.user_id, "returned", from_id=offer.from_id, reason=reason
    )
    giver = people.find(session, item.team_id, offer.from_id)
    if giver:
        notes.send(session, now, giver, cards.returned_to_giver(item, person.user_id, reason))
    return Nothing()


def _offered_to(request: Request, session: Session) -> tuple[Person, Item, Handoff]:
    person = access.actor(session, request)
    item = items.get_live(session, request.team_id, request.value)
    offer = handoffs.offered(session, item.team_id, noun_of(item), item.number)
    if offer is None:
        raise NotOffered(ref=items.ref(item))
    access.check(session, person, Action.ACCEPT, item)
    return person, item, offer


def _answer_offer(
    session: Session,
    now: datetime,
    offer: Handoff,
    person: Person,
    *,
    accepted: bool,
    reason: str = "",
) -> None:
    offer.answered_at, offer.answered_by = now, person.user_id
    offer.accepted, offer.answer = accepted, reason
    session.add(offer)
    session.flush()


def _withdraw_offer(session: Session, now: datetime, item: Item, person: Person) -> None:
    offer = handoffs.offered(session, item.team_id, noun_of(item), item.number)
    if offer:
        _answer_offer(session, now, offer, person, accepted=False)


def _check_not_offered(session: Session, item: Item) -> None:
    offer = handoffs.offered(session, item.team_id, noun_of(item), item.number)
    if offer:
        to = people.find(session, item.team_id, offer.to_id)
        raise AlreadyOffered(ref=items.ref(item), name=to.name if to else "somebody")


# --- need help ---


def open_help(request: Request, session: Session, now: datetime) -> Response:
    """The form that asks for a pair of hands."""
    del now
    _, item = _mine(request, session, Action.ASK_FOR_HELP)
    return OpenForm(cards.help_form(item))


def send_help(request: Request, session: Session, now: datetime) -> Response:
    """Lead and deputy read what would help."""
    what, errors = _reason(request)
    if errors:
        return FormErrors(errors)
    person, item = _mine(request, session, Action.ASK_FOR_HELP)
    department = items.department_of(session, item)
    lead, deputy = asks.lead_of(session, department), asks.deputy_of(session, person, department)
    for helper in {each.user_id: each for each in (lead, deputy) if each}.values():
        if helper.user_id != person.user_id:
            notes.send(session, now, helper, cards.help_wanted(item, person.user_id, what))
    items.changed(session, now, item, person.user_id, "helped", reason=what)
    return Nothing()


# --- shared steps ---


def _typed(request: Request, usage: str) -> rules.Typed:
    typed = rules.read(request.text)
    if not typed.ref:
        raise MissingWords(usage=usage)
    return typed


def _mine(request: Request, session: Session, action: Action) -> tuple[Person, Item]:
    person = access.actor(session, request)
    item = items.get_live(session, request.team_id, request.value)
    access.check(session, person, action, item)
    return person, item


def _reason(request: Request) -> tuple[str, dict[str, str]]:
    reason = request.words(cards.REASON)
    return reason, ({} if reason else {cards.REASON: cards.GIVE_A_REASON})


def _read_day(session: Session, person: Person, when: str, now: datetime) -> datetime:
    return dates.read_due(when, now, calendars.for_person(session, person))


def _owed(session: Session, item: Item) -> Ask:
    """The ask that the owner has not answered yet."""
    for ask in stored_asks.open_about(session, item.team_id, noun_of(item), item.number):
        if ask.kind in {Kind.ACKNOWLEDGE, Kind.FINISH}:
            return ask
    raise NothingOwed(ref=items.ref(item))


def _close_asks(
    session: Session, now: datetime, item: Item, person: Person, outcome: Outcome
) -> None:
    """Answer what the owner owes; an offer to somebody else stays open."""
    for ask in stored_asks.open_about(session, item.team_id, noun_of(item), item.number):
        if ask.kind in {Kind.ACKNOWLEDGE, Kind.FINISH}:
            asks.answer(session, now, ask, person.user_id, outcome)


def _department_with_id(session: Session, team_id: str, chosen: str) -> Department | None:
    known = {str(each.department_id): each for each in departments.everyone(session, team_id)}
    return known.get(chosen)


def _iso(at: datetime | None) -> str:
    return at.isoformat() if at else ""
