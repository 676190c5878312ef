"""What must hold after every request: nothing half done, nothing stored that is no value."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from typing import Any
from zoneinfo import available_timezones

from sqlalchemy import text
from sqlmodel import Session, col, select

from bot.routes import NOUNS
from storage.asks import Ask
from storage.tables import metadata
from tests import cast

BROKEN = {
    "a task that nobody is asked about": """
        select 'T-' || number from tasks x where closed_at is null and not exists (
            select 1 from asks a
            where a.answered_at is null and a.noun = 'task' and a.number = x.number)""",
    "an issue that nobody is asked about": """
        select 'I-' || number from issues x where closed_at is null
        and (owner_id is not null or exists (
            select 1 from people where role = 'cco' and not gone and standing = 'member'))
        and not exists (
            select 1 from asks a
            where a.answered_at is null and a.noun = 'issue' and a.number = x.number)""",
    "an ask about nothing that is open": """
        select a.kind || ' ' || a.noun || ' ' || a.number from asks a
        where answered_at is null and a.noun in ('task', 'issue')
        and not exists (select 1 from tasks x
            where a.noun = 'task' and x.number = a.number and (closed_at is null
                or (x.state = 'declined' and a.kind in ('tell', 'review'))))
        and not exists (select 1 from issues x
            where a.noun = 'issue' and x.number = a.number and (closed_at is null
                or (x.state = 'declined' and a.kind in ('tell', 'review', 'warn'))
                or (x.state = 'done' and a.kind = 'check')
                or (x.joined_to is not null and a.kind = 'inform')))""",
    "an ask of nobody": """
        select a.person_id from asks a where answered_at is null and not exists (
            select 1 from people p where p.user_id = a.person_id and p.team_id = a.team_id)""",
    "a task without its card": """
        select 'T-' || number from tasks x where closed_at is null and not exists (
            select 1 from cards c
            where c.noun = 'task' and c.number = x.number and c.lane = x.owner_id)""",
    "a task for an issue or a decision that is not there": """
        select 'T-' || number from tasks x
        where (issue_number is not null and not exists (
            select 1 from issues i where i.number = x.issue_number))
        or (decision_number is not null and not exists (
            select 1 from decisions d where d.number = x.decision_number))""",
    "a card without its message": """
        select noun || ' ' || number from cards c where not exists (
            select 1 from outbox o where o.card_id = c.card_id)""",
    "an offer to nobody": """
        select to_id from handoffs h where not exists (
            select 1 from people p where p.user_id = h.to_id)""",
    "a lead or deputy who is not here": """
        select name from departments d
        where (lead_id is not null and not exists (
            select 1 from people p where p.user_id = d.lead_id))
        or (deputy_id is not null and not exists (
            select 1 from people p where p.user_id = d.deputy_id))""",
    "a closed task without an end": """
        select 'T-' || number from tasks
        where (closed_at is null) <> (state in ('open', 'acknowledged'))""",
    "a tier that is none": """
        select tier from customers
        where tier not in ('key', 'strategic', 'beachhead', 'standard')""",
    "a role that is none": """
        select role from people
        where role not in ('member', 'executive', 'cco', 'guest', 'stranger')""",
    "a severity that is none": """
        select 'T-' || number from tasks where severity not between 1 and 4 union all
        select 'I-' || number from issues where severity not between 1 and 4""",
    "an impact that is none": """
        select impact from impact_answers
        where impact not in ('better', 'worse', 'none', 'unknown')""",
    "a value out of range": """
        select name from customers
        where annual_value < 0 or annual_value > 1000000000000000""",
    "nobody holds the CCO's office": """
        select 'workspace' from workspaces where not exists (
            select 1 from people where role = 'cco')""",
    "a task without history": """
        select number from tasks x where not exists (
            select 1 from history h where h.noun = 'task' and h.number = x.number)""",
    "an issue without history": """
        select number from issues x where not exists (
            select 1 from history h where h.noun = 'issue' and h.number = x.number)""",
    "a decision without history": """
        select number from decisions x where not exists (
            select 1 from history h where h.noun = 'decision' and h.number = x.number)""",
}
ID = re.compile(r"[A-Z][A-Z0-9]{1,40}", re.ASCII)
ID_COLUMNS = {
    "people": ("user_id", "deputy_id"), "departments": ("lead_id", "deputy_id", "channel_id"),
    "workspaces": ("executive_channel_id",), "tasks": ("owner_id", "created_by"),
    "issues": ("owner_id", "created_by"), "asks": ("person_id", "answered_by"),
    "schedules": ("channel_id", "created_by"), "outbox": ("lane",), "cards": ("lane",),
    "handoffs": ("to_id", "from_id"), "history": ("actor",),
}  # fmt: skip
HIDDEN = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u00ad\u200b\u200e\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff"
    "\u3164\ud800-\udfff]"
)
LINES = {"story", "why", "reason", "close_reason", "snooze_reason"}
NOT_LOOKED_AT = {"receipts", "paces", "alembic_version"}


def broken(session: Session) -> Iterator[str]:
    """What is not as it should be, in words."""
    for words, query in BROKEN.items():
        for (what,) in session.execute(text(query)).all()[:3]:
            yield f"{words}: {what!s:.80}"
    yield from _asked_about_nothing(session)
    for name, table in metadata.tables.items():
        if name in NOT_LOOKED_AT:
            continue
        for row in session.execute(table.select()).mappings():
            yield from _wrong_in(name, dict(row))


def _asked_about_nothing(session: Session) -> Iterator[str]:
    """What is asked about a thing that is not there, whatever its noun."""
    for ask in session.exec(select(Ask).where(col(Ask.answered_at).is_(None))):
        if NOUNS[ask.noun].about(session, ask.team_id, ask.number) is None:
            yield f"an ask about nothing: {ask.kind} {ask.noun} {ask.number}"


def _wrong_in(name: str, row: dict[str, Any]) -> Iterator[str]:
    for column in ID_COLUMNS.get(name, ()):
        value = row[column]
        if value and not ID.fullmatch(value):
            yield f"{name}.{column} is no id: {value[:60]!r}"
    if name == "people" and row["zone"] not in ZONES:
        yield f"people.zone is no zone: {row['zone'][:60]!r}"
    for column, value in row.items():
        if isinstance(value, str) and name != "outbox":
            yield from _wrong_words(f"{name}.{column}", value, lines=column in LINES)


def _wrong_words(place: str, value: str, *, lines: bool) -> Iterator[str]:
    if HIDDEN.search(value):
        yield f"hidden signs in {place}: {value[:60]!r}"
    if not unicodedata.is_normalized("NFC", value):
        yield f"not composed, {place}: {value[:60]!r}"
    if "\n" in value and not lines:
        yield f"several lines in {place}: {value[:60]!r}"


ZONES = frozenset(available_timezones())

# --- what is shown ---

LOUD = re.compile(r"<!(?!date\^)|<(?:https?|mailto|javascript|tel):|<[@#](?![A-Z0-9]{2,40}>)")


def loud(shown: Any) -> Iterator[str]:
    """Markup in what is shown that Duly never writes: it came out of somebody's words."""
    for words in _markup(shown):
        if found := LOUD.search(words):
            yield words[max(0, found.start() - 20) : found.start() + 60]


def _markup(shown: Any) -> Iterator[str]:
    """Every text that Slack would read as markup."""
    if isinstance(shown, list):
        for each in shown:
            yield from _markup(each)
    if not isinstance(shown, dict):
        return
    kind, words = shown.get("type"), shown.get("text")
    if isinstance(words, str) and kind in {None, "mrkdwn"}:
        yield words
    for name, each in shown.items():
        # Under the fields of a form, words are plain.
        if name not in {"errors", "metadata"}:
            yield from _markup(each)


def may_read(session: Session, user: str) -> bool:
    """Whether somebody may read decisions."""
    query = """
        select 1 from people
        where team_id = :team and user_id = :user and role in ('executive', 'cco')"""
    found = session.execute(text(query), {"team": cast.TEAM, "user": user.replace("\0", "")})
    return found.first() is not None
