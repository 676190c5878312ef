"""Executives are asked here what a decision means for customers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlmodel import Session

from handlers.executives.decisions import circle, deciding, moves, rules
from handlers.executives.decisions.kind import DECIDE, IMPACT
from handlers.executives.decisions.questions import Topic
from handlers.people import access, audiences
from handlers.promises import deadlines, items, lifecycle
from handlers.promises.lifecycle import Asked, Changes, Move
from handlers.speech import cleaning, phrases
from handlers.speech.errors import DecisionMissing
from storage import cards as stored_cards
from storage import counters, decisions
from storage.audiences import Audience
from storage.cards import Face, Place
from storage.customer_outcomes import CustomerOutcome
from storage.decisions import Decision
from storage.departments import key_of
from storage.people import Person

# --- ask what a decision means for customers ---


@dataclass(frozen=True)
class NewDecision:
    """A decision that was put to the executives, and everyone else who owes an answer.

    `posted` says that its card stands in the executives' channel.
    """

    decision: Decision
    others: tuple[Person, ...]
    zone: str
    """The IANA name of the zone of whoever decides: its day is one of theirs."""
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
    outcome: CustomerOutcome | None = None,
) -> NewDecision:
    """Put a decision to everyone else who decides, or `only` some of them, with its reason.

    `decider` says how it ends; without one, whoever asks does. `outcome` is what it moves.

    Who may see it is as usual in the executives' channel, unless somebody says; answers are asked
    for by the day that `when` says, on the clock of whoever decides, else by the rules. Its type is
    guessed from its words unless `topic` says it. Raises NoExecutiveChannel, DecisionMissing,
    TitleTooLong, WrongDate, NoDecider and what `access.check` raises.
    """
    access.check(session, actor, access.ASK_IMPACT)
    channel = circle.channel(session, actor.team_id)
    title = phrases.one_line(title)
    if cleaning.says_nothing(title):
        raise DecisionMissing
    items.check_title(title)
    twin = _twin(session, actor.team_id, title)
    known = circle.executives(session, actor.team_id)
    known = [deciding.fit(each) for each in only] or known
    others = tuple(each for each in known if each.user_id != actor.user_id)
    decides = deciding.fit(decider) if decider else actor
    by = deadlines.read(session, now, decides, when).at if when else None
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
        outcome_number=outcome.number if outcome else None,
    )
    decision.due_at = by or circle.usual_due(session, now, decision, others or (actor,))
    posted = audiences.lane_sees(session, channel, decision)
    asked = [Asked(IMPACT, each, each.department_id, announced=posted, by=by) for each in others]
    end = Asked(
        DECIDE, decides, decides.department_id,
        announced=posted or decides is actor, by=decision.due_at,
    )  # fmt: skip
    put(
        session, now, moves.ASK, decision, actor, asked=[*asked, end],
        why=why, topic=topic or "", decider=decider.user_id if decider else "",
        outcome=outcome.ref if outcome else "",
    )  # fmt: skip
    return NewDecision(decision, others, decides.zone, posted, twin)


def propose(
    session: Session,
    now: datetime,
    asker: Person,
    title: str,
    *,
    decider: Person,
    by: date,
    why: str,
) -> Decision:
    """Put a decision to everybody who decides, in the name of those whose matter it is.

    Duly itself asks, once they have agreed; `asker` is who agreed last, and need not decide
    anything. `by` is a day on the clock of whoever decides. Raises NoExecutiveChannel,
    NoDecider and WrongDate.
    """
    team_id = asker.team_id
    channel = circle.channel(session, team_id)
    due = deadlines.read(session, now, decider, by.isoformat()).at
    decision = Decision(
        team_id=team_id,
        number=counters.next_number(session, team_id, Decision.noun),
        title=title,
        asked_by=asker.user_id,
        channel_id=channel,
        created_at=now,
        due_at=due,
        audience=circle.usual_audience(session, team_id, channel),
        topic=rules.topic_of(title),
        decider_id=deciding.fit(decider).user_id,
    )
    posted = audiences.lane_sees(session, channel, decision)
    known = circle.executives(session, team_id)
    asked = [Asked(IMPACT, each, each.department_id, announced=posted, by=due) for each in known]
    end = Asked(DECIDE, decider, decider.department_id, announced=posted, by=due)
    put(
        session, now, moves.PROPOSE, decision, None, asked=[*asked, end],
        why=why, topic="", decider=decider.user_id,
    )  # fmt: skip
    return decision


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
