"""What the page of a customer says: what they wait for first, then what they lived through."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from slackblocks import Block, Button

from handlers.calendar import hours
from handlers.chasing.owed import cards as owed
from handlers.customers.losses import words as loss_words
from handlers.executives.voices import words as voice_words
from handlers.front.customers import (
    LAST,
    MOST_NAMED,
    NEAR,
    PAGE,
    AwaitedOf,
    CustomerPage,
    EndedIssue,
    Heard,
    HeardFirst,
    OpenThings,
    PageLine,
)
from handlers.people.tiers import TIERS
from handlers.promises.items.view import SEVERITIES, STATES
from handlers.promises.items.words import OPEN, open_story
from handlers.promises.listed import CUSTOMER_PAGE, CUSTOMERS, standing_of
from handlers.speech import blocks, feelings, money, paging, sources, words
from handlers.speech.blocks import Shown
from handlers.speech.feelings import FeelingChange
from handlers.speech.request import Json
from storage.customers import Customer, Tier
from storage.issues import Issue
from storage.items import Item, State
from storage.listings import MOST
from storage.lived import LivedThrough
from storage.names import Named
from storage.people import Person

LIVED = "customer.lived"
"""The button that leads to all that they lived through in a year."""
EDIT = "setup.customer"
"""The button that leads to the form of a customer."""
IN_A_MESSAGE = 3
WAITS = ("*{name} waits for* nothing.", "*{name} waits for* one thing{late}:",
         "*{name} waits for* {count}{late}:")  # fmt: skip
LATE = ("", ", {count} late")
LIVED_THROUGH = (
    "*In the last year* nothing that they experienced has ended.",
    "*In the last year* one issue of theirs ended: {how}. It was {worst}.",
    "*In the last year* {count} of theirs ended: {how}. The gravest was {worst}.",
)
FELT = (
    "How they felt before and after is known of {of}: better {better}, worse {worse}, on average "
    "{mean:+.1f} of five steps."
)
HEARD_NOTHING = "*What they heard from us* Nobody has written down yet what they were told."
FIRST = "*What they heard before they noticed*"
HEARD = "*What they heard from us* {day}, {who}, about {ref}"
ENDED_AS = {
    State.DONE: "{count} done",
    State.DECLINED: "{count} answered with a no",
    State.WITHDRAWN: "{count} taken back",
}
WE_WAIT = "*We wait for {name}:*"
WE_WAITED = "In the last year we waited for them {days}."
AWAITED = 5
"""So many things that wait for them are named."""
INSTEAD = "Offered instead: “{}”"
SEVERAL = "Several customers have “{words}” in their names. Which one do you mean?"


# --- as a form ---


def view(page: CustomerPage, reader: Person, now: datetime) -> Json:
    """All of it; what they wait for is on as many pages as it takes."""
    customer = page.customer
    parts: list[Block] = [
        *_who(page, hours.day_of(now, reader.zone)),
        *_row(_ways(page)),
        blocks.section(_waits(customer, page.waits)),
        *(_entry(line, page.waits, reader, now) for line in page.waits.lines),
        *_pages(customer, page.waits),
        *blocks.paragraphs(_we_wait(page, reader, now)),
        *owed.hidden_beside(page.waits.hidden),
        blocks.section(_heard(page.heard, reader, now)),
        *blocks.paragraphs(_first(page.first, reader, now)),
        blocks.context(page.spoken),
        *page.rooms,
        blocks.section(_lived(page.lived)),
        *(_ended(item, reader, now) for item in page.ended),
        *_all_of_it(customer, page.lived),
        *owed.hidden_beside(page.lived.hidden),
    ]
    return blocks.form(
        customer.name, CUSTOMER_PAGE, *parts, submit=None,
        value=paging.value(customer.customer_id.hex, page.waits.after),
    )  # fmt: skip


def lived(
    customer: Customer,
    found: LivedThrough,
    shown: Sequence[EndedIssue],
    after: int,
    reader: Person,
    now: datetime,
) -> Json:
    """A page of what they lived through in the last year, and the way back."""
    key = customer.customer_id.hex
    entries = [_ended(item, reader, now) for item in shown]
    back = blocks.actions(
        blocks.button(f"Back to {customer.name}", CUSTOMER_PAGE, paging.value(key))
    )
    parts = [blocks.section(_lived(found)), *entries, back]
    return paging.form(
        customer.name, LIVED, parts, which=key, after=after, total=len(found.numbers), page=PAGE,
        nothing="", of="issue",
    )  # fmt: skip


# --- as a message ---


def message(page: CustomerPage, reader: Person, now: datetime) -> Shown:
    """The same in short, as a message that stays."""
    customer = page.customer
    waits = _waits(customer, page.waits)
    lines = [line(each, page.waits, reader, now) for each in page.waits.lines[:IN_A_MESSAGE]]
    parts = [
        *_who(page, hours.day_of(now, reader.zone)),
        *blocks.paragraphs([waits, *lines]),
        *blocks.paragraphs(_we_wait(page, reader, now)),
        *owed.hidden_beside(page.waits.hidden),
        blocks.section(_heard(page.heard, reader, now)),
        *blocks.paragraphs(_first(page.first[:1], reader, now)),
        blocks.context(page.spoken),
        blocks.section(_lived(page.lived)),
        blocks.actions(open_page(customer), *_ways(page)),
    ]
    return Shown(waits.replace("*", "").removesuffix(":"), blocks.message(*parts))


def which(words: str, several: Sequence[Named]) -> Shown:
    """A question back: which of some customers is meant."""
    said = SEVERAL.format(words=blocks.safe(words, 60))
    entries = [
        blocks.section(
            f"*{blocks.safe(each.name, 80)}*",
            blocks.button("Open…", CUSTOMER_PAGE, paging.value(each.row_id.hex)),
        )
        for each in several[:MOST_NAMED]
    ]
    if len(several) > MOST_NAMED:
        entries.append(blocks.actions(owed.show_all(None, CUSTOMERS, paging.value(""))))
    return Shown(said, blocks.message(blocks.section(said), *entries))


def open_page(customer: Customer) -> Button:
    """What leads to the page of a customer."""
    return blocks.button("Open…", CUSTOMER_PAGE, paging.value(customer.customer_id.hex))


# --- who they are ---


def _who(page: CustomerPage, today: date) -> list[Block]:
    """Who they are, and what stands in the way of a renewal that is near."""
    head = _head(page, today)
    renews_on, waits = page.customer.renews_on(today), page.waits
    if renews_on and renews_on - today <= NEAR and (waits.issues or waits.late):
        open_issues = [words.count(waits.issues, "open issue")] if waits.issues else []
        late = [words.count(waits.late, "late thing")] if waits.late else []
        said = words.join_names([*open_issues, *late])
        head += f"\nBefore it renews: {said}."
    return [blocks.section(head), *_where(page)]


def _head(page: CustomerPage, today: date) -> str:
    """“*Acme* · key account · €480 k a year · renews Mon 1 Mar, in 14 weeks”."""
    customer = page.customer
    said = [f"*{blocks.safe(customer.name, 80)}*", TIERS[Tier(customer.tier)]]
    if customer.annual_value and page.money_shown:
        said.append(money.a_year(customer.annual_value, customer.currency))
    if customer.cost_to_serve is not None and page.money_shown:
        said.append(_served(customer, today))
    if customer.left_on:
        said.append(f"left {words.plain_day(customer.left_on, today)}")
    renews_on = customer.renews_on(today)
    if renews_on:
        said.append(f"renews {words.plain_day(renews_on, today)}, {_ahead(renews_on, today)}")
    return " · ".join(said)


def _served(customer: Customer, today: date) -> str:
    """“€31 k to serve (costs.csv of Mon 2 Nov)”."""
    cost = f"{money.amount(customer.cost_to_serve or 0, customer.currency)} to serve"
    if customer.cost_on is None:
        return cost
    on = customer.cost_on
    return f"{cost} ({sources.of(customer.cost_source, on, on, today)})"


def _ahead(on: date, today: date) -> str:
    days = (on - today).days
    if days < 2:
        return ("today", "tomorrow")[days]
    return f"in {words.count(days, 'day') if days < 21 else words.count(days // 7, 'week')}"


def _where(page: CustomerPage) -> list[Block]:
    """Where they are and what they buy, who leads the account and who sponsors it."""
    customer = page.customer
    facts = [customer.region, customer.product, customer.vertical]
    said = [blocks.safe(each, 80) for each in facts if each]
    if page.lead:
        said.append(f"account lead {blocks.person(page.lead.user_id)}")
    if page.sponsor:
        said.append(f"sponsor {blocks.person(page.sponsor.user_id)}")
    return [blocks.context(" · ".join(said))] if said else []


def _ways(page: CustomerPage) -> list[Button]:
    """What its reader can do: each form has the customer filled in."""
    row, value = [], page.customer.customer_id.hex
    if page.may_give:
        row.append(blocks.button("Give a task…", "task.form", value))
    if page.may_report:
        row.append(blocks.button("Report an issue…", "issue.form", value))
    if page.may_hear:
        row.append(blocks.button("I spoke with them…", voice_words.TELL, value))
    if page.loss:
        row.append(blocks.button(f"Why they left: {page.loss.ref}…", OPEN, page.loss.ref))
    elif page.may_record:
        row.append(blocks.button("They left…", loss_words.OPEN, value))
    if page.may_set_up:
        row.append(blocks.button("Edit…", EDIT, value))
    return row


def _row(buttons: Sequence[Button]) -> list[Block]:
    return [blocks.actions(*buttons)] if buttons else []


# --- what they wait for ---


def _waits(customer: Customer, waits: OpenThings) -> str:
    late = LATE[min(waits.late, 1)].format(count=words.number(waits.late))
    count = words.more_than(MOST, "thing") if waits.is_cut else words.count(waits.total, "thing")
    name = blocks.safe(customer.name, 80)
    return WAITS[min(waits.total, 2)].format(name=name, count=count, late=late)


def _entry(each: PageLine, waits: OpenThings, reader: Person, now: datetime) -> Block:
    return blocks.section(line(each, waits, reader, now), open_story(each.item.ref))


def line(each: PageLine, waits: OpenThings, reader: Person, now: datetime) -> str:
    """What it is, how bad, who has it, by when, and how it stands."""
    item = each.item
    when = standing_of(item, waits.since.get((item.noun, item.number)), reader, now)
    severity = [SEVERITIES[item.severity]] if item.noun == "issue" else []
    owner = [blocks.person(item.owner_id)] if item.owner_id else []
    stands = " · ".join([*severity, *owner, *when, STATES[State(item.state)]])
    return "\n".join(filter(None, (_titled(item), stands, each.loop)))


def _titled(item: Item) -> str:
    return f"*{item.ref} {blocks.safe(item.title, 120)}*"


def _pages(customer: Customer, waits: OpenThings) -> list[Block]:
    """The way to the page before, and to the next."""
    row = paging.turns(CUSTOMER_PAGE, customer.customer_id.hex, waits.after, PAGE, waits.total)
    last = waits.after + PAGE
    if row and waits.lines:
        first, most = waits.after + 1, min(last, waits.total)
        row.insert(0, blocks.context(f"{first:,} to {most:,} of {waits.total:,}"))
    return row


# --- what waits for them ---


def _we_wait(page: CustomerPage, reader: Person, now: datetime) -> list[str]:
    """What we wait for of theirs, each with its reason; none where nothing waits for them."""
    things, days = page.waits.we_wait.things, page.waits.we_wait.days
    took = WE_WAITED.format(days=words.count(days, "working day")) if days else ""
    if not things:
        return [took] if took else []
    said = [WE_WAIT.format(name=blocks.safe(page.customer.name, 80))]
    said += [_awaited(each, reader, now) for each in things[:AWAITED]]
    left = len(things) - AWAITED
    said += [f"and {words.count(left, 'more thing')}"] if left > 0 else []
    return [*said, *([took] if took else [])]


def _awaited(each: AwaitedOf, reader: Person, now: datetime) -> str:
    """“I-7 Invoiced twice · since Mon 23 Nov, until Thu 3 Dec: “the signed form””."""
    since = words.day(each.wait.began_at, reader.zone, now)
    until = words.day(each.wait.until, reader.zone, now)
    reason = blocks.safe(each.wait.reason, 300)
    return f"• {_titled(each.item)} · since {since}, until {until}: “{reason}”"


# --- what they heard, and lived through ---


def _heard(heard: Heard | None, reader: Person, now: datetime) -> str:
    if heard is None:
        return HEARD_NOTHING
    said = HEARD.format(
        day=words.day(heard.event.happened_at, reader.zone, now),
        who=blocks.person(heard.event.actor),
        ref=heard.ref,
    )
    own = str(heard.event.details.get("words") or "")
    return f"{said}: “{blocks.linked(own, 300)}”" if own else f"{said}."


def _first(found: Sequence[HeardFirst], reader: Person, now: datetime) -> list[str]:
    """What they heard before they noticed, the newest issue first."""
    lines = []
    for each in found:
        at, by, own = each.concern.answered_at, each.concern.answered_by, each.concern.words
        day = words.day(at, reader.zone, now) if at else ""
        said = f": “{blocks.linked(own, 300)}”" if own else ""
        lines.append(f"{day}, {blocks.person(by)}, about {each.ref}{said}")
    return [FIRST, *lines] if lines else []


def _lived(found: LivedThrough) -> str:
    count = len(found.numbers)
    how = [
        sentence.format(count=words.number(found.states[state]) if count > 1 else "").strip()
        for state, sentence in ENDED_AS.items()
        if found.states.get(state)
    ]
    said = words.more_than(MOST, "issue") if found.is_cut else words.count(count, "issue")
    line = LIVED_THROUGH[min(count, 2)].format(
        count=said, how=words.join_names(how), worst=SEVERITIES.get(found.worst or 0, "")
    )
    return f"{line} {_felt(feelings.change(found.feelings))}".strip()


def _felt(change: FeelingChange) -> str:
    """How their feeling changed, where it is known of any; n is said with it."""
    if not change.known:
        return ""
    of = words.number(change.known)
    better, worse = (
        words.number(each) if each else "none" for each in (change.better, change.worse)
    )
    return FELT.format(of=of, better=better, worse=worse, mean=change.mean)


def _ended(each: EndedIssue, reader: Person, now: datetime) -> Block:
    """What it was, how bad, when it began and how it ended."""
    item = each.item
    reported = words.day(item.created_at, reader.zone, now)
    ended = words.day(item.closed_at, reader.zone, now) if item.closed_at else ""
    state = STATES[State(item.state)]
    why = f": “{blocks.safe(item.close_reason, 200)}”" if item.close_reason else ""
    feeling = feelings.arrow(item.felt, item.feels) if isinstance(item, Issue) else ""
    instead = f"\n{INSTEAD.format(blocks.safe(each.instead, 200))}" if each.instead else ""
    felt = f" · felt {feeling}" if feeling else ""
    line = f"{SEVERITIES[item.severity]} · reported {reported} · {state} {ended}{why}{felt}"
    return blocks.section(f"{_titled(item)}\n{line}{instead}", open_story(item.ref))


def _all_of_it(customer: Customer, found: LivedThrough) -> list[Block]:
    total = len(found.numbers)
    if total <= LAST:
        return []
    value = paging.value(customer.customer_id.hex)
    return [blocks.actions(owed.show_all(None if found.is_cut else total, LIVED, value))]
