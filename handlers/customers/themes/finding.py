"""Answers are read for themes as they come in, and whoever could act is asked what follows."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta
from uuid import UUID

from sqlmodel import Session

from handlers.calendar import hours
from handlers.customers import changes
from handlers.customers import themes as room
from handlers.customers.themes import changing, moves, rules
from handlers.customers.themes.kind import ACT
from handlers.customers.themes.rules import WordGroup, Wording
from handlers.executives import followed
from handlers.people import deputies, leads, office, routing
from handlers.promises import lifecycle
from handlers.promises.lifecycle import Asked
from storage import asks as stored_asks
from storage import counters, customers, departments, themes
from storage.departments import Department
from storage.people import Person
from storage.surveys import SurveyResponse
from storage.themes import BETWEEN, LIVE, Theme, ThemeReading, ThemeState

AT_ONCE, LOOKED_AT = 500, 2_000
"""So many new answers are read at a time, and among so many of the newest themes are looked for."""
EVERY = timedelta(hours=1)
"""So often themes are looked for, and looked after; also whenever as many came in as are read."""
RECENT = timedelta(days=90)
"""What was answered longer ago is part of no theme."""
UNHEARD_DAYS = 20
"""So many working days after the first answer it is asked what follows."""


def look_after(session: Session, now: datetime, team_id: str) -> None:
    """Read what came in, and once an hour look for themes and ask what follows from them.

    This is done whenever a workspace is audited.
    """
    reading = themes.reading(session, team_id)
    new = themes.unread(session, team_id, reading.read_to if reading else None, AT_ONCE)
    if reading is None:
        if not new:
            return
        reading = ThemeReading(team_id=team_id, read_to=new[-1].response_id)
    live = themes.in_state(session, team_id, *LIVE)
    today = hours.day_of(now, office.zone_of(session, team_id))
    if new:
        reading.read_to = new[-1].response_id
        session.add(reading)
        _sort_in(session, _recent(new, today), live)
    is_soon = reading.grouped_at is not None and now - reading.grouped_at < EVERY
    # Where more come in within the hour than are looked among, some would never be looked at.
    if is_soon and len(new) < AT_ONCE:
        return
    reading.grouped_at = now
    session.add(reading)
    session.flush()
    live += _find(session, now, reading, today)
    for theme in live:
        _look_after_one(session, now, theme, today)


def _recent(found: Iterable[SurveyResponse], today: date) -> list[SurveyResponse]:
    return [each for each in found if each.words and each.answered_on > today - RECENT]


def _sort_in(session: Session, new: Sequence[SurveyResponse], live: Sequence[Theme]) -> None:
    """Add answers to the themes that there are: each to the first one whose words it has."""
    names = _names(session, new)
    by_theme: dict[int, list[SurveyResponse]] = {}
    for each in new:
        called = names.get(each.customer_id, "") if each.customer_id else ""
        theme = next(
            (one for one in live if rules.has_marks(each.words, one.in_marks, called)), None
        )
        if theme is not None:
            by_theme.setdefault(theme.number, []).append(each)
    for theme in live:
        if mine := by_theme.get(theme.number):
            themes.add(session, theme, mine)


def _names(session: Session, found: Sequence[SurveyResponse]) -> dict[UUID, str]:
    """What the customers who gave these answers are called."""
    wanted = {each.customer_id for each in found if each.customer_id}
    if not wanted:
        return {}
    known = customers.read(session, found[0].team_id, wanted)
    return {each.customer_id: each.name for each in known}


def _find(session: Session, now: datetime, reading: ThemeReading, today: date) -> list[Theme]:
    """The themes among the answers that belong to none yet."""
    team_id = reading.team_id
    found = _recent(themes.of_none(session, team_id, reading.read_to, LOOKED_AT), today)
    names = _names(session, found)
    by_key = {each.response_id.hex: each for each in found}
    groups = rules.grouped(
        Wording(
            key, each.words, each.customer_id,
            names.get(each.customer_id, "") if each.customer_id else "",
        )
        for key, each in by_key.items()
    )  # fmt: skip
    return [_begin(session, now, group, [by_key[key] for key in group.keys]) for group in groups]


def _begin(
    session: Session, now: datetime, group: WordGroup, found: Sequence[SurveyResponse]
) -> Theme:
    team_id = found[0].team_id
    words = BETWEEN.join(group.words)
    days = [each.answered_on for each in found]
    theme = Theme(
        team_id=team_id,
        number=counters.next_number(session, team_id, Theme.noun),
        title=words,
        words=words,
        marks=BETWEEN.join(group.marks),
        created_at=now,
        since=min(days),
        last_on=max(days),
    )
    lifecycle.begin(session, now, moves.FIND, theme, None, theme=changing.TOLD.told_of(theme))
    themes.add(session, theme, found)
    return theme


# --- what follows ---


def _look_after_one(session: Session, now: datetime, theme: Theme, today: date) -> None:
    """Whatever is over ends or is open again; what nobody acts on for long is asked about."""
    match ThemeState(theme.state):
        case ThemeState.FOLLOWED:
            _after_what_follows(session, now, theme)
        case ThemeState.RESTING if theme.rests_until and theme.rests_until <= today:
            was_written = theme.last_on > theme.rests_until - RECENT
            _go_on(session, now, theme, is_open=was_written)
        case _:
            pass
    if theme.state == ThemeState.OPEN:
        _ask(session, now, theme, today)


def _after_what_follows(session: Session, now: datetime, theme: Theme) -> None:
    """A task that is done, or a decision that was taken, ends it; else nothing follows any more."""
    if followed.came_to_nothing(session, theme.team_id, theme.led_to):
        _go_on(session, now, theme, is_open=True)
    elif followed.is_done(session, theme.team_id, theme.led_to):
        _go_on(session, now, theme, is_open=False)


def _go_on(session: Session, now: datetime, theme: Theme, *, is_open: bool) -> None:
    held = themes.find(session, theme.team_id, theme.number, lock=True)
    if held is None or held.state != theme.state:
        return
    if not is_open:
        lifecycle.pass_on(session, now, moves.END, held)
        return
    room.open_again(session, now, held)


def _ask(session: Session, now: datetime, theme: Theme, today: date) -> None:
    """Ask the lead at whom its words point, else the CCO, what follows; once, and while it is new.

    A theme of which nobody has written for long ends, where nobody is asked about it.
    """
    if stored_asks.open_about(session, theme.team_id, theme.noun, theme.number):
        return
    if theme.last_on <= today - 2 * RECENT:
        _go_on(session, now, theme, is_open=False)
        return
    calendar = office.calendar_of(session, theme.team_id)
    began = hours.at_local(calendar, theme.since, hours.BUNDLE)
    if hours.working_days_between(calendar, began, now) < UNHEARD_DAYS:
        return
    department, person = whom(session, theme)
    held = themes.find(session, theme.team_id, theme.number, lock=True)
    if person is None or held is None or held.state != ThemeState.OPEN:
        return
    of = department.department_id if department else person.department_id
    changed = changes.change(held, {"department_id": of})
    lifecycle.pass_on(
        session, now, moves.ASK, held, asked=[Asked(ACT, person, of, announced=False)],
        to=person.user_id, before=changed.before, after=changed.after,
    )  # fmt: skip


def whom(session: Session, theme: Theme) -> tuple[Department | None, Person | None]:
    """The department at which the words of a theme point, and who is asked; else the CCO."""
    team_id = theme.team_id
    rule = routing.by_words(
        f"{theme.name} {theme.words}", departments.routes(session, team_id, routing.WORDS)
    )
    known = theme.department_id or (rule.department_id if rule else None)
    department = departments.find(session, team_id, known)
    lead = leads.lead_of(session, department)
    if lead is not None:
        return department, deputies.present(session, lead)
    return None, office.holder(session, team_id)
