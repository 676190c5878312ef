"""Routing rules say whose an issue is: by the words in it, or by the value of a field."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import datetime

from sqlmodel import Session

from handlers.people import records
from storage import departments
from storage.departments import Department, Route, key_of

WORDS = "words"
"""The field of the rules that look at what is said; other fields are columns of an import."""


def by_words(text: str, rules: Iterable[Route]) -> Route | None:
    """The first rule whose pattern stands in the text as whole words, whatever the case.

    `rules` come longest pattern first, so that the most exact one wins.
    """
    said = key_of(text)
    for rule in rules:
        if re.search(rf"(?<!\w){re.escape(rule.pattern)}(?!\w)", said):
            return rule
    return None


def by_value(value: str, rules: Iterable[Route]) -> Route | None:
    """The first rule whose pattern stands anywhere in a field's value, whatever the case."""
    wanted = key_of(value)
    return next((rule for rule in rules if wanted and rule.pattern in wanted), None)


def teach(
    session: Session, now: datetime, actor: str, department: Department, field: str, pattern: str
) -> Route:
    """Send a pattern of a field to a department, in place of where it went before.

    `actor` is a Slack id, or empty where nobody in particular did it.
    """
    known = departments.hold_route(session, department.team_id, field, pattern)
    before = records.facts_of(known) if known else None
    route = known or departments.new_route(department, field, pattern)
    route.department_id = department.department_id
    session.add(route)
    records.changed(session, now, actor, route, before)
    return route
