"""People are asked for the steps of a loop, each by its clock: told once taken, the rest after."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime

from sqlmodel import Session

from handlers.calendar.hours import Calendar
from handlers.chasing import policy as policies
from handlers.chasing.kinds import RUNGS, DueBy, Kind
from handlers.chasing.nouns import About
from handlers.chasing.policy import Policy
from handlers.chasing.policy.rules import Clocks
from handlers.people import tiers
from handlers.promises import asked, moves, undoable
from handlers.promises.steps import words
from handlers.promises.undoing import PASSING
from storage import history, surveys
from storage.asks import Owed


def _by_clock(clocks: Callable[[Policy], Clocks]) -> DueBy:
    """By the clock of severity and tier, on the working time of whoever owes it."""

    def due(policy: Policy, calendar: Calendar, now: datetime, about: About) -> datetime:
        return policies.after(
            calendar, now, clocks(policy)[about.severity][tiers.of(about.customer)]
        )

    return due


def _answered(session: Session, ask: Owed, today: date) -> str:
    """What the customer answered last, where that is why they are to hear from us.

    And who asked whoever owes it instead, and why; and which day these gave for a call.
    """
    found = surveys.scores_of_issue(session, ask.team_id, ask.number)
    if not found:
        return ""
    said = (
        words.answered(found[-1], "They"),
        _passed_on(session, ask),
        words.said_day(calls_on(session, ask), today),
    )
    return " ".join(filter(None, said))


def _passed_on(session: Session, ask: Owed) -> str:
    """Who did not call and asked whoever owes it, and why; empty where nobody said so."""
    last = history.latest(session, ask.team_id, ask.noun, ask.number, moves.PASS_ON.verb)
    if last is None or last.details["step"] != asked.INFORM:
        return ""
    to = str(last.details["to"])
    is_theirs = to in (ask.person_id, ask.for_id)
    why = str(last.details.get("reason", ""))
    return words.asked_instead(last.actor, to, why) if is_theirs else ""


def calls_on(session: Session, ask: Owed) -> date | None:
    """The local day on which whoever owes it said that they call; None where they did not."""
    place, verb = (ask.team_id, ask.noun, ask.number), moves.CALL_TODAY.verb
    if history.latest(session, *place, verb) is None:
        return None
    happened = history.newest_but(session, *place, PASSING, undoable.LOOKED_AT)
    last = next((each for each in undoable.standing(happened) if each.verb == verb), None)
    if last is None or last.actor != ask.person_id:
        return None
    return date.fromisoformat(str(last.details["on"]))


def _which(session: Session, ask: Owed) -> str:
    """Whether a low score is why they are to hear from us."""
    found = surveys.of_issue(session, ask.team_id, ask.number)
    return words.LOW_SCORE if found else ""


INFORM = Kind(
    name=asked.INFORM,
    wants="whether the customer has heard from us",
    rungs=RUNGS,
    due=_by_clock(lambda policy: policy.contact),
    says=words.INFORM,
    buttons=words.inform_buttons,
    has_card=False,
    is_afterwards=True,
    stands=words.INFORM_STANDS,
    begins_with=_answered,
    question=_which,
)
PREVENT = Kind(
    name=asked.PREVENT,
    wants="what keeps it from coming back",
    rungs=RUNGS,
    due=_by_clock(lambda policy: policy.prevent),
    says=words.PREVENT,
    buttons=words.prevent_buttons,
    has_card=False,
    is_afterwards=True,
    stands=words.PREVENT_STANDS,
)
VERIFY = Kind(
    name=asked.VERIFY,
    wants="whether it helped",
    rungs=RUNGS,
    due=_by_clock(lambda policy: policy.verify),
    says=words.VERIFY,
    buttons=words.verify_buttons,
    has_card=False,
    is_afterwards=True,
    stands=words.VERIFY_STANDS,
)
CHECK = Kind(
    name=asked.CHECK,
    wants="whether it held",
    rungs=RUNGS,
    due=_by_clock(lambda policy: policy.verify),
    says=words.CHECK,
    buttons=words.check_buttons,
    has_card=False,
    is_afterwards=True,
    stands=words.CHECK_STANDS,
)
KINDS = {kind.name: kind for kind in (INFORM, PREVENT, VERIFY)}
"""What people are asked so that a loop closes, by name."""
