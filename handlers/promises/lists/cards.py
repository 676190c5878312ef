"""Lists as people read them: how much there is, what matters most first, and what one can do."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import date, datetime

from slackblocks import Block

from handlers.chasing.cover import Meanwhile
from handlers.chasing.cover import cards as cover
from handlers.chasing.owed import Waiting
from handlers.chasing.owed import cards as owed
from handlers.people.tiers import TIERS
from handlers.promises.items.happened import newest_line
from handlers.promises.items.titles import title_within
from handlers.promises.items.view import STATES
from handlers.promises.listed import ALL, CUSTOMER_PAGE, CUSTOMERS, line, standing_of
from handlers.promises.lists import Listing, ListLine
from handlers.promises.lists import words as said
from handlers.promises.lists.filters import Filter, ListOwner
from handlers.promises.lists.ordering import PAGE, PagePlace
from handlers.speech import blocks, inputs, money, paging, words
from handlers.speech.request import Json, Reply
from storage.customers import Customer, Tier
from storage.departments import Department
from storage.items import Item, State
from storage.listings import Which
from storage.people import Person
from storage.scopes import Reader

VIEW = "list.search"
"""The form that is a list; to send it is to search."""
OWNER, WHICH, CUSTOMER, SORTING = "list.whose", "list.which", "list.customer", "list.order"
NEXT, EARLIER = "list.next", "list.earlier"
WORDS = "words"
"""The field for what is searched for."""
MINE, START = "list.mine.again", "list.start.again"
"""The replies that show what somebody owes, drawn again once something was pressed in them."""
DEPARTMENTS = "directory.departments"
DIRECTORIES = {DEPARTMENTS: "Departments", CUSTOMERS: "Customers"}
"""The buttons that lead to all of them, and what they are called."""
OF = {DEPARTMENTS: "department", CUSTOMERS: "customer"}
"""What one of them is called."""
ANY = "any"
ANY_CUSTOMER = "All customers"
SHOWN = 25
HEADLINE_MINE = {0: owed.NOTHING, 1: "One thing waits for your answer"}


# --- as a reply ---


def mine(
    found: Waiting,
    reader: Person,
    now: datetime,
    rows: Sequence[ListLine] | None = None,
    *,
    again: str = MINE,
) -> Reply:
    """What somebody owes, the first of it with its ways out.

    `rows` are what stood there before, as they stand now. `again` is by what it is drawn again
    when something is pressed in it, see `routes.ANSWERS`.
    """
    count = words.count(found.total, "thing").capitalize()
    headline = HEADLINE_MINE.get(found.total, f"{count} wait for your answer")
    shown = rows or [ListLine(each.about.ref, pending=each) for each in found.first]
    if not shown:
        return Reply(headline)
    parts = [blocks.section(f"*{headline}*")]
    for each in shown:
        parts += _owed(each, reader, now)
    if found.total > sum(each.pending is not None for each in shown):
        parts.append(blocks.actions(owed.show_all(found.total, ALL, carried(Filter()))))
    parts += owed.hidden_beside(found.hidden)
    refs = " ".join(each.ref for each in shown)
    return Reply(headline, blocks.marked(blocks.message(*parts), again, refs))


def _owed(row: ListLine, reader: Person, now: datetime) -> list[Block]:
    """One thing of a reply with its ways out, or how it was answered."""
    if row.pending:
        return owed.entries([row.pending], reader, now)
    said = row.answered.removeprefix(f"{row.ref}: ")
    return [blocks.section(f"✓ {_titled(row)}\n{said[:1].upper()}{said[1:]}".rstrip())]


def listing(found: Listing, reader: Person, now: datetime) -> Reply:
    """The first of a list, and the way to all of it with its filters and answers."""
    headline = said.headline(found)
    if not found.lines:
        return _nothing(found, headline)
    lines = [_line(each, found, reader, now) for each in found.lines]
    parts = [blocks.section(f"*{headline}*"), *blocks.paragraphs(lines)]
    label = "Open the list…"
    if found.total > len(found.lines):
        label = "Show all…" if found.is_cut else f"Show all {found.total:,}…"
    parts.append(blocks.actions(blocks.button(label, ALL, carried(found.of))))
    parts += [blocks.context(each) for each in _notes(found)]
    return Reply(headline, blocks.message(*parts))


def _nothing(found: Listing, headline: str) -> Reply:
    hidden = owed.hidden(found.hidden, 0)
    more = [said.suggestion(found), said.instead(found), hidden]
    sentence = " ".join(filter(None, [f"{headline}.", *more]))
    parts = [blocks.section(sentence), *_way_back(found)]
    return Reply(sentence, blocks.message(*parts) if len(parts) > 1 else [])


def _way_back(found: Listing) -> list[Block]:
    """One step back from a list with nothing in it."""
    if found.suggested:
        other = found.of.with_words(found.suggested.words)
        label = f"Search {found.suggested.words}"
        return [blocks.actions(blocks.button(label, ALL, carried(other)))]
    if found.open_instead:
        value = carried(found.of.plain())
        return [blocks.actions(blocks.button(said.show_instead(found), ALL, value))]
    return []


def carried(of: Filter) -> str:
    """What a button carries that opens a list."""
    return f"{of.key}{blocks.SEPARATOR}{of.words}" if of.words else of.key


def _notes(found: Listing) -> list[str]:
    hidden = owed.hidden(found.hidden, found.total)
    return [each for each in (said.cut(found), hidden) if each]


def start(
    found: Waiting,
    reader: Person,
    now: datetime,
    *,
    may_give: bool,
    away: Meanwhile | None = None,
    rows: Sequence[ListLine] | None = None,
) -> Reply:
    """What I owe, and the first things to try; while I am `away`, who has what is mine.

    `rows` are as for `mine`.
    """
    give = [blocks.button("Give a task…", "task.form")] if may_give else []
    listed = mine(found, reader, now, rows, again=START)
    text, shown = listed.text, listed.blocks or blocks.message(blocks.section(listed.text))
    if away:
        text = cover.sentence(away, reader, now) if not found.total else text
        listed_too = shown if found.total or rows else []
        shown = [*blocks.message(*cover.status(away, reader, now)), *listed_too]
    offers = blocks.message(
        blocks.actions(
            *give,
            blocks.button("Report an issue…", "issue.form"),
            blocks.button("My list…", ALL, carried(Filter())),
        ),
        blocks.context("`/cx help` shows everything that can be typed."),
    )
    return Reply(text, [*shown, *offers])


# --- as a form that stays open ---


def view(found: Listing, reader: Person, now: datetime, place: PagePlace | None = None) -> Json:
    """A page of a list, with its filters, a search, and the ways to other pages."""
    parts: list[Block] = []
    if found.may_choose:
        parts += [_filters(found), _search(found)]
    parts.append(blocks.context(" · ".join([_where(found), *_notes(found)])))
    for each in found.lines:
        parts.append(_entry(each, found, reader, now))
    if not found.lines:
        sentence = " ".join(
            filter(None, [f"{said.headline(found)}.", said.suggestion(found), said.instead(found)])
        )
        parts += [blocks.section(sentence), *_way_back(found)]
    pager = _pager(found)
    if pager:
        parts.append(pager)
    return blocks.form(
        said.title(found), VIEW, *parts, submit="Search" if found.may_choose else None,
        value=_state(found, place),
    )  # fmt: skip


def _filters(found: Listing) -> Block:
    of = found.of
    customer = found.customer or ANY_CUSTOMER
    which = {str(each): label for each, label in said.WHICH.items()}
    if not of.words:
        which.pop(Which.EVERYTHING)
    return blocks.actions(
        blocks.search_menu(OWNER, f"Whose: {said.owner(found)}", of.owner),
        blocks.choice_menu(WHICH, which, of.which),
        blocks.search_menu(CUSTOMER, customer, str(of.customer_id or ANY)),
        blocks.choice_menu(
            SORTING, {str(each): label for each, label in said.ORDERS.items()}, of.order
        ),
    )


def _search(found: Listing) -> Block:
    return inputs.text(WORDS, "Search", value=found.of.words, optional=True)


def _where(found: Listing) -> str:
    """“23 things are late in Billing · page 1 of 3”."""
    pages = -(-found.total // PAGE)
    # Where things of an earlier page were answered, a page begins in the middle of one.
    number = min(pages, -(-found.cut.first // PAGE) + 1)
    page = f" · page {number:,} of {pages:,}" if pages > 1 else ""
    return f"{said.headline(found)}{page}"


def _pager(found: Listing) -> Block | None:
    row = []
    if found.cut.earlier:
        row.append(blocks.button("Earlier page", EARLIER, found.cut.earlier.value))
    if found.cut.later:
        row.append(blocks.button("Next page", NEXT, found.cut.later.value))
    return blocks.actions(*row) if row else None


def _state(found: Listing, place: PagePlace | None) -> str:
    """What the form carries: the list, where its page begins, and what stands on it."""
    shown = {each.ref: each.newest for each in found.lines}
    begins = place.value if place else ""
    return json.dumps([found.of.key, found.of.words, begins, shown], separators=(",", ":"))


def _entry(each: ListLine, found: Listing, reader: Person, now: datetime) -> Block:
    text = _line(each, found, reader, now, apart=True)
    if each.news:
        text = f"✓ {_titled(each)}\n{newest_line(each.news, reader.zone, now)}"
        return blocks.section(text)
    if each.ways:
        choices = [(way.label, way.verb, way.value) for way in each.ways]
        return blocks.section(text, blocks.menu(choices))
    return blocks.section(text)


def _line(
    each: ListLine, found: Listing, reader: Person, now: datetime, *, apart: bool = False
) -> str:
    """One thing: on one line in a reply, on two in a form."""
    if each.item is None:
        return _other(each, reader, now)
    if not apart:
        return _short(each.item, found, reader, now)
    return f"{_titled(each)}\n{_stands(each.item, found, reader, now)}"


def _short(item: Item, found: Listing, reader: Person, now: datetime) -> str:
    if item.live:
        return line(item, found.since, reader, now)
    hangs = found.since.get((item.noun, item.number))
    title = words.headed(title_within(item), hangs.customer if hangs else "")
    return f"*{item.ref}* {blocks.safe(title, 150)} — {_stands(item, found, reader, now)}"


def _other(each: ListLine, reader: Person, now: datetime) -> str:
    if each.pending:
        return owed.line(each.pending, reader, now)
    title = blocks.safe(each.about.title, 120) if each.about else ""
    return f"*{each.ref}* {title}"


def _titled(each: ListLine) -> str:
    """“*T-27 Globex: Explain the meter readings* · strategic account”."""
    title = title_within(each.item) if each.item else each.about.title if each.about else ""
    known = each.customer
    heading = words.headed(title, known.name if known else "")
    tier = f" · {TIERS[Tier(known.tier)]}" if known and known.tier != Tier.STANDARD else ""
    return f"*{each.ref} {blocks.safe(heading, 200)}*{tier}"


def _stands(item: Item, found: Listing, reader: Person, now: datetime) -> str:
    """Who has it and how it stands, as may be read on any day."""
    owner = [blocks.person(item.owner_id)] if item.owner_id else []
    state = STATES[State(item.state)]
    if not item.live:
        on = f" {words.day(item.closed_at, reader.zone, now)}" if item.closed_at else ""
        return " · ".join([*owner, f"{state}{on}"])
    when = standing_of(item, found.since.get((item.noun, item.number)), reader, now)
    return " · ".join([*owner, *when, state])


# --- departments and customers ---


def departments(known: Sequence[Department]) -> Reply:
    """Every department with its people and channel."""
    if not known:
        return Reply("There are no departments yet. The CCO adds them with `/cx setup department`.")
    lines = [_department(each) for each in known[:SHOWN]]
    return _directory(DEPARTMENTS, blocks.paragraphs(lines), len(known), len(lines))


def customers(first: Sequence[Customer], total: int, today: date, reader: Reader) -> Reply:
    """The first customers by name with tier and value; `total` is how many there are.

    Of whom the reader may not read what they pay, that is left out.
    """
    if not first:
        return Reply("There are no customers yet. The CCO adds them with `/cx setup customer`.")
    return _directory(CUSTOMERS, _accounts(first, today, reader), total, len(first))


def _directory(verb: str, parts: list[Block], total: int, shown: int) -> Reply:
    """The first of many by name, and the way to all of them."""
    if total > shown:
        parts.append(blocks.actions(owed.show_all(total, verb, paging.value(""))))
    return Reply(DIRECTORIES[verb], blocks.message(*parts))


def all_departments(known: Sequence[Department], after: int) -> Json:
    """A page of the departments by name, each with the way to what is open there."""
    shown = known[after : after + paging.PAGE]
    entries = [
        blocks.section(_department(each), blocks.button("Open the list…", ALL, _in_it(each)))
        for each in shown
    ]
    return _page(DEPARTMENTS, entries, after, len(known))


def all_customers(
    shown: Sequence[Customer], after: int, total: int, today: date, reader: Reader
) -> Json:
    """A page of the customers by name, each with the way to their own page."""
    return _page(CUSTOMERS, _accounts(shown, today, reader), after, total)


def _page(verb: str, entries: Sequence[Block], after: int, total: int) -> Json:
    return paging.form(
        DIRECTORIES[verb], verb, entries, which="", after=after, total=total, of=OF[verb],
        nothing="There is nothing here yet.",
    )  # fmt: skip


def _in_it(department: Department) -> str:
    return carried(Filter(ListOwner.DEPARTMENT, department_id=department.department_id))


def _accounts(shown: Sequence[Customer], today: date, reader: Reader) -> list[Block]:
    """A line for each, with the way to their page."""
    return [
        blocks.section(
            _account(each, today, money_shown=reader.reads_money_of(each)),
            blocks.button("Open…", CUSTOMER_PAGE, paging.value(each.customer_id.hex)),
        )
        for each in shown
    ]


def _department(each: Department) -> str:
    return (
        f"*{blocks.safe(each.name, 80)}* — lead {blocks.person(each.lead_id)}, "
        f"deputy {blocks.person(each.deputy_id)}, "
        f"{blocks.channel(each.channel_id) if each.channel_id else 'no channel yet'}"
    )


def _account(each: Customer, today: date, *, money_shown: bool) -> str:
    is_told = each.annual_value and money_shown
    worth = f", {money.a_year(each.annual_value or 0, each.currency)}" if is_told else ""
    renews_on = each.renews_on(today)
    renewal = f", renews {words.dated(renews_on)}" if renews_on else ""
    return f"*{blocks.safe(each.name, 80)}* — {each.tier}{worth}{renewal}"
