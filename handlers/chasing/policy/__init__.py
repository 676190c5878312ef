"""The house rules of a workspace: which are in force, which were, and who changed what."""

from __future__ import annotations

import json
import logging
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache
from typing import Any

from sqlmodel import Session

from handlers.calendar import hours
from handlers.chasing.policy import cards, rules
from handlers.chasing.policy.account_rules import CCO
from handlers.chasing.policy.rules import Change, Policy
from handlers.people import access, records
from handlers.people.records import Occurrence
from handlers.speech.setup_errors import RulesMoved, WrongRule
from storage import departments, people, policies, workspaces
from storage.people import Person
from storage.policies import PolicyVersion

__all__ = [
    "Change",
    "Policy",
    "Preview",
    "after",
    "as_of",
    "change",
    "change_on_server",
    "of",
    "preview",
    "story",
    "version",
]

log = logging.getLogger(__name__)
CHANGED = Occurrence("policy", "changed", {"before": dict, "after": dict})
TOLD = 50
"""So many versions are told."""
NAMED = 5
"""So many departments are named where one is not there."""


def of(session: Session, team_id: str) -> Policy:
    """The policy of a workspace: the defaults, with what it changed on top."""
    return _read(json.dumps(policies.changes_of(session, team_id), sort_keys=True))


def as_of(session: Session, team_id: str, at: datetime) -> Policy:
    """The policy that was in force at an instant (UTC)."""
    return _read(json.dumps(policies.changes_as_of(session, team_id, at), sort_keys=True))


def change(
    session: Session,
    now: datetime,
    person: Person,
    wanted: Mapping[str, Any],
    *,
    reason: str = "",
    seen: int | None = None,
) -> list[Change]:
    """Change rules from now on, all of these or none; what is different afterwards.

    `wanted` is laid over the rules in force: one cell of a table changes that cell, and None makes
    a rule as usual again. `seen` is the version that the person looked at, where they did. Raises
    UnknownRule, WrongRule, RulesMoved, and what `access.check` raises.
    """
    access.check(session, person, access.CHANGE_POLICY)
    _check_seen(session, person.team_id, seen)
    return _change(session, now, person.team_id, person.user_id, wanted, reason)


def version(session: Session, team_id: str) -> int:
    """The number of the version in force; 0 while everything is as usual since the start."""
    latest = policies.latest(session, team_id)
    return latest.version if latest else 0


def change_on_server(
    session: Session, now: datetime, team_id: str, wanted: Mapping[str, Any]
) -> list[Change]:
    """The same for whoever runs Duly, whom the command line cannot name."""
    return _change(session, now, team_id, "", wanted, "")


@dataclass(frozen=True)
class Preview:
    """What would be different, and the rules as they are and as they would be."""

    changes: list[Change]
    before: Policy
    after: Policy


def preview(session: Session, team_id: str, wanted: Mapping[str, Any]) -> Preview:
    """What would be different, without changing it.

    Raises UnknownRule, or WrongRule, also for a department that is not there.
    """
    known = policies.changes_of(session, team_id)
    changes = rules.laid(known, wanted)
    _check_departments(session, team_id, wanted)
    after, _ = rules.read(changes)
    return Preview(rules.differences(known, changes), of(session, team_id), after)


def _check_departments(session: Session, team_id: str, wanted: Mapping[str, Any]) -> None:
    """Raises WrongRule where a rule is to name a department that is not there."""
    for rule, value in rules.cells({"accounts": wanted.get("accounts", {})}):
        is_name = rule.startswith("accounts.asked.") and isinstance(value, str)
        if is_name and value != CCO and departments.named(session, team_id, str(value)) is None:
            known = [each.name for each in departments.everyone(session, team_id)][:NAMED]
            raise WrongRule(rule=rule, words=rules.shown(value), why=cards.no_department(known))


def _check_seen(session: Session, team_id: str, seen: int | None) -> None:
    workspaces.hold(session, team_id)
    latest = policies.latest(session, team_id)
    if seen is None or latest is None or latest.version <= seen:
        return
    by = people.find(session, team_id, latest.changed_by) if latest.changed_by else None
    raise RulesMoved(who=by.name if by else cards.SOMEBODY)


def _change(
    session: Session,
    now: datetime,
    team_id: str,
    actor: str,
    wanted: Mapping[str, Any],
    reason: str,
) -> list[Change]:
    # Of two who change rules at once the second reads what the first has made of them.
    workspaces.hold(session, team_id)
    latest = policies.latest(session, team_id)
    known = latest.changes if latest else {}
    changes = rules.laid(known, wanted)
    _check_departments(session, team_id, wanted)
    different = rules.differences(known, changes)
    if different:
        version = PolicyVersion(
            team_id=team_id,
            version=latest.version + 1 if latest else 1,
            changes=changes,
            changed_at=now,
            changed_by=actor,
            reason=reason,
        )
        policies.add(session, version)
        records.write(
            session, now, team_id, actor, CHANGED, number=version.version,
            before={each.rule: each.before for each in different},
            after={each.rule: each.after for each in different},
        )  # fmt: skip
    return different


def story(session: Session, now: datetime, team_id: str) -> list[str]:
    """Who changed which rules and when, newest first, in words; at most the last fifty times."""
    kept = policies.versions(session, team_id, TOLD + 1)
    if not kept:
        return [cards.ALWAYS_AS_USUAL]
    people.by_id(session, team_id, {each.changed_by for each in kept if each.changed_by})
    lines = []
    for each, older in zip(kept[:TOLD], [*kept[1:], None], strict=False):
        person = people.find(session, team_id, each.changed_by) if each.changed_by else None
        lines.append(cards.version(each, person.name if person else each.changed_by, now))
        before = older.changes if older else {}
        lines += map(cards.difference, rules.differences(before, each.changes))
    return lines


@lru_cache(maxsize=256)
def _read(changes: str) -> Policy:
    """The policy with these changes; every request needs it, and it hardly ever differs."""
    policy, unread = rules.read(json.loads(changes))
    if unread:
        log.warning("rules that this version cannot read are as usual: %s", ", ".join(unread))
    return policy


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
