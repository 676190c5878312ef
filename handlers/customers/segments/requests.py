"""What people type, click and send about how customers are looked after."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from slackblocks import Block
from sqlmodel import Session

from handlers.chasing import notes
from handlers.customers import segments as room
from handlers.customers.contents import HomeLine
from handlers.customers.segments import (
    cards,
    flagging,
    form_cards,
    listing,
    ruling,
    undoing,
    words,
)
from handlers.customers.segments.flagging import FlagSaid
from handlers.customers.segments.ruling import RuleChange, RuleSaid
from handlers.people import access, choices, leads, lookup, office
from handlers.speech import blocks, forms, paging, values
from handlers.speech.errors import UnreadableRequest
from handlers.speech.people_errors import GoneCustomer
from handlers.speech.request import OpenForm, Reply, Request, Response, UpdateForm
from handlers.speech.segment_errors import (
    FirstOfWhat,
    FlaggedAlready,
    FlagMissing,
    FlagOfNothing,
    NoMonths,
    NoNumber,
    PlacedLeft,
    PlacedNobody,
    ReviewMissing,
    ReviewPast,
    RuleOfNothing,
    RuleThere,
    RuleWithoutReason,
    TierMissing,
    TooManyRules,
)
from handlers.speech.setup_errors import OtherCurrency, TooMuch, UnclearDay, UnknownCurrency
from storage import customers, segments, workspaces
from storage.customers import Customer
from storage.people import Person
from storage.segments import FlagKind, SegmentRule

WRITING = {
    **dict.fromkeys(
        (NoNumber, NoMonths, RuleOfNothing, TooMuch, OtherCurrency, UnknownCurrency), form_cards.IS
    ),
    **dict.fromkeys((FirstOfWhat, TierMissing, RuleThere, TooManyRules), form_cards.THEN),
    RuleWithoutReason: form_cards.WHY,
}
FLAGGING = {
    **dict.fromkeys((PlacedNobody, PlacedLeft, GoneCustomer, FlaggedAlready), choices.CUSTOMER),
    **dict.fromkeys((ReviewMissing, ReviewPast, UnclearDay), form_cards.REVIEW),
    FlagMissing: form_cards.KIND,
    FlagOfNothing: form_cards.OF,
    RuleWithoutReason: form_cards.WHY,
}
PLACING = {TierMissing: form_cards.TIER, RuleWithoutReason: form_cards.WHY}
"""Under which field a sentence stands, by form."""
DROP = "drop"
"""By which name a form carries the rule that goes out."""
FACET_VERBS = tuple(f"{words.PAGE}.{each}" for each in ("tier", *(each for each, _ in cards.MENUS)))
"""The menus of the list: each turns it to other accounts."""
FIELDS = (form_cards.WHEN, form_cards.IS, form_cards.THEN, form_cards.ORDER, form_cards.WHY)


# --- the list ---


def typed(request: Request, session: Session, now: datetime) -> Response:
    """`/cx segments [key]`: who cannot be lost, or the accounts of a tier; raises UnknownChoice."""
    person = access.actor(session, request)
    access.check(session, person, access.READ)
    said = request.text.strip()
    which = f"tier:{values.tier(said)}" if said else ""
    return OpenForm(_view(session, now, person, which, 0))


def turn(request: Request, session: Session, now: datetime) -> Response:
    """Another page of it, or other accounts."""
    person = access.actor(session, request)
    access.check(session, person, access.READ)
    which, after = paging.read(request.value)
    which = "" if which == cards.ALL else which
    if not cards.is_known(which):
        raise UnreadableRequest
    return UpdateForm(_view(session, now, person, which, after))


def _view(session: Session, now: datetime, person: Person, which: str, after: int) -> Any:
    found = listing.read(session, now, person, which, after)
    return cards.view(found, room.today_of(now, person))


def on_page(session: Session, now: datetime, reader: Person, customer: Customer) -> Sequence[Block]:
    """What stands on the page of a customer: why they have their tier."""
    if customer.left_on is not None:
        return ()
    (line,) = listing.lines(session, now, reader, [customer])
    may_change = access.may(session, reader, access.PLACE_CUSTOMERS)
    return cards.page(line, room.today_of(now, reader), may_change=may_change)


def on_home(session: Session, now: datetime, reader: Person) -> Sequence[HomeLine]:
    """The CCO reads on Home how many accounts stand elsewhere than the rules say."""
    if not access.may(session, reader, access.PLACE_CUSTOMERS):
        return ()
    number = len(room.elsewhere(session, now, reader.team_id))
    way = blocks.button("Open…", words.PAGE, paging.value(cards.ELSEWHERE))
    return (HomeLine(cards.elsewhere(number), way, 7),) if number else ()


# --- rules ---


def open_rules(request: Request, session: Session, now: datetime) -> Response:
    """The rules in their order."""
    person = access.actor(session, request)
    access.check(session, person, access.READ_PLACING)
    _check_about_nothing(request)
    return OpenForm(_rules(session, now, person))


def open_rule(request: Request, session: Session, now: datetime) -> Response:
    """The form of a rule; behind what it would mean, filled in with what was written."""
    del now
    person = access.actor(session, request)
    access.check(session, person, access.PLACE_CUSTOMERS)
    known = segments.rules(session, person.team_id)
    # In the place of the rules, as each form that follows: Slack lays no more than three on top.
    if not request.value:
        return UpdateForm(form_cards.rule(known))
    said = _carried(request.value)
    if DROP in said:
        raise UnreadableRequest
    return UpdateForm(form_cards.rule(known, said))


def try_rule(request: Request, session: Session, now: datetime) -> Response:
    """What a rule would mean; nothing changes."""
    person = access.actor(session, request)
    access.check(session, person, access.PLACE_CUSTOMERS)
    _check_about_nothing(request)
    said = {name: request.words(name) for name in FIELDS}
    with forms.placing(WRITING):
        change = _change(session, now, person, said)
        return UpdateForm(_trial(session, now, person, change, json.dumps(said)))


def open_drop(request: Request, session: Session, now: datetime) -> Response:
    """What it would mean to take a rule out."""
    person = access.actor(session, request)
    access.check(session, person, access.PLACE_CUSTOMERS)
    change = RuleChange(drops=values.row_id(request.value))
    return UpdateForm(_trial(session, now, person, change, json.dumps({DROP: request.value})))


def send_rules(request: Request, session: Session, now: datetime) -> Response:
    """What was tried counts from Monday on."""
    person = access.actor(session, request)
    access.check(session, person, access.PLACE_CUSTOMERS)
    said = _carried(request.value)
    ruling.switch_on(session, now, person, _change(session, now, person, said))
    session.flush()
    return UpdateForm(_rules(session, now, person))


def _rules(session: Session, now: datetime, person: Person) -> Any:
    known = segments.rules(session, person.team_id)
    may = access.may(session, person, access.PLACE_CUSTOMERS)
    currency, today = _currency(session, person), room.today_of(now, person)
    undo = undoing.can_undo_rule(session, now, person)
    return form_cards.rules(known, currency, today, may=may, undo=undo)


def press_undo_rule(request: Request, session: Session, now: datetime) -> Response:
    """One click: what was done last with the rules is taken back."""
    person = access.actor(session, request)
    access.check(session, person, access.PLACE_CUSTOMERS)
    _check_about_nothing(request)
    undoing.undo_rule(session, now, person)
    session.flush()
    return UpdateForm(_rules(session, now, person))


def _trial(session: Session, now: datetime, person: Person, change: RuleChange, value: str) -> Any:
    found = ruling.try_out(session, now, person, change)
    known = {each.rule_id: each for each in segments.rules(session, person.team_id)}
    about: SegmentRule = change.adds or known[change.drops]  # type: ignore[index]  # try_out knows it
    office_day = office.day_of(session, person.team_id, now)
    today = room.today_of(now, person)
    shown = form_cards.shown(about, _currency(session, person), is_out=change.adds is None)
    return form_cards.trial(change, found, shown, ruling.next_monday(office_day), today, value)


def _change(session: Session, now: datetime, person: Person, said: dict[str, str]) -> RuleChange:
    if DROP in said:
        return RuleChange(drops=values.row_id(said[DROP]))
    return RuleChange(ruling.written(session, now, person, RuleSaid(
        facet=form_cards.facet_of(said.get(form_cards.WHEN, "")),
        is_about=said.get(form_cards.IS, ""),
        gives=said.get(form_cards.THEN, ""),
        reason=said.get(form_cards.WHY, ""),
        place=values.whole(said.get(form_cards.ORDER, ""), 2),
    )))  # fmt: skip


def _carried(value: str) -> dict[str, str]:
    """What a form carries of a rule. Raises UnreadableRequest."""
    found = forms.carried(value)
    if not isinstance(found, dict) or not all(isinstance(each, str) for each in found.values()):
        raise UnreadableRequest
    if found.keys() not in (set(FIELDS), {DROP}):
        raise UnreadableRequest
    return found


def _check_about_nothing(request: Request) -> None:
    """Raises UnreadableRequest for a form or button that says what it is about, as none of ours."""
    if request.value:
        raise UnreadableRequest


def _currency(session: Session, person: Person) -> str | None:
    workspace = workspaces.find(session, person.team_id)
    return workspace.currency if workspace else None


# --- flags ---


def open_flag(request: Request, session: Session, now: datetime) -> Response:
    """The form of a flag."""
    person = access.actor(session, request)
    access.check(session, person, access.PLACE_CUSTOMERS)
    chosen = lookup.chosen_customer(session, request.team_id, request.value)
    known = choices.of_customers(session, person, chosen)
    return OpenForm(form_cards.flag(known, room.today_of(now, person)))


def send_flag(request: Request, session: Session, now: datetime) -> Response:
    """It comes back: whoever leads the account reads the words."""
    person = access.actor(session, request)
    access.check(session, person, access.PLACE_CUSTOMERS)
    kind = request.words(form_cards.KIND)
    with forms.placing(FLAGGING):
        customer = lookup.chosen_customer(session, request.team_id, request.words(choices.CUSTOMER))
        flag = flagging.add(session, now, person, FlagSaid(
            customer=customer,
            kind=FlagKind(kind) if kind in set(FlagKind) else None,
            reason=request.words(form_cards.WHY),
            review_on=values.day(request.words(form_cards.REVIEW)),
            of=request.line(form_cards.OF),
        ))  # fmt: skip
    if customer is None:
        raise UnreadableRequest
    lead = leads.of_account(session, customer)
    if lead is not None and lead.user_id != person.user_id:
        notes.send(session, now, lead, cards.flag_told(flag, customer))
    said = cards.flagged(flag, customer)
    return Reply(said, cards.with_undo(said, customer), title="Noted")


def press_undo_flag(request: Request, session: Session, now: datetime) -> Response:
    """One click: an account has its flag again, or has it no more."""
    person = access.actor(session, request)
    access.check(session, person, access.PLACE_CUSTOMERS)
    customer = _customer(request, session)
    undoing.undo_flag(session, now, person, customer)
    return Reply(cards.flag_undone(customer), instead=True, title="Undone")


def press_still(request: Request, session: Session, now: datetime) -> Response:
    """One click: it is still so."""
    person = access.actor(session, request)
    access.check(session, person, access.PLACE_CUSTOMERS)
    flag = flagging.keep(session, now, person, values.row_id(request.value))
    customer = customers.find(session, person.team_id, flag.customer_id)
    if customer is None:
        raise UnreadableRequest
    return Reply(cards.flagged(flag, customer), title="Noted", instead=True)


def press_off(request: Request, session: Session, now: datetime) -> Response:
    """One click: it is not said of them any more."""
    person = access.actor(session, request)
    access.check(session, person, access.PLACE_CUSTOMERS)
    flag = flagging.take_off(session, now, person, values.row_id(request.value))
    customer = customers.find(session, person.team_id, flag.customer_id)
    said = cards.taken_off(flag, customer)
    shown = cards.with_undo(said, customer) if customer else []
    return Reply(said, shown, title="Noted")


# --- what a person says ---


def open_place(request: Request, session: Session, now: datetime) -> Response:
    """The form in which somebody says how an account is looked after, and why."""
    person = access.actor(session, request)
    access.check(session, person, access.PLACE_CUSTOMERS)
    customer = _customer(request, session)
    room.check_is_here(customer)
    found = room.why(session, now, customer)
    today = room.today_of(now, person)
    return OpenForm(form_cards.place(found, cards.why(found, today, money_shown=True)))


def send_place(request: Request, session: Session, now: datetime) -> Response:
    """It comes back."""
    person = access.actor(session, request)
    access.check(session, person, access.PLACE_CUSTOMERS)
    customer = _customer(request, session)
    with forms.placing(PLACING):
        tier, reason = request.words(form_cards.TIER), request.words(form_cards.WHY)
        room.place(session, now, person, customer, tier, reason)
    return Reply(cards.placed(customer), title="Noted")


def press_keep(request: Request, session: Session, now: datetime) -> Response:
    """One click: what a person said stays."""
    person = access.actor(session, request)
    access.check(session, person, access.PLACE_CUSTOMERS)
    return Reply(
        cards.kept(room.keep(session, now, person, _customer(request, session))), title="Noted"
    )


def press_follow(request: Request, session: Session, now: datetime) -> Response:
    """One click: the rules count again for an account."""
    person = access.actor(session, request)
    access.check(session, person, access.PLACE_CUSTOMERS)
    found = room.follow(session, now, person, _customer(request, session))
    return Reply(cards.followed(found), title="Noted")


def _customer(request: Request, session: Session) -> Customer:
    """Raises GoneCustomer, UnreadableRequest."""
    found = lookup.chosen_customer(session, request.team_id, request.value)
    if found is None:
        raise UnreadableRequest
    return found
