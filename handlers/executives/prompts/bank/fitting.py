"""Which questions of the bank fit this week: some are only asked while something is true."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

from sqlmodel import Session

from handlers.executives.decisions.questions import OnlyWhile, Question
from handlers.executives.prompts import bank
from handlers.executives.prompts.facts import rules
from storage import standouts
from storage.customers import Tier

AHEAD = timedelta(days=90)
"""So far a renewal is looked for."""
WATCHED = (Tier.KEY, Tier.STRATEGIC, Tier.BEACHHEAD)
HOLDS: dict[OnlyWhile, Callable[[Session, str, datetime], bool]] = {
    OnlyWhile.SEVERE: lambda session, team_id, now: standouts.is_severe(
        session, team_id, now - rules.LOOKS_BACK
    ),
    OnlyWhile.HANDED: lambda session, team_id, now: bool(
        standouts.returned(session, team_id, now - rules.LOOKS_BACK, 1)
    ),
    OnlyWhile.RENEWAL: lambda session, team_id, now: standouts.renews(
        session, team_id, WATCHED, now.date(), (now + AHEAD).date()
    ),
}
"""How it is found out whether something is true (session, workspace, now)."""


def of(session: Session, now: datetime, team_id: str) -> list[Question]:
    """The questions that are switched on and fit, in the words of the house."""
    asked = [each.question for each in bank.of(session, team_id) if not each.is_off]
    needed = {each.needs for each in asked if each.needs}
    true = {each for each in needed if HOLDS[each](session, team_id, now)}
    return [each for each in asked if each.needs is None or each.needs in true]
