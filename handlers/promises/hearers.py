"""Who hears of what becomes of a promise: whoever asked, its owner, who had it before, who follows.

Each move of the table says who hears of it, and how: at once, or in the one message a day that
tells somebody what became of what they asked.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from sqlmodel import Session

from handlers.people import audiences
from storage import follows, issues, people
from storage.decisions import Decision
from storage.issues import Issue
from storage.items import Item
from storage.people import Person
from storage.tasks import Task


class Hearer(StrEnum):
    """What somebody is to a promise who hears of what became of it."""

    ASKER = "whoever asked"
    """Whoever gave the task or reported the issue."""
    OWNER = "the owner"
    FORMER = "whoever had it"
    """Its owner before the move."""
    FOLLOWER = "whoever follows it"


@dataclass(frozen=True)
class Hears:
    """Who hears of a move, unless they made it: at once, or in the message of their day."""

    at_once: tuple[Hearer, ...] = ()
    daily: tuple[Hearer, ...] = ()

    def __post_init__(self) -> None:
        """Raises ValueError for somebody who would hear of one thing twice."""
        if set(self.at_once) & set(self.daily):
            raise ValueError(f"heard twice: {sorted(set(self.at_once) & set(self.daily))}")


NOBODY = Hears()
"""It is nobody else's business, or a card shows it to all whom it concerns."""
THOSE_WHO_WAIT = (Hearer.ASKER, Hearer.FOLLOWER)
WAITING = Hears(daily=THOSE_WHO_WAIT)
"""Whoever waits for it reads of it on the same day."""
OWNER_AND_WAITING = Hears(at_once=(Hearer.OWNER,), daily=THOSE_WHO_WAIT)
"""What was done for an owner, or with what is theirs, they read at once."""


def of(
    session: Session,
    item: Item | Decision,
    former: str | None,
    hearers: Sequence[Hearer],
    but: str,
) -> list[Person]:
    """The people who are one of these to an item, each once, in the order of their ids.

    `former` owned it before; `but` made the move and knows of it. Whoever left, and what is no
    person, hears nothing.
    """
    wanted: set[str | None] = set()
    for hearer in hearers:
        wanted |= _ids(session, item, former, hearer)
    found = people.by_id(session, item.team_id, [each for each in wanted if each and each != but])
    there = [each for each in found.values() if not (each.gone or each.is_bot)]
    # Whoever had it before knows it, and reads no more than that it is with somebody else.
    allowed = [
        each for each in there if each.user_id == former or audiences.sees(session, each, item)
    ]
    return sorted(allowed, key=lambda person: person.user_id)


def _ids(
    session: Session, item: Item | Decision, former: str | None, hearer: Hearer
) -> set[str | None]:
    match hearer:
        case Hearer.ASKER:
            return {asker_of(item)}
        case Hearer.OWNER:
            return {owner_of(item)}
        case Hearer.FORMER:
            return {former} - {owner_of(item)}
        case Hearer.FOLLOWER:
            return set(followers(session, item))


def asker_of(thing: Item | Decision) -> str:
    """The Slack id of whoever asked for something; empty where Duly did."""
    return thing.asked_by if isinstance(thing, Decision) else thing.created_by


def owner_of(thing: Item | Decision) -> str | None:
    """The Slack id of whoever it is with; a decision is with nobody alone."""
    return None if isinstance(thing, Decision) else thing.owner_id


def followers(session: Session, item: Item | Decision) -> list[str]:
    """The Slack ids of those who follow something, and of those who reported what was joined to it.

    They hear what becomes of it, as each of their customers has to be told. Of the part of one
    department hear those as well who wait for its issue, and whoever answers for that.
    """
    followed = follows.followers(session, item.team_id, item.noun, item.number)
    number = item.issue_number if isinstance(item, Task) and item.is_part else None
    issue = issues.whole(session, item.team_id, number) if number else None
    if issue:
        return sorted({*followed, *followers(session, issue), *_waits_for_all(issue)})
    if not isinstance(item, Issue):
        return followed
    reported = (each.created_by for each in issues.joined(session, item.team_id, item.number))
    return sorted({*followed, *reported})


def _waits_for_all(issue: Issue) -> set[str]:
    """Who needs to know how each department stands."""
    return {each for each in (issue.created_by, issue.owner_id) if each}
