"""Somebody says what a decision means for customers: the last word of each is kept."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from sqlmodel import Session

from handlers.chasing import notes
from handlers.executives.decisions import deciding, following, moves, rules, weighing
from handlers.executives.decisions.rules import Said
from handlers.executives.decisions.rulings import cards as deciding_cards
from handlers.executives.decisions.words import SIGNS
from handlers.people import access, lookup
from handlers.promises import items, lifecycle
from handlers.speech import phrases
from handlers.speech.errors import StaleForm, UnfinishedAnswer
from handlers.speech.promise_errors import OtherAnswers
from storage import decisions
from storage.decisions import Decision, DecisionState, Impact, ImpactAnswer
from storage.people import Person
from storage.tasks import Promise, Task

ANSWER_SAID = (
    "impact", "tiers", "why", "tell_customers", "answered_at", "tasks", "accepted_by",
    "customers", "confidence", "stance", "cheap", "cheap_cost",
)  # fmt: skip
"""All of an answer that a later one changes."""


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


def offered(session: Session, actor: Person, number: int) -> tuple[Impact, ...]:
    """The answers that fit a decision, in the order of its buttons; none where there is none."""
    decision = decisions.find(session, actor.team_id, number)
    return rules.offered_for(decision) if decision else ()


def to_answer(session: Session, actor: Person, ref: str, sign: str) -> AnswerSoFar:
    """The decision that somebody names, held until the commit, and one of the answers to it.

    Raises StaleForm for words that name neither, NoSuchNumber, OtherAnswers for an answer that does
    not fit its question, NotNow for one that was taken back, CcoOwns for a CCO who would do it, and
    what `access.check` raises.
    """
    access.check(session, actor, access.ANSWER_IMPACT)
    named = phrases.reference(ref)
    if named is None or named.letter != Decision.letter or sign not in set(Impact):
        raise StaleForm
    # Two executives who answer at once are counted one after the other.
    decision = decisions.find(session, actor.team_id, named.number, lock=True)
    if decision is None:
        raise items.unknown(session, actor.team_id, Decision, named.number)
    if sign not in rules.offered_for(decision):
        raise OtherAnswers(ref=decision.ref)
    lifecycle.permit(session, actor, decision, moves.ANSWER, moves.ANSWER_LATE)
    if rules.WANTS[Impact(sign)].is_own:
        access.check_owner(actor)
    return _so_far(session, actor, decision, Impact(sign))


def answer(
    session: Session, now: datetime, actor: Person, decision: Decision, said: Said
) -> Answered:
    """Keep what somebody says of a decision that `to_answer` brought; the last word of each counts.

    What follows from it becomes somebody's task. Raises NoDecider, UnfinishedAnswer where
    something is missing, and what `access.check` and `following.promise` raise; then nothing was
    changed.
    """
    access.check(session, actor, access.ANSWER_IMPACT)
    if rules.WANTS[said.impact].is_own:
        said = replace(said, owner_id=actor.user_id)
    acceptor = _acceptor(session, actor, said)
    one = _so_far(session, actor, decision, said.impact)
    missing = rules.missing(said, one.kept)
    if missing:
        raise UnfinishedAnswer(missing)
    added = following.promise(session, now, actor, decision, said, one.kept)
    kept = _keep(session, now, actor, one, said, added)
    if acceptor and kept.accepted_by == acceptor.user_id != actor.user_id:
        notes.send(session, now, acceptor, deciding_cards.accepts(decision, actor))
    return Answered(kept, added)


def _acceptor(session: Session, actor: Person, said: Said) -> Person | None:
    """Who accepts on purpose that it gets worse. Raises what `deciding.fit` raises."""
    user_id = said.reckoning.acceptor
    if not user_id or said.impact is not Impact.WORSE:
        return None
    return deciding.fit(lookup.chosen_person(session, actor.team_id, user_id))


def _so_far(session: Session, actor: Person, decision: Decision, impact: Impact) -> AnswerSoFar:
    before = decisions.answer_of(session, actor.team_id, decision.number, actor.user_id)
    kept = decisions.tasks_of(session, [before] if before else [])
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
    decision, before = one.decision, _told(one.before)
    answer = one.before or ImpactAnswer(
        team_id=decision.team_id,
        number=decision.number,
        user_id=actor.user_id,
        impact=said.impact,
        answered_at=now,
    )
    if answer.impact != said.impact:
        # What was accepted was what they said before.
        answer.accepted_by = None
    answer.impact, answer.tiers, answer.why = said.impact, list(said.tiers), said.why
    answer.tasks = {**answer.tasks, **{purpose: task.number for purpose, task in added.items()}}
    answer.tell_customers = rules.TELL in answer.tasks
    reckoning = said.reckoning
    has_task = any(name in answer.tasks for name in (said.impact, rules.TELL))
    answer.customers, answer.confidence = reckoning.customers, reckoning.confidence
    answer.cheap, answer.cheap_cost = reckoning.cheap, reckoning.cost
    answer.stance = weighing.stance(said.impact, reckoning, has_task=has_task)
    if reckoning.acceptor and said.impact is Impact.WORSE:
        answer.accepted_by = reckoning.acceptor
    answer.answered_at = now
    decision.first_answer_at = decision.first_answer_at or now
    session.add(answer)
    is_late = decision.state == DecisionState.DECIDED
    move = moves.ANSWER_LATE if is_late else moves.ANSWER
    lifecycle.make(
        session, now, move, decision, actor,
        impact=answer.impact, tiers=answer.tiers, tell=answer.tell_customers, why=answer.why,
        tasks=[f"{Promise.letter}-{number}" for number in sorted(answer.tasks.values())],
        before=before,
        customers=answer.customers or 0, confidence=answer.confidence or "",
        stance=answer.stance or "", cheap=answer.cheap, cost=answer.cheap_cost or 0,
        accepted_by=answer.accepted_by or "",
    )  # fmt: skip
    if is_late:
        _tell_decider(session, now, actor, decision, answer)
    return answer


def _tell_decider(
    session: Session, now: datetime, actor: Person, decision: Decision, answer: ImpactAnswer
) -> None:
    """Whoever decided reads what somebody says of it since."""
    decider = deciding.decider_of(session, decision)
    if decider is None or decider.gone or decider.user_id == actor.user_id:
        return
    said = SIGNS[Impact(answer.impact)].happened
    notes.send(session, now, decider, deciding_cards.late_answer(decision, actor, said, answer.why))


def _told(before: ImpactAnswer | None) -> dict[str, object]:
    """An answer as history keeps it, so that it can be given again; empty without one."""
    if before is None:
        return {}
    said = before.model_dump(mode="json")
    return {name: said[name] for name in ANSWER_SAID}
