"""The list of segments is read: which accounts, why each stands where it does, and what waits."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlmodel import Session

from handlers.customers import segments as room
from handlers.customers.segments import cards, terms
from handlers.customers.segments.cards import SegmentLine, SegmentList
from handlers.people import access, audiences
from storage import contract_terms, customers, listings, rooms, segments, workspaces
from storage.customers import Customer, Tier
from storage.listings import ListWanted, Which
from storage.people import Person
from storage.segments import FlagKind, SegmentPage

MOST_OFFERED, LONGEST_OFFERED = 90, 60
LOOKED_AT = 25
"""Of so many accounts that cannot be lost it is said whether something late waits for them."""


def read(
    session: Session, now: datetime, actor: Person, which: str = "", after: int = 0
) -> SegmentList:
    """A page of the accounts of a segment, behind the first `after`; see `SegmentList.which`.

    Raises what `access.check` raises.
    """
    access.check(session, actor, access.READ)
    team_id = actor.team_id
    may_change = access.may(session, actor, access.PLACE_CUSTOMERS)
    off_rules = room.elsewhere(session, now, team_id) if may_change else []
    may_read = access.may(session, actor, access.READ_PLACING)
    worth = rooms.worth(session, team_id)
    watched = sum(each.number for each in worth if each.tier in terms.WATCHED)
    one_size = terms.one_size(session, team_id, watched)
    named = [each.customer for each in off_rules]
    if which == cards.NEEDS:
        named = _needing(session, team_id, one_size.needs if may_read else ())
    listed = _listed(session, team_id, which, after, named)
    precious = segments.flagged(session, team_id, FlagKind.CANNOT_LOSE, 0, LOOKED_AT)
    offered = {
        facet: [
            each
            for each in segments.words_of(session, team_id, facet, MOST_OFFERED)
            if len(each) <= LONGEST_OFFERED
        ]
        for facet, _ in cards.MENUS
    }
    workspace = workspaces.find(session, team_id)
    money_shown = access.may_see_money(session, actor)
    tier = cards.of_tier(which) or Tier.KEY
    return SegmentList(
        which=which,
        after=after,
        total=listed.total,
        lines=lines(session, now, actor, listed.page),
        worth=worth,
        precious=precious.total,
        waiting=sum(_waits(session, now, actor, each) for each in precious.page),
        elsewhere=len(off_rules),
        one_size=one_size if may_read else None,
        offered=offered,
        rules=len(segments.rules(session, team_id)),
        currency=workspace.currency if workspace else None,
        may_read=may_read,
        money_shown=money_shown,
        served=segments.served(session, team_id, tier) if money_shown else None,
        served_tier=tier,
        may_change=may_change,
    )


def lines(
    session: Session, now: datetime, actor: Person, of: Sequence[Customer]
) -> list[SegmentLine]:
    """Each of some accounts, with why it stands where it does for those who may read that."""
    if not access.may(session, actor, access.READ_PLACING):
        return [SegmentLine(each) for each in of]
    why = room.why_each(session, now, actor.team_id, of)
    known = contract_terms.of_customers(session, actor.team_id, [each.customer_id for each in of])
    flags = segments.flags_of(session, actor.team_id, [each.customer_id for each in of])
    return [
        SegmentLine(
            each, why[each.customer_id],
            [flag for flag in flags if flag.customer_id == each.customer_id],
            [each_term for each_term in known if each_term.customer_id == each.customer_id],
            access.may_see_money(session, actor, each),
        )
        for each in of
    ]  # fmt: skip


def _needing(session: Session, team_id: str, needs: Sequence[UUID]) -> list[Customer]:
    """The accounts that want other terms, what is worth most first."""
    found = customers.read(session, team_id, needs)
    return sorted(found, key=lambda each: (-(each.annual_value or 0), each.key))


def _listed(
    session: Session, team_id: str, which: str, after: int, named: Sequence[Customer]
) -> SegmentPage:
    size = cards.SIZE
    if which in (cards.ELSEWHERE, cards.NEEDS):
        return SegmentPage(len(named), list(named[after : after + size]))
    if tier := cards.of_tier(which):
        return segments.of_tier(session, team_id, tier, after, size)
    if facet := cards.of_facet(which):
        return segments.with_words(session, team_id, *facet, after, size)
    return segments.flagged(session, team_id, FlagKind.CANNOT_LOSE, after, size)


def _waits(session: Session, now: datetime, actor: Person, customer: Customer) -> bool:
    """Whether something late waits for an account that the reader may know of."""
    wanted = ListWanted(Which.LATE, customer_id=customer.customer_id)
    return bool(listings.rows(session, audiences.reader(session, actor), wanted, now).rows)
