"""Whoever leads an account is asked whether its terms fit; what needs no answer any more ends."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from sqlmodel import Session

from handlers.chasing import policy, whom
from handlers.customers import changes
from handlers.customers.segments import terms
from handlers.customers.segments.matters import leading, moves, offering, proposing, puzzling, words
from handlers.customers.segments.matters.beginning import asked_of, begin
from handlers.customers.segments.matters.kind import BEHIND_WITHIN
from handlers.people import office
from handlers.promises import items, lifecycle
from handlers.speech import phrases
from storage import asks, contract_terms, customers, matters
from storage.contract_terms import ContractTerm, TermAnswer
from storage.customers import Customer
from storage.matters import Matter, MatterAnswer, MatterLook, MatterState, MatterTopic
from storage.tasks import Task

EVERY = timedelta(hours=1)
"""So often it is looked after what was asked; new questions are put once a day."""
BEFORE_RENEWAL = timedelta(days=120)
A_YEAR = timedelta(days=365)
"""What was said of terms within a year is not asked again."""
EACH_DAY = 20
"""So many accounts are asked about in one day: key ones first, then what renews sooner."""


def look_after(session: Session, now: datetime, team_id: str) -> None:
    """Ask about accounts that renew soon, and end what needs no answer any more.

    This is done whenever a workspace is audited, and does its work once an hour.
    """
    look = matters.look(session, team_id) or MatterLook(team_id=team_id, looked_at=now - EVERY)
    if now - look.looked_at < EVERY:
        return
    look.looked_at = now
    standing = matters.in_state(session, team_id, *matters.STANDING)
    waiting = matters.waited_for(session, team_id, {each.customer_id for each in standing}, now)
    for each in standing:
        _look_after_one(session, now, each, is_waiting=each.customer_id in waiting)
    today = office.day_of(session, team_id, now)
    if look.asked_on != today:
        monday = today - timedelta(days=today.weekday())
        is_new_week = look.asked_on is None or look.asked_on < monday
        look.asked_on = today
        _ask_for_terms(session, now, team_id, today)
        leading.ask(session, now, team_id, today)
        if is_new_week:
            offering.ask(session, now, team_id, today)
        look.read_to = puzzling.ask(session, now, team_id, today, look.read_to)
    session.add(look)


# --- new questions ---


def _ask_for_terms(session: Session, now: datetime, team_id: str, today: date) -> None:
    """Ask of each key and strategic account once, from 120 days before it renews."""
    tiers = [str(each) for each in terms.WATCHED]
    soon = [
        each
        for tier in tiers
        for each in matters.renewing(session, team_id, tier, today, today + BEFORE_RENEWAL)
    ]
    if not soon:
        return
    ids = [each.customer_id for each in soon]
    asked = matters.of_customers(session, team_id, MatterTopic.TERMS, ids)
    said = {
        each.customer_id
        for each in contract_terms.of_customers(session, team_id, ids)
        if _is_said(each, today - A_YEAR)
    }
    looked_after_by = whom.readily(session, team_id)
    waiting = [
        each for each in soon
        if each.renewal_on not in asked.get(each.customer_id, ())
        and each.customer_id not in said
        and looked_after_by(each) is not None
    ][:EACH_DAY]  # fmt: skip
    if not waiting:
        return
    same = terms.same_as(
        [each for tier in tiers for each in contract_terms.of_tier(session, team_id, tier)]
    )
    for customer in waiting:
        if customer.renewal_on is not None:
            title = words.TITLES[MatterTopic.TERMS].format(name=customer.name)
            others = same.get(customer.customer_id, 0)
            question = words.renews(customer, customer.renewal_on, others)
            begin(session, now, MatterTopic.TERMS, customer, customer.renewal_on, title, question)


def _is_said(term: ContractTerm, since: date) -> bool:
    """Whether somebody said since a day whether a term fits."""
    return term.answer != TermAnswer.NOT_ASKED and term.since >= since


# --- what was asked ---


def _look_after_one(session: Session, now: datetime, matter: Matter, *, is_waiting: bool) -> None:
    """What was said meanwhile ends it; a task that asked the customer has it asked again.

    While an account waits for something late nobody asks what else would help it.
    """
    customer = customers.find(session, matter.team_id, matter.customer_id)
    is_alike = matter.topic == MatterTopic.ALIKE
    if customer is None or customer.left_on is not None or (is_alike and is_waiting):
        if held := _held(session, matter):
            lifecycle.pass_on(session, now, moves.DROP, held)
        return
    if matter.topic == MatterTopic.PROPOSAL:
        if proposing.is_over(session, matter, customer) and (held := _held(session, matter)):
            proposing.end(session, now, held)
        return
    if matter.topic == MatterTopic.LEADER:
        is_over = leading.is_over(session, customer)
        if is_over and (held := _held(session, matter)):
            leading.end(session, now, held, customer)
        return
    if matter.topic != MatterTopic.TERMS:
        _end_in_time(session, now, matter)
        return
    created = office.day_of(session, matter.team_id, matter.created_at)
    known = [
        each
        for each in contract_terms.of_customers(session, matter.team_id, [customer.customer_id])
        if _is_said(each, created)
    ]
    if known:
        _know(session, now, matter, known)
    elif matter.state == MatterState.FOLLOWED:
        _after_task(session, now, matter, customer)


def _end_in_time(session: Session, now: datetime, matter: Matter) -> None:
    """No answer by the day ends it, too; of what is asked once more, as long after that."""
    about = asks.open_about(session, matter.team_id, matter.noun, matter.number)
    ends = [each.due_at for each in about]
    if matter.topic == MatterTopic.BEHIND:
        calendar = office.calendar_of(session, matter.team_id)
        ends = [policy.after(calendar, each, BEHIND_WITHIN) for each in ends]
    if ends and max(ends) <= now and (held := _held(session, matter)):
        lifecycle.pass_on(session, now, moves.LAPSE, held)


def _know(session: Session, now: datetime, matter: Matter, known: list[ContractTerm]) -> None:
    """Somebody wrote it on the page of the customer."""
    held = _held(session, matter)
    if held is None:
        return
    needs = [each for each in known if each.answer == TermAnswer.NEEDS]
    answer = MatterAnswer.NEEDS if needs else MatterAnswer.FITS
    wanted = {"answer": answer.value, "answered_by": (needs or known)[0].by_id}
    changed = changes.change(held, wanted)
    lifecycle.pass_on(
        session, now, moves.KNOWN, held, before=changed.before, after=changed.after
    )  # fmt: skip


def _after_task(session: Session, now: datetime, matter: Matter, customer: Customer) -> None:
    """The task that asks the customer has ended, and nobody has written down what they said."""
    said = phrases.reference(matter.led_to)
    task = items.find(session, matter.team_id, Task.noun, said.number) if said else None
    who = whom.is_asked(session, customer)
    if who is None or (task is not None and task.live):
        return
    held = _held(session, matter)
    if held is None:
        return
    changed = changes.change(held, {"led_to": ""})
    lifecycle.pass_on(
        session, now, moves.AGAIN, held,
        asked=[asked_of(MatterTopic.TERMS, who)], to=who.user_id,
        before=changed.before, after=changed.after,
    )  # fmt: skip


def _held(session: Session, matter: Matter) -> Matter | None:
    """The same, held until the commit; None where it stands otherwise by now."""
    was = matter.state
    held = matters.find(session, matter.team_id, matter.number, lock=True)
    return held if held is not None and held.state == was else None
