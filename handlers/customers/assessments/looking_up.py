"""What is named as what shows it is looked up: whether it is there, may be read, and its day.

Tasks, issues, decisions, outcomes, initiatives, losses, renewals and sales are looked up. A link
shows what it leads to, and other words are believed, each with the day that is given with them.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlmodel import Session

from handlers.people import access, office
from handlers.people.access import Right
from handlers.speech import evidence, naming, phrases
from handlers.speech.assessment_errors import EvidenceHidden, EvidenceTakenBack, EvidenceUnknown
from handlers.speech.errors import UserError
from handlers.speech.phrases import Reference
from storage import (
    customer_outcomes,
    decisions,
    initiatives,
    issues,
    losses,
    renewals,
    sales,
    tasks,
)
from storage.contacts import Contact
from storage.decisions import Decision, DecisionState
from storage.initiatives import Initiative
from storage.items import State
from storage.people import Person
from storage.sales import Sale

MOST = 20
"""So many names in somebody's words are looked up, the first first."""
_NAMED = re.compile(r"(?<![\w-])([a-z])-(\d{1,9})(?![\w-])", re.IGNORECASE | re.ASCII)
_ALONE = re.compile(r"[\s,;+&]+|\band\b", re.IGNORECASE)


class LookedUp(StrEnum):
    """What came of looking something up."""

    FOUND = "found"
    MISSING = "missing"
    """Nothing has that number."""
    HIDDEN = "hidden"
    """It is not theirs to read, or only those read it who are asked about it."""
    TAKEN_BACK = "taken back"


@dataclass(frozen=True)
class NamedEvidence:
    """One thing that is named as what shows it.

    `on` is the local day on which it was done, closed or decided, today where it is still open;
    None where it is not found.
    """

    ref: str
    finding: LookedUp
    on: date | None = None


WhenOver = datetime | date | None
"""When something ended: an instant (UTC) or a day, None while it is open."""


@dataclass(frozen=True)
class _Sort:
    """How one sort of thing is found, who may read it, and when it ended."""

    find: Callable[[Session, str, int], Any]
    ended: Callable[[Any, date], WhenOver]
    right: Right = access.READ
    may_read: Callable[[Person, Any], bool] | None = None


def _decided(decision: Decision, today: date) -> WhenOver:
    del today
    return decision.decided_at


def _over(initiative: Initiative, today: date) -> WhenOver:
    ends = initiative.cut_on or initiative.ends_on
    return None if ends > today else ends


def _is_of_sale(person: Person, sale: Sale) -> bool:
    return person.works_here and person.user_id in (sale.sold_by, sale.recorded_by)


_SORTS: Mapping[str, _Sort] = {
    "T": _Sort(tasks.find, lambda task, _: task.closed_at),
    "I": _Sort(issues.find, lambda issue, _: issue.closed_at),
    "D": _Sort(decisions.find, _decided),
    "O": _Sort(
        customer_outcomes.find, lambda outcome, _: None if outcome.is_open else outcome.ends_on
    ),
    "N": _Sort(initiatives.find, _over),
    "L": _Sort(losses.find, lambda loss, _: loss.left_on, access.READ_LOSSES),
    "R": _Sort(renewals.find, lambda renewal, _: renewal.ended_on, access.READ_RENEWALS),
    "S": _Sort(sales.find, lambda sale, _: sale.starts_on, access.READ_SALES, _is_of_sale),
}
_LETTERS = frozenset(naming.LETTERS) | {Contact.letter}
_TAKEN_BACK = frozenset({State.WITHDRAWN, DecisionState.WITHDRAWN, "taken back"})
"""What was asked for by mistake shows nothing."""


def look_up(session: Session, now: datetime, person: Person, words: str) -> list[NamedEvidence]:
    """All that somebody names in their words, looked up as they may read it at an instant (UTC).

    Empty where they name nothing, or a link stands beside it.
    """
    if evidence.among(words):
        return []
    today = office.day_of(session, person.team_id, now)
    return [_one(session, person, each, today) for each in _references(words)]


def day(found: Sequence[NamedEvidence], said: date) -> date | None:
    """Of which day it is: that of the newest thing found, else the day somebody `said`.

    None where they name things and none of them counts.
    """
    if not found:
        return said
    return max((each.on for each in found if each.on), default=None)


def refused(named: NamedEvidence) -> UserError:
    """Why one thing that is named does not count; of what is hidden nothing else is said."""
    match named.finding:
        case LookedUp.MISSING:
            return EvidenceUnknown(ref=named.ref)
        case LookedUp.TAKEN_BACK:
            return EvidenceTakenBack(ref=named.ref)
        case _:
            return EvidenceHidden(ref=named.ref)


def _references(words: str) -> list[Reference]:
    """What is named; what else has a number is meant only where nothing stands beside it."""
    named = [Reference(each[1].upper(), int(each[2])) for each in _NAMED.finditer(words)]
    known = [each for each in named if each.letter in _SORTS]
    alone = [phrases.reference(each) for each in _ALONE.split(words) if each]
    if alone and all(each and each.letter in _LETTERS for each in alone):
        known = [each for each in alone if each]
    return list(dict.fromkeys(known))[:MOST]


def _one(session: Session, person: Person, said: Reference, today: date) -> NamedEvidence:
    ref, sort = f"{said.letter}-{said.number}", _SORTS.get(said.letter)
    if sort is None:
        return NamedEvidence(ref, LookedUp.HIDDEN)
    thing = sort.find(session, person.team_id, said.number)
    is_theirs = thing is not None and sort.may_read is not None and sort.may_read(person, thing)
    if not is_theirs and not access.may(session, person, sort.right, thing):
        return NamedEvidence(ref, LookedUp.HIDDEN)
    if thing is None:
        return NamedEvidence(ref, LookedUp.MISSING)
    if thing.state in _TAKEN_BACK:
        return NamedEvidence(ref, LookedUp.TAKEN_BACK)
    ended = sort.ended(thing, today)
    if isinstance(ended, datetime):
        ended = office.day_of(session, person.team_id, ended)
    return NamedEvidence(ref, LookedUp.FOUND, min(ended or today, today))
