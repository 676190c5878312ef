"""Somebody else leads an account: what its customer is to hear from us is theirs to say now."""

from __future__ import annotations

from datetime import datetime

from sqlmodel import Session

from handlers.chasing import cover, faces, pauses, whom
from handlers.people import access, leads, tiers
from handlers.promises import warnings
from handlers.promises.steps.kind import INFORM
from storage import asks, issues
from storage.customers import Customer
from storage.issues import Issue
from storage.people import Person

MOST = 100
"""So many open issues of one customer go along with their account, the newest."""


def follow(
    session: Session, now: datetime, customer: Customer, former: str | None, by: str
) -> None:
    """Let whoever leads an account be asked what `former` (a Slack id, or nobody) was asked of it.

    That is to tell the customer of an issue, and to tell them first of what they will meet. `by`
    is who gave the account to somebody else, empty where Duly or the command line did. What is put
    to somebody by name stays with them, and so does what the new lead may not see, or what waits.
    """
    if customer.owner_id == former:
        return
    warnings.follow_lead(session, now, customer, by)
    lead = leads.of_account(session, customer)
    if lead is None or not access.can_own(lead):
        return
    found = issues.open_for(session, customer.team_id, customer.customer_id, MOST)
    by_number = {issue.number: issue for issue in found}
    about = asks.about_these(session, customer.team_id, Issue.noun, by_number)
    instead = None if former else whom.where_nobody_leads(
        session, customer.team_id, tiers.of(customer)
    )  # fmt: skip
    wanted = [
        ask.ask_id
        for ask in about
        if ask.kind == INFORM.name
        and ask.whose_id in _asked_so_far(by_number[ask.number], former, instead)
        and ask.person_id != lead.user_id
    ]
    for ask in asks.hold(session, customer.team_id, wanted) if wanted else []:
        may = access.may_see(session, lead, by_number[ask.number])
        if may and ask.answered_at is None and not pauses.of_ask(session, ask):
            cover.put_to(session, now, ask, INFORM, lead, None)
            faces.refresh(session, now, ask.team_id, ask.noun, ask.number)


def _asked_so_far(issue: Issue, former: str | None, instead: Person | None) -> set[str | None]:
    """Who was asked because they led the account; where nobody did, those who are asked then."""
    if former:
        return {former}
    return {issue.created_by, issue.owner_id, instead.user_id if instead else None}
