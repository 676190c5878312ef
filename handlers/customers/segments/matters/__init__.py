"""What is asked about an account is answered: it fits, they need something, or somebody asks."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from sqlmodel import Session

from handlers.calendar import hours
from handlers.customers import changes
from handlers.customers.segments import terms
from handlers.customers.segments.matters import moves, words
from handlers.customers.segments.matters.kind import KINDS
from handlers.customers.segments.terms import NeedSaid
from handlers.people import access, lookup
from handlers.promises import giving, items, lifecycle
from handlers.promises.lifecycle import Asked, Move
from handlers.speech import phrases, reasons
from handlers.speech import words as plain
from handlers.speech.errors import StaleForm
from handlers.speech.matter_errors import MatterEnded, MatterWordsLong
from handlers.speech.people_errors import NotYours
from storage import asks, contract_terms, customers, matters
from storage.contract_terms import ContractTerm, TermAnswer
from storage.customers import Customer
from storage.matters import Matter, MatterAnswer, MatterTopic
from storage.people import Person
from storage.tasks import Promise

BECAUSE = {
    MatterTopic.TERMS: MatterAnswer.NO,
    MatterTopic.ALIKE: MatterAnswer.WOULD_NOT,
    MatterTopic.BEHIND: MatterAnswer.KNOWS,
    MatterTopic.LEADER: MatterAnswer.NO,
    MatterTopic.PROPOSAL: MatterAnswer.NO,
}
"""What an answer in words says, by what is asked."""
ANSWERS_OF = "the account lead, an executive or the CCO"
"""Who reads what is asked of an answer, beside whoever is asked."""


def fits(session: Session, now: datetime, actor: Person, ref: str) -> Matter:
    """The terms of an account fit: each of which nobody said otherwise.

    Where nobody wrote down any it is said of all of it. Raises what `of_terms` raises.
    """
    matter = of_terms(session, actor, ref)
    customer = customer_of(session, matter)
    known = contract_terms.of_customers(session, actor.team_id, [customer.customer_id])
    open_ones = [each.name for each in known if each.answer == TermAnswer.NOT_ASKED]
    source = f"{actor.name}, {plain.dated(hours.day_of(now, actor.zone))}"
    for name in open_ones or ([] if known else [words.ALL_TERMS]):
        terms.write(session, now, actor, NeedSaid(customer, name, source=source))
    answered(session, now, moves.ANSWER, matter, actor, {"answer": MatterAnswer.FITS.value})
    return matter


def needs(session: Session, now: datetime, actor: Person, ref: str, said: NeedSaid) -> ContractTerm:
    """What they need of a term, which answers it; raises as `of_terms` and `terms.write` do."""
    matter = of_terms(session, actor, ref)
    term = terms.write(session, now, actor, said)
    if term.answer != TermAnswer.NOT_ASKED:
        is_fit = term.answer == TermAnswer.FITS
        answer = MatterAnswer.FITS if is_fit else MatterAnswer.NEEDS
        answered(session, now, moves.ANSWER, matter, actor, {"answer": answer.value})
    return term


def will_ask(
    session: Session, now: datetime, actor: Person, ref: str, owner_id: str, day: str
) -> tuple[Matter, Promise]:
    """Somebody asks the customer by a day, which is a task.

    Raises what `named` and `giving.give_chosen` raise.
    """
    matter = named(session, actor, ref, moves.FOLLOW)
    customer = customer_of(session, matter)
    task = giving.give_chosen(
        session, now, actor, owner_id, day,
        title=words.task(matter, customer)[: items.TITLE], customer=customer,
        reason=matter.question,
    )  # fmt: skip
    if matter.topic == MatterTopic.TERMS:
        answered(session, now, moves.FOLLOW, matter, actor, {"led_to": task.ref})
    else:
        wanted = {"led_to": task.ref, "answer": MatterAnswer.WILL_ASK.value}
        answered(session, now, moves.ANSWER, matter, actor, wanted)
    return matter, task


def decline(session: Session, now: datetime, actor: Person, ref: str, reason: str) -> Matter:
    """They are not asked, it would not help them, or what is behind it: in words.

    Raises MatterWordsLong, and what `named` and `reasons.check` raise.
    """
    matter = named(session, actor, ref, moves.DECLINE)
    reasons.check(reason)
    if len(reason) > reasons.LONGEST:
        raise MatterWordsLong(length=f"{len(reason):,}", most=f"{reasons.LONGEST:,}")
    answer = BECAUSE[MatterTopic(matter.topic)]
    wanted = {"answer": answer.value, "reason": reason.strip()}
    move = moves.DECLINE if answer is MatterAnswer.NO else moves.ANSWER
    answered(session, now, move, matter, actor, wanted)
    return matter


def pass_on(
    session: Session, now: datetime, actor: Person, ref: str, to_id: str
) -> tuple[Matter, Person]:
    """Ask somebody else instead; who that is.

    Raises what `named`, `lookup.chosen_person` and `access.check_works_here` raise.
    """
    matter = named(session, actor, ref, moves.PASS_ON)
    to = lookup.chosen_person(session, actor.team_id, to_id)
    access.check_works_here(to)
    lifecycle.permit(session, actor, matter, moves.PASS_ON)
    kind = KINDS[MatterTopic(matter.topic)]
    question = Asked(kind, to, to.department_id, announced=False)
    lifecycle.make(
        session, now, moves.PASS_ON, matter, actor, asked=[question], to=to.user_id
    )  # fmt: skip
    return matter, to


def named(session: Session, actor: Person, ref: str, *which: Move) -> Matter:
    """The matter that somebody names, held until the commit, if these moves are theirs to make.

    Raises StaleForm for what names none, MatterEnded where it stands otherwise, and what
    `access.check` raises.
    """
    said = phrases.reference(ref)
    if said is None or said.letter != Matter.letter:
        access.check(session, actor, access.READ)
        raise StaleForm
    matter = matters.find(session, actor.team_id, said.number, lock=True)
    access.check(session, actor, access.ANSWER_MATTER, matter)
    if matter is None:
        raise StaleForm
    check_reads(session, actor, matter)
    if matter.topic == MatterTopic.PROPOSAL:
        access.check(session, actor, access.PLACE_CUSTOMERS, matter)
    if which and not any(matter.state in each.start for each in which):
        raise MatterEnded(ref=matter.ref)
    return matter


def check_reads(session: Session, actor: Person, matter: Matter) -> None:
    """Let those go on whose it is: what a customer answered is not for every lead to read.

    Nor is who leads an account for every lead to say. Raises NotYours, and what `access.check`
    raises.
    """
    if matter.topic == MatterTopic.LEADER:
        access.check(session, actor, access.NAME_LEAD, matter)
    if matter.topic != MatterTopic.BEHIND:
        return
    about = asks.open_about(session, matter.team_id, matter.noun, matter.number)
    if any(actor.user_id in (each.person_id, each.for_id) for each in about):
        return
    customer = customers.find(session, matter.team_id, matter.customer_id)
    if customer is None or not access.may_read_answers(session, actor, customer):
        raise NotYours(who=ANSWERS_OF)


def of_terms(session: Session, actor: Person, ref: str) -> Matter:
    """The same of a question about terms. Raises StaleForm for another, and what `named` raises."""
    matter = named(session, actor, ref, moves.ANSWER)
    if matter.topic != MatterTopic.TERMS:
        raise StaleForm
    return matter


def customer_of(session: Session, matter: Matter) -> Customer:
    """The account that it is about. Raises StaleForm."""
    found = customers.find(session, matter.team_id, matter.customer_id)
    if found is None:
        raise StaleForm
    return found


def answered(
    session: Session,
    now: datetime,
    move: Move,
    matter: Matter,
    actor: Person,
    wanted: Mapping[str, object],
) -> None:
    """Make a move that sets columns of a matter, which is held."""
    lifecycle.permit(session, actor, matter, move)
    changed = changes.change(matter, {**wanted, "answered_by": actor.user_id})
    lifecycle.make(
        session, now, move, matter, actor, before=changed.before, after=changed.after
    )  # fmt: skip
