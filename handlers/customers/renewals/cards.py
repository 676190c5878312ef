"""What people see of renewals: what renews next, what came, and short replies."""

from __future__ import annotations

from datetime import date

from slackblocks import Block, Button

from handlers.customers.renewals import words
from handlers.customers.renewals.ledger import PAGE, CameLine, ComingLine, Ledger
from handlers.promises.items.words import open_story
from handlers.promises.listed import CUSTOMER_PAGE
from handlers.speech import blocks, money, paging
from handlers.speech import words as plain
from handlers.speech.blocks import Shown
from handlers.speech.request import Json
from storage.customers import Customer
from storage.people import Person
from storage.renewals import Renewal, RenewalOutlook

TITLE = "What renews next"
NOTHING = "Nothing renews in the next 90 days."
NO_DAYS = (
    "No customer has a day of renewal yet. A file with the column `renewal` brings them all at "
    "once, and the form of a customer has one."
)
SETTLED = "Thank you: {name} stays until {day}. {ref} is settled, and the next renewal is that day."
NOTED = "Noted in {ref}: {said}. "
AGAIN = "You are asked again when it comes nearer."
LEAVES = "Once they have left, [They left…] on their page records it, and somebody is asked why."


def view(found: Ledger, today: date) -> Json:
    """What renews in 90 days, ten a page, and what came of what was said."""
    if not found.total:
        said = NOTHING if found.has_days else NO_DAYS
        return blocks.form(TITLE, words.LIST, blocks.section(said), *_came(found, today),
                           submit=None)  # fmt: skip
    parts = [blocks.section(f"*{head(found)}*")] if not found.after else []
    parts += [_entry(each, today) for each in found.lines]
    parts += paging.turns(words.LIST, "", found.after, PAGE, found.total)
    return blocks.form(TITLE, words.LIST, *parts, *_came(found, today), submit=None,
                       value=paging.value("", found.after))  # fmt: skip


def head(found: Ledger) -> str:
    """How many renew, what they pay together, and how many wait for something late."""
    one = found.total == 1
    many = "One account renews" if one else f"{plain.count(found.total, 'account')} renew"
    said = f"{plain.capital(many)} in 90 days"
    if found.worth:
        said += f", {money.a_year(found.worth, found.currency)}"
    late = sum(bool(each.late) for each in found.lines)
    if not late or found.total > PAGE:
        return f"{said}."
    whose = "it waits" if one else f"{plain.number(late)} of them wait"
    whose = whose if one or late > 1 else "one of them waits"
    return f"{said}; {whose} for something late."


def _entry(line: ComingLine, today: date) -> Block:
    """“*Globex* · €310 k a year · Fri 15 Jan · Grace: not sure, “fee” · one late”."""
    customer = line.customer
    facts = [f"*{blocks.safe(customer.name, 80)}*"]
    if line.value is not None:
        facts.append(money.a_year(line.value, customer.currency))
    facts.append(plain.plain_day(line.renews_on, today))
    facts.append(_how(line))
    if line.late:
        facts.append(f"{plain.number(line.late)} late")
    page = blocks.button("Open…", CUSTOMER_PAGE, paging.value(customer.customer_id.hex))
    way = words.say_how(line.renewal) if line.renewal and line.may_say else page
    return blocks.section(" · ".join(facts), way)


def _how(line: ComingLine) -> str:
    """Who said what of it; who has not said anything, or that nobody leads it."""
    stands = words.stands(line.renewal) if line.renewal else ""
    if stands:
        who = blocks.safe(plain.first_name(line.said_by.name), 40) if line.said_by else "Somebody"
        return f"{who}: {stands}"
    if line.lead is None:
        return "nobody leads the account"
    who = blocks.safe(plain.first_name(line.lead.name), 40)
    return f"{who} has not said yet" if line.renewal else f"{who} leads it"


def _came(found: Ledger, today: date) -> list[Block]:
    if not found.came:
        return []
    lines = [_came_line(each, today) for each in found.came]
    return [blocks.section("*What came of it, in 90 days*"), *blocks.paragraphs(lines)]


def _came_line(line: CameLine, today: date) -> str:
    return f"*{blocks.safe(line.name, 80)}* · {words.came(line.renewal, today)}"


# --- short replies ---


def said(renewal: Renewal, customer: Customer | None, today: date) -> Shown:
    """For whoever said how it stands: what was kept, and what comes next."""
    name = blocks.safe(customer.name, 80) if customer else "They"
    if renewal.until:
        text = SETTLED.format(name=name, day=plain.plain_day(renewal.until, today), ref=renewal.ref)
    else:
        after = LEAVES if renewal.outlook == RenewalOutlook.LEAVE else AGAIN
        text = NOTED.format(ref=renewal.ref, said=words.stands(renewal)) + after
    return Shown(text, blocks.message(blocks.section(text), blocks.actions(*_row(renewal))))


def _row(renewal: Renewal) -> list[Button]:
    page = blocks.button("Their page…", CUSTOMER_PAGE, paging.value(renewal.customer_id.hex))
    return [open_story(renewal.ref), page]


def passed(renewal: Renewal, to: Person) -> str:
    """For whoever named somebody else."""
    return f"{blocks.person(to.user_id)} is asked how {renewal.ref} stands now."


def on_page(renewal: Renewal, said_by: Person | None, today: date, *, may_say: bool) -> Block:
    """How their renewal stands, on the page of a customer."""
    last = words.said(renewal, today, said_by) or "nobody has said yet how it stands"
    day = plain.plain_day(renewal.renews_on, today)
    text = f"*Renewal* {renewal.ref}, {day}: {last}."
    return blocks.section(text, words.say_how(renewal)) if may_say else blocks.section(text)


def account_line(customer: Customer, renewal: Renewal, today: date) -> str:
    """“*Globex* · renews Fri 15 Jan · not sure”, on the Home of whoever leads the account."""
    name, day = blocks.safe(customer.name, 80), plain.plain_day(renewal.renews_on, today)
    verb = "was to renew" if renewal.renews_on < today else "renews"
    how = (
        words.OUTLOOKS[RenewalOutlook(renewal.outlook)] if renewal.outlook else "how does it stand?"
    )
    return f"*{name}* · {verb} {day} · {how}"


def week(leaving: int, unsure: int) -> str:
    """“Of what renews, two are not sure and one leaves.”; empty for none."""
    told = [
        *([f"{plain.number(leaving)} say that they leave"] if leaving > 1 else []),
        *(["one says that they leave"] if leaving == 1 else []),
        *([f"of {plain.number(unsure)} nobody is sure"] if unsure else []),
    ]
    return f"*Renewals in 90 days*: {plain.join_names(told)}." if told else ""
