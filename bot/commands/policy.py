"""`duly policy`: the rules of the workspace are read and changed here, and who changed what."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from typing import Annotated

import typer
from sqlmodel import Session

from bot import directory, routes
from bot.app import Duly
from bot.processes import opened
from bot.settings import Settings
from bot.terminal import in_words, say, stop
from handlers.chasing import policy as policies
from handlers.chasing.policy import cards, rules
from handlers.front import house_rules
from handlers.front.house_rules import cards as rule_cards
from handlers.promises.steps import stricter

CHANGES = "Rules to change, such as `acknowledge.1.key=2 h`; `snoozes=` makes one as usual again."
AS_OF = "The rules as they were at the end of this day (UTC)."
MOST_PLAYED = 100_000
"""So many questions a trial plays; there is no hurry here."""
cli = typer.Typer(add_completion=False)


@cli.command()
def policy(
    context: typer.Context,
    changes: Annotated[list[str] | None, typer.Argument(help=CHANGES)] = None,
    as_of: Annotated[datetime | None, typer.Option(formats=["%Y-%m-%d"], help=AS_OF)] = None,
    history: Annotated[bool, typer.Option("--history", help="Who changed what, when.")] = False,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Say what would change, and change nothing.")
    ] = False,
) -> None:
    """Read the rules that are in force, or change some."""
    if sum((bool(changes), as_of is not None, history)) > 1:
        stop("Change rules, read those of a day or read their history: one at a time.")
    with in_words(context) as settings:
        if changes:
            lines = change_rules(settings, changes, dry_run=dry_run)
        else:
            lines = read_rules(settings, as_of, history=history)
        for line in lines:
            say(line)


def change_rules(settings: Settings, changes: Sequence[str], *, dry_run: bool) -> list[str]:
    """Change rules of the workspace, all of these or none; what is different, line by line.

    Raises MissingSetting, UserError, StorageError or SlackApiError.
    """
    wanted = rules.read_changes(changes)
    with _workspace(settings) as (duly, team_id), duly.database.write() as session:
        if dry_run:
            return _tried(session, duly.clock.now(), team_id, wanted)
        now = duly.clock.now()
        made = policies.change_on_server(session, now, team_id, wanted)
        stricter.ask(session, now, team_id, made)
        return cards.changed(made)


def _tried(session: Session, now: datetime, team_id: str, wanted: rules.Tree) -> list[str]:
    """What would change, and what it would have brought people in the last fortnight."""
    tried = house_rules.played(routes.REGISTERS, session, now, team_id, wanted, MOST_PLAYED)
    lines = cards.changed(tried.preview.changes, tried=True)
    return lines + rule_cards.meaning(tried) if tried.preview.changes else lines


def read_rules(settings: Settings, day: datetime | None, *, history: bool) -> list[str]:
    """The rules in force, those at the end of a day (UTC), or who changed what, line by line.

    Raises MissingSetting, StorageError or SlackApiError.
    """
    with _workspace(settings) as (duly, team_id), duly.database.read() as session:
        if history:
            return policies.story(session, duly.clock.now(), team_id)
        at = day.replace(tzinfo=UTC) + timedelta(days=1) if day else duly.clock.now()
        return cards.in_force(policies.as_of(session, team_id, at))


@contextmanager
def _workspace(settings: Settings) -> Iterator[tuple[Duly, str]]:
    settings.need_bot_token()
    with opened(settings) as duly:
        yield duly, directory.identify(duly.slack, duly.database)
