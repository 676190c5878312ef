"""Short replies about a theme: what was noted, and who hears of it."""

from __future__ import annotations

from handlers.customers.themes import words
from handlers.speech import blocks
from handlers.speech import words as plain
from storage.people import Person
from storage.tasks import Promise
from storage.themes import Theme


def followed(theme: Theme, task: Promise, owner: Person | None) -> str:
    """“Noted: T-46 follows from “credit note, late, invoice”. @lee has it.”, as markup."""
    has = f" {blocks.person(owner.user_id)} has it." if owner else ""
    return f"Noted: {task.ref} follows from {words.quoted(theme)}.{has}"


def passed(theme: Theme, lead: Person) -> str:
    """Who is asked now."""
    return f"{blocks.person(lead.user_id)} is asked what follows from {words.quoted(theme)}."


def rests(theme: Theme) -> str:
    """Until when it rests, with the reason beside it."""
    until = plain.dated(theme.rests_until) if theme.rests_until else "then"
    return f"Noted. {words.quoted(theme)} rests until {until}, and your reason stays beside it."


def undone(theme: Theme) -> str:
    """How it stands again."""
    return f"Undone. {words.quoted(theme)} ({theme.ref}) stands as it stood before."


def named(theme: Theme) -> str:
    """What it is called from now on."""
    return f"{theme.ref} is called {words.quoted(theme)} now."
