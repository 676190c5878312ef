"""What people read of an aim: what was written, and short replies."""

from __future__ import annotations

from datetime import date

from handlers.customers.plans.aims import words
from handlers.promises.items.words import open_story
from handlers.speech import blocks
from handlers.speech import words as plain
from handlers.speech.blocks import Shown
from storage.aims import Aim
from storage.customers import Customer
from storage.people import Person
from storage.tasks import Promise


def said(aim: Aim, today: date) -> str:
    """“@ben on Thu 10 Dec: “see every order in one place””, as markup; empty without words."""
    if not aim.words:
        return ""
    on = f" on {plain.plain_day(aim.said_on, today)}" if aim.said_on else ""
    return f"{blocks.person(aim.said_by)}{on}: “{blocks.safe(aim.words, words.SHORT)}”"


def written(aim: Aim, customer: Customer) -> Shown:
    """For whoever wrote it: where it stands, and the way back."""
    name = blocks.safe(customer.name, words.NAME)
    text = f"Noted in {aim.ref}. It stands in the plan of {name} for {aim.year}."
    row = [open_story(aim.ref), blocks.button(words.UNDO_LABEL, words.UNDO, aim.ref)]
    return Shown(text, blocks.message(blocks.section(text), blocks.actions(*row)))


def undone(aim: Aim) -> str:
    """How it stands again."""
    return f"Undone. {aim.ref} stands as it stood before."


def asks_them(aim: Aim, task: Promise) -> str:
    """“Noted: T-4 asks them, and @wei has it.”."""
    who = blocks.person(task.owner_id)
    return f"Noted: {task.ref} asks them, and {who} has it. {aim.ref} is asked again once it ends."


def passed(aim: Aim, to: Person) -> str:
    """Who is asked now."""
    return f"{blocks.person(to.user_id)} is asked now. {aim.ref} has all of it."
