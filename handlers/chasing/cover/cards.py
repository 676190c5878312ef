"""What stands on Home and before somebody's list while they are away, or stand in for others."""

from __future__ import annotations

from datetime import datetime

from slackblocks import Block

from handlers.chasing.cover import Meanwhile
from handlers.people import absent
from handlers.speech import blocks, words
from storage.people import Person


def status(away: Meanwhile, person: Person, now: datetime) -> list[Block]:
    """Until when somebody is away and who stands in, with the way back."""
    return [
        blocks.section(sentence(away, person, now)),
        blocks.actions(absent.back(), absent.change()),
    ]


def sentence(away: Meanwhile, person: Person, now: datetime) -> str:
    """The same in words, as markup."""
    line = f"You are away until {_until(person, now)}."
    if away.stand_in is None:
        return f"{line} Nobody is there to stand in for you."
    who = blocks.person(away.stand_in.user_id)
    if not away.held:
        return f"{line} {who} stands in, and nothing of yours waits for them."
    return f"{line} {who} stands in and has {words.at_least(away.held, 'thing')} of yours."


def _until(person: Person, now: datetime) -> str:
    return words.back(person.away_until, person.zone, now) if person.away_until else ""


def who_was_asked(
    person: Person, asked: Person, now: datetime, later: datetime | None = None
) -> str:
    """That somebody is away, and who was asked in their place, as markup; empty where they were.

    `later` (UTC) is when those read it, where that is not now.
    """
    if asked.user_id == person.user_id:
        return ""
    line = f"{blocks.person(person.user_id)} is away until {_until(person, now)}."
    if later:
        return f"{line} {stands_in(asked, later)}"
    return f"{line} {blocks.person(asked.user_id)} stands in and has been asked."


def stands_in(person: Person, later: datetime | None) -> str:
    """That somebody stands in and reads what has come to them, `later` (UTC) or now, as markup."""
    who = f"{blocks.person(person.user_id)} stands in and reads it"
    if later is None:
        return f"{who} now."
    return f"{who} when their day begins, {words.slack_moment(later, person.zone)}."


def in_place_of(person: Person, now: datetime) -> str:
    """In whose place somebody is asked, and why, as markup."""
    name = blocks.person(person.user_id)
    if person.away_until is not None:
        return f"You stand in for {name} until {_until(person, now)}."
    if person.gone:
        return f"{name} has left, and this needs somebody else."
    return f"You stand in for {name}."
