"""What is said of an absence: from when until when, who stands in and why it is them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from handlers.people import deputies
from handlers.speech import blocks, words
from storage.people import Person

SAID_ANEW = "It was said anew, or is over."
"""Why somebody does not read any more that they stand in."""


def is_back(person: Person) -> str:
    """Somebody is back sooner, for whoever stood in, as markup."""
    name = blocks.person(person.user_id)
    return f"{name} is back. What you have not answered in their place is asked of them again."


def replaced(person: Person, stand_in: Person | None) -> str:
    """Another stands in from now on, for whoever did until now, as markup."""
    name = blocks.person(person.user_id)
    if stand_in is None:
        return f"You no longer stand in for {name}."
    return f"{blocks.person(stand_in.user_id)} stands in for {name} now, and you no longer do."


def why_later(ends_at: datetime, person: Person, now: datetime) -> str:
    """Why something was given a later date by whoever is away."""
    return f"I am away until {words.back(ends_at, person.zone, now)}."


def passed_over(people: Sequence[Person], now: datetime) -> str:
    """Why the deputy who was named is not asked, with a space behind it; mostly nothing."""
    said = []
    for each in people:
        name = blocks.safe(each.name, 80)
        if each.gone:
            said.append(f"{name} no longer works here")
        elif each.away_until and deputies.is_away(each, now):
            said.append(f"{name} is away until {words.back(each.away_until, each.zone, now)}")
        else:
            said.append(f"{name} cannot stand in")
    return f"{words.join_names(said)}. " if said else ""
