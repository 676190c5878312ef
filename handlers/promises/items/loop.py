"""Which steps the loop of an issue needs, which of them are left, and who can do each."""

from __future__ import annotations

from collections.abc import Collection

from sqlmodel import Session

from handlers.chasing import policy as policies
from handlers.chasing.policy import Policy
from handlers.people import access, leads, tiers
from handlers.promises import asked, items
from storage import people
from storage.customers import Customer
from storage.issues import Experience, Step
from storage.people import Person, Role

KINDS = {
    Step.TOLD: asked.INFORM,
    Step.PREVENTED: asked.PREVENT,
    Step.VERIFIED: asked.VERIFY,
}
"""What somebody is asked so that a step is done; to correct it is asked by its date."""


def needed(policy: Policy, severity: int, customer: Customer | None) -> list[Step]:
    """The steps that an issue of a severity needs before it closes, in their order.

    The rules say up to which severity, by the customer's tier (customer-experience reference,
    section 6.2); nobody can be told where no customer is named.
    """
    tier = tiers.of(customer)
    least = {
        Step.TOLD: policy.needs.told[tier] if customer else 0,
        Step.PREVENTED: policy.needs.prevented[tier],
        Step.VERIFIED: policy.needs.verified[tier],
    }
    return [step for step in Step if step == Step.CORRECTED or severity <= least[step]]


def of(session: Session, issue: Experience) -> list[Step]:
    """The same by the rules of its workspace."""
    policy = policies.of(session, issue.team_id)
    return needed(policy, issue.severity, items.customer_of(session, issue))


def left(session: Session, issue: Experience, *but: Step) -> list[Step]:
    """The steps that an issue still needs, in their order, once those in `but` are done as well."""
    steps = of(session, issue)
    return [step for step in steps if step not in but and issue.done_at(step) is None]


def can_do(
    session: Session,
    issue: Experience,
    step: Step,
    customer: Customer | None,
    prevented_by: str = "",
) -> Person | None:
    """Who is asked for a step: who tells, who prevents and who verifies may be three people.

    The account lead of its customer speaks to them, else whoever reported it, who also sees whether
    it helped; its owner finds what keeps it from coming back. Neither is put on the CCO, nor is
    anybody asked to verify their own work while there is somebody else, least of all whoever has
    `prevented_by` as their Slack id. None where nobody is there.
    """
    owner = items.owner_of(session, issue)
    department = items.department_of(session, issue)
    lead, reporter = leads.lead_of(session, department), _reporter(session, issue)
    deputy = leads.deputy_of(session, owner, department) if owner else None
    candidates: tuple[Person | None, ...]
    match step:
        case Step.TOLD:
            candidates = (leads.of_account(session, customer), reporter, owner, lead)
        case Step.VERIFIED:
            candidates = _apart(prevented_by, owner, reporter, lead, deputy)
        case _:
            candidates = (owner, lead, deputy)
    return next((each for each in candidates if each and access.can_own(each)), None)


def apart_from(session: Session, issue: Experience, but: Collection[str | None]) -> Person | None:
    """Who could say whether it helped or held and is none of these, by Slack id.

    That is who reported it, who leads its department, or their deputy; None where nobody is there.
    """
    owner, department = items.owner_of(session, issue), items.department_of(session, issue)
    deputy = leads.deputy_of(session, owner, department) if owner else None
    around = (_reporter(session, issue), leads.lead_of(session, department), deputy)
    there = (each for each in around if each and access.can_own(each))
    return next((each for each in there if each.user_id not in but), None)


def _apart(prevented_by: str, owner: Person | None, *others: Person | None) -> tuple[Person, ...]:
    """These people, then the owner, and last of all whoever prevented it."""
    there = [each for each in (*others, owner) if each]
    last = sorted(there, key=lambda each: (each.user_id == prevented_by, each == owner))
    return tuple(last)


def _reporter(session: Session, issue: Experience) -> Person | None:
    """Who reported it, where they heard of it themselves: not from a file, and not as the CCO."""
    if issue.source is not None:
        return None
    reporter = people.find(session, issue.team_id, issue.created_by)
    return reporter if reporter and reporter.role != Role.CCO else None
