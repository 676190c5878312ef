"""What many customers write of: somebody says what follows from it, whose it is, or why nothing."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta

from sqlmodel import Session

from handlers.calendar import hours
from handlers.customers import changes
from handlers.customers.themes import moves
from handlers.customers.themes.kind import ACT
from handlers.people import access, lookup
from handlers.promises import giving, items, lifecycle
from handlers.promises.lifecycle import Asked, Move
from handlers.speech import cleaning, phrases, reasons
from handlers.speech.errors import StaleForm
from handlers.speech.theme_errors import (
    ThemeEnded,
    ThemeNameMissing,
    ThemeOfNobody,
    ThemeWordsLong,
)
from storage import themes
from storage.customer_outcomes import CustomerOutcome
from storage.departments import Department
from storage.people import Person
from storage.tasks import Promise
from storage.themes import Theme

RESTS = timedelta(days=90)
LONGEST, NAME = 1000, 80
"""Characters of a reason, and of a name."""


def follow(
    session: Session,
    now: datetime,
    actor: Person,
    ref: str,
    title: str,
    owner_id: str,
    day: str,
    outcome: CustomerOutcome | None = None,
) -> Promise:
    """Give a task that follows from a theme, and may move an outcome.

    Raises what `named`, `items.check_title` and `giving.give_chosen` raise.
    """
    theme = named(session, actor, ref, moves.FOLLOW)
    items.check_title(title)
    task = giving.give_chosen(
        session, now, actor, owner_id, day, title=title, outcome=outcome, reason=theme.words
    )
    keep(session, now, actor, theme, task.ref)
    return task


def keep(session: Session, now: datetime, actor: Person, theme: Theme, ref: str) -> None:
    """Keep that a task or a decision follows from a theme, which is held."""
    wanted = {"led_to": ref, "reason": "", "rests_until": None, "answered_by": actor.user_id}
    make(session, now, moves.FOLLOW, theme, actor, wanted)


def rest(session: Session, now: datetime, actor: Person, ref: str, reason: str) -> Theme:
    """Nothing follows, for a reason: it rests for 90 days.

    Raises ThemeWordsLong, and what `named` and `reasons.check` raise.
    """
    theme = named(session, actor, ref, moves.REST)
    reasons.check(reason)
    _check_length(reason, LONGEST)
    let_rest(session, now, actor, theme, reason)
    return theme


def let_rest(session: Session, now: datetime, actor: Person, theme: Theme, reason: str) -> None:
    """A theme that is held rests for 90 days, for a reason."""
    until = hours.day_of(now, actor.zone) + RESTS
    wanted = {
        "reason": reason.strip(), "rests_until": until, "answered_by": actor.user_id,
    }  # fmt: skip
    make(session, now, moves.REST, theme, actor, wanted)


def open_again(session: Session, now: datetime, theme: Theme) -> None:
    """Nothing follows from a theme any more, which is held, or it has rested: it is open."""
    changed = changes.change(theme, {"led_to": "", "rests_until": None})
    lifecycle.pass_on(
        session, now, moves.AGAIN, theme, before=changed.before, after=changed.after
    )  # fmt: skip


def belongs_to(
    session: Session, now: datetime, actor: Person, ref: str, department: Department | None
) -> Person:
    """Ask the lead of another department what follows; who is asked now.

    Raises ThemeOfNobody, and what `named` and `lookup.lead` raise.
    """
    theme = named(session, actor, ref, moves.PASS_ON)
    if department is None:
        raise ThemeOfNobody
    lead = lookup.lead(session, department)
    lifecycle.permit(session, actor, theme, moves.PASS_ON)
    changed = changes.change(theme, {"department_id": department.department_id})
    lifecycle.make(
        session, now, moves.PASS_ON, theme, actor,
        asked=[Asked(ACT, lead, department.department_id, announced=False)],
        to=lead.user_id, before=changed.before, after=changed.after,
    )  # fmt: skip
    return lead


def name(session: Session, now: datetime, actor: Person, ref: str, said: str) -> Theme:
    """Call a theme by a name. Raises ThemeNameMissing, ThemeWordsLong, and what `named` raises."""
    theme = named(session, actor, ref, moves.NAME)
    wanted = cleaning.line(said)
    if cleaning.says_nothing(wanted):
        raise ThemeNameMissing
    _check_length(wanted, NAME)
    if wanted != theme.name:
        make(session, now, moves.NAME, theme, actor, {"name": wanted, "title": wanted})
    return theme


def named(session: Session, actor: Person, ref: str, *which: Move) -> Theme:
    """The theme that somebody names, held until the commit, if these moves are theirs to make.

    Raises StaleForm for what names none, NoSuchNumber, ThemeEnded where it stands otherwise, and
    what `access.check` raises.
    """
    said = phrases.reference(ref)
    if said is None or said.letter != Theme.letter:
        access.check(session, actor, access.READ)
        raise StaleForm
    theme = themes.find(session, actor.team_id, said.number, lock=True)
    for right in dict.fromkeys(each.right for each in which if each.right):
        access.check(session, actor, right, theme)
    if theme is None:
        raise items.unknown(session, actor.team_id, Theme, said.number)
    if which and not any(theme.state in each.start for each in which):
        raise ThemeEnded(ref=theme.ref)
    return theme


def make(
    session: Session,
    now: datetime,
    move: Move,
    theme: Theme,
    actor: Person,
    wanted: Mapping[str, object],
) -> None:
    """Make a move that sets columns of a theme, which is held."""
    lifecycle.permit(session, actor, theme, move)
    changed = changes.change(theme, wanted)
    lifecycle.make(
        session, now, move, theme, actor, before=changed.before, after=changed.after
    )  # fmt: skip


def _check_length(line: str, most: int) -> None:
    if len(line) > most:
        raise ThemeWordsLong(length=f"{len(line):,}", most=f"{most:,}")
