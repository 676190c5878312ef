"""The rules of the workspace are read here, tried on the last fortnight, and switched on."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlmodel import Session

from handlers.chasing import policy as policies
from handlers.chasing import what_if
from handlers.chasing.policy import Policy, Preview
from handlers.chasing.registers import Registers
from handlers.chasing.what_if import Played
from handlers.customers.contacts import limits
from handlers.people import access, office
from handlers.promises.steps import stricter
from handlers.speech import cleaning, reasons
from storage import people
from storage.customers import Tier
from storage.people import Person

MOST_PLAYED = 1_000
"""So many questions are played while somebody waits for the answer."""


@dataclass(frozen=True)
class InForce:
    """The rules in force, the number of their version, and whether the reader may change them."""

    policy: Policy
    version: int
    may_change: bool


@dataclass(frozen=True)
class Trial:
    """What a change would make different, and what it would have brought people.

    `names` are the names of those people by Slack id, as far as they are known.
    """

    preview: Preview
    played: Played
    names: Mapping[str, str]
    silent: tuple[Mapping[Tier, int], Mapping[Tier, int]] | None = None
    """How many who decide are silent by tier, as it is and as it would be; None where no limit
    would be another."""


def in_force(session: Session, person: Person) -> InForce:
    """The rules as they are. Raises what `access.check` raises."""
    access.check(session, person, access.READ)
    return InForce(
        policies.of(session, person.team_id),
        policies.version(session, person.team_id),
        access.may(session, person, access.CHANGE_POLICY),
    )


def page(session: Session, person: Person) -> InForce:
    """The same for whoever is about to change them. Raises what `access.check` raises."""
    access.check(session, person, access.CHANGE_POLICY)
    return in_force(session, person)


def try_out(
    registers: Registers, session: Session, now: datetime, person: Person, wanted: Mapping[str, Any]
) -> Trial:
    """What rules would make different if `wanted` were laid over them; nothing is changed.

    Raises UnknownRule, WrongRule, and what `access.check` raises.
    """
    access.check(session, person, access.CHANGE_POLICY)
    return played(registers, session, now, person.team_id, wanted, MOST_PLAYED)


def played(
    registers: Registers,
    session: Session,
    now: datetime,
    team_id: str,
    wanted: Mapping[str, Any],
    most: int,
) -> Trial:
    """The same for whoever runs Duly, with at most so many questions played."""
    preview = policies.preview(session, team_id, wanted)
    both = (preview.before, preview.after)
    found = what_if.play(registers, session, now, team_id, both, most)
    readers = people.by_id(session, team_id, {load.user_id for load in found.people})
    names = {each: person.name for each, person in readers.items()}
    return Trial(preview, found, names, _silent(session, now, team_id, preview))


def _silent(
    session: Session, now: datetime, team_id: str, preview: Preview
) -> tuple[Mapping[Tier, int], Mapping[Tier, int]] | None:
    """What a change of the limits of silence would mean today."""
    before, after = preview.before.accounts.silence, preview.after.accounts.silence
    if before == after:
        return None
    today = office.day_of(session, team_id, now)
    return (
        limits.how_many(session, team_id, before, today),
        limits.how_many(session, team_id, after, today),
    )


def switch_on(
    session: Session,
    now: datetime,
    person: Person,
    wanted: Mapping[str, Any],
    reason: str,
    seen: int,
) -> Preview:
    """Let changed rules count from now on; what is different. What they ask for more is asked for.

    Raises WhyMissing, and what `policy.change` raises.
    """
    access.check(session, person, access.CHANGE_POLICY)
    reasons.check(reason)
    why = cleaning.line(reason)
    preview = policies.preview(session, person.team_id, wanted)
    changes = policies.change(session, now, person, wanted, reason=why, seen=seen)
    stricter.ask(session, now, person.team_id, changes)
    return preview


__all__ = ["InForce", "Trial", "in_force", "page", "played", "switch_on", "try_out"]
