"""The forms of a sale: what was sold, what they need it for, whether they use it."""

from __future__ import annotations

from datetime import date

from slackblocks import Block

from handlers.customers.sales import LONGEST, words
from handlers.people import choices
from handlers.speech import blocks, inputs, reasons
from handlers.speech.blocks import Choices
from handlers.speech.request import Json
from storage.sales import Fit, Sale

DAY, VALUE, SOLD, SELLER = "day", "value", "sold", "seller"
NEEDS, FIT, UNSOLD, PERSON = "needs", "fit", "unsold", "person"
FITS = {
    Fit.FITS.value: "It fits",
    Fit.LESS.value: "Less would have done",
    Fit.MORE.value: "They need more",
    Fit.UNKNOWN.value: "I don't know yet",
}
ASKED_OF = {"need": "Who knows what they need it for?", "use": "Who knows whether they use it?"}


def record(known: Choices, today: date, seller: str) -> Json:
    """What was sold: three fields are needed. `known` are the customers, `seller` a Slack id."""
    parts = [
        inputs.row(choices.CUSTOMER, "Which customer?", known),
        *_told(today, "", ""),
        inputs.person(
            SELLER, "Who sold it?", value=seller, hint="They are asked what it is needed for."
        ),
    ]
    return blocks.form("What was sold", words.SEND, *parts, submit="Write it down")


def edit(sale: Sale, *, money_shown: bool) -> Json:
    """The same, filled in, of what was written down."""
    value = str(sale.value) if money_shown and sale.value is not None else ""
    parts = _told(sale.starts_on, sale.sold, value, money_shown=money_shown)
    return blocks.form(f"Change {sale.ref}", words.EDIT_SEND, *parts, value=sale.ref)


def _told(on: date, sold: str, value: str, *, money_shown: bool = True) -> list[Block]:
    parts = [
        inputs.date(DAY, "From which day do they have it?", value=on.isoformat()),
        inputs.text(
            SOLD, "What did they buy?", value=sold, lines=True, most=LONGEST,
            placeholder="Flow and 40 seats",
        ),
    ]  # fmt: skip
    if money_shown:
        parts.append(
            inputs.text(
                VALUE, "What do they pay for it in the first year?", value=value, most=60,
                optional=True, hint="60,000 or 60 k. Leave it empty where nobody knows.",
            )
        )  # fmt: skip
    return parts


def need(sale: Sale, fit: Fit | None) -> Json:
    """What they need it for, whether it fits, and what they did not get."""
    chosen = fit or (Fit(sale.fit) if sale.fit else None)
    parts = [
        blocks.section(words.handed(sale)),
        inputs.text(
            NEEDS, "What do they want to be able to do?", value=sale.needs, lines=True,
            most=LONGEST,
        ),
        inputs.choice(FIT, "Does it fit?", FITS, value=chosen.value if chosen else None),
        inputs.text(
            UNSOLD, "What did they ask for that we did not sell?", value=sale.unsold, lines=True,
            most=LONGEST, optional=True, hint="The account lead reads it before the first call.",
        ),
    ]  # fmt: skip
    return blocks.form(
        "What they need it for", words.NEED_SEND, *parts, value=sale.ref, submit="Hand it over"
    )


def find_out(sale: Sale, by: date) -> Json:
    """It is not known yet: by which day it will be."""
    return blocks.form(
        "I don't know yet", words.UNKNOWN_SEND,
        inputs.date(
            DAY, "By which day will you know?", value=by.isoformat(),
            hint="You say then what they need it for. Until then nobody reminds you.",
        ),
        value=sale.ref,
    )  # fmt: skip


def because(sale: Sale, title: str, verb: str, label: str) -> Json:
    """One reason, in words."""
    return blocks.form(title, verb, reasons.ask_for(label), value=sale.ref)


def pass_on(sale: Sale, kind: str) -> Json:
    """Somebody else answers it."""
    return blocks.form(
        "Somebody else", words.PASS_SEND,
        inputs.person(PERSON, ASKED_OF[kind]),
        value=f"{sale.ref}{blocks.SEPARATOR}{kind}",
    )  # fmt: skip
