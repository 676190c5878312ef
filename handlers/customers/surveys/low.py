"""A low score of a named customer opens an issue, and one person is asked to call them."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlmodel import Session

from handlers.chasing import asks, notes
from handlers.customers.surveys import KeptAnswer, low_cards, rules, words
from handlers.people import office, routing, tiers
from handlers.promises import issues, lifecycle, moves
from handlers.promises.issues import NewIssue
from handlers.promises.lifecycle import Asked
from handlers.promises.steps.kind import INFORM
from storage import asks as stored_asks
from storage import counters, customers, departments, people, surveys
from storage import issues as stored_issues
from storage.asks import Ask
from storage.customers import Customer, Tier
from storage.departments import Department
from storage.issues import Experience, Feeling, Issue
from storage.people import Person
from storage.surveys import FollowUp, Survey, SurveyResponse

SEVERITY = 2
WITHIN, STANDARD_WITHIN = timedelta(hours=24), timedelta(hours=48)
"""So soon a customer hears from us after a low score, by the clock on the wall; standard accounts
have twice as long."""
OLD = timedelta(days=14)
"""Of what was answered longer ago somebody says first whether anybody should call."""
_LOOKED_AT = 20
"""Among so many open issues of a customer it is looked for one to join."""


@dataclass(frozen=True)
class FollowedUp:
    """The issue of a low score, who calls the customer, and by when (UTC); None for nobody."""

    ref: str
    asked: Person | None
    by: datetime | None
    is_joined: bool


def follow(
    session: Session,
    now: datetime,
    actor: Person,
    survey: Survey,
    kept: KeptAnswer,
    customer: Customer | None,
    *,
    is_told_apart: bool = True,
) -> FollowedUp | None:
    """Open an issue for a low score, or join one that is open; None where nothing is to be done.

    `actor` is whoever brought the answer. Of what was answered long ago nothing is opened: somebody
    says first whether they should still hear from us. With `is_told_apart` whoever is asked reads
    of it at once; else the next message of their day brings it.
    """
    response = kept.response
    if not kept.is_new or not wants(survey, response, customer):
        return None
    if is_old(response, now):
        response.follow = FollowUp.WAITING
        session.add(response)
        return None
    if customer is None:
        return None
    return call(session, now, actor, survey, response, customer, is_told_apart=is_told_apart)


def is_old(response: SurveyResponse, now: datetime) -> bool:
    """Whether somebody says first if those who answered so long ago should still hear from us."""
    return response.answered_on < (now - OLD).date()


def wants(survey: Survey, response: SurveyResponse, customer: Customer | None) -> bool:
    """Whether a score is a low one of a named customer who has not left."""
    is_theirs = customer is not None and survey.is_named and customer.left_on is None
    return is_theirs and survey.is_low(response.score)


def call(
    session: Session,
    now: datetime,
    actor: Person,
    survey: Survey,
    response: SurveyResponse,
    customer: Customer,
    *,
    is_told_apart: bool = True,
) -> FollowedUp:
    """Ask one person to call a customer who gave a low score, by an issue of theirs."""
    # Of two low scores at once the second sees the issue of the first.
    counters.hold(session, customer.team_id, Experience.noun)
    joined = _open_one(session, customer)
    number = (
        _join(session, now, survey, joined, customer)
        if joined
        else _report(session, now, actor, survey, response, customer)
    )
    response.follow, response.issue_number = FollowUp.ISSUE, number
    session.add(response)
    session.flush()
    ask = _asked(session, customer.team_id, number)
    who = people.find(session, customer.team_id, ask.person_id) if ask else None
    ref = f"{Experience.letter}-{number}"
    found = FollowedUp(ref, who, ask.due_at if ask else None, joined is not None)
    if who and is_told_apart and who.user_id != actor.user_id:
        _tell(session, now, who, found, response, customer)
    return found


def within(customer: Customer) -> timedelta:
    """Within how much time a customer hears from us after a low score."""
    return STANDARD_WITHIN if tiers.of(customer) == Tier.STANDARD else WITHIN


def _report(
    session: Session,
    now: datetime,
    actor: Person,
    survey: Survey,
    response: SurveyResponse,
    customer: Customer,
) -> int:
    """A new issue: it says the score, and neither who gave it nor their words."""
    given = rules.said_score(survey, response.score)
    title = words.BY_THE_WAY if survey.name in rules.STANDING.values() else words.TITLE
    new = NewIssue(
        title=title.format(score=given, survey=survey.name[: words.NAMED]),
        severity=SEVERITY,
        customer=customer,
        department=_whose(session, customer, response.words),
        felt=Feeling(response.feels) if response.feels else None,
        tell_by=within(customer),
    )
    return issues.report(session, now, actor, new).issue.number


def _whose(session: Session, customer: Customer, said: str) -> Department | None:
    """The department that their words point at, as the house rules have it."""
    known = departments.routes(session, customer.team_id, routing.WORDS)
    rule = routing.by_words(said, known)
    return departments.find(session, customer.team_id, rule.department_id) if rule else None


def _open_one(session: Session, customer: Customer) -> Issue | None:
    """The open issue of a customer that a low score joins: one of another low score first."""
    found = [
        each
        for each in stored_issues.open_for(
            session, customer.team_id, customer.customer_id, _LOOKED_AT
        )
        if not each.is_private
    ]
    of_scores = (each for each in found if surveys.of_issue(session, customer.team_id, each.number))
    chosen = next(of_scores, next(iter(found), None))
    if chosen is None:
        return None
    return stored_issues.find(session, customer.team_id, chosen.number, lock=True)


def _join(
    session: Session,
    now: datetime,
    survey: Survey,
    issue: Issue,
    customer: Customer,
) -> int:
    """Whoever tells them of that issue calls them by then; asked anew where nobody is."""
    teller = issues.caller(session, issue, customer)
    ask = _asked(session, issue.team_id, issue.number)
    asked = []
    if teller and ask is None:
        by = issues.told_by(session, teller, now, within(customer))
        asked = [Asked(INFORM, teller, issue.department_id, announced=False, by=by)]
    lifecycle.pass_on(session, now, moves.SCORED_LOW, issue, asked=asked, survey=survey.name)
    if ask is not None:
        holder = people.find(session, issue.team_id, ask.person_id)
        by = issues.told_by(session, holder, now, within(customer)) if holder else ask.due_at
        weight = {**asks.weight_of(ask), "due_at": min(ask.due_at, by).isoformat()}
        asks.weigh_as(session, now, ask, INFORM, weight)
    return issue.number


def _asked(session: Session, team_id: str, number: int) -> Ask | None:
    """Who is asked to speak with the customer of an issue now."""
    about = stored_asks.open_about(session, team_id, Experience.noun, number)
    return next((each for each in about if each.kind == INFORM.name), None)


def _tell(
    session: Session,
    now: datetime,
    who: Person,
    found: FollowedUp,
    response: SurveyResponse,
    customer: Customer,
) -> None:
    """One message with one question, which comes while they are at work."""
    [*_, given] = surveys.scores_of_issue(session, customer.team_id, response.issue_number or 0)
    shown = low_cards.question(found, given, customer, who, now)
    notes.send(session, now, who, shown, low_cards.ways(found.ref))


def tell(session: Session, now: datetime, response: SurveyResponse, but_for: str) -> None:
    """Tell whoever is asked to call about a low score of it, unless they brought it themselves."""
    customer = customers.find(session, response.team_id, response.customer_id)
    number = response.issue_number
    ask = _asked(session, response.team_id, number) if number else None
    who = people.find(session, response.team_id, ask.person_id) if ask else None
    if customer is None or ask is None or who is None or who.user_id == but_for:
        return
    found = FollowedUp(f"{Experience.letter}-{number}", who, ask.due_at, is_joined=False)
    _tell(session, now, who, found, response, customer)


def tell_many(
    session: Session, now: datetime, who: Person, file: str, customer_ids: Collection[UUID]
) -> None:
    """Tell somebody once of many low scores of accounts that they are to call."""
    known = sorted(customers.read(session, who.team_id, customer_ids), key=tiers.rank)
    notes.send(session, now, who, low_cards.many(file, [each.name for each in known]))


def bringer(session: Session, team_id: str, user_id: str, customer: Customer) -> Person | None:
    """In whose name an issue is opened that nobody reported themselves.

    That is whoever brought the file or made the key while they work here, else the CCO, else
    whoever leads the account.
    """
    known = people.find(session, team_id, user_id) if user_id else None
    lead = people.find(session, team_id, customer.owner_id) if customer.owner_id else None
    candidates = [known, *office.holders(session, team_id), lead]
    return next((each for each in candidates if each and each.works_here), None)
