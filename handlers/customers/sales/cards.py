"""What people see of sales: how one stands, short replies, the sales of a year, a life so far."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from slackblocks import Block

from handlers.customers.sales import words
from handlers.customers.sales.worth import LifeSoFar
from handlers.promises.items.words import open_story
from handlers.speech import blocks, money, paging
from handlers.speech import words as plain
from handlers.speech.blocks import Shown
from handlers.speech.request import Json
from storage.customers import Customer
from storage.people import Person
from storage.sales import Sale, SaleState, Use

PAGE = 10
TITLE = "What was sold this year"
UNDO, EDIT_IT, ANOTHER = "Undo", "Change…", "Another sale…"
NO_SALE = "Nobody has written down a sale of this year. `/cx sale Acme` does."
SHOWN = 1_000
STATES = {
    SaleState.SOLD: "sold; what they need it for is asked",
    SaleState.HANDED_OVER: "handed over",
    SaleState.TAKEN_BACK: "taken back",
}
TAKEN_BACK = "Undone. {ref} is taken back: nobody was sold anything."
STANDS_AGAIN = "Undone. {ref} stands as it stood before."
DAYS_A_MONTH, DAYS_A_YEAR = 30, 365


# --- one sale ---


def facts(sale: Sale, customer: Customer | None, today: date, *, money_shown: bool) -> list[str]:
    """Who bought what and from when they have it, what they need it for, whether they use it."""
    name = blocks.safe(customer.name, 80) if customer else "a customer"
    head = [f"*{name}*", f"from {plain.plain_day(sale.starts_on, today)}"]
    if money_shown and sale.value is not None:
        head.append(money.a_year(sale.value, sale.currency))
    bought = f"They bought: “{blocks.safe(sale.sold, SHOWN)}”"
    lines = [" · ".join(head), bought if sale.sold else f"{plain.capital(words.NOT_SOLD)}."]
    if sale.needs:
        lines.append(f"They need it for: “{blocks.safe(sale.needs, SHOWN)}” · {words.fit(sale)}")
    else:
        lines.append("What they need it for is not written down yet.")
    if sale.unsold:
        lines.append(f"They asked for more: “{blocks.safe(sale.unsold, SHOWN)}”")
    if sale.used:
        said = f": “{blocks.safe(sale.used_words, SHOWN)}”" if sale.used_words else ""
        day = f" ({plain.plain_day(sale.used_on, today)})" if sale.used_on else ""
        lines.append(f"{plain.capital(words.USE[Use(sale.used)])}{day}{said}")
    return lines


def state(sale: Sale) -> str:
    """How it stands."""
    return f"{sale.ref} · {STATES[SaleState(sale.state)]}"


# --- short replies ---


def recorded(sale: Sale, customer: Customer, asked: Person | None) -> Shown:
    """What was kept, and who is asked for what they need it for."""
    who = ""
    if asked:
        who = f" {blocks.person(asked.user_id)} is asked what they need it for."
    text = f"Noted as {sale.ref}: {blocks.safe(customer.name, 80)} bought something.{who}"
    return done(sale, text)


def done(sale: Sale, said: str) -> Shown:
    """What was kept of it, with the way to all of it and the way back."""
    row = [open_story(sale.ref), blocks.button(UNDO, words.UNDO, sale.ref)]
    return Shown(said, blocks.message(blocks.section(said), blocks.actions(*row)))


def corrected(sale: Sale) -> str:
    """For whoever said something else of what was sold."""
    return f"{sale.ref} is changed."


def handed_over(sale: Sale, lead: Person | None) -> str:
    """For whoever said what they need it for."""
    who = f" {blocks.person(lead.user_id)} finds it on their page." if lead else ""
    return f"Noted in {sale.ref}: {words.fit(sale)}.{who}"


def finds_out(sale: Sale, day: date, today: date) -> str:
    """For whoever does not know it yet."""
    return f"You say by {plain.plain_day(day, today)} what they need {sale.ref} for."


def use_said(sale: Sale) -> str:
    """For whoever said how much of it they use."""
    said = f"Noted in {sale.ref}: {words.USE[Use(sale.used or Use.ALL)]}."
    if sale.used == Use.HARDLY:
        return f"{said} It counts as sold too much, with nobody's name."
    return said


def passed(sale: Sale, to: Person) -> str:
    """For whoever named somebody else."""
    return f"{blocks.person(to.user_id)} is asked about {sale.ref} now."


def undone(sale: Sale) -> str:
    """For whoever took something back."""
    return (STANDS_AGAIN if sale.stands else TAKEN_BACK).format(ref=sale.ref)


def known(found: Sequence[Sale], customer: Customer, today: date) -> Shown:
    """What they bought so far, each with the way to it, and the way to another sale."""
    name = blocks.safe(customer.name, 80)
    lines = [f"*What {name} bought*"]
    parts: list[Block] = [blocks.section(lines[0])]
    for each in found[-PAGE:]:
        day = plain.plain_day(each.starts_on, today)
        said = f"*{each.ref}* {day} · {words.sold(each)} · {words.fit(each)}"
        lines.append(said)
        parts.append(blocks.section(said, open_story(each.ref)))
    another = blocks.button(ANOTHER, words.OPEN, customer.customer_id.hex)
    return Shown("\n".join(lines), blocks.message(*parts, blocks.actions(another)))


def one(sale: Sale, name: str, today: date) -> Shown:
    """One sale in a line, with the way to its story."""
    said = _entry(sale, name, today)
    return Shown(said, blocks.message(blocks.section(said, open_story(sale.ref))))


def _entry(sale: Sale, name: str, today: date) -> str:
    """“*S-9* Acme · Tue 1 Dec · “Flow and 40 seats” · need not written down”."""
    day = plain.plain_day(sale.starts_on, today)
    whose = blocks.safe(name, 80)
    return f"*{sale.ref}* {whose} · {day} · {words.sold(sale)} · {words.fit(sale)}"


# --- the sales of a year ---


def view(
    found: Sequence[tuple[Sale, str]], count: tuple[int, int], total: int, after: int, today: date
) -> Json:
    """The sales of this year, ten a page, and how many of them came back as too much.

    `count` are all of them and those that came back; `total` are those that the reader may read.
    """
    head = [blocks.section(f"*{counted(*count)}*")] if not after else []
    parts = [
        blocks.section(_entry(each, name, today), open_story(each.ref)) for each, name in found
    ]
    return blocks.form(
        TITLE, words.LIST, *head, *parts, *paging.turns(words.LIST, "", after, PAGE, total),
        submit=None, value=paging.value("", after),
    )  # fmt: skip


def counted(total: int, back: int) -> str:
    """“Three of 14 sales this year came back as too much.”: counts, and no name of anybody."""
    if not total:
        return NO_SALE
    if total == 1:
        how = "it came back as too much" if back else "it has not come back as too much"
        return f"One sale this year; {how}."
    if not back:
        return f"None of {plain.number(total)} sales this year came back as too much."
    many = f"{plain.capital(plain.number(back))} of {plain.number(total)}"
    return f"{many} sales this year came back as too much."


# --- on the page of a customer ---


def life(found: LifeSoFar, currency: str | None, today: date) -> str:
    """“First order €60 k · so far €1.9 M in five years”; empty where nothing is known."""
    said = []
    if found.first and found.first.value is not None:
        said.append(f"First order {money.amount(found.first.value, found.first.currency)}")
    if found.so_far is not None and found.since:
        paid = f"so far {money.amount(found.so_far, currency)}"
        span = f"in {lasted(found.since, today)}"
        since = f"since {plain.dated(found.since)}, as far as it is written down"
        said.append(f"{paid} {span if found.is_whole else since}")
    return plain.capital(" · ".join(said))


def lasted(since: date, today: date) -> str:
    """“five years”, “eight months”, “12 days”: whole ones."""
    days = (today - since).days
    if days >= DAYS_A_YEAR:
        return plain.count(int(days / 365.25) or 1, "year")
    if days >= DAYS_A_MONTH * 2:
        return plain.count(days // DAYS_A_MONTH, "month")
    return plain.count(days, "day")


def on_page(sale: Sale, today: date) -> Block:
    """What they bought last, what they need it for, and whether they use it."""
    used = f" · {words.USE[Use(sale.used)]}" if sale.used else ""
    need = f"for “{words.quoted(sale.needs)}”" if sale.needs else words.NOT_WRITTEN
    fits = f" · {words.fit(sale)}" if sale.needs else ""
    day = plain.plain_day(sale.starts_on, today)
    said = f"*Sold* {sale.ref}, {day}: {words.sold(sale)}, {need}{fits}{used}"
    return blocks.section(said, open_story(sale.ref))


def week(total: int, back: int) -> str:
    """The same count on Home; empty where nothing came back."""
    return f"*Sales*: {counted(total, back)}" if back else ""
