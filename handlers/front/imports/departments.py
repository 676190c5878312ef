"""Departments from a file: their people, channel, working week and routing words."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlmodel import Session

from handlers.front.imports import cards, kept, rules
from handlers.front.imports.known import Known
from handlers.front.imports.order import Job
from handlers.front.imports.reading import Row
from handlers.front.imports.tally import Tally
from handlers.people import records, routing
from handlers.speech import values
from handlers.speech.errors import UserError
from handlers.speech.file_errors import RowRejected
from handlers.speech.phrases import mentioned_channel
from storage import departments
from storage.departments import Department, Route, key_of
from storage.gathering import gathered


def bring(session: Session, now: datetime, job: Job, rows: Sequence[Row]) -> Tally:
    """Add departments, or update those of the same name; an empty cell leaves what is there."""
    tally, known = Tally(), Known(session, job.team_id)
    routes = {
        route.pattern: route for route in departments.routes(session, job.team_id, routing.WORDS)
    }
    with gathered(session):
        for row in rows:
            try:
                job.layout.check_width(row)
                _bring_one(session, now, job, row, known, routes, tally)
            except UserError as error:
                tally.reject(row, error.message)
    return tally


def _bring_one(
    session: Session,
    now: datetime,
    job: Job,
    row: Row,
    known: Known,
    routes: dict[str, Route],
    tally: Tally,
) -> None:
    name = rules.name(job.text(row, "name"), "name")
    department = departments.named(session, job.team_id, name)
    before = records.facts_of(department) if department else None
    if department is None:
        department = Department(team_id=job.team_id, name=name, key=key_of(name))
    wanted = _wanted(job, row, known)
    if wanted.get("opens", department.opens) >= wanted.get("closes", department.closes):
        raise RowRejected(reason=cards.closed_before_open())
    new_words = _new_words(session, job, row, department, routes)
    for field, value in wanted.items():
        setattr(department, field, value)
    session.add(department)
    session.flush()
    is_changed = kept.changed(session, now, job, department, before)
    for word in new_words:
        routes[word] = routing.teach(session, now, job.actor, department, routing.WORDS, word)
        kept.made(session, job, routes[word])
    if before is None:
        tally.added += 1
    elif is_changed or new_words:
        tally.updated += 1
    else:
        tally.already_there += 1


def _wanted(job: Job, row: Row, known: Known) -> dict[str, Any]:
    """Column of the table → its value, for the cells that say something."""
    wanted: dict[str, Any] = {}
    for field in ("lead", "deputy"):
        if words := job.text(row, field):
            wanted[f"{field}_id"] = known.lead(words).user_id
    for field in ("opens", "closes"):
        if words := job.text(row, field):
            wanted[field] = rules.clock(words, field)
    if words := job.text(row, "channel"):
        wanted["channel_id"] = _channel_id(job, words)
    if words := job.text(row, "days"):
        wanted["days"] = rules.week(words)
    if words := job.text(row, "country"):
        wanted["country"] = values.country(words)
    return wanted


def _channel_id(job: Job, words: str) -> str:
    """A name by what the caller knows of Slack's channels; an id as it is."""
    named = {name.removeprefix("#").casefold(): known for name, known in job.channels.items()}
    found = mentioned_channel(words) or named.get(words.removeprefix("#").casefold())
    if found is None and values.is_channel_id(words):
        return words
    if found is None:
        raise RowRejected(reason=cards.unknown_channel(words))
    return found


def _new_words(
    session: Session, job: Job, row: Row, department: Department, routes: dict[str, Route]
) -> list[str]:
    """Routing words that do not lead here yet; one that leads elsewhere is refused."""
    new = []
    for word in rules.routing_words(job.text(row, "words")):
        route = routes.get(word)
        if route is None:
            new.append(word)
        elif route.department_id != department.department_id:
            other = departments.find(session, job.team_id, route.department_id)
            raise RowRejected(reason=cards.word_taken(word, other.name if other else "another"))
    return new
