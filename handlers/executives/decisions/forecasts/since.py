"""What happened since a decision to the customers whom it concerns: counted from what is stored."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session

from handlers.executives.decisions.forecasts import rules
from handlers.executives.decisions.forecasts.rules import Outcomes
from storage import decisions, departments, forecasts
from storage.decisions import Decision
from storage.forecasts import ReportedSince
from storage.scopes import Period


@dataclass(frozen=True)
class Aftermath:
    """What happened in the time after a decision, and in as long a time before.

    `customers` are those of the segments that were named now; None where none was named.
    """

    after: ReportedSince
    before: ReportedSince
    tasks: Outcomes
    customers: int | None = None


def of(session: Session, now: datetime, decision: Decision) -> Aftermath:
    """What happened by an instant (UTC) since a decision was made, which it is."""
    at, team_id = decision.decided_at or now, decision.team_id
    within = [None, *(each.department_id for each in departments.everyone(session, team_id))]
    tiers = decision.expected_tiers
    answers = decisions.answers(session, team_id, decision.number)
    tasks = decisions.tasks_of(session, answers)
    return Aftermath(
        after=forecasts.reported(session, team_id, within, tiers, Period(at, now)),
        before=forecasts.reported(session, team_id, within, tiers, Period(at - (now - at), at)),
        tasks=rules.outcomes(list(tasks.values()), now),
        customers=forecasts.customers_of(session, team_id, tiers) if tiers else None,
    )
