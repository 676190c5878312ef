"""What Duly says when somebody answers, and the forms in which they give a reason or a date."""

from __future__ import annotations

from datetime import datetime

from handlers import blocks, items, words
from handlers.request import Json
from storage.issues import Issue
from storage.items import Item
from storage.tasks import Task

REASON = "reason"
DATE = "date"
PERSON = "person"
DEPARTMENT = "department"

GIVE_A_DAY = "Please choose a day."
GIVE_A_REASON = "Please say why, in a sentence."
CHOOSE_ONE = "Choose a person or a department."
CHOOSE_NOT_BOTH = "Choose a person or a department, not both."

NO_USAGE = "no T-12 because …"
SNOOZE_USAGE = "snooze T-12 friday because …"
HANDOFF_USAGE = "handoff T-12 to Logistics because …"


def name(item: Item) -> str:
    """“T-12 Rewrite the refund mail” as markup."""
    return f"{items.ref(item)} {blocks.safe(item.title, 150)}"


def taken(item: Item, zone: str) -> str:
    """Thanks for taking it."""
    due = words.slack_day(item.due_at, zone) if item.due_at else "no date"
    return f"Thank you. {name(item)} is yours, by {due}."


def finished(item: Item, early: int, customer: str) -> str:
    """Thanks for keeping it."""
    when = f", {words.count(early, 'working day')} early" if early else ""
    glad = f" {blocks.safe(customer, 80)} has one thing less to wait for." if customer else ""
    return f"Done{when}: {name(item)}.{glad}"


def redated(item: Item, zone: str) -> str:
    """A new date is noted."""
    due = words.slack_day(item.due_at, zone) if item.due_at else "no date"
    return f"Noted: {name(item)} is due {due} now. Thank you for saying so in time."


def snoozed(item: Item, until: datetime, left: int, zone: str) -> str:
    """Until when Duly is quiet, and what is left."""
    more = f"{words.count(left, 'more snooze').capitalize()} after this one."
    return f"Quiet about {name(item)} until {words.slack_moment(until, zone)}. {more}"


def declined(item: Item, teller: str | None, customer: str) -> str:
    """A no is recorded with respect."""
    tell = f" {blocks.person(teller)} will tell {blocks.safe(customer, 80)}." if teller else ""
    return f"Recorded as a no, with your reason: {name(item)}.{tell}"


def offered(item: Item, to: str) -> str:
    """An offer waits for its answer."""
    return f"Offered {name(item)} to {blocks.person(to)}. It stays with you until they take it."


def accepted(item: Item, zone: str) -> str:
    """An offer was taken."""
    due = words.slack_day(item.due_at, zone) if item.due_at else "no date yet"
    return f"Thank you. {name(item)} is yours now, due {due}."


def returned_to_giver(item: Item, by: str, reason: str) -> str:
    """The giver learns that it came back."""
    return (
        f"{blocks.person(by)} returned {name(item)}: “{blocks.safe(reason, 500)}” "
        "It is still with you. Another person or department, or a new date?"
    )


def help_wanted(item: Item, by: str, what: str) -> str:
    """The lead or deputy learns that a pair of hands is missing."""
    return (
        f"{blocks.person(by)} asks for help with {name(item)}: “{blocks.safe(what, 500)}” "
        "Can you lend a hand, or find one?"
    )


def help_asked(to: list[str]) -> str:
    """The asker learns who knows."""
    return f"I have told {words.join_names([blocks.person(user_id) for user_id in to])}."


def told() -> str:
    """The loop to the customer is closed."""
    return "Thank you for telling them."


def date_form(item: Task | Issue, day: str | None) -> Json:
    """When it will be done, and why that changed."""
    return blocks.form(
        "Another date",
        "item.date.send",
        blocks.section(f"*{name(item)}*\nA new date now is worth more than an apology later."),
        blocks.date_input(DATE, "It will be done by", value=day),
        blocks.text_input(REASON, "What changed?", lines=True, most=1000),
        value=items.ref(item),
    )


def snooze_form(item: Task | Issue, most: str, left: int) -> Json:
    """Until when to be quiet, and why."""
    return blocks.form(
        "Later",
        "item.snooze.send",
        blocks.section(
            f"*{name(item)}*\nI can be quiet until {most} at most. "
            f"{words.count(left, 'snooze').capitalize()} left, this one included."
        ),
        blocks.date_input(DATE, "Quiet until"),
        blocks.text_input(REASON, "Why later?", lines=True, most=1000),
        value=items.ref(item),
    )


def no_form(item: Task | Issue) -> Json:
    """Why the answer is no."""
    return blocks.form(
        "No, because…",
        "item.no.send",
        blocks.section(
            f"*{name(item)}*\nA no is an honourable answer. It is recorded with your reason."
        ),
        blocks.text_input(REASON, "Because", lines=True, most=1000),
        submit="Say no",
        value=items.ref(item),
    )


def handoff_form(item: Task | Issue, departments: dict[str, str]) -> Json:
    """Whose it is, and why."""
    choice = []
    if departments:
        choice = [blocks.choice_input(DEPARTMENT, "A department", departments, optional=True)]
    return blocks.form(
        "Not mine",
        "item.handoff.send",
        blocks.section(f"*{name(item)}*\nIt stays with you until they take it."),
        *choice,
        blocks.person_input(PERSON, "Or a person", optional=True),
        blocks.text_input(REASON, "Why them?", lines=True, most=1000),
        submit="Offer it",
        value=items.ref(item),
    )


def return_form(item: Task | Issue) -> Json:
    """Why it goes back."""
    return blocks.form(
        "Return it",
        "offer.return.send",
        blocks.section(f"*{name(item)}*\nIt goes back with your reason."),
        blocks.text_input(REASON, "Because", lines=True, most=1000),
        submit="Return it",
        value=items.ref(item),
    )


def help_form(item: Task | Issue) -> Json:
    """What would help."""
    return blocks.form(
        "Need help",
        "item.help.send",
        blocks.section(f"*{name(item)}*\nYour lead and deputy will read this."),
        blocks.text_input(REASON, "What would help?", lines=True, most=1000),
        value=items.ref(item),
    )
