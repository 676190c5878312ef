"""What the pages of the bank show: when each question was asked, and what was answered."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session

from handlers.executives.decisions.questions import Topic
from handlers.executives.prompts import bank
from handlers.executives.prompts.bank import BankEntry
from handlers.people import access
from storage import decisions, workspaces
from storage.decisions import Decision
from storage.people import Person

LOOKED_AT = 1_000
"""So many questions that were asked are counted."""


@dataclass(frozen=True)
class LastAsked:
    """When a question was asked last, and what was answered: one impact for each answer."""

    decision: Decision
    impacts: Sequence[str]


@dataclass(frozen=True)
class BankView:
    """The whole bank, how often each key was asked, and whether its reader may change it."""

    entries: Sequence[BankEntry]
    times: Mapping[str, int]
    may_change: bool

    def of_topic(self, topic: Topic) -> list[BankEntry]:
        """The questions about one thing."""
        return [each for each in self.entries if each.question.topic is topic]

    @property
    def are_all_off(self) -> bool:
        """Whether nothing is asked where no fact stands out."""
        return all(each.is_off for each in self.entries)


@dataclass(frozen=True)
class TopicPage:
    """Some questions about one thing, of all that are about it, in a bank.

    `last` says when each was asked, by its key, and `undoable` which the reader changed just now.
    """

    view: BankView
    topic: Topic
    entries: Sequence[BankEntry]
    after: int
    total: int
    last: Mapping[str, LastAsked]
    undoable: frozenset[str]


def view(session: Session, person: Person) -> BankView:
    """The bank for somebody who may read it. Raises what `access.check` raises."""
    entries = bank.read(session, person)
    asked = _asked(session, person.team_id)
    return BankView(
        entries,
        Counter(each.prompt for each in asked if each.prompt),
        access.may(session, person, access.CHANGE_BANK),
    )


def page(
    session: Session, now: datetime, person: Person, topic: Topic, after: int, size: int
) -> TopicPage:
    """So many questions about one thing. Raises what `access.check` raises."""
    found = view(session, person)
    all_of_it = found.of_topic(topic)
    after = min(after, max(0, len(all_of_it) - 1) // size * size)
    shown = all_of_it[after : after + size]
    undoable = {each.question.key for each in shown if bank.can_undo(session, now, person, each)}
    last = _last(session, person.team_id, {each.question.key for each in shown})
    return TopicPage(found, topic, shown, after, len(all_of_it), last, frozenset(undoable))


def _asked(session: Session, team_id: str) -> list[Decision]:
    """What was asked in the channel of the executives, the newest first."""
    workspace = workspaces.find(session, team_id)
    channel = workspace.executive_channel_id if workspace else None
    return decisions.prompts(session, team_id, channel, LOOKED_AT) if channel else []


def _last(session: Session, team_id: str, keys: set[str]) -> dict[str, LastAsked]:
    """When each of these was asked last; those never asked are not in it."""
    found: dict[str, LastAsked] = {}
    for each in _asked(session, team_id):
        if each.prompt in keys and each.prompt not in found:
            said = decisions.answers(session, team_id, each.number)
            found[each.prompt] = LastAsked(each, [one.impact for one in said])
    return found
