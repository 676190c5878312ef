"""The words of a renewal: what is asked about it, its buttons, how it stands and what came."""

from __future__ import annotations

from datetime import date

from slackblocks import Block, Button

from handlers.chasing.kinds import Asking, Says
from handlers.speech import blocks
from handlers.speech import words as plain
from storage.customers import Customer
from storage.nudges import Part
from storage.people import Person
from storage.renewals import Renewal, RenewalOutlook, RenewalState

LIST = "renewals.list"
SAY_HOW = "renewal.say"
RENEW, RENEW_SEND = "renewal.renew", "renewal.renew.send"
UNSURE, UNSURE_SEND = "renewal.unsure", "renewal.unsure.send"
LEAVE, LEAVE_SEND = "renewal.leave", "renewal.leave.send"
CHANGE, CHANGE_SEND = "renewal.change", "renewal.change.send"
PASS, PASS_SEND = "renewal.pass", "renewal.pass.send"

TITLE = "{name} renews"
SHORT = 120
"""Characters of somebody's words in a line of ours."""
OUTLOOKS = {
    RenewalOutlook.RENEW: "they renew",
    RenewalOutlook.NOT_SURE: "not sure",
    RenewalOutlook.LEAVE: "they leave",
    RenewalOutlook.CHANGED: "they changed it",
}
"""What people say of a renewal, within a sentence."""
CAME = {
    RenewalState.OPEN: "nobody knows yet what came",
    RenewalState.RENEWED: "renewed",
    RenewalState.LEFT: "left",
    RenewalState.DROPPED: "its day was taken out",
}
RENEW_SAYS = Says(
    ends="Each of the four answers ends this line.",
    owes=(
        "How does it stand? The answer is due {due}.",
        "Do you know by now how it stands?",
        "Today is the day to say how it stands.",
        "How it stands is {late_by}.",
    ),
)
RENEW_STANDS = (
    "How one renewal stands has had no answer since {day}.",
    "How {count} renewals stand has had no answer, the first since {day}.",
)


def renews(renewal: Renewal, customer: Customer, today: date, said_by: Person | None) -> str:
    """“Globex renews on Fri 15 Jan.”, or that it was to, and what was said of it last."""
    name, day = blocks.safe(customer.name, 80), plain.plain_day(renewal.renews_on, today)
    is_past = renewal.renews_on < today
    ahead = f"{name} was to renew on {day}: what came?" if is_past else f"{name} renews on {day}."
    last = said(renewal, today, said_by)
    return f"{ahead} {last}." if last else ahead


def said(renewal: Renewal, today: date, said_by: Person | None) -> str:
    """“Grace said on Mon 5 Oct: not sure, “fee””; empty while nobody has said anything."""
    if renewal.outlook is None:
        return ""
    who = blocks.safe(plain.first_name(said_by.name), 40) if said_by else "Somebody"
    on = f" on {plain.plain_day(renewal.said_on, today)}" if renewal.said_on else ""
    return f"{who} said{on}: {stands(renewal)}"


def stands(renewal: Renewal) -> str:
    """“not sure, “fee””: how it stands, in somebody's words; empty while nobody has said so."""
    if renewal.outlook is None:
        return ""
    quoted = f", “{blocks.safe(renewal.words, SHORT)}”" if renewal.words else ""
    return f"{OUTLOOKS[RenewalOutlook(renewal.outlook)]}{quoted}"


def came(renewal: Renewal, today: date) -> str:
    """“Said *they renew* on Mon 5 Oct; left.”: what was said beside what came."""
    what = CAME[RenewalState(renewal.state)]
    if renewal.until and renewal.state == RenewalState.RENEWED:
        what = f"{what} until {plain.dated(renewal.until)}"
    if renewal.outlook is None:
        return f"Nobody had said how it stands; {what}."
    on = f" on {plain.plain_day(renewal.said_on, today)}" if renewal.said_on else ""
    return f"Said *{OUTLOOKS[RenewalOutlook(renewal.outlook)]}*{on}; {what}."


# --- buttons ---


def renew_buttons(asking: Asking) -> Block | None:
    """How it stands, in four answers, or that somebody else knows; for who owes it and the CCO."""
    if asking.part not in (Part.OWES, Part.CCO):
        return None
    return blocks.actions(*four(asking.ref), blocks.button("Somebody else…", PASS, asking.ref))


def four(ref: str) -> list[Button]:
    """The four answers to one question, none of which is green."""
    return [
        blocks.button("They renew…", RENEW, ref),
        blocks.button("Not sure…", UNSURE, ref),
        blocks.button("They leave…", LEAVE, ref),
        blocks.button("They changed it…", CHANGE, ref),
    ]


def say_how(renewal: Renewal) -> Button:
    """What leads to the four."""
    return blocks.button("Say how…", SAY_HOW, renewal.ref)
