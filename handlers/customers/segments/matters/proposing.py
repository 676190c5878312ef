"""Whoever leads an account or a department proposes a tier or a flag, and the CCO answers."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlmodel import Session

from handlers.chasing import notes
from handlers.customers import changes
from handlers.customers import segments as accounts
from handlers.customers.segments import LONGEST, flagging, rules
from handlers.customers.segments import matters as room
from handlers.customers.segments.flagging import FlagSaid
from handlers.customers.segments.matters import cards, moves, words
from handlers.customers.segments.matters.beginning import begin
from handlers.people import access, leads, office
from handlers.promises import lifecycle
from handlers.speech import cleaning
from handlers.speech.errors import StaleForm
from handlers.speech.score_errors import NobodyAnswers
from handlers.speech.segment_errors import (
    FlaggedAlready,
    PlacedNobody,
    PlacedSoAlready,
    ProposalMissing,
    ProposalStands,
    RuleWithoutReason,
)
from storage import matters, people, segments
from storage.customers import Customer
from storage.matters import Matter, MatterAnswer, MatterState, MatterTopic
from storage.people import Person
from storage.segments import FlagKind

PROPOSED = (*rules.TIERS, str(FlagKind.CANNOT_LOSE))
"""What may be proposed of an account: a tier, or the flag that a person gives."""


@dataclass(frozen=True)
class Proposal:
    """What somebody proposes of an account, one of `PROPOSED`, and why."""

    customer: Customer | None
    what: str
    reason: str


def propose(
    session: Session, now: datetime, actor: Person, said: Proposal
) -> tuple[Matter, Person]:
    """Put it to the CCO, who that is; nothing of the account changes before they accept.

    Raises PlacedNobody, PlacedLeft, ProposalMissing, RuleWithoutReason, PlacedSoAlready,
    FlaggedAlready, ProposalStands, NobodyAnswers, and what `access.check` raises.
    """
    access.check(session, actor, access.PROPOSE_PLACING)
    accounts.check_is_here(said.customer)
    customer = said.customer
    if customer is None:
        raise PlacedNobody
    if said.what not in PROPOSED:
        raise ProposalMissing
    if cleaning.says_nothing(said.reason):
        raise RuleWithoutReason
    if _is_so(session, customer, said.what):
        known = {"name": customer.name}
        raise PlacedSoAlready(**known) if said.what in rules.TIERS else FlaggedAlready(**known)
    before = matters.about(session, actor.team_id, MatterTopic.PROPOSAL, customer.customer_id)
    standing = next((each for each in before if each.state == MatterState.ASKED), None)
    if standing is not None:
        raise ProposalStands(ref=standing.ref, name=customer.name)
    who = office.holder(session, actor.team_id)
    if who is None:
        raise NobodyAnswers(who=office.admins_named(session, actor.team_id))
    day = _free_day({each.about_on for each in before}, office.day_of(session, actor.team_id, now))
    title = words.TITLES[MatterTopic.PROPOSAL].format(name=customer.name)
    matter = begin(
        session, now, MatterTopic.PROPOSAL, customer, day, title,
        words.proposed(customer, said.what),
        who=who, proposed=said.what, proposed_by=actor.user_id,
        proposed_why=said.reason.strip()[:LONGEST],
    )  # fmt: skip
    if matter is None:
        raise NobodyAnswers(who=office.admins_named(session, actor.team_id))
    return matter, who


def _free_day(taken: set[date], day: date) -> date:
    """The day, or the next one for which nothing was proposed of the account so far."""
    while day in taken:
        day += timedelta(days=1)
    return day


def _is_so(session: Session, customer: Customer, what: str) -> bool:
    """Whether an account has that tier, or that flag, already."""
    if what in rules.TIERS:
        return customer.tier == what
    flags = segments.flags_of(session, customer.team_id, [customer.customer_id])
    return any(each.kind == what for each in flags)


def of_proposal(session: Session, actor: Person, ref: str) -> Matter:
    """A proposal, held until the commit, for whoever may accept it.

    Raises StaleForm where it asks something else, and what `named` raises.
    """
    matter = room.named(session, actor, ref, moves.ACCEPT)
    if matter.topic != MatterTopic.PROPOSAL:
        raise StaleForm
    return matter


def accept(session: Session, now: datetime, actor: Person, ref: str) -> Matter:
    """It counts from now on, in the words of whoever proposed it, who reads so.

    What somebody has done meanwhile is accepted as well. Raises what `of_proposal`,
    `segments.place` and `flagging.add` raise.
    """
    matter = of_proposal(session, actor, ref)
    customer = room.customer_of(session, matter)
    if not _is_so(session, customer, matter.proposed):
        _do(session, now, actor, matter, customer)
    answer = {"answer": MatterAnswer.ACCEPTED.value}
    room.answered(session, now, moves.ACCEPT, matter, actor, answer)
    _tell(session, now, actor, matter, cards.accepted_told(matter, actor))
    return matter


def _do(session: Session, now: datetime, actor: Person, matter: Matter, customer: Customer) -> None:
    by, why = matter.proposed_by or actor.user_id, matter.proposed_why
    if matter.proposed in rules.TIERS:
        accounts.place(session, now, actor, customer, matter.proposed, why, said_by=by)
        return
    today = office.day_of(session, actor.team_id, now)
    flagging.add(session, now, actor, FlagSaid(
        customer, FlagKind.CANNOT_LOSE, why, today + flagging.AGAIN, said_by=by,
    ))  # fmt: skip


def decline(session: Session, now: datetime, actor: Person, ref: str, reason: str) -> Matter:
    """It does not count, for a reason that whoever proposed it reads.

    Raises what `of_proposal` and `matters.decline` raise.
    """
    of_proposal(session, actor, ref)
    matter = room.decline(session, now, actor, ref, reason)
    _tell(session, now, actor, matter, cards.declined_told(matter, actor))
    return matter


def _tell(session: Session, now: datetime, actor: Person, matter: Matter, text: str) -> None:
    """Whoever proposed it, and whoever leads the account, read how it ended."""
    proposer = people.find(session, matter.team_id, matter.proposed_by or "")
    lead = leads.of_account(session, room.customer_of(session, matter))
    readers = {each.user_id: each for each in (proposer, lead) if each is not None}
    for reader in readers.values():
        if reader.user_id != actor.user_id and reader.works_here:
            notes.send(session, now, reader, text)


def is_over(session: Session, matter: Matter, customer: Customer) -> bool:
    """Whether it needs no answer any more: it is so by now, whoever did it."""
    return _is_so(session, customer, matter.proposed)


def end(session: Session, now: datetime, matter: Matter) -> None:
    """End it, which is held: it is so by now."""
    changed = changes.change(matter, {"answer": MatterAnswer.ACCEPTED.value})
    lifecycle.pass_on(
        session, now, moves.KNOWN, matter, before=changed.before, after=changed.after
    )  # fmt: skip
