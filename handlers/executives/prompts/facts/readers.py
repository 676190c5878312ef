"""Each kind of fact is read here, from what everybody may see; what is private is only counted."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime
from uuid import UUID

from sqlmodel import Session

from handlers.chasing import policy as policies
from handlers.chasing.policy.question_rules import QuestionRules
from handlers.executives.prompts.facts import of_customers, rules, words
from handlers.executives.prompts.facts.rules import Fact, FactKind
from handlers.promises import asked
from handlers.speech import words as spoken
from storage import (
    accounts,
    causes,
    concerns,
    customers,
    departments,
    issues,
    standouts,
    tasks,
    workspaces,
)
from storage.causes import Caused
from storage.customers import Customer, Tier
from storage.issues import Issue
from storage.items import Item

ReadFacts = Callable[[Session, datetime, str], Iterator[Fact]]
"""The facts of one kind (session, now, workspace)."""
WATCHED = (Tier.KEY, Tier.STRATEGIC, Tier.BEACHHEAD)
MOST = 20
"""So many of each kind are looked at closely."""


def _accounts(session: Session, now: datetime, team_id: str) -> Iterator[Fact]:
    today = now.date()
    found = accounts.at_risk(session, team_id, WATCHED, rules.SEVERE, now, today)
    worth = sorted(found, key=lambda each: (-(each.annual_value or 0), each.name))
    for each in [account for account in worth if account.severe][:MOST]:
        customer = customers.find(session, team_id, each.customer_id)
        severe = standouts.severe_of(session, team_id, each.customer_id, rules.SEVERE)
        shown = [issue for issue in severe if not issue.is_private]
        if customer is None or customer.left_on or not shown:
            continue
        oldest = shown[0]
        renews = each.renews_on if each.renews_on and each.renews_on > today else None
        worst = min(issue.severity for issue in shown)
        yield Fact(
            kind=FactKind.ACCOUNT,
            subject=f"customer:{customer.customer_id}",
            question=words.account(customer, spoken.plain_day(renews, today) if renews else ""),
            said=words.account_said(
                customer, shown, len(severe) - len(shown), _day(oldest.created_at, now)
            ),
            loudness=rules.loudness(customer.annual_value, worst, oldest.created_at, now),
            department_id=oldest.department_id,
            close_to=customer.owner_id,
        )


def _bounces(session: Session, now: datetime, team_id: str) -> Iterator[Fact]:
    back = standouts.returned(
        session, team_id, now - rules.LOOKS_BACK, _rules(session, team_id).returned
    )
    for each in back[:MOST]:
        item = _item(session, team_id, each.noun, each.number)
        if item is None or not item.live or item.is_private:
            continue
        customer = customers.find(session, team_id, item.customer_id)
        yield Fact(
            kind=FactKind.BOUNCE,
            subject=f"{item.noun}:{item.number}",
            question=words.bounce(item),
            said=words.bounce_said(item, customer, each.times),
            loudness=rules.loudness(_worth(customer), item.severity, item.created_at, now),
            department_id=item.department_id,
        )


def _causes(session: Session, now: datetime, team_id: str) -> Iterator[Fact]:
    found = causes.caused(session, team_id, now - rules.QUARTER, now)
    fresh, by_cause = _rules(session, team_id).fresh, dict[UUID, list[Caused]]()
    for each in found:
        by_cause.setdefault(each.cause_id, []).append(each)
    for cause_id, theirs in by_cause.items():
        pair = _came_back(theirs, now - fresh)
        cause = causes.find(session, team_id, cause_id) if pair else None
        if pair is None or cause is None:
            continue
        newest, before = (issues.find(session, team_id, each.number) for each in pair)
        if newest is None or before is None or newest.is_private or before.is_private:
            continue
        yield _cause(session, now, cause_id, cause.words, newest, before, len(theirs))


def _came_back(theirs: list[Caused], since: datetime) -> tuple[Caused, Caused] | None:
    """The newest issue of a cause, if that is fresh, and the one after which it was prevented."""
    newest = max(theirs, key=lambda each: each.created_at)
    if newest.created_at < since:
        return None
    before = [
        each for each in theirs if each.prevented_at and each.prevented_at < newest.created_at
    ]
    return (newest, max(before, key=lambda each: each.created_at)) if before else None


def _cause(
    session: Session,
    now: datetime,
    cause_id: UUID,
    said: str,
    newest: Issue,
    before: Issue,
    count: int,
) -> Fact:
    customer = customers.find(session, newest.team_id, newest.customer_id)
    return Fact(
        kind=FactKind.CAUSE,
        subject=f"cause:{cause_id}",
        question=words.cause(said),
        said=words.cause_said(newest, before, count),
        loudness=rules.loudness(_worth(customer), newest.severity, newest.created_at, now),
        department_id=newest.department_id,
    )


def _untold(session: Session, now: datetime, team_id: str) -> Iterator[Fact]:
    late = standouts.overdue(session, team_id, asked.INFORM, Issue.noun, now)
    for ask in [each for each in late if each.severity <= rules.SEVERE][:MOST]:
        issue = issues.find(session, team_id, ask.number)
        customer = customers.find(session, team_id, issue.customer_id) if issue else None
        if issue is None or customer is None or issue.is_private or issue.told_at:
            continue
        yield Fact(
            kind=FactKind.UNTOLD,
            subject=f"{issue.noun}:{issue.number}",
            question=words.untold(issue, customer),
            said=words.untold_said(issue, customer, _day(ask.due_at, now)),
            loudness=rules.loudness(_worth(customer), issue.severity, ask.due_at, now),
            department_id=issue.department_id,
            close_to=customer.owner_id,
        )


def _quiet(session: Session, now: datetime, team_id: str) -> Iterator[Fact]:
    late, stands_out = standouts.late_by_department(session, team_id, now), _rules(session, team_id)
    for each in [one for one in late if one.late >= stands_out.late_answers][:MOST]:
        department = departments.find(session, team_id, each.department_id)
        since = now - stands_out.quiet
        if department is None or standouts.answered_in(
            session, team_id, department.department_id, since
        ):
            continue
        yield Fact(
            kind=FactKind.QUIET,
            subject=f"department:{department.department_id}",
            question=words.quiet(department.name),
            said=words.quiet_said(each.late, _day(each.since, now), stands_out.quiet_days),
            loudness=rules.loudness(None, each.severity, each.since, now) * each.late,
            department_id=department.department_id,
        )


def _segments(session: Session, now: datetime, team_id: str) -> Iterator[Fact]:
    since = now - rules.QUARTER
    spoken = standouts.tiers_spoken_of(session, team_id, since, _rules(session, team_id).decisions)
    if spoken is None:
        # Where no decision was answered, nobody was left out.
        return
    missing = [tier for tier in WATCHED if tier not in spoken]
    for tier, value in standouts.largest_of(session, team_id, missing).items():
        yield Fact(
            kind=FactKind.SEGMENT,
            subject=f"tier:{tier}",
            question=words.segment(Tier(tier)),
            said=words.segment_said(Tier(tier)),
            # One day: that nobody spoke of them is not known to have begun at any.
            loudness=rules.loudness(value, 4, now, now),
        )


def _outages(session: Session, now: datetime, team_id: str) -> Iterator[Fact]:
    since, until = now - rules.LOOKS_BACK, now - _rules(session, team_id).untold
    for issue in standouts.gravest(session, team_id, since, until)[:MOST]:
        customer = customers.find(session, team_id, issue.customer_id)
        waiting = concerns.waiting(session, team_id, [issue.number])
        others = len({each.customer_id for each in waiting} - {issue.customer_id})
        is_watched = customer is not None and customer.tier in WATCHED
        if not is_watched and others + (customer is not None) < rules.SEVERAL:
            continue
        yield Fact(
            kind=FactKind.OUTAGE,
            subject=f"{issue.noun}:{issue.number}",
            question=words.outage(issue, customer, others),
            said=words.outage_said(issue, customer, others, _day(issue.created_at, now)),
            loudness=rules.loudness(_worth(customer), issue.severity, issue.created_at, now),
            department_id=issue.department_id,
            close_to=customer.owner_id if customer else None,
        )


def _gains(session: Session, now: datetime, team_id: str) -> Iterator[Fact]:
    workspace = workspaces.find(session, team_id)
    channel = workspace.executive_channel_id if workspace else None
    until = now - _rules(session, team_id).gain
    for each in standouts.gains(session, team_id, now - rules.QUARTER, until)[:MOST]:
        # Whoever reads the question reads the card of what was asked in the same channel.
        if each.decision.is_private and each.decision.channel_id != channel:
            continue
        worth = standouts.largest_of(session, team_id, each.tiers)
        yield Fact(
            kind=FactKind.GAIN,
            subject=f"{each.decision.noun}:{each.decision.number}",
            question=words.gain(each.decision),
            said=words.gain_said(each.decision, each.tiers, _day(each.since, now)),
            loudness=rules.loudness(max(worth.values(), default=0), 4, each.since, now),
        )


READERS: dict[FactKind, ReadFacts] = {
    FactKind.ACCOUNT: _accounts,
    FactKind.BOUNCE: _bounces,
    FactKind.CAUSE: _causes,
    FactKind.UNTOLD: _untold,
    FactKind.QUIET: _quiet,
    FactKind.SEGMENT: _segments,
    FactKind.OUTAGE: _outages,
    FactKind.GAIN: _gains,
    FactKind.LOSS: of_customers.lost,
    FactKind.SILENT: of_customers.silent,
    FactKind.THEME: of_customers.written,
    FactKind.TWINS: of_customers.twice,
}


def _rules(session: Session, team_id: str) -> QuestionRules:
    """From when on something stands out here."""
    return policies.of(session, team_id).questions


def _item(session: Session, team_id: str, noun: str, number: int) -> Item | None:
    if noun == Issue.noun:
        return issues.find(session, team_id, number)
    return tasks.find(session, team_id, number)


def _worth(customer: Customer | None) -> int | None:
    return customer.annual_value if customer else None


def _day(at: datetime, now: datetime) -> str:
    return spoken.day(at, "UTC", now)
