"""A decision ends here: whoever decides says what and why, and leaves no customer alone with it.

Who says *worse* has somebody soften it, or somebody accepts that by name; what nobody knows is
found out; what gets better is told to customers.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session

from handlers.chasing import notes
from handlers.executives.decisions import circle, following, moves, rules
from handlers.executives.decisions.forecasts import foreseeing
from handlers.executives.decisions.kind import DECIDE
from handlers.executives.decisions.rules import Said
from handlers.executives.decisions.rulings import cards as deciding_cards
from handlers.executives.decisions.rulings.cards import Blank
from handlers.people import access
from handlers.promises import items, lifecycle
from handlers.promises.lifecycle import Asked, Move
from handlers.speech import cleaning, reasons
from handlers.speech.decision_errors import (
    NobodyAnswered,
    NoDecider,
    NothingToDecide,
    NotTheDecider,
    Unsettled,
)
from storage import asks, decisions, people
from storage.decisions import Decision, Impact, ImpactAnswer
from storage.items import State
from storage.people import Person, Role
from storage.tasks import Promise, Task

SETTLES = {
    Impact.WORSE: str(Impact.WORSE),
    Impact.UNKNOWN: str(Impact.UNKNOWN),
    Impact.BETTER: rules.TELL,
}
"""What the task is for that an answer needs before it is decided."""


@dataclass(frozen=True)
class Ruling:
    """What was decided and why, with what is settled at the same time.

    `acceptor` accepts that it gets worse for customers, `finder` finds out what nobody knows, and
    `teller` tells customers what gets better: Slack ids; `day` is by when, as a form holds it.
    From `review` (UTC) on is asked what came true; None: as usual.
    """

    words: str
    why: str
    acceptor: str = ""
    finder: str = ""
    teller: str = ""
    day: str = ""
    review: datetime | None = None


# --- who decides ---


def fit(person: Person) -> Person:
    """Somebody who may decide here. Raises NoDecider, and what `access.check_works_here` raises."""
    access.check_works_here(person)
    if person.role not in (Role.EXECUTIVE, Role.CCO):
        raise NoDecider(name=person.name)
    return person


def decider_of(session: Session, decision: Decision) -> Person | None:
    """Who decides it: whoever is asked to, where that has passed on, else who was named."""
    asked = circle.asked_to_decide(session, decision)
    user_id = asked.whose_id if asked else decision.decider_id
    return people.find(session, decision.team_id, user_id) if user_id else None


def may_end(session: Session, actor: Person, decision: Decision) -> bool:
    """Whether somebody says how a decision of somebody's ends, while it has not."""
    return (
        not decision.is_prompt
        and lifecycle.may(session, actor, decision, moves.DECIDE)
        and is_decider(session, actor, decision)
    )


def name(session: Session, now: datetime, actor: Person, decision: Decision, to: Person) -> bool:
    """Say who decides a decision, which is held; False where they do already.

    Raises NothingToDecide, and what `lifecycle.permit` and `fit` raise.
    """
    lifecycle.permit(session, actor, decision, moves.NAME)
    _check_is_decided(decision)
    fit(to)
    was = decider_of(session, decision)
    if was is not None and was.user_id == to.user_id:
        return False
    before, decision.decider_id = decision.decider_id or "", to.user_id
    ask = Asked(
        DECIDE, to, to.department_id, announced=to.user_id == actor.user_id, by=decision.due_at
    )
    lifecycle.make(
        session, now, moves.NAME, decision, actor, asked=[ask], to=to.user_id, before=before
    )
    return True


# --- how it ends ---


def to_end(session: Session, actor: Person, decision: Decision) -> dict[Impact, list[ImpactAnswer]]:
    """What is still open about a decision that somebody is about to end, by what was said.

    Raises what `check_decides` raises.
    """
    check_decides(session, actor, decision, moves.DECIDE)
    return unsettled(session, decision)


def check_decides(session: Session, actor: Person, decision: Decision, move: Move) -> None:
    """Raises NothingToDecide, NotTheDecider, and what `lifecycle.permit` raises for this move."""
    lifecycle.permit(session, actor, decision, move)
    _check_is_decided(decision)
    if not is_decider(session, actor, decision):
        who = decider_of(session, decision)
        raise NotTheDecider(ref=decision.ref, name=who.name if who else "Nobody")


def to_decide(
    session: Session, actor: Person, decision: Decision
) -> dict[Impact, list[ImpactAnswer]]:
    """The same for somebody who decides it: first anybody says what it means for customers.

    Raises NobodyAnswered, and what `to_end` raises.
    """
    left = to_end(session, actor, decision)
    if not decisions.answers(session, decision.team_id, decision.number):
        raise NobodyAnswered(ref=decision.ref)
    return left


def decide(
    session: Session, now: datetime, actor: Person, decision: Decision, said: Ruling
) -> list[Promise]:
    """Say what was decided, and why; the tasks that follow from it.

    Nobody is asked about it any more. Raises Unsettled, naming each step that is missing; what
    `to_decide` raises, WhyMissing, NoteTooLong, NoDecider and what `following.promise` raises; then
    nothing was changed.
    """
    left = to_decide(session, actor, decision)
    _check_said(session, left, said, decision)
    for words in (said.words, said.why):
        items.check_note(words)
    reasons.check(said.why)
    acceptor = _acceptor(session, decision, left, said)
    given = _give(session, now, actor, decision, left, said)
    accepted = left.get(Impact.WORSE, []) if acceptor else []
    for answer in accepted:
        answer.accepted_by = said.acceptor
        session.add(answer)
    decision.decided_at, decision.decided_by = now, actor.user_id
    decision.decided, decision.decided_why = said.words.strip(), said.why.strip()
    answers = decisions.answers(session, decision.team_id, decision.number)
    expected = foreseeing.keep(session, now, actor, decision, answers, said.review)
    lifecycle.make(
        session, now, moves.DECIDE, decision, actor, words=decision.decided,
        reason=decision.decided_why, accepted_by=acceptor.user_id if acceptor else "",
        accepted=[each.user_id for each in accepted], tasks=[task.ref for task in given],
        **expected,
    )  # fmt: skip
    if acceptor and acceptor.user_id != actor.user_id:
        notes.send(session, now, acceptor, deciding_cards.accepts(decision, actor))
    return given


def withdraw(
    session: Session, now: datetime, actor: Person, decision: Decision, reason: str
) -> None:
    """Take the question back, which is held: nothing is decided. For whoever asked or decides.

    Raises WhyMissing, NothingToDecide, NotTheDecider, and what `lifecycle.permit` raises.
    """
    lifecycle.permit(session, actor, decision, moves.WITHDRAW)
    if actor.user_id != decision.asked_by:
        to_end(session, actor, decision)
    _check_is_decided(decision)
    reasons.check(reason)
    lifecycle.make(session, now, moves.WITHDRAW, decision, actor, reason=reason.strip())


def unsettled(session: Session, decision: Decision) -> dict[Impact, list[ImpactAnswer]]:
    """Whose answers need a step that nobody takes: a task that was declined counts as none."""
    answers = decisions.answers(session, decision.team_id, decision.number)
    tasks = decisions.tasks_of(session, answers)
    # One who tells customers tells them all of it, whoever said that they should hear it.
    told = any(_stands(tasks.get(each.tasks.get(rules.TELL, 0))) for each in answers)
    found: dict[Impact, list[ImpactAnswer]] = {}
    for answer in answers:
        impact = Impact(answer.impact)
        if impact is Impact.BETTER and told:
            continue
        if impact in SETTLES and not _is_settled(answer, tasks, SETTLES[impact]):
            found.setdefault(impact, []).append(answer)
    return found


def _is_settled(answer: ImpactAnswer, tasks: Mapping[int, Task], purpose: str) -> bool:
    if _stands(tasks.get(answer.tasks.get(purpose, 0))):
        return True
    return answer.impact == Impact.WORSE and answer.accepted_by is not None


def _stands(task: Task | None) -> bool:
    """Whether somebody does it or has done it: what was answered with a no is not done."""
    return task is not None and (task.live or task.state == State.DONE)


def _check_said(
    session: Session,
    left: Mapping[Impact, Sequence[ImpactAnswer]],
    said: Ruling,
    decision: Decision,
) -> None:
    """Raises Unsettled where what was decided is not said, or something is left open."""
    missing: dict[str, str] = {}
    if cleaning.says_nothing(said.words):
        missing[Blank.WORDS] = deciding_cards.WORDS_MISSING
    named = {Impact.WORSE: said.acceptor, Impact.UNKNOWN: said.finder, Impact.BETTER: said.teller}
    for impact, answers in left.items():
        if not named[impact]:
            who = people.by_id(session, decision.team_id, [each.user_id for each in answers])
            names = [each.name for each in who.values()]
            missing[deciding_cards.PLACES[impact]] = deciding_cards.missing(impact, names)
    gives = any(named[impact] for impact in left if impact is not Impact.WORSE)
    if gives and not said.day:
        missing[Blank.DAY] = deciding_cards.DAY_MISSING
    if missing:
        raise Unsettled(missing)


def _acceptor(
    session: Session,
    decision: Decision,
    left: Mapping[Impact, Sequence[ImpactAnswer]],
    said: Ruling,
) -> Person | None:
    """Who accepts that it gets worse, where that is needed; somebody who decides here."""
    if Impact.WORSE not in left:
        return None
    person = people.find(session, decision.team_id, said.acceptor)
    if person is None:
        raise NoDecider(name="That person")
    return fit(person)


def _give(
    session: Session,
    now: datetime,
    actor: Person,
    decision: Decision,
    left: Mapping[Impact, Sequence[ImpactAnswer]],
    said: Ruling,
) -> list[Promise]:
    """The tasks that settle what is left: one for each, however many said so."""
    given: list[Promise] = []
    owners = {Impact.UNKNOWN: said.finder, Impact.BETTER: said.teller}
    for impact, owner in owners.items():
        if impact not in left:
            continue
        tells = impact is Impact.BETTER
        title = "" if tells else deciding_cards.find_out(decision)
        wanted = Said(impact, "…", owner_id=owner, task=title, day=said.day, tell=tells)
        made = following.promise(session, now, actor, decision, wanted, {})
        for answer in left[impact]:
            numbers = {purpose: task.number for purpose, task in made.items()}
            answer.tasks = {**answer.tasks, **numbers}
            answer.tell_customers = answer.tell_customers or tells
            session.add(answer)
        given += made.values()
    return given


def _check_is_decided(decision: Decision) -> None:
    if decision.is_prompt:
        raise NothingToDecide(ref=decision.ref)


def is_decider(session: Session, actor: Person, decision: Decision) -> bool:
    """Whether somebody decides it, is asked to in the place of who does, or is the CCO."""
    if actor.role == Role.CCO or actor.user_id == decision.decider_id:
        return True
    about = asks.open_about(session, decision.team_id, decision.noun, decision.number)
    return any(
        each.kind == DECIDE.name and actor.user_id in (each.person_id, each.for_id)
        for each in about
    )
