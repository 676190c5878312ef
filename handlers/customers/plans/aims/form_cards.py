"""The forms of an aim: what a customer should be able to do, who asks them, and who else knows."""

from __future__ import annotations

from datetime import date

from handlers.customers.plans.aims import LONGEST, words
from handlers.speech import blocks, inputs
from handlers.speech.request import Json
from storage.aims import Aim
from storage.customers import Customer

AIM, OWNER, DAY, PERSON = "aim", "owner", "day", "person"
READ_BY = "Everybody who works here reads it in their plan."


def write(customer: Customer, year: int, said: str, verb: str, value: str) -> Json:
    """What they should be able to do; `said` is what stands there so far."""
    return blocks.form(
        f"The end of {year}", verb,
        inputs.text(AIM, words.ASKS.format(name=customer.name[:60], year=year), value=said,
                    lines=True, most=LONGEST),
        blocks.context(READ_BY),
        value=value, submit="Write it down",
    )  # fmt: skip


def will(aim: Aim, customer: Customer, owner_id: str | None, day: date) -> Json:
    """Who asks the customer, and by when."""
    return blocks.form(
        "Ask them", words.WILL_SEND,
        blocks.section(words.asks(customer, aim.year)),
        inputs.person(OWNER, "Who asks them?", value=owner_id),
        inputs.date(DAY, "By when?", value=day.isoformat()),
        blocks.context("It is a task like every other. I ask again once it is done."),
        value=aim.ref, submit="Keep it",
    )  # fmt: skip


def pass_on(aim: Aim, customer: Customer) -> Json:
    """Somebody else is asked."""
    return blocks.form(
        "Somebody else", words.PASS_SEND,
        blocks.section(words.asks(customer, aim.year)),
        inputs.person(PERSON, "Who can say it?"),
        value=aim.ref, submit="Ask them",
    )  # fmt: skip
