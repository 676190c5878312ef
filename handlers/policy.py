"""The house rules of a workspace: clocks, the ladder, bundling and snoozing, kept as data."""

from __future__ import annotations

import json
from datetime import datetime, time, timedelta
from functools import lru_cache

from pydantic import BaseModel, ConfigDict, Field
from sqlmodel import Session

from handlers import hours
from storage import workspaces
from storage.customers import Tier

Clocks = dict[int, dict[str, str]]


def _row(key: str, strategic: str, beachhead: str, standard: str) -> dict[str, str]:
    return {
        Tier.KEY: key,
        Tier.STRATEGIC: strategic,
        Tier.BEACHHEAD: beachhead,
        Tier.STANDARD: standard,
    }


def _acknowledge() -> Clocks:
    return {
        1: _row("1 h", "2 h", "2 h", "4 bh"),
        2: _row("4 bh", "8 bh", "8 bh", "1 bd"),
        3: _row("1 bd", "2 bd", "2 bd", "2 bd"),
        4: _row("3 bd", "5 bd", "5 bd", "5 bd"),
    }


def _resolve() -> Clocks:
    return {
        1: _row("2 bd", "3 bd", "3 bd", "5 bd"),
        2: _row("5 bd", "10 bd", "10 bd", "15 bd"),
        3: _row("20 bd", "30 bd", "30 bd", "40 bd"),
        4: _row("65 bd", "65 bd", "65 bd", "65 bd"),
    }


class Policy(BaseModel):
    """The defaults of the trade; a workspace stores only what it changes.

    Clocks are severity × tier → a span: `h` calendar hours, `bh` business hours and `bd`
    business days of whoever owes. Rungs 1–3 remind the owner, 4 the lead, 5 the CCO.
    """

    model_config = ConfigDict(frozen=True)

    acknowledge: Clocks = Field(default_factory=_acknowledge)
    resolve: Clocks = Field(default_factory=_resolve)
    fractions: dict[int, float] = {1: 0.5, 2: 1.0, 3: 1.5, 4: 2.0, 5: 3.0}
    urgent_fractions: dict[int, float] = {1: 0.25, 2: 0.5, 3: 0.75, 4: 1.0, 5: 2.0}
    days_from_due: dict[int, int] = {1: -2, 2: 0, 3: 1, 4: 3, 5: 5}
    early_days_when_long: int = 5
    long_days: int = 10
    bundle_at: time = time(9, 30)
    bundle_items: int = 7
    snooze_days: dict[int, int] = {1: 0, 2: 1, 3: 5, 4: 10}
    snooze_days_overdue: int = 1
    snoozes: int = 2
    impact_answer: str = "2 bd"
    accept: str = "1 bd"
    triage: str = "1 bd"
    tell_customer: str = "1 bd"


def of(session: Session, team_id: str) -> Policy:
    """The policy of a workspace: the defaults, with what it changed on top."""
    return _read(json.dumps(workspaces.policy_of(session, team_id), sort_keys=True))


@lru_cache(maxsize=256)
def _read(changes: str) -> Policy:
    """The policy with these changes; every request needs it, and it hardly ever differs."""
    return Policy.model_validate_json(changes)


@lru_cache(maxsize=256)
def after(calendar: hours.Calendar, start: datetime, span: str) -> datetime:
    """The instant (UTC) a span after `start`: “4 bh”, “2 bd” or “1 h”.

    Calendar hours that end while the calendar is closed are due when it next opens
    (customer-experience reference, section 6.2). Of a thousand issues that one person is given at
    once all are due at one of few instants, so these are kept. Raises ValueError for an unknown
    unit.
    """
    amount, unit = span.split()
    if unit == "h":
        return hours.next_open(calendar, start + timedelta(hours=float(amount)))
    if unit == "bh":
        return hours.add_hours(calendar, start, float(amount))
    if unit == "bd":
        return hours.add_days(calendar, start, int(amount))
    raise ValueError(f"unknown unit {unit!r}")
