"""What other rules would have brought people: the ladder is played once more over what was asked.

Nothing here is an estimate. Every question that was open in a span of time climbs the ladder that
reminds people, once by each set of rules, and stops where it was answered.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from sqlmodel import Session

from handlers.calendar import hours
from handlers.chasing import around, asks, ladder
from handlers.chasing.kinds import Kind
from handlers.chasing.ladder import Around, NextRung
from handlers.chasing.nouns import About
from handlers.chasing.policy import Policy
from handlers.chasing.registers import Registers
from storage import asks as stored_asks
from storage import history, waits
from storage.asks import Ask, Owed
from storage.waits import Wait, WaitEnd

RESTS = ("snoozed", "talked")
"""After these nobody is reminded for a while."""
FORTNIGHT = timedelta(days=14)
MOST_STEPS = 1_000
"""So often one question comes back at most: once on each day of almost three years."""

ReadBy = tuple[str, date | datetime]
"""One message that somebody reads: on which day a bundle, at which moment one of severity 1."""
Quiet = tuple[datetime, datetime]
"""From when (UTC) until when a question was put off."""


@dataclass(frozen=True)
class Messages:
    """How many messages one person would have read, by each set of rules."""

    user_id: str
    before: int
    after: int


@dataclass(frozen=True)
class Played:
    """What the two sets of rules would have brought; `questions` is how many were played.

    `whole` says that these were all there are. `people` are those who would have read more or
    fewer messages, the greatest difference first.
    """

    since: datetime
    questions: int
    whole: bool
    before: int
    after: int
    people: tuple[Messages, ...]


@dataclass(frozen=True)
class _Question:
    """An ask with all that its ladder needs; `until` (UTC) is when it was answered, or now."""

    ask: Ask
    kind: Kind
    about: About
    people: Around
    rests: Sequence[Quiet]
    waits: Sequence[Wait]
    until: datetime


def play(
    registers: Registers,
    session: Session,
    now: datetime,
    team_id: str,
    rules: tuple[Policy, Policy],
    most: int,
) -> Played:
    """What each of two sets of rules would have brought people in the last fortnight.

    At most `most` questions are played, those that are due last.
    """
    since = now - FORTNIGHT
    found = stored_asks.open_between(session, team_id, since, now, most + 1)
    questions = list(_questions(registers, session, now, team_id, found[:most]))
    before, after = (
        Counter(user_id for user_id, _ in _messages(questions, rules, policy, since))
        for policy in rules
    )
    loads = [Messages(each, before[each], after[each]) for each in {*before, *after}]
    different = [each for each in loads if each.before != each.after]
    return Played(
        since=since,
        questions=sum(not each.kind.is_beside for each in questions),
        whole=len(found) <= most,
        before=before.total(),
        after=after.total(),
        people=tuple(sorted(different, key=_greatest_first)),
    )


def _greatest_first(load: Messages) -> tuple[int, str]:
    return -abs(load.after - load.before), load.user_id


def _questions(
    registers: Registers, session: Session, now: datetime, team_id: str, found: Sequence[Ask]
) -> Iterator[_Question]:
    """The asks with what is said of them and who is around them; what is gone is passed over."""
    ccos = asks.prepare(session, team_id, found)
    rests, waited = _rests(session, team_id, found), _waits(session, team_id, found)
    for ask in found:
        kind, noun = registers.kinds[ask.kind], registers.nouns[ask.noun]
        about = noun.about(session, team_id, ask.number)
        people = around.people_around(session, ask, kind, ccos)
        if about and people:
            until = min(ask.answered_at or now, now)
            quiet, paused = rests.get(ask.ask_id, ()), waited.get(ask.ask_id, ())
            yield _Question(ask, kind, about, _remembered(people), quiet, paused, until)


def _remembered(people: Around) -> Around:
    """The same people, each of whom is looked up once."""
    found = {part: tuple(people.find(part)) for part in ladder.OTHERS}
    return Around(people.owner, found.__getitem__)


def _rests(session: Session, team_id: str, found: Sequence[Ask]) -> dict[UUID, list[Quiet]]:
    """When each question was put off, and until when, as history tells it."""
    rests: dict[UUID, list[Quiet]] = {}
    for ask in (ask for ask in found if ask.snoozed_until):
        told = history.with_verbs(session, team_id, ask.noun, ask.number, RESTS, ask.opened_at)
        rests[ask.ask_id] = [
            (each.happened_at, datetime.fromisoformat(each.details["until"])) for each in told
        ]
    return rests


def _waits(session: Session, team_id: str, found: Sequence[Ask]) -> dict[UUID, list[Wait]]:
    """The waits of each question that there were, in their order."""
    known: dict[UUID, list[Wait]] = {}
    for noun in {ask.noun for ask in found}:
        numbers = {ask.number for ask in found if ask.noun == noun}
        for wait in waits.of_items(session, team_id, noun, numbers):
            known.setdefault(wait.ask_id, []).append(wait)
    return known


def _messages(
    questions: Sequence[_Question],
    rules: tuple[Policy, Policy],
    policy: Policy,
    since: datetime,
) -> set[ReadBy]:
    """Every message that people would have read by one set of rules."""
    read: set[ReadBy] = set()
    for each in questions:
        owed = _owed(each, rules, policy)
        for user_id, calendar, at in _reminders(each, owed, policy):
            if at >= since:
                urgent = ladder.is_urgent(owed)
                read.add((user_id, at if urgent else hours.local_day(calendar, at)))
    return read


def _owed(question: _Question, rules: tuple[Policy, Policy], policy: Policy) -> Owed:
    """The question as it was asked, due by one set of rules.

    Where both sets say the same its time stays as it was: a date may have been another then.
    """
    ask, calendar = question.ask, question.people.owner.calendar
    usual, other = (
        asks.due(question.kind, each, calendar, ask.opened_at, question.about) for each in rules
    )
    due_at = other if policy is rules[1] and usual != other else ask.due_at
    return Owed(
        **ask.model_dump(include={"team_id", "ask_id", "kind", "noun", "number", "person_id"}),
        **ask.model_dump(include={"department_id", "for_id", "severity", "tier_rank", "opened_at"}),
        due_at=due_at,
    )


def _reminders(
    question: _Question, owed: Owed, policy: Policy
) -> Iterator[tuple[str, hours.Calendar, datetime]]:
    """Who is reminded of a question and when (UTC), rung by rung, until it is answered."""
    at = owed.opened_at
    if not question.kind.has_card:
        yield from _brought(question, owed, policy)
    for _ in range(MOST_STEPS):
        then = ladder.next_rung(owed, question.kind, question.people, policy, at)
        if then is None:
            return
        paused = _waiting(question.waits, at, min(when for _, _, when in then.told))
        if paused:
            at = min(paused.ended_at or paused.until, paused.until)
            if at >= question.until:
                return
            if paused.ended == WaitEnd.ITSELF:
                # Its ladder begins anew with the question how it goes on.
                owed.rung = asks.NEW
                yield question.people.owner.user_id, question.people.owner.calendar, at
            continue
        told = _put_off(then, question.rests, at)
        yield from (
            (person.user_id, person.calendar, when)
            for person, when in told
            if when < question.until
        )
        at, owed.rung = max(at, min(when for _, when in told)), then.rung
        if at >= question.until:
            return


def _waiting(waited: Sequence[Wait], at: datetime, first: datetime) -> Wait | None:
    """The wait that began before a reminder could come, and was not over at an instant (UTC)."""
    return next(
        (
            each
            for each in waited
            if each.began_at < first and min(each.ended_at or each.until, each.until) > at
        ),
        None,
    )


def _brought(
    question: _Question, owed: Owed, policy: Policy
) -> Iterator[tuple[str, hours.Calendar, datetime]]:
    """The message that brings a question which has no card."""
    owner = question.people.owner
    when = asks.first_told(owed, owner.calendar, policy, owed.opened_at)
    if when < question.until:
        yield owner.user_id, owner.calendar, when


def _put_off(
    then: NextRung, rests: Sequence[Quiet], at: datetime
) -> list[tuple[ladder.Recipient, datetime]]:
    """When each is told; what was put off before it came is told at the end of the rest."""
    told = [(person, when) for _, person, when in then.told]
    first = min(when for _, when in told)
    for said_at, until in rests:
        if at <= said_at < first:
            told = [(person, max(until, said_at)) for person, _ in told]
            first = until
    return told
