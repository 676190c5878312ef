"""Executives are asked here what a decision means for customers, and what they answer is kept."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlmodel import Session

from handlers.calendar import calendars
from handlers.chasing import asks, faces
from handlers.chasing import policy as policies
from handlers.executives.decisions import circle, following, noun, rules
from handlers.executives.decisions.kind import IMPACT
from handlers.executives.decisions.rules import Said
from handlers.people import access, records
from handlers.people.records import Occurrence
from handlers.promises import items
from handlers.speech import phrases
from handlers.speech.errors import DecisionMissing, StaleForm, UnfinishedAnswer, UnknownItem
from storage import cards as stored_cards
from storage import counters, decisions, history
from storage.asks import Outcome
from storage.cards import Face, Place
from storage.decisions import Decision, Impact, ImpactAnswer
from storage.history import Snapshot
from storage.people import Person
from storage.tasks import Promise, Task

ASKED = Occurrence(Decision.noun, "asked", {"title": str, "due": datetime, "channel": str})
ANSWERED = Occurrence(
    Decision.noun,
    "answered",
    {"impact": str, "tiers": list, "tell": bool, "why": str, "tasks": list},
)

# --- ask what a decision means for customers ---


@dataclass(frozen=True)
class NewDecision:
    """A decision that was put to the executives, and everyone else who owes an answer."""

    decision: Decision
    others: tuple[Person, ...]


def ask(session: Session, now: datetime, actor: Person, title: str) -> NewDecision:
    """Put a decision to everyone else who decides.

    Raises NoExecutiveChannel, DecisionMissing, TitleTooLong, and what `access.check` raises.
    """
    access.check(session, actor, access.ASK_IMPACT)
    channel = circle.channel(session, actor.team_id)
    title = " ".join(title.split())
    if not title:
        raise DecisionMissing
    items.check_title(title)
    known = circle.executives(session, actor.team_id)
    others = tuple(each for each in known if each.user_id != actor.user_id)
    decision = Decision(
        team_id=actor.team_id,
        number=counters.next_number(session, actor.team_id, Decision.noun),
        title=title,
        asked_by=actor.user_id,
        channel_id=channel,
        created_at=now,
        due_at=now,
    )
    dues = _dues(session, now, decision, others or (actor,))
    decision.due_at = max(dues.values())
    put(session, now, decision, actor.user_id)
    for each in others:
        asks.open_ask(
            session, now, IMPACT, noun.about(decision), each, each.department_id,
            due_at=dues[each.user_id],
        )  # fmt: skip
    return NewDecision(decision, others)


def put(session: Session, now: datetime, decision: Decision, actor: str) -> None:
    """Store a decision and post its card; `actor` is empty when Duly asks on schedule."""
    session.add(decision)
    _write_down(
        session, now, decision, actor, ASKED,
        title=decision.title, due=decision.due_at, channel=decision.channel_id,
    )  # fmt: skip
    stored_cards.post(
        session,
        team_id=decision.team_id,
        now=now,
        noun=Decision.noun,
        number=decision.number,
        places=[Place(Face.EXECUTIVES, decision.channel_id)],
    )


def _dues(
    session: Session, now: datetime, decision: Decision, asked: tuple[Person, ...]
) -> dict[str, datetime]:
    """By when (UTC) each is to answer, in their own working time."""
    policy, about = policies.of(session, decision.team_id), noun.about(decision)
    return {
        each.user_id: IMPACT.due(policy, calendars.for_person(session, each), now, about)
        for each in asked
    }


# --- answer ---


@dataclass(frozen=True)
class AnswerSoFar:
    """Somebody about to answer: what they say of which decision, and what they said before.

    `kept` are the tasks that followed from that, by what each is for.
    """

    decision: Decision
    impact: Impact
    before: ImpactAnswer | None
    kept: Mapping[str, Task]


@dataclass(frozen=True)
class Answered:
    """What somebody said of a decision, and the tasks that it brought, by what each is for."""

    answer: ImpactAnswer
    tasks: Mapping[str, Promise]


def to_answer(session: Session, actor: Person, ref: str, sign: str) -> AnswerSoFar:
    """The decision that somebody names, held until the commit, and one of the four answers to it.

    Raises StaleForm for words that name neither, UnknownItem, and what `access.check` raises.
    """
    access.check(session, actor, access.ANSWER_IMPACT)
    named = phrases.reference(ref)
    if named is None or named.letter != Decision.letter or sign not in set(Impact):
        raise StaleForm
    # Two executives who answer at once are counted one after the other.
    decision = decisions.find(session, actor.team_id, named.number, lock=True)
    if decision is None:
        raise UnknownItem(ref=f"D-{named.number}")
    return _so_far(session, actor, decision, Impact(sign))


def answer(
    session: Session, now: datetime, actor: Person, decision: Decision, said: Said
) -> Answered:
    """Keep what somebody says of a decision that `to_answer` brought; the last word of each counts.

    What follows from it becomes somebody's task. Raises UnfinishedAnswer where something is
    missing, and what `access.check` and `following.promise` raise; then nothing was changed.
    """
    access.check(session, actor, access.ANSWER_IMPACT)
    one = _so_far(session, actor, decision, said.impact)
    missing = rules.missing(said, one.kept)
    if missing:
        raise UnfinishedAnswer(missing)
    added = following.promise(session, now, actor, decision, said, one.kept)
    return Answered(_keep(session, now, actor, one, said, added), added)


def _so_far(session: Session, actor: Person, decision: Decision, impact: Impact) -> AnswerSoFar:
    before = decisions.answer_of(session, actor.team_id, decision.number, actor.user_id)
    kept = following.tasks_of(session, [before] if before else [])
    by_purpose = before.tasks.items() if before else ()
    return AnswerSoFar(
        decision=decision,
        impact=impact,
        before=before,
        kept={purpose: kept[number] for purpose, number in by_purpose if number in kept},
    )


def _keep(
    session: Session,
    now: datetime,
    actor: Person,
    one: AnswerSoFar,
    said: Said,
    added: Mapping[str, Promise],
) -> ImpactAnswer:
    """Store the last word of a person; nobody waits for them any more."""
    decision = one.decision
    answer = one.before or ImpactAnswer(
        team_id=decision.team_id,
        number=decision.number,
        user_id=actor.user_id,
        impact=said.impact,
        answered_at=now,
    )
    answer.impact, answer.tiers, answer.why = said.impact, list(said.tiers), said.why
    answer.tasks = {**answer.tasks, **{purpose: task.number for purpose, task in added.items()}}
    answer.tell_customers = rules.TELL in answer.tasks
    answer.answered_at = now
    decision.first_answer_at = decision.first_answer_at or now
    session.add_all([answer, decision])
    for owed in circle.owed(session, decision):
        if owed.person_id == actor.user_id:
            asks.answer(session, now, owed, actor.user_id, Outcome.ANSWERED)
    _write_down(
        session, now, decision, actor.user_id, ANSWERED,
        follows=history.newest_id(session, decision.team_id, Decision.noun, decision.number),
        impact=answer.impact, tiers=answer.tiers, tell=answer.tell_customers, why=answer.why,
        tasks=[f"T-{number}" for number in sorted(answer.tasks.values())],
    )  # fmt: skip
    faces.refresh(session, now, decision.team_id, Decision.noun, decision.number)
    return answer


def _write_down(
    session: Session,
    now: datetime,
    decision: Decision,
    actor: str,
    what: Occurrence,
    *,
    follows: UUID | None = None,
    **facts: object,
) -> None:
    records.write(
        session,
        now,
        decision.team_id,
        actor,
        what,
        number=decision.number,
        snapshot=Snapshot(state=decision.state, due_at=decision.due_at),
        follows=follows,
        **facts,
    )
