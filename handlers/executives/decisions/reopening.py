"""A decision that has ended is opened again, with a reason: it is decided anew, and by a day."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlmodel import Session

from handlers.chasing.registers import Registers
from handlers.executives.decisions import circle, deciding, ending, moves, news
from handlers.executives.decisions.forecasts import foreseeing
from handlers.executives.decisions.kind import DECIDE, IMPACT
from handlers.executives.decisions.rulings import again_cards
from handlers.promises import deadlines, items, lifecycle, undoable
from handlers.promises.lifecycle import Asked
from handlers.speech import reasons
from handlers.speech.decision_errors import CameTrueAlready, NothingToDecide, NotTheirsToReopen
from storage import asks as stored_asks
from storage import decisions, history, people
from storage.decisions import Decision, DecisionState, ImpactAnswer
from storage.history import Event
from storage.people import Person

KEPT = (
    "decided_at", "decided_by", "decided", "decided_why", "expected", "expected_customers",
    "expected_tiers", "review_at", "due_at", "decider_id",
)  # fmt: skip
"""What opening it again changes of a decision."""


@dataclass(frozen=True)
class OpenAgain:
    """A decision that is open again, who decides it, and who is asked what it means."""

    decision: Decision
    decider: Person
    asked: Sequence[Person]


# --- who may, and what is asked then ---


def may_reopen(session: Session, actor: Person, decision: Decision) -> bool:
    """Whether somebody opens a decision again that has ended."""
    return (
        not decision.is_prompt
        and decision.came_true is None
        and lifecycle.may(session, actor, decision, moves.REOPEN)
        and _is_theirs(session, actor, decision)
    )


def check(session: Session, actor: Person, decision: Decision) -> None:
    """Raises NothingToDecide, CameTrueAlready, NotTheirsToReopen, and what `permit` raises."""
    lifecycle.permit(session, actor, decision, moves.REOPEN)
    if decision.is_prompt:
        raise NothingToDecide(ref=decision.ref)
    if not _is_theirs(session, actor, decision):
        who = _who_ended(session, decision)
        raise NotTheirsToReopen(ref=decision.ref, name=who.name if who else "Somebody else")
    if decision.came_true is not None:
        raise CameTrueAlready(ref=decision.ref)


def reopen(
    session: Session, now: datetime, actor: Person, decision: Decision, reason: str, by: str = ""
) -> OpenAgain:
    """Open a decision again, which is held, and say why; by the day that is named, if any is.

    What was said stands and may be changed; who has said nothing is asked. Without a day it keeps
    its own, or has as much time as at first where that is past. What was expected is kept in
    history, and kept anew when it is decided again. Raises WhyMissing, NoteTooLong, WrongDate and
    what `check` raises.
    """
    check(session, actor, decision)
    reasons.check(reason)
    items.check_note(reason)
    answers = decisions.answers(session, decision.team_id, decision.number)
    heard = _to_tell(session, actor, decision, answers)
    facts = _stood(session, decision, answers)
    decider = _decider(session, decision) or actor
    asked = _silent(session, decision, answers)
    named = deadlines.read(session, now, decider, by).at if by.strip() else None
    _clear(session, decision, answers, facts["accepted"])
    decision.decider_id = decider.user_id
    if named or decision.due_at <= now:
        decision.due_at = named or circle.usual_due(session, now, decision, asked or [decider])
    end = Asked(DECIDE, decider, decider.department_id, by=decision.due_at)
    those = [Asked(IMPACT, each, each.department_id, announced=False, by=named) for each in asked]
    move = moves.REOPEN if decision.first_answer_at else moves.REOPEN_UNANSWERED
    lifecycle.make(
        session, now, move, decision, actor, asked=[end, *those], reason=reason.strip(), **facts
    )
    heard = heard if decider is actor or decider in heard else [*heard, decider]
    news.tell(
        session, now, decision, move.verb, heard,
        lambda reader: again_cards.heard(decision, actor, reader, decider, reason, now),
    )  # fmt: skip
    return OpenAgain(decision, decider, asked)


def _is_theirs(session: Session, actor: Person, decision: Decision) -> bool:
    """Whether somebody asked about it, decides it or has decided it.

    Where those have left who would, every executive may.
    """
    if actor.user_id in (decision.asked_by, decision.decided_by):
        return True
    return deciding.is_decider(session, actor, decision) or _who_ended(session, decision) is None


def _who_ended(session: Session, decision: Decision) -> Person | None:
    """Who decides or has decided it and is here; None where they have left."""
    for user_id in (decision.decided_by, decision.decider_id):
        found = people.find(session, decision.team_id, user_id) if user_id else None
        if found and not found.gone:
            return found
    return None


def _decider(session: Session, decision: Decision) -> Person | None:
    """Whoever was named to decide it, where they still can."""
    here = circle.executives(session, decision.team_id)
    return next((each for each in here if each.user_id == decision.decider_id), None)


def _silent(session: Session, decision: Decision, answers: Sequence[ImpactAnswer]) -> list[Person]:
    """Those who were asked what it means for customers, have not said it, and still can."""
    about = stored_asks.ever_about(session, decision.team_id, decision.noun, decision.number)
    asked = {each.whose_id for each in about if each.kind == IMPACT.name}
    asked -= {each.user_id for each in answers}
    here = circle.executives(session, decision.team_id)
    return [each for each in here if each.user_id in asked]


def _to_tell(
    session: Session, actor: Person, decision: Decision, answers: Sequence[ImpactAnswer]
) -> list[Person]:
    """Who reads at once that it is open again: who asked, follows, answered or decided it."""
    others = [decision.decided_by, *(each.user_id for each in answers)]
    return news.concerned(session, actor, decision, others)


# --- what stood, and stands again where that is undone ---


def _stood(session: Session, decision: Decision, answers: Sequence[ImpactAnswer]) -> dict[str, Any]:
    """How it had ended, as history keeps it."""
    said = decision.model_dump(mode="json")
    facts = {
        "before": {name: said[name] for name in KEPT},
        "foreseen": {each.user_id: each.foreseen for each in answers if each.foreseen},
        "accepted": [],
    }
    if decision.state != DecisionState.DECIDED:
        return facts
    ended = history.latest(
        session, decision.team_id, decision.noun, decision.number, moves.DECIDE.verb
    )
    # What was accepted on that occasion was its price; what an answer says so stands.
    accepted = ended.details.get("accepted", []) if ended else []
    price = {each.user_id: each.accepted_by for each in answers if each.user_id in accepted}
    return {
        **facts, "accepted": accepted, "price": price, "ruled": decision.decided,
        "ruled_at": decision.decided_at, "ruled_by": decision.decided_by or "",
    }  # fmt: skip


def _clear(
    session: Session,
    decision: Decision,
    answers: Sequence[ImpactAnswer],
    accepted: Sequence[str],
) -> None:
    """It is not decided any more, nothing is expected of it, and its price is nobody's."""
    decision.decided_at = decision.decided_by = None
    decision.decided = decision.decided_why = ""
    for answer in answers:
        if answer.user_id in accepted:
            answer.accepted_by = None
    foreseeing.forget(session, decision, answers)


def undo(
    registers: Registers,
    session: Session,
    now: datetime,
    actor: Person,
    decision: Decision,
    event: Event,
) -> None:
    """Let a decision, which is held, stand again as it had ended; nobody is asked about it."""
    details = event.details
    answers = decisions.answers(session, decision.team_id, decision.number)
    heard = _to_tell(session, actor, decision, answers)
    before = details["before"]
    stood = Decision.model_validate({**decision.model_dump(), **before})
    for name in KEPT:
        setattr(decision, name, getattr(stood, name))
    for answer in answers:
        answer.foreseen = details.get("foreseen", {}).get(answer.user_id)
        answer.accepted_by = details.get("price", {}).get(answer.user_id, answer.accepted_by)
        session.add(answer)
    ending.asked_as_before(registers, session, now, actor, decision, event)
    was_decided = bool(details.get("ruled_at"))
    move = moves.UNDO_REOPENING if was_decided else moves.UNDO_REOPENING_WITHDRAWN
    lifecycle.make(session, now, move, decision, actor, undid=event.verb)
    told = again_cards.ended_again(decision, actor)
    news.take_back(session, now, decision, event, heard, told)


def standing(session: Session, decision: Decision) -> Event | None:
    """What history tells of how a decision was opened again that is open since; None without."""
    if decision.state not in (DecisionState.WAITING, DecisionState.ANSWERED):
        return None
    place = (decision.team_id, decision.noun, decision.number)
    happened = history.newest_but(session, *place, (moves.NOTE.verb,), undoable.LOOKED_AT)
    found = (each for each in undoable.standing(happened) if each.verb == moves.REOPEN.verb)
    return next(found, None)
