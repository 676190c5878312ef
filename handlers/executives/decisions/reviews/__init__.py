"""On its day whoever decided is asked what came true; they say so, change it, or name a new day."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from sqlmodel import Session

from handlers.chasing.registers import Registers
from handlers.executives.decisions import circle, moves
from handlers.executives.decisions.forecasts import foreseeing, rules
from handlers.executives.decisions.forecasts.rules import Rate
from handlers.executives.decisions.kind import FORECAST
from handlers.executives.decisions.rules import topic_for
from handlers.executives.decisions.topics import NAMES
from handlers.people import access
from handlers.promises import items, lifecycle
from handlers.promises.lifecycle import Asked, again, past
from handlers.speech import cleaning
from handlers.speech.decision_errors import (
    CameTrueMissing,
    ForecastKnown,
    NothingForeseen,
    NotTheirForecast,
)
from storage import asks as stored_asks
from storage import forecasts, people
from storage.asks import Ask
from storage.decisions import Decision, Impact
from storage.history import Event
from storage.people import Person, Role

AGAIN = timedelta(days=7)
"""Where nobody is there who could be asked, it is tried again."""
KEPT = ("came_true", "came_true_words", "reviewed_at", "reviewed_by", "review_at")
"""What looking back changes of a decision."""
_MOMENTS = frozenset({"reviewed_at", "review_at"})


def handle_one(session: Session, now: datetime) -> bool:
    """Ask what came true of the decision whose day has passed longest ago; False without any."""
    decision = forecasts.next_review(session, now)
    if decision is None:
        return False
    person = _whom(session, decision)
    if person is None:
        decision.review_at = now + AGAIN
        session.add(decision)
        return True
    decision.review_at = None
    asked = [Asked(FORECAST, person, person.department_id, announced=False)]
    lifecycle.pass_on(session, now, moves.LOOK_BACK, decision, asked=asked)
    return True


def _whom(session: Session, decision: Decision) -> Person | None:
    """Whoever decided; where they have left or decide no more, another executive, or the CCO."""
    decider = _decider(session, decision)
    those = circle.executives(session, decision.team_id)
    first = [each for each in those if decider and each.user_id == decider.user_id]
    return next(iter([*first, *those]), None)


def _decider(session: Session, decision: Decision) -> Person | None:
    return people.find(session, decision.team_id, decision.decided_by or "")


# --- what came true ---


def may_look_back(session: Session, actor: Person, decision: Decision) -> bool:
    """Whether somebody says what came true of a decision."""
    return (
        decision.expected is not None
        and lifecycle.may(session, actor, decision, moves.CAME_TRUE)
        and _is_theirs(session, actor, decision)
    )


def is_asked(session: Session, decision: Decision) -> bool:
    """Whether what came true is asked at this moment."""
    return bool(_wanted(session, decision))


def check(session: Session, actor: Person, decision: Decision) -> None:
    """Raises NothingForeseen, NotTheirForecast, and what `lifecycle.permit` raises."""
    lifecycle.permit(session, actor, decision, moves.CAME_TRUE)
    if decision.expected is None:
        raise NothingForeseen(ref=decision.ref)
    if not _is_theirs(session, actor, decision):
        who = _decider(session, decision)
        raise NotTheirForecast(ref=decision.ref, name=who.name if who else "Somebody else")


def come_true(
    session: Session, now: datetime, actor: Person, decision: Decision, seen: Impact, words: str
) -> bool:
    """Say how a decision, which is held, turned out for customers; False where that is said so.

    Raises CameTrueMissing where it is not what was expected and no words say what it was,
    NoteTooLong, and what `check` raises.
    """
    check(session, actor, decision)
    words = words.strip()
    items.check_note(words)
    if cleaning.says_nothing(words):
        if seen != decision.expected:
            raise CameTrueMissing
        words = ""
    if (decision.came_true, decision.came_true_words) == (seen, words):
        return False
    before = _kept(decision)
    decision.came_true, decision.came_true_words = seen, words
    decision.reviewed_at, decision.reviewed_by = now, actor.user_id
    decision.review_at = None
    lifecycle.make(
        session, now, moves.CAME_TRUE, decision, actor,
        came_true=str(seen), expected=decision.expected or "", words=words, before=before,
    )  # fmt: skip
    return True


def check_later(session: Session, actor: Person, decision: Decision) -> None:
    """Raises ForecastKnown where somebody has said what came true, and what `check` raises."""
    check(session, actor, decision)
    if decision.came_true is not None:
        raise ForecastKnown(ref=decision.ref)


def ask_later(session: Session, now: datetime, actor: Person, decision: Decision, day: str) -> None:
    """It is too early to say: name the day from which a decision, which is held, is asked about.

    Raises WrongDate, and what `check_later` raises.
    """
    check_later(session, actor, decision)
    at, before = foreseeing.day_of(session, now, actor, day), _kept(decision)
    decision.review_at = at
    lifecycle.make(session, now, moves.PUT_OFF, decision, actor, day=at, before=before)


def undo(
    registers: Registers,
    session: Session,
    now: datetime,
    actor: Person,
    decision: Decision,
    event: Event,
) -> None:
    """Take back what was said of a decision, which is held; who was asked is asked again."""
    for name, value in event.details.get("before", {}).items():
        if name in KEPT:
            is_moment = name in _MOMENTS and value
            setattr(decision, name, datetime.fromisoformat(value) if is_moment else value)
    again.ask_again(registers, session, now, decision.team_id, past.back_from(event))
    move = moves.UNDO_LATER if event.verb == moves.PUT_OFF.verb else moves.UNDO_CAME_TRUE
    lifecycle.make(session, now, move, decision, actor, undid=event.verb)


def _kept(decision: Decision) -> dict[str, Any]:
    """What stood before, as JSON has it."""
    said = decision.model_dump(mode="json")
    return {name: said[name] for name in KEPT}


def _is_theirs(session: Session, actor: Person, decision: Decision) -> bool:
    """Whether somebody decided it, is asked in the place of who did, or is the CCO."""
    if actor.role == Role.CCO or actor.user_id == decision.decided_by:
        return True
    wanted = _wanted(session, decision)
    return any(actor.user_id in (each.person_id, each.for_id) for each in wanted)


def _wanted(session: Session, decision: Decision) -> list[Ask]:
    about = stored_asks.open_about(session, decision.team_id, decision.noun, decision.number)
    return [each for each in about if each.kind == FORECAST.name]


# --- how often forecasts held ---


def rates(session: Session, actor: Person) -> tuple[dict[str, Rate], Rate, Rate]:
    """How often forecasts came true: by the name of each type, of all, and of one's own answers.

    Raises what `access.check` raises.
    """
    access.check(session, actor, access.ANSWER_IMPACT)
    known = forecasts.reviewed(session, actor.team_id)
    by_type: dict[str, list[tuple[str, str]]] = {}
    for each in known:
        name = NAMES[topic_for(each)]
        by_type.setdefault(name, []).append((each.expected, each.came_true))
    found = {name: rules.rate(by_type[name]) for name in NAMES.values() if name in by_type}
    of_all = rules.rate((each.expected, each.came_true) for each in known)
    own = rules.rate(forecasts.foreseen_by(session, actor.team_id, actor.user_id))
    return found, of_all, own
