"""What a theme has to say above its story: what customers wrote, how often, what follows."""

from __future__ import annotations

from datetime import datetime

from sqlmodel import Session

from handlers.calendar import hours
from handlers.chasing.telling import Opening, StoryLine, Telling, Way
from handlers.customers.themes import moves, words
from handlers.people import access
from handlers.promises import items, lifecycle
from handlers.speech import blocks
from handlers.speech import words as plain
from storage import departments, themes
from storage.history import Event
from storage.people import Person
from storage.themes import FEWEST_ANSWERS, Theme

HAPPENED = {
    "found": "found it by its words",
    "asked": "asked {to} what follows",
    "named": "gave it a name",
    "followed": "gave a task",
    "left to rest": "said that nothing follows",
    "passed on": "asked {to} instead",
    "open again": "opened it again: nothing follows any more",
    "ended": "closed it",
    "undone": "undid that",
    "escalated": "told {to} that an answer is missing",
}


def _opening(session: Session, now: datetime, person: Person, number: int) -> Opening:
    """Raises NoSuchNumber, and what `access.check` raises."""
    access.check(session, person, access.READ)
    theme = themes.find(session, person.team_id, number)
    if theme is None:
        raise items.unknown(session, person.team_id, Theme, number)
    if theme.answers < FEWEST_ANSWERS:
        # Of so few it could be seen who wrote them.
        access.check(session, person, access.ANSWER_THEME, theme)
    today = hours.day_of(now, person.zone)
    department = departments.find(session, theme.team_id, theme.department_id)
    told = [words.written(theme, today)]
    if theme.name:
        told.append(f"Their words: {blocks.safe(theme.words, 120)}")
    count = plain.count(theme.answers, "answer")
    last = plain.plain_day(theme.last_on, today)
    told.append(f"{plain.capital(count)}, the last on {last}")
    if department:
        told.append(f"It belongs to {blocks.safe(department.name, 80)}")
    if theme.reason:
        told.append(f"Nothing follows: “{blocks.safe(theme.reason, 1000)}”")
    return Opening(
        name=theme.ref,
        title=blocks.safe(theme.title, 120),
        lines=told,
        state=f"{theme.ref} · {words.state(theme, today)}",
        ways=_ways(session, person, theme),
    )


def _ways(session: Session, person: Person, theme: Theme) -> list[Way]:
    offered = (
        (words.FOLLOW_IT, words.FOLLOW, moves.FOLLOW),
        (words.BELONGS_TO, words.BELONGS, moves.PASS_ON),
        (words.NOTHING, words.REST, moves.REST),
        (words.NAME_IT, words.NAME, moves.NAME),
    )
    return [
        Way(label, verb, theme.ref, is_answer=move is not moves.NAME)
        for label, verb, move in offered
        if lifecycle.may(session, person, theme, move)
    ]


def _line(event: Event, before: Event | None, reader: Person) -> StoryLine:
    del before, reader
    actor = blocks.person(event.actor) if event.actor else "Duly"
    said = HAPPENED.get(event.verb, event.verb).format(to=blocks.person(event.details.get("to")))
    after = event.details.get("after") or {}
    if after.get("led_to"):
        said = f"{said}: {after['led_to']}"
    quoted = "" if event.verb == "undone" else str(after.get("reason") or after.get("name") or "")
    return StoryLine(f"{actor} {said}", quoted)


TOLD = Telling(opening=_opening, line=_line)
