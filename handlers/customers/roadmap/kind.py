"""What is asked of an outcome: who answers for it, its number, and which of two sides is right."""

from __future__ import annotations

from datetime import date, datetime

from sqlmodel import Session

from handlers.chasing.kinds import CCO_RUNG, LEAD_RUNG, Kind, within
from handlers.customers.roadmap import weighing, words
from storage import customer_outcomes, people
from storage.asks import Owed
from storage.customer_outcomes import CustomerOutcome

TAKE_WITHIN, NUMBER_WITHIN, COURSE_WITHIN = "5 bd", "2 bd", "2 bd"


def _found(session: Session, ask: Owed) -> CustomerOutcome | None:
    return customer_outcomes.find(session, ask.team_id, ask.number)


def _written(session: Session, ask: Owed, today: date) -> str:
    """Who wrote it, how it is counted, and from where to where."""
    outcome = _found(session, ask)
    if outcome is None:
        return ""
    writer = people.find(session, ask.team_id, outcome.written_by)
    return words.written(outcome, writer.name if writer else "", today)


def _counted(session: Session, ask: Owed, today: date) -> str:
    """Where the number stood last, and whether nobody works for it."""
    outcome = _found(session, ask)
    if outcome is None:
        return ""
    said = words.counted(outcome, today)
    is_moved = weighing.work_of(session, ask.opened_at, outcome).count
    return said if is_moved else f"{said} {words.NOBODY}"


def _weighed(session: Session, ask: Owed, today: date) -> str:
    """What they said, and what the figures say now."""
    del today
    outcome = _found(session, ask)
    if outcome is None:
        return ""
    at = max(ask.opened_at, outcome.said_at or ask.opened_at)
    return words.weighed(outcome, _against(session, at, outcome))


def _against(session: Session, at: datetime, outcome: CustomerOutcome) -> weighing.Against:
    return weighing.against(session, at, outcome)


TAKE = Kind(
    name="take",
    wants="whether they answer for an outcome",
    rungs=(1, 2, LEAD_RUNG, CCO_RUNG),
    due=within(lambda _policy: TAKE_WITHIN),
    says=words.TAKE_SAYS,
    buttons=words.take_buttons,
    takes_turns=True,
    has_card=False,
    stands=words.TAKE_STANDS,
    begins_with=_written,
)
NUMBER = Kind(
    name="reading",
    wants="how an outcome stands",
    rungs=(1, 2, LEAD_RUNG, CCO_RUNG),
    due=within(lambda _policy: NUMBER_WITHIN),
    says=words.NUMBER_SAYS,
    buttons=words.number_buttons,
    takes_turns=True,
    has_card=False,
    stands=words.NUMBER_STANDS,
    begins_with=_counted,
)
STAND = Kind(
    name="stand",
    wants="how an outcome stands whose number Duly counts",
    rungs=(1, 2, LEAD_RUNG, CCO_RUNG),
    due=within(lambda _policy: NUMBER_WITHIN),
    says=words.STAND_SAYS,
    buttons=words.stand_buttons,
    takes_turns=True,
    has_card=False,
    stands=words.STAND_STANDS,
    begins_with=_counted,
)
COURSE = Kind(
    name="course",
    wants="which is right, the words or the figures",
    rungs=(1, 2, CCO_RUNG),
    due=within(lambda _policy: COURSE_WITHIN),
    says=words.COURSE_SAYS,
    buttons=words.course_buttons,
    takes_turns=True,
    has_card=False,
    stands=words.COURSE_STANDS,
    begins_with=_weighed,
)
KINDS = {kind.name: kind for kind in (TAKE, NUMBER, STAND, COURSE)}
"""What people are asked about an outcome, by name."""
PASSED = (TAKE.name, NUMBER.name)
"""Of these, somebody else can be asked; what their own words mean only its owner can say."""
