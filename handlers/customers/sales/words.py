"""The words of a sale: what is asked about it, its buttons, and how it stands."""

from __future__ import annotations

from datetime import date

from slackblocks import Block, Button

from handlers.chasing.kinds import Asking, Says
from handlers.promises.items.words import open_story
from handlers.speech import blocks
from handlers.speech import words as plain
from storage.customers import Customer
from storage.nudges import Part
from storage.sales import Fit, Sale, Use

LIST, OPEN, SEND = "sales.list", "sale.form", "sale.send"
FITS, LESS, NEED, NEED_SEND = "sale.fits", "sale.less", "sale.need", "sale.need.send"
UNKNOWN, UNKNOWN_SEND = "sale.unknown", "sale.unknown.send"
USED = "sale.used"
SOME, SOME_SEND = "sale.some", "sale.some.send"
HARDLY, HARDLY_SEND = "sale.hardly", "sale.hardly.send"
EDIT, EDIT_SEND = "sale.edit", "sale.edit.send"
PASS, PASS_SEND = "sale.pass", "sale.pass.send"
UNDO = "sale.undo"

TITLE = "{name} starts"
SHORT = 160
"""Characters of somebody's words in a line of ours."""
FIT = {
    Fit.FITS: "it fits",
    Fit.LESS: "less would have done",
    Fit.MORE: "they need more",
    Fit.UNKNOWN: "whether it fits is not known yet",
}
"""Whether it fits, within a sentence."""
USE = {
    Use.ALL: "they use what they bought",
    Use.SOME: "they use some of it",
    Use.HARDLY: "they hardly use it",
}
NOT_WRITTEN = "need not written down"
NOT_SOLD = "what they bought is not written down"
NEED_SAYS = Says(
    ends="“I don't know yet…” ends this line, too, until the day that you name.",
    owes=(
        "What do they need it for, and would less have done? The answer is due {due}.",
        "Do you know by now what they need it for, and whether less would have done?",
        "Today is the day to say what they need it for, and whether less would have done.",
        "What they need it for is {late_by}.",
    ),
)
NEED_STANDS = (
    "What a customer needs a sale for has had no answer since {day}.",
    "What customers need {count} sales for has had no answer, the first since {day}.",
)
USE_SAYS = Says(
    ends="Each of the three answers ends this line.",
    owes=(
        "Do they use what they bought? The answer is due {due}.",
        "Do you know by now whether they use what they bought?",
        "Today is the day to say whether they use what they bought.",
        "Whether they use what they bought is {late_by}.",
    ),
)
USE_STANDS = (
    "Whether a customer uses what they bought has had no answer since {day}.",
    "Whether customers use {count} sales has had no answer, the first since {day}.",
)


def starts(sale: Sale, customer: Customer, today: date) -> str:
    """As in: Acme starts on Tue 1 Dec with “Flow and 40 seats”."""
    verb = "starts" if sale.starts_on >= today else "started"
    day, name = plain.plain_day(sale.starts_on, today), blocks.safe(customer.name, 80)
    return f"{name} {verb} on {day}{_what(sale)}"


def bought(sale: Sale, customer: Customer, today: date) -> str:
    """The same, with what they need it for."""
    need = f" They need it for {plain.quote(quoted(sale.needs))}" if sale.needs else ""
    return f"{starts(sale, customer, today)}{need}"


def handed(sale: Sale) -> str:
    """“Acme starts with “Flow and 40 seats”.”."""
    return f"{blocks.safe(sale.title, 80)}{_what(sale)}"


def _what(sale: Sale) -> str:
    """The end of a sentence: “ with “Flow and 40 seats”.”."""
    return f" with {plain.quote(quoted(sale.sold))}" if sale.sold else "."


def sold(sale: Sale) -> str:
    """““Flow and 40 seats””, or that nobody has written down what it is."""
    return f"“{quoted(sale.sold)}”" if sale.sold else NOT_SOLD


def fit(sale: Sale) -> str:
    """“it fits”, or that nobody has said yet what they need."""
    return FIT[Fit(sale.fit)] if sale.fit else NOT_WRITTEN


def quoted(said: str) -> str:
    """Somebody's words in one of our lines."""
    return blocks.safe(said, SHORT)


# --- buttons ---


def need_buttons(asking: Asking) -> Block | None:
    """It fits, less would do, or it is not known yet; for who owes it and the CCO."""
    if asking.part not in (Part.OWES, Part.CCO):
        return None
    return blocks.actions(*need_ways(asking.ref), somebody_else(asking.ref, "need"))


def need_ways(ref: str) -> list[Button]:
    """The three answers to what they need it for."""
    return [
        blocks.button("It fits…", FITS, ref),
        blocks.button("Less would do…", LESS, ref),
        blocks.button("I don't know yet…", UNKNOWN, ref),
    ]


def use_buttons(asking: Asking) -> Block | None:
    """They do, some of it, hardly; for who owes it and the CCO."""
    if asking.part not in (Part.OWES, Part.CCO):
        return None
    return blocks.actions(
        blocks.button("They do", USED, asking.ref),
        blocks.button("Some of it…", SOME, asking.ref),
        blocks.button("Hardly…", HARDLY, asking.ref),
        somebody_else(asking.ref, "use"),
        open_story(asking.ref),
    )


def somebody_else(ref: str, kind: str) -> Button:
    """What names somebody else who answers a question of this kind."""
    return blocks.button("Somebody else…", PASS, f"{ref}{blocks.SEPARATOR}{kind}")
