"""Low scores that came in old: somebody says which of these accounts still hear from us."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session

from handlers.customers.surveys import low
from handlers.customers.surveys.lookbacks import moves
from handlers.customers.surveys.lookbacks.kind import RECALL
from handlers.people import access, deputies, tiers
from handlers.promises import items, lifecycle
from handlers.promises.lifecycle import Asked, Move
from handlers.speech import phrases, reasons
from handlers.speech.errors import StaleForm
from handlers.speech.survey_errors import (
    LookedBack,
    MoreCameOld,
    NobodyChosen,
    NotAmongLow,
    ReasonTooLong,
)
from storage import asks as stored_asks
from storage import counters, customers, look_backs, people, surveys
from storage.customers import Customer
from storage.look_backs import LookBack, WaitingAccount
from storage.people import Person
from storage.surveys import Survey

AT_ONCE = 50
"""So many surveys with old low scores are looked after at a time."""
OFFERED = 1_000
"""So many accounts are offered, those that answered last first."""
ONE_BY_ONE = 20
"""Of more low scores than that people read in the message of their day, and in no other."""


@dataclass(frozen=True)
class WaitingCustomer:
    """An account with low scores that came in old, and which they were."""

    customer: Customer
    account: WaitingAccount


# --- asking ---


def look_after(session: Session, now: datetime, team_id: str) -> None:
    """Ask of every survey with old low scores who still hears from us; whenever one is audited."""
    asked = {each.survey_id: each for each in look_backs.open_now(session, team_id)}
    waiting = look_backs.surveys_that_wait(session, team_id, AT_ONCE)
    for survey_id in waiting:
        survey = surveys.find(session, team_id, survey_id)
        if survey is not None:
            _ask(session, now, survey, asked.get(survey_id) or _begin(session, now, survey))
    for survey_id, found in asked.items():
        if survey_id not in waiting and not look_backs.count(session, team_id, survey_id):
            held = look_backs.find(session, team_id, found.number, lock=True)
            if held is not None and held.state in moves.END.start:
                lifecycle.pass_on(session, now, moves.END, held)


def _begin(session: Session, now: datetime, survey: Survey) -> LookBack:
    number = counters.next_number(session, survey.team_id, LookBack.noun)
    # Whoever took the number before may have asked the same: the counter is held until the commit.
    known = {each.survey_id: each for each in look_backs.open_now(session, survey.team_id)}
    if survey.survey_id in known:
        return known[survey.survey_id]
    new = LookBack(
        team_id=survey.team_id,
        number=number,
        title=survey.name,
        created_at=now,
        survey_id=survey.survey_id,
    )
    lifecycle.begin(session, now, moves.BEGIN, new, None, survey=str(survey.survey_id))
    return new


def _ask(session: Session, now: datetime, survey: Survey, found: LookBack) -> None:
    """Ask one person, where nobody is asked."""
    if stored_asks.open_about(session, found.team_id, found.noun, found.number):
        return
    person = whom(session, survey)
    held = look_backs.find(session, found.team_id, found.number, lock=True)
    if person is None or held is None or held.state not in moves.ASK.start:
        return
    lifecycle.pass_on(
        session, now, moves.ASK, held,
        asked=[Asked(RECALL, person, person.department_id, announced=False)],
        to=person.user_id, scores=look_backs.count(session, held.team_id, held.survey_id),
    )  # fmt: skip


def whom(session: Session, survey: Survey) -> Person | None:
    """Whoever leads the account where there is one alone, else who brought them, else the CCO."""
    team_id = survey.team_id
    accounts = look_backs.accounts(session, team_id, survey.survey_id, 2)
    newest = next(iter(surveys.waiting(session, team_id, survey.survey_id, 1)), None)
    if newest is None or not accounts:
        return None
    customer = customers.find(session, team_id, accounts[0].customer_id)
    if customer is None:
        return None
    lead = people.find(session, team_id, customer.owner_id) if customer.owner_id else None
    if len(accounts) > 1 or lead is None or not lead.works_here:
        lead = low.bringer(session, team_id, newest.received_by, customer)
    return deputies.present(session, lead) if lead else None


# --- answering ---


def offered(session: Session, found: LookBack) -> list[WaitingCustomer]:
    """The accounts that can still hear from us: by tier, then those that answered last."""
    team_id = found.team_id
    accounts = look_backs.accounts(session, team_id, found.survey_id, OFFERED)
    by_id = {each.customer_id: each for each in accounts}
    known = customers.read(session, team_id, set(by_id))
    there = [
        WaitingCustomer(each, by_id[each.customer_id])
        for each in known
        if each.left_on is None and each.customer_id in by_id
    ]
    by_name = sorted(there, key=lambda each: each.customer.name)
    by_day = sorted(by_name, key=lambda each: each.account.last_on, reverse=True)
    return sorted(by_day, key=lambda each: tiers.rank(each.customer))


def choose(
    session: Session,
    now: datetime,
    actor: Person,
    ref: str,
    chosen: Sequence[Customer],
    reason: str,
    shown: int,
) -> int:
    """These accounts get their call, the others rest with the reason; how many accounts that are.

    `shown` is how many low scores there were when somebody looked. Raises NobodyChosen,
    NotAmongLow, MoreCameOld, WhyMissing where others are left without a reason, ReasonTooLong, and
    what `named` raises.
    """
    found = named(session, actor, ref, moves.CHOOSE)
    survey = _unchanged(session, found, shown)
    if not chosen:
        raise NobodyChosen
    wanted = [(each, _newest(session, found, each)) for each in chosen]
    _check_length(reason)
    if _are_left(session, found, [each.customer_id for each in chosen]):
        reasons.check(reason)
    for customer, response in wanted:
        low.call(
            session, now, actor, survey, response, customer,
            is_told_apart=len(chosen) <= ONE_BY_ONE,
        )  # fmt: skip
        look_backs.follow_all(
            session, found.team_id, found.survey_id, customer.customer_id,
            response.issue_number or 0,
        )  # fmt: skip
    look_backs.let_be(session, found.team_id, found.survey_id, reason.strip())
    found.called, found.reason, found.answered_by = len(chosen), reason.strip(), actor.user_id
    lifecycle.make(
        session, now, moves.CHOOSE, found, actor, called=len(chosen), reason=reason.strip()
    )  # fmt: skip
    return len(chosen)


def none(
    session: Session, now: datetime, actor: Person, ref: str, reason: str, shown: int
) -> LookBack:
    """Nobody of them hears from us, for a reason.

    Raises WhyMissing, ReasonTooLong, MoreCameOld, and what `named` raises.
    """
    found = named(session, actor, ref, moves.LET_BE)
    _unchanged(session, found, shown)
    reasons.check(reason)
    _check_length(reason)
    look_backs.let_be(session, found.team_id, found.survey_id, reason.strip())
    found.reason, found.answered_by = reason.strip(), actor.user_id
    lifecycle.make(session, now, moves.LET_BE, found, actor, reason=reason.strip())
    return found


def named(session: Session, actor: Person, ref: str, *which: Move) -> LookBack:
    """The look back that somebody names, held until the commit, if these moves are theirs to make.

    Raises StaleForm for what names none, NoSuchNumber, LookedBack where it was answered, and what
    `access.check` raises.
    """
    said = phrases.reference(ref)
    if said is None or said.letter != LookBack.letter:
        access.check(session, actor, access.READ)
        raise StaleForm
    found = look_backs.find(session, actor.team_id, said.number, lock=True)
    for right in dict.fromkeys(each.right for each in which if each.right):
        access.check(session, actor, right, found)
    if found is None:
        raise items.unknown(session, actor.team_id, LookBack, said.number)
    if which and not any(found.state in each.start for each in which):
        raise LookedBack(ref=found.ref)
    return found


def _unchanged(session: Session, found: LookBack, shown: int) -> Survey:
    """The survey, if no low scores came in since somebody looked. Raises MoreCameOld, StaleForm."""
    survey = surveys.find(session, found.team_id, found.survey_id)
    if survey is None:
        raise StaleForm
    # Else scores that nobody has seen would rest with a reason that was not given for them.
    if look_backs.count(session, found.team_id, found.survey_id) != shown:
        raise MoreCameOld
    return survey


def _newest(session: Session, found: LookBack, customer: Customer) -> surveys.SurveyResponse:
    """The newest low score of an account that waits. Raises NotAmongLow."""
    response = look_backs.newest_of(
        session, found.team_id, found.survey_id, customer.customer_id
    )  # fmt: skip
    if response is None or customer.left_on is not None:
        raise NotAmongLow(name=customer.name)
    return response


def _are_left(session: Session, found: LookBack, chosen: Collection[object]) -> bool:
    """Whether others wait beside the chosen accounts."""
    some = look_backs.accounts(session, found.team_id, found.survey_id, len(chosen) + 1)
    return any(each.customer_id not in chosen for each in some)


def _check_length(reason: str) -> None:
    if len(reason) > reasons.LONGEST:
        raise ReasonTooLong(length=f"{len(reason):,}", most=f"{reasons.LONGEST:,}")
