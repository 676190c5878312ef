"""What stands in the register of initiatives: each with who pays, who answers, and for how many."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlmodel import Session

from handlers.customers import initiatives as room
from handlers.customers.initiatives import twins as answered
from handlers.customers.initiatives.twins import alike
from handlers.customers.initiatives.twins.alike import TwinPair
from storage import departments, initiatives, people, reaches, twins
from storage.initiatives import Initiative
from storage.people import Person
from storage.reaches import Reach
from storage.twins import LIVE

A_PAGE = 10
"""So many initiatives stand on one page."""
MOST_PAIRS = 3
"""So many pairs stand above them."""


@dataclass(frozen=True)
class InitiativeLine:
    """One initiative as a list shows it; `money` says whether its reader may know what it costs."""

    initiative: Initiative
    reach: Reach
    owner: str
    department: str
    money: bool


@dataclass(frozen=True)
class RegisterPage:
    """Some initiatives of all that are written down, behind `after` of them.

    `sums` is what all of them cost, by currency, where the reader may know that, and `in_tier` how
    many customers are in each tier, where whole tiers are shown.
    """

    lines: Sequence[InitiativeLine]
    sums: Mapping[str | None, int] | None
    in_tier: Mapping[str, int]
    after: int
    total: int
    pairs: Sequence[TwinPair] = ()
    """Those that look alike and are not answered yet, what is spent twice most first."""
    mine: frozenset[int] = frozenset()
    """The numbers of those pairs that the reader may answer."""


def register(session: Session, reader: Person, after: int = 0) -> RegisterPage:
    """A page of the register: what begins last comes first."""
    shown = initiatives.newest(session, reader.team_id, after, A_PAGE)
    costs = initiatives.costs(session, reader.team_id)
    all_money = room.may_read_money(session, reader)
    pairs = live_pairs(session, reader.team_id)
    return RegisterPage(
        lines=lines(session, reader, shown, all_money=all_money),
        sums=costs.sums if all_money else None,
        in_tier=_in_tier(session, reader.team_id, shown),
        after=after,
        total=costs.number,
        pairs=pairs,
        mine=frozenset(
            pair.twin.number for pair in pairs[:MOST_PAIRS]
            if answered.may_answer(session, reader, pair.twin)
        ),
    )  # fmt: skip


def _in_tier(session: Session, team_id: str, shown: Sequence[Initiative]) -> Mapping[str, int]:
    """How many customers are in each tier, counted only where an initiative is for all of one."""
    whole = any(each.tiers for each in shown)
    return reaches.customers_in(session, team_id) if whole else {}


def live_pairs(session: Session, team_id: str) -> list[TwinPair]:
    """The pairs that look alike and are not answered yet, what is spent twice most first."""
    found = [alike.read(session, twin) for twin in twins.in_state(session, team_id, *LIVE)]
    pairs = [pair for pair in found if pair]
    return sorted(pairs, key=lambda pair: (-_smaller(pair), pair.twin.number))


def _smaller(pair: TwinPair) -> int:
    return min(side.initiative.amount or 0 for side in pair.sides)


def lines(
    session: Session, reader: Person, shown: Sequence[Initiative], *, all_money: bool
) -> list[InitiativeLine]:
    """These initiatives with the names of who answers and who pays."""
    team_id = reader.team_id
    whose = reaches.of(session, team_id, shown)
    found = []
    for each in shown:
        department = departments.find(session, team_id, each.department_id)
        owner = people.find(session, team_id, each.owner_id)
        found.append(
            InitiativeLine(
                initiative=each,
                reach=whose[each.number],
                owner=owner.name if owner else "",
                department=department.name if department else "",
                money=all_money or room.may_read_money(session, reader, each),
            )
        )
    return found
