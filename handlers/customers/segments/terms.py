"""What customers were given and what they need is written down, and set side by side."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlmodel import Session

from handlers.chasing import notes
from handlers.customers import segments as room
from handlers.customers.segments import WORDS, words
from handlers.people import access, office, records
from handlers.people.records import Occurrence
from handlers.speech import cleaning
from handlers.speech.segment_errors import NeedMissing, NeedWithoutSource, PlacedNobody, TermMissing
from storage import contract_terms
from storage.contract_terms import ContractTerm, TermAnswer
from storage.customers import Customer, Tier
from storage.departments import key_of
from storage.history import Snapshot
from storage.people import Person

GIVEN, NEED = 120, 300
"""Characters of what they have, and of what they need."""
WATCHED = (Tier.KEY, Tier.STRATEGIC)
"""Of these accounts it is asked whether one size fits all."""
SAID = {
    verb: Occurrence("contract term", verb, {"row": str, "before": dict, "after": dict})
    for verb in (records.ADDED, records.CHANGED)
}


@dataclass(frozen=True)
class NeedSaid:
    """What somebody says of a term: what they have, what they need, who said so, and its cost.

    Without `wanted` they were asked, and it fits. `cost` is of one year, in whole units.
    """

    customer: Customer | None
    name: str
    given: str = ""
    wanted: str = ""
    source: str = ""
    cost: int | None = None


@dataclass(frozen=True)
class OneSize:
    """How alike the terms of the accounts are that weigh most, and what these say of them.

    Of `total` accounts the terms of `known` are written down, and `same` of these have just the
    same. `asked` were asked what they need: `needs` want something else, by customer.
    """

    total: int
    known: int = 0
    same: int = 0
    asked: int = 0
    needs: tuple[UUID, ...] = ()

    @property
    def fits(self) -> int:
        """How many say that it fits."""
        return self.asked - len(self.needs)


def keep(session: Session, now: datetime, actor: Person, said: NeedSaid) -> ContractTerm:
    """Write down what an account needs of a term; nothing in a contract changes by this.

    Raises what `access.check` and `write` raise.
    """
    access.check(session, actor, access.KEEP_TERMS)
    return write(session, now, actor, said)


def write(session: Session, now: datetime, actor: Person, said: NeedSaid) -> ContractTerm:
    """The same by somebody who may: they keep terms, or were asked about those of an account.

    The CCO reads what they need. Raises PlacedNobody, PlacedLeft, TermMissing, NeedMissing,
    NeedWithoutSource.
    """
    room.check_is_here(said.customer)
    if said.customer is None:
        raise PlacedNobody
    name = cleaning.line(said.name)[:WORDS]
    if cleaning.says_nothing(name):
        raise TermMissing
    needs = not cleaning.says_nothing(said.wanted)
    if not needs and cleaning.says_nothing(said.source) and cleaning.says_nothing(said.given):
        raise NeedMissing
    if needs and cleaning.says_nothing(said.source):
        raise NeedWithoutSource
    of = contract_terms.of_customers(session, actor.team_id, [said.customer.customer_id])
    known = next((each for each in of if each.key == key_of(name)), None)
    before = _facts(known) if known else {}
    term = known or ContractTerm(
        team_id=actor.team_id, customer_id=said.customer.customer_id, name=name, key=key_of(name),
        by_id=actor.user_id, since=office.day_of(session, actor.team_id, now),
    )  # fmt: skip
    term.given = cleaning.line(said.given)[:GIVEN] or term.given
    # Who says only what they have takes back nothing of what they need.
    if needs or not cleaning.says_nothing(said.source):
        term.answer = TermAnswer.NEEDS if needs else TermAnswer.FITS
        term.wanted = said.wanted.strip()[:NEED] if needs else ""
        term.source, term.cost = cleaning.line(said.source)[:GIVEN], said.cost if needs else None
    term.by_id, term.since = actor.user_id, office.day_of(session, actor.team_id, now)
    session.add(term)
    records.write(
        session, now, actor.team_id, actor.user_id,
        SAID[records.CHANGED if known else records.ADDED],
        snapshot=Snapshot(customer_id=said.customer.customer_id, tier=said.customer.tier),
        row=str(said.customer.customer_id), before=before, after=_facts(term),
    )  # fmt: skip
    if needs:
        for each in office.holders(session, actor.team_id):
            if each.user_id != actor.user_id:
                notes.send(session, now, each, words.need_told(said.customer, term))
    return term


def _facts(term: ContractTerm) -> dict[str, object]:
    return {
        "name": term.name, "given": term.given, "answer": str(term.answer), "wanted": term.wanted,
        "source": term.source, "cost": term.cost,
    }  # fmt: skip


def one_size(session: Session, team_id: str, total: int) -> OneSize:
    """How alike the terms of the `total` accounts are that weigh most."""
    found = [
        each for tier in WATCHED for each in contract_terms.of_tier(session, team_id, str(tier))
    ]
    return counted(found, total)


def counted(found: Sequence[ContractTerm], total: int) -> OneSize:
    """The same, of all their terms."""
    by_customer = _by_customer(found)
    given = Counter(terms for each in by_customer.values() if (terms := _given(each)))
    answers = {
        customer_id: {term.answer for term in each} for customer_id, each in by_customer.items()
    }
    needs = tuple(each for each, said in answers.items() if TermAnswer.NEEDS in said)
    fits = [each for each, said in answers.items()
            if TermAnswer.FITS in said and TermAnswer.NEEDS not in said]  # fmt: skip
    same = max(given.values(), default=0)
    return OneSize(total, sum(given.values()), same, len(needs) + len(fits), needs)


def same_as(found: Sequence[ContractTerm]) -> dict[UUID, int]:
    """Of each account with these terms, how many others have just the same, by customer."""
    given = {
        customer_id: terms
        for customer_id, each in _by_customer(found).items()
        if (terms := _given(each))
    }
    alike = Counter(given.values())
    return {customer_id: alike[terms] - 1 for customer_id, terms in given.items()}


def _by_customer(found: Sequence[ContractTerm]) -> dict[UUID, list[ContractTerm]]:
    by_customer: dict[UUID, list[ContractTerm]] = {}
    for each in found:
        by_customer.setdefault(each.customer_id, []).append(each)
    return by_customer


def _given(of: Sequence[ContractTerm]) -> frozenset[tuple[str, str]]:
    """What an account has, of its terms."""
    return frozenset((term.key, key_of(term.given)) for term in of if term.given)
