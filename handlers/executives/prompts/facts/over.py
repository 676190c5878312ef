"""What a question was asked because of may end before somebody answers: one sentence says how."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta
from uuid import UUID

from sqlmodel import Session

from handlers.chasing import policy as policies
from handlers.executives import followed
from handlers.executives.prompts.facts import rules, words
from handlers.executives.prompts.facts.rules import FactKind
from handlers.speech import words as spoken
from storage import (
    asks,
    causes,
    contacts,
    customers,
    decisions,
    departments,
    issues,
    losses,
    standouts,
    tasks,
    themes,
    twins,
)
from storage.contacts import Contact, ContactState
from storage.customers import Customer, Tier
from storage.decisions import DecisionState
from storage.inquiries import Inquiry
from storage.issues import Issue
from storage.items import Item
from storage.losses import LossState
from storage.themes import Theme, ThemeState
from storage.twins import TwinState

SaysOver = Callable[[Session, datetime, Inquiry, str], str]
"""Why a fact is over (session, now in UTC, the inquiry, the key of its subject); else nothing."""


def why(session: Session, now: datetime, inquiry: Inquiry) -> str:
    """A plain sentence on why an inquiry asks of nothing any more; empty while it is still so.

    It is read in the channel of the executives: nothing that is private is named.
    """
    _, _, key = inquiry.subject.partition(":")
    return OVER[FactKind(inquiry.fact)](session, now, inquiry, key)


def _account(session: Session, now: datetime, inquiry: Inquiry, key: str) -> str:
    del now
    customer = customers.find(session, inquiry.team_id, UUID(key))
    if customer is None or customer.left_on:
        return words.customer_left(customer)
    # What is private counts on here: that it is there is not said either way.
    waits = standouts.severe_of(session, inquiry.team_id, customer.customer_id, rules.SEVERE)
    return "" if waits else words.account_waits_no_more(customer)


def _bounce(session: Session, now: datetime, inquiry: Inquiry, key: str) -> str:
    del now
    item: Item | None
    if inquiry.subject.startswith(f"{Issue.noun}:"):
        item = issues.find(session, inquiry.team_id, int(key))
    else:
        item = tasks.find(session, inquiry.team_id, int(key))
    return "" if item is None or item.live else words.item_ended(item)


def _cause(session: Session, now: datetime, inquiry: Inquiry, key: str) -> str:
    cause = causes.find(session, inquiry.team_id, UUID(key))
    if cause is None:
        return ""
    found = causes.issues_of(session, cause, now - rules.QUARTER, now)
    prevented = found[-1].prevented_at if found else None
    is_new = prevented is not None and prevented > inquiry.created_at
    return words.cause_prevented(found[-1]) if is_new else ""


def _told(session: Session, now: datetime, inquiry: Inquiry, key: str) -> str:
    del now
    issue = issues.find(session, inquiry.team_id, int(key))
    if issue is None:
        return ""
    if issue.told_at is not None:
        return words.was_told(issue)
    return "" if issue.live else words.item_ended(issue)


def _quiet(session: Session, now: datetime, inquiry: Inquiry, key: str) -> str:
    del now
    department = departments.find(session, inquiry.team_id, UUID(key))
    if department is None:
        return words.DEPARTMENT_GONE
    answered = standouts.answered_in(
        session, inquiry.team_id, department.department_id, inquiry.created_at
    )
    return words.answers_again(department.name) if answered else ""


def _segment(session: Session, now: datetime, inquiry: Inquiry, key: str) -> str:
    if not standouts.largest_of(session, inquiry.team_id, [key]):
        return words.no_such_account(key)
    few = policies.of(session, inquiry.team_id).questions.decisions
    told = standouts.tiers_spoken_of(session, inquiry.team_id, now - rules.QUARTER, few)
    return words.tier_spoken_of(key) if told and key in told else ""


def _gain(session: Session, now: datetime, inquiry: Inquiry, key: str) -> str:
    del now
    decision = decisions.find(session, inquiry.team_id, int(key))
    if decision is None:
        return ""
    if decision.state == DecisionState.WITHDRAWN:
        return words.decision_withdrawn(decision)
    is_to_be = standouts.is_to_be_told(session, inquiry.team_id, decision.number)
    return words.somebody_tells(decision) if is_to_be else ""


def _loss(session: Session, now: datetime, inquiry: Inquiry, key: str) -> str:
    del now
    loss = losses.find(session, inquiry.team_id, int(key))
    customer = customers.find(session, inquiry.team_id, loss.customer_id) if loss else None
    if loss is None or customer is None:
        return ""
    if loss.state == LossState.WON_BACK:
        return words.won_back(customer)
    return words.not_lost(customer) if loss.state == LossState.TAKEN_BACK else ""


def _silent(session: Session, now: datetime, inquiry: Inquiry, key: str) -> str:
    contact = contacts.find(session, inquiry.team_id, int(key))
    if contact is None:
        return ""
    customer = customers.find(session, inquiry.team_id, contact.customer_id)
    if customer is None or customer.left_on:
        return words.customer_left(customer)
    if customer.tier != Tier.KEY:
        return words.no_key_account(customer)
    if contact.state == ContactState.GONE:
        return words.DECIDER_GONE
    if contact.state == ContactState.NAMED:
        return _asked_no_more(session, now.date(), contact, customer)
    if _is_late(session, now, inquiry, Contact.noun):
        return ""
    if contact.state == ContactState.PROMISED and contact.call_on:
        return words.somebody_calls(spoken.plain_day(contact.call_on, now.date()))
    return words.ANOTHER_IS_ASKED


def _asked_no_more(session: Session, today: date, contact: Contact, customer: Customer) -> str:
    """Why nobody is asked to call somebody; empty where somebody will be, who are silent still."""
    if contact.rests_until and contact.rests_until > today:
        return words.nobody_calls_yet(spoken.plain_day(contact.rests_until, today))
    days = policies.of(session, customer.team_id).accounts.silence[Tier.KEY]
    if not days:
        return words.NOBODY_ASKS
    is_silent = contact.quiet_from <= today - timedelta(days=days)
    return "" if is_silent else words.was_heard(customer)


def _theme(session: Session, now: datetime, inquiry: Inquiry, key: str) -> str:
    theme = themes.find(session, inquiry.team_id, int(key))
    if theme is None:
        return ""
    match ThemeState(theme.state):
        case ThemeState.FOLLOWED:
            gone = followed.came_to_nothing(session, inquiry.team_id, theme.led_to)
            return "" if gone else words.it_follows(theme.led_to)
        case ThemeState.RESTING:
            return words.NOTHING_FOLLOWS
        case ThemeState.ENDED:
            return words.THEME_ENDED
        case _:
            late = _is_late(session, now, inquiry, Theme.noun)
            return "" if late else words.ANOTHER_IS_ASKED


def _twins(session: Session, now: datetime, inquiry: Inquiry, key: str) -> str:
    del now
    twin = twins.find(session, inquiry.team_id, int(key))
    decision = decisions.find(session, inquiry.team_id, twin.decision or 0) if twin else None
    if decision is not None and decision.decided_at is not None:
        return words.is_decided(decision)
    return "" if twin and twin.state == TwinState.PROPOSED else words.NOT_TWINS


def _is_late(session: Session, now: datetime, inquiry: Inquiry, noun: str) -> bool:
    """Whether somebody who is asked about its subject has not answered by the time."""
    number = int(inquiry.subject.partition(":")[2])
    about = asks.open_about(session, inquiry.team_id, noun, number)
    return any(each.due_at < now for each in about)


OVER: dict[FactKind, SaysOver] = {
    FactKind.ACCOUNT: _account,
    FactKind.BOUNCE: _bounce,
    FactKind.CAUSE: _cause,
    FactKind.UNTOLD: _told,
    FactKind.QUIET: _quiet,
    FactKind.SEGMENT: _segment,
    FactKind.OUTAGE: _told,
    FactKind.GAIN: _gain,
    FactKind.LOSS: _loss,
    FactKind.SILENT: _silent,
    FactKind.THEME: _theme,
    FactKind.TWINS: _twins,
}
