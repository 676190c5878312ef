"""The words of a year's plan: its buttons, and the sentences that stand where a part is empty."""

from __future__ import annotations

import re

from storage.customers import Customer

ACCOUNT, COMPANY = "plan.account", "plan.company"
QUARTER, FILE = "plan.quarter", "plan.file"
POST, POST_SEND, TAKE_DOWN, OPEN = "plan.post", "plan.post.send", "plan.post.down", "plan.open"
POSTED = "Updated {day} · what it costs, and who came and left, is for those who may know that."
OVER = "The year is over."
POSTED_FOR = "It says no money there, and not who came and left."
FILE_LABEL = "As a file…"
ON_ITS_WAY = "{title} is on its way to your messages as a file, as you may read it."
COMMENT = "One page to print: open it in a browser. It says what you may read, and nothing more."
ALL_OF_IT = "The whole company"
QUARTERS = ("January to March", "April to June", "July to September", "October to December")

AIM_ASKED = "Nobody has said it yet; {who} is asked."
AIM_COMES = (
    "Nobody has said it yet; {who}, who leads the account, is asked at the end of November {year}."
)
NO_AIM = "Nobody has said it yet."
NO_DECIDER = "Nobody is written down who decides: `/cx customer` names them."
DECIDER_SOUGHT = "Nobody is written down who decides; {who} is asked."
RENEWAL_OF = "No day of renewal is known. {who} can say it: `/cx customer` takes it."
NO_LEAD = "Nobody leads the account: `/cx setup` says who does."
NO_WAITS = "They wait for nothing."
NO_WORK = "Nothing is written down: `/cx initiatives` takes what a department pays for."
NO_DECLINED = "Nothing was declined within a year."
NO_RENEWAL = "No day of renewal is known."
NO_KEPT = "No key account is known, and nobody is flagged: `/cx segments` says who weighs most."
NO_GROWTH = "No customer has a start or an end yet: `/cx growth` says how they come in."
NO_OUTCOMES = "None is written: `/cx roadmap` takes what customers are to notice."
NO_DROPPED = "Nothing was cut, and no outcome was let go."


def title(customer: Customer | None, year: int) -> str:
    """“Plan of Acme, 2027”, plain; without a customer the company's."""
    return f"Plan of {customer.name}, {year}" if customer else f"Plan of {year}"


def file_name(customer: Customer | None, year: int) -> str:
    """“plan-acme-2027.html”."""
    name = re.sub(r"[^a-z0-9]+", "-", customer.name.lower()).strip("-")[:60] if customer else ""
    return "-".join(["plan", *([name] if name else []), f"{year}.html"])


def made_for(reader: str, day: str) -> str:
    """For whom a file was made, and when."""
    return f"As {reader} may read it, {day}"
