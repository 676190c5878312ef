"""What two initiatives have in common is looked up here, as it is now."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from sqlmodel import Session

from handlers.customers.initiatives.twins import rules
from handlers.customers.initiatives.twins.rules import Alike
from storage import departments, initiatives, people, reaches
from storage.initiatives import Initiative
from storage.reaches import Reach
from storage.twins import PlannedInitiative, Twin

BEST = 3
"""So many pairs are asked about at once where many look alike."""
COMPARED = 200
"""So many are compared by their customers: those first whose words or months are the same."""


@dataclass(frozen=True)
class TwinSide:
    """One of two initiatives: for how many customers, who answers for it, and who pays."""

    initiative: Initiative
    customers: int
    owner: str
    department: str


@dataclass(frozen=True)
class TwinPair:
    """Two initiatives with what they have in common."""

    twin: Twin
    one: TwinSide
    other: TwinSide
    alike: Alike

    @property
    def sides(self) -> tuple[TwinSide, TwinSide]:
        """Both, the older one first."""
        return self.one, self.other

    @property
    def moves(self) -> int | None:
        """The number of the outcome that both move; None where they do not."""
        one, other = (side.initiative.outcome_number for side in self.sides)
        return one if one == other else None


def read(session: Session, twin: Twin) -> TwinPair | None:
    """Both of a pair as they are now; None where one is not there."""
    team_id = twin.team_id
    found = [initiatives.find(session, team_id, number) for number in twin.numbers]
    one, other = found
    if one is None or other is None:
        return None
    whose = reaches.of(session, team_id, [one, other])
    in_tier = reaches.customers_in(session, team_id)
    alike = rules.compare(
        planned(one), planned(other), whose[one.number], whose[other.number], in_tier
    )
    return TwinPair(
        twin,
        _side(session, one, whose[one.number], in_tier),
        _side(session, other, whose[other.number], in_tier),
        alike,
    )


def planned(initiative: Initiative) -> PlannedInitiative:
    """What of it tells whether another is like it."""
    return PlannedInitiative(
        initiative.number, initiative.title, initiative.begins_on, initiative.ends_on,
        initiative.tiers, initiative.segments,
    )  # fmt: skip


def _side(
    session: Session, initiative: Initiative, reach: Reach, in_tier: Mapping[str, int]
) -> TwinSide:
    owner = people.find(session, initiative.team_id, initiative.owner_id)
    department = departments.find(session, initiative.team_id, initiative.department_id)
    return TwinSide(
        initiative,
        reach.count(in_tier),
        owner.name if owner else "",
        department.name if department else "",
    )
