"""The forms of a renewal: they renew, nobody is sure, they leave, they changed it."""

from __future__ import annotations

from datetime import date

from handlers.customers.renewals import LONGEST, words
from handlers.speech import blocks, inputs, reasons
from handlers.speech import words as plain
from handlers.speech.request import Json
from storage.customers import Customer
from storage.renewals import Renewal

DAY, VALUE, PERSON = "day", "value", "person"


def renew(renewal: Renewal, *, is_past: bool) -> Json:
    """They renew: until when, where that is settled; after its day that is asked for."""
    hint = "" if is_past else "Leave it empty while it is not signed: you are asked again then."
    return blocks.form(
        "They renew", words.RENEW_SEND,
        inputs.date(DAY, "Until when do they stay?", value=None, optional=not is_past, hint=hint),
        inputs.text(reasons.FIELD, "What did they say?", value="", lines=True, most=LONGEST,
                    optional=True),
        value=renewal.ref,
    )  # fmt: skip


def because(renewal: Renewal, title: str, verb: str, label: str) -> Json:
    """One reason, in words."""
    return blocks.form(title, verb, reasons.ask_for(label), value=renewal.ref)


def change(renewal: Renewal, *, money_shown: bool) -> Json:
    """They changed it: the day, what they pay, and what else."""
    value = inputs.text(
        VALUE, "What do they pay in a year from now on?", value="", most=60, optional=True,
        hint="480,000 or 480 k. Leave it empty where it stays as it is.",
    )  # fmt: skip
    return blocks.form(
        "They changed it", words.CHANGE_SEND,
        inputs.date(DAY, "On which day does it renew?", value=renewal.renews_on.isoformat()),
        *([value] if money_shown else []),
        inputs.text(reasons.FIELD, "What did they change?", value="", lines=True, most=LONGEST),
        value=renewal.ref,
    )  # fmt: skip


def pass_on(renewal: Renewal) -> Json:
    """Somebody else knows."""
    return blocks.form(
        "Somebody else", words.PASS_SEND, inputs.person(PERSON, "Who knows how it stands?"),
        value=renewal.ref,
    )  # fmt: skip


def four(renewal: Renewal, customer: Customer, said: str, today: date) -> Json:
    """How does it stand? The four answers."""
    day = plain.plain_day(renewal.renews_on, today)
    verb = "was to renew" if renewal.renews_on < today else "renews"
    text = f"*{blocks.safe(customer.name, 80)}* {verb} on {day}. How does it stand?"
    last = [blocks.context(f"{said}.")] if said else []
    return blocks.form(
        f"How {renewal.ref} stands", words.SAY_HOW, blocks.section(text), *last,
        blocks.actions(*words.four(renewal.ref)), submit=None, value=renewal.ref,
    )  # fmt: skip
