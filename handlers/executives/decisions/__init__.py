"""Executives are asked here what a decision means for customers, and what they answer is kept."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from sqlmodel import Session

from handlers.calendar import calendars
from handlers.chasing import notes
from handlers.chasing import policy as policies
from handlers.executives.decisions import (
    circle,
    deciding,
    following,
    moves,
    rules,
    weighing,
)
from handlers.executives.decisions.kind import DECIDE, IMPACT
from handlers.executives.decisions.questions import Topic
from handlers.executives.decisions.rules import Said
from handlers.executives.decisions.rulings import cards as deciding_cards
from handlers.executives.decisions.words import SIGNS
from handlers.people import access, audiences, lookup
from handlers.promises import deadlines, items, lifecycle
from handlers.promises.lifecycle import Asked, Changes, Move, things
from handlers.speech import cleaning, phrases
from handlers.speech.errors import DecisionMissing, StaleForm, UnfinishedAnswer
from handlers.speech.promise_errors import OtherAnswers
from storage import cards as stored_cards
from storage import counters, decisions
from storage.audiences import Audience
from storage.cards import Face, Place
from storage.decisions import Decision, DecisionState, Impact, ImpactAnswer
from storage.departments import key_of
from storage.people import Person
from storage.tasks import Promise, Task

# --- ask what a decision means for customers ---


@dataclass(frozen=True)
class NewDecision:
    """A decision that was put to the executives, and everyone else who owes an answer.

    `posted` says that its card stands in the executives' channel.
    """

    decision: Decision
    others: tuple[Person, ...]
    posted: bool = True
    twin: Decision | None = None
    """The one that waits for an answer and asks the same."""


def ask(
    session: Session,
    now: datetime,
    actor: Person,
    title: str,
    audience: Audience | None = None,
    *,
    when: str = "",
    why: str = "",
    topic: Topic | None = None,
    decider: Person | None = None,
    only: Sequence[Person] = (),
) -> NewDecision:
    """Put a decision to everyone else who decides, or `only` some of them, with its reason.

    `decider` says how it ends; without one, whoever asks does.

    Who may see it is as usual in the executives' channel, unless somebody says; answers are asked
    for by the day that `when` says, else by the rules. Its type is guessed from its words unless
    `topic` says it. Raises NoExecutiveChannel, DecisionMissing,
    TitleTooLong, WrongDate, NoDecider and what `access.check` raises.
    """
    access.check(session, actor, access.ASK_IMPACT)
    channel = circle.channel(session, actor.team_id)
    title = phrases.one_line(title)
    if cleaning.says_nothing(title):
        raise DecisionMissing
    items.check_title(title)
    by = deadlines.read(session, now, actor, when).at if when else None
    twin = _twin(session, actor.team_id, title)
    known = circle.executives(session, actor.team_id)
    known = [deciding.fit(each) for each in only] or known
    others = tuple(each for each in known if each.user_id != actor.user_id)
    decides = deciding.fit(decider) if decider else actor
    decision = Decision(
        team_id=actor.team_id,
        number=counters.next_number(session, actor.team_id, Decision.noun),
        title=title,
        asked_by=actor.user_id,
        channel_id=channel,
        created_at=now,
        due_at=now,
        audience=audience or circle.usual_audience(session, actor.team_id, channel),
        topic=topic or rules.topic_of(title),
        decider_id=decides.user_id,
    )
    decision.due_at = by or _due(session, now, decision, others or (actor,))
    posted = audiences.lane_sees(session, channel, decision)
    asked = [Asked(IMPACT, each, each.department_id, announced=posted, by=by) for each in others]
    end = Asked(
        DECIDE, decides, decides.department_id,
        announced=posted or decides is actor, by=decision.due_at,
    )  # fmt: skip
    put(
        session, now, moves.ASK, decision, actor, asked=[*asked, end],
        why=why, topic=topic or "", decider=decider.user_id if decider else "",
    )  # fmt: skip
    return NewDecision(decision, others, posted, twin)


def _twin(session: Session, team_id: str, title: str) -> Decision | None:
    """The decision without an answer that has the same words, whatever their case and signs."""
    words = key_of(title).rstrip(".!? ")
    waiting = decisions.waiting(session, team_id)
    return next((each for each in waiting if key_of(each.title).rstrip(".!? ") == words), None)


def usual_audience(session: Session, actor: Person) -> Audience:
    """Who may see a decision unless somebody says otherwise. Raises NoExecutiveChannel."""
    return circle.usual_audience(session, actor.team_id, circle.channel(session, actor.team_id))


def put(
    session: Session,
    now: datetime,
    move: Move,
    decision: Decision,
    actor: Person | None,
    *,
    asked: Sequence[Asked] = (),
    **facts: object,
) -> None:
    """Store a decision, ask for answers, and post its card; `actor` is None for Duly itself.

    What is private has no card in a channel that everybody reads.
    """
    lifecycle.begin(
        session, now, move, decision, actor, asked=asked,
        due=decision.due_at, channel=decision.channel_id, **facts,
    )  # fmt: skip
    _post(session, now, decision)


def _post(session: Session, now: datetime, decision: Decision) -> None:
    """Post its card where it was asked, if those who read there may see it."""
    if not audiences.lane_sees(session, decision.channel_id, decision):
        return
    stored_cards.post(
        session,
        team_id=decision.team_id,
        now=now,
        noun=Decision.noun,
        number=decision.number,
        places=[Place(Face.EXECUTIVES, decision.channel_id)],
    )


def _due(
    session: Session, now: datetime, decision: Decision, asked: tuple[Person, ...]
) -> datetime:
    """By when (UTC) the first of these is to answer, each in their own working time.

    So nobody is late who answers by the day that all of them read.
    """
    policy, about = policies.of(session, decision.team_id), things.about(decision)
    return min(
        IMPACT.due(policy, calendars.for_person(session, each), now, about) for each in asked
    )


# --- who may see it ---


def set_audience(
    session: Session, now: datetime, actor: Person, decision: Decision, new: Audience
) -> bool:
    """Say who may see a decision, which is held; False where it is so already.

    What is asked where everybody reads along gets its card there once all may see it. Raises what
    `lifecycle.permit` raises.
    """
    move = moves.MAKE_PRIVATE if new is Audience.PRIVATE else moves.SHOW
    lifecycle.permit(session, actor, decision, move)
    if decision.audience == new:
        return False
    lifecycle.make(session, now, move, decision, actor, changes=Changes(audience=new))
    known = stored_cards.of(session, decision.team_id, decision.noun, decision.number)
    if all(card.face != Face.EXECUTIVES for card in known):
        _post(session, now, decision)
    return True


# --- answer ---

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
