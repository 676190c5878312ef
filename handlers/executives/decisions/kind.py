"""What executives are asked: what a decision means for customers, how it ends, what came true."""

from __future__ import annotations

from datetime import date, datetime

from sqlmodel import Session

from handlers.calendar.hours import Calendar
from handlers.chasing.kinds import OWNER_RUNGS, Kind, within
from handlers.chasing.nouns import About
from handlers.chasing.policy import Policy
from handlers.executives.decisions import words
from handlers.executives.decisions.forecasts import cards as forecast_cards
from handlers.executives.decisions.forecasts import since
from storage import asks, decisions, people
from storage.asks import Owed
from storage.people import Role


def _know_it(session: Session, ask: Owed) -> set[str]:
    """Who has answered it, or wants to know it."""
    decision = decisions.find(session, ask.team_id, ask.number)
    answers = decisions.answers(session, ask.team_id, ask.number)
    return {each.user_id for each in answers} | ({decision.asked_by} if decision else set())


def _decided_by(policy: Policy, calendar: Calendar, now: datetime, about: About) -> datetime:
    del policy, calendar
    return about.due_at or now


def _before_it_is_decided(session: Session, ask: Owed, today: date) -> str:
    """Whom somebody follows who was to decide it and has left, and who has not answered yet.

    Only whoever decides reads their names.
    """
    del today
    decision = decisions.find(session, ask.team_id, ask.number)
    named = people.find(session, ask.team_id, decision.decider_id or "") if decision else None
    follows = named is not None and named.gone and named.user_id != ask.person_id
    left = [words.inherited(named.name)] if named and follows else []
    return " ".join(filter(None, [*left, _silent(session, ask)]))


def _silent(session: Session, ask: Owed) -> str:
    about = asks.open_about(session, ask.team_id, ask.noun, ask.number)
    silent = [each.person_id for each in about if each.kind == IMPACT.name]
    known = people.by_id(session, ask.team_id, silent)
    return words.silent([known[user_id].name for user_id in silent if user_id in known])


def _expected(session: Session, ask: Owed, today: date) -> str:
    """What was expected, and what happened since to the customers whom it concerns."""
    del today
    decision = decisions.find(session, ask.team_id, ask.number)
    if decision is None or decision.expected is None:
        return ""
    asked = people.find(session, ask.team_id, ask.person_id)
    decider = people.find(session, ask.team_id, decision.decided_by or "")
    has_left = decider is not None and decider.gone and decider is not asked
    heir = [forecast_cards.heir(decider.name)] if decider and has_left else []
    zone = asked.zone if asked else "UTC"
    said = forecast_cards.expected(decision, zone, ask.opened_at)
    found = since.of(session, ask.opened_at, decision)
    return " ".join([*heir, said, forecast_cards.happened(decision, found)])


IMPACT = Kind(
    name="impact",
    wants="what it means for customers",
    rungs=(1, 2),
    due=within(lambda policy: policy.impact_answer),
    says=words.SAYS,
    buttons=words.buttons,
    circle=(Role.CCO, Role.EXECUTIVE),
    asked_already=_know_it,
)
DECIDE = Kind(
    name="decide",
    wants="what was decided",
    rungs=OWNER_RUNGS,
    due=_decided_by,
    says=words.DECIDES,
    buttons=words.ends,
    is_around_due=True,
    # Whoever follows a decider is an executive before it is the CCO, who owns nothing.
    circle=(Role.EXECUTIVE, Role.CCO),
    begins_with=_before_it_is_decided,
)
FORECAST = Kind(
    name="forecast",
    wants="what came true",
    rungs=OWNER_RUNGS,
    due=within(lambda policy: policy.impact_answer),
    says=forecast_cards.SAYS,
    buttons=forecast_cards.buttons,
    circle=(Role.EXECUTIVE, Role.CCO),
    has_card=False,
    is_afterwards=True,
    begins_with=_expected,
)
