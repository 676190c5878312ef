"""The page of a customer: who they are, what they wait for, what they lived through and heard."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from slackblocks import Block
from sqlmodel import Session

from handlers.calendar import hours
from handlers.customers import losses as room
from handlers.customers.contents import CustomerPageReader
from handlers.executives import voices
from handlers.executives.voices import cards as voice_cards
from handlers.people import access, audiences, leads
from handlers.promises import listed
from handlers.promises.items import view
from handlers.promises.items.loop_line import loop_line
from handlers.promises.listed import Since
from storage import concerns, customers, history, issues, listings, lived, losses, noes, waited
from storage import voices as stored_voices
from storage import waits as stored_waits
from storage.concerns import Concern
from storage.customers import Customer
from storage.history import Event
from storage.issues import Issue
from storage.items import Item
from storage.listings import ListWanted, Ranked, Which
from storage.lived import LivedThrough
from storage.losses import Loss
from storage.names import Named
from storage.people import Person
from storage.scopes import Period, Reader
from storage.waits import Wait

PAGE = 10
"""So many things on a page, each with the way to its story."""
YEAR = timedelta(days=365)
NEAR = timedelta(days=90)
"""A renewal is near so long before its day: what is open then is said beside it."""
LAST = 5
"""Of what ended so many stand on the first page."""
MOST_NAMED = 5
"""Customers of whom it is asked which one is meant."""
_LOOKED_AT = 20
"""Among so many of the last times that somebody told them something it is looked for the newest."""


@dataclass(frozen=True)
class PageLine:
    """A task or an issue that they wait for; `loop` says in markup how far an issue has come."""

    item: Item
    loop: str = ""


@dataclass(frozen=True)
class AwaitedOf:
    """A thing that waits for a customer, and since when, until when and for what."""

    item: Item
    wait: Wait


@dataclass(frozen=True)
class WeWait:
    """What waits for a customer now, and how many working days we waited in the last year."""

    things: Sequence[AwaitedOf]
    days: int


@dataclass(frozen=True)
class OpenThings:
    """A page of what a customer waits for: open issues by severity, then tasks by their days.

    Of `total` so many are `issues`, and so many `late`; of `hidden` more the reader may not see
    what they are. `is_cut` says that there is more than is counted here.
    """

    lines: Sequence[PageLine]
    since: Since
    total: int
    issues: int
    late: int
    hidden: int
    is_cut: bool
    after: int
    we_wait: WeWait


@dataclass(frozen=True)
class Heard:
    """What a customer was told last: about what, by whom, when and with which words."""

    ref: str
    event: Event


@dataclass(frozen=True)
class HeardFirst:
    """What a customer heard from us before they noticed: about which issue, and how."""

    ref: str
    concern: Concern


@dataclass(frozen=True)
class EndedIssue:
    """An issue that ended, and what was offered instead where that was with a no."""

    item: Item
    instead: str = ""


@dataclass(frozen=True)
class NearRenewal:
    """A renewal that is near, so many days ahead, and what the customer waits for until then."""

    customer: Customer
    on: date
    days: int
    waits: OpenThings


@dataclass(frozen=True)
class CustomerPage:
    """All that somebody reads of a customer; `lead` is who leads the account."""

    customer: Customer
    lead: Person | None
    waits: OpenThings
    lived: LivedThrough
    ended: Sequence[EndedIssue]
    heard: Heard | None
    first: Sequence[HeardFirst]
    spoken: str
    """When an executive last spoke with them, as markup."""
    may_give: bool
    may_report: bool
    may_set_up: bool
    may_hear: bool
    loss: Loss | None
    """That they left, where they are not back and the reader may know why."""
    may_record: bool
    money_shown: bool
    """Whether the reader may know what they pay."""
    rooms: Sequence[Block] = ()
    """What the rooms of the customers' side say of them."""
    sponsor: Person | None = None
    """The executive who sponsors the account."""


def read(
    session: Session,
    now: datetime,
    actor: Person,
    customer: Customer,
    after: int = 0,
    rooms: Sequence[CustomerPageReader] = (),
) -> CustomerPage:
    """The page of a customer, with what they wait for behind the first `after` things.

    `rooms` add what they know. Raises what `access.check` raises.
    """
    access.check(session, actor, access.READ)
    reader = audiences.reader(session, actor)
    found = lived.ended(session, reader, customer.customer_id, now - YEAR)
    return CustomerPage(
        customer,
        leads.of_account(session, customer),
        waits(session, now, reader, customer, after),
        found,
        _issues(session, reader, found.numbers[:LAST]),
        _heard(session, actor, customer),
        _first(session, actor, customer),
        _spoken(session, now, actor, customer),
        may_give=access.may(session, actor, access.CREATE_TASK),
        may_report=access.may(session, actor, access.CREATE_ISSUE),
        may_set_up=access.may(session, actor, access.SET_UP),
        may_hear=access.may(session, actor, access.HEAR_CUSTOMERS),
        loss=_loss(session, actor, customer),
        may_record=access.may(session, actor, access.RECORD_LOSS),
        money_shown=reader.reads_money_of(customer),
        rooms=[block for say in rooms for block in say(session, now, actor, customer)],
        sponsor=leads.sponsor_of(session, customer),
    )


def lived_through(
    session: Session, now: datetime, actor: Person, customer: Customer, after: int
) -> tuple[LivedThrough, Sequence[EndedIssue]]:
    """What a customer lived through in the last year, and a page of it.

    Raises what `access.check` raises.
    """
    access.check(session, actor, access.READ)
    reader = audiences.reader(session, actor)
    found = lived.ended(session, reader, customer.customer_id, now - YEAR)
    return found, _issues(session, reader, found.numbers[after : after + PAGE])


def called_like(session: Session, actor: Person, words: str) -> list[Named]:
    """Customers with these words in their names, one more than it is asked about.

    Raises what `access.check` raises.
    """
    access.check(session, actor, access.READ)
    return customers.NAMES.having(session, actor.team_id, words, MOST_NAMED + 1)


# --- what they wait for ---


def waits(
    session: Session, now: datetime, reader: Reader, customer: Customer, after: int = 0
) -> OpenThings:
    """What a customer waits for, of which a reader sees what they may, behind the first so many."""
    wanted = ListWanted(Which.OPEN, customer_id=customer.customer_id)
    found = listings.rows(session, reader, wanted, now)
    late = listings.rows(session, reader, replace(wanted, which=Which.LATE), now)
    in_order = sorted(found.rows, key=_gravest_first)
    # What stood on a last page may have ended meanwhile.
    after = min(after, max(0, len(in_order) - 1) // PAGE * PAGE)
    things = [(row.noun, row.number) for row in in_order[after : after + PAGE]]
    by_name = listings.items(session, reader.team_id, reader, things)
    shown = [by_name[thing] for thing in things if thing in by_name]
    return OpenThings(
        lines=[PageLine(item, _loop(session, now, item)) for item in shown],
        since=listed.waiting_since(session, now, reader.team_id, shown),
        total=len(found.rows),
        issues=sum(row.noun == Issue.noun for row in found.rows),
        late=len(late.rows),
        hidden=found.hidden,
        is_cut=found.is_cut,
        after=after,
        we_wait=_we_wait(session, now, reader, customer, found.rows),
    )


def _loop(session: Session, now: datetime, item: Item) -> str:
    """How far its loop has come, and with whom each step is; nothing for a task."""
    if not isinstance(item, Issue):
        return ""
    return loop_line(view.of_loop(session, item, now), named=True)


def _gravest_first(row: Ranked) -> tuple[bool, int, bool, float, int]:
    """Issues by severity and then by their days; tasks by their days alone."""
    is_task = row.noun != Issue.noun
    due = row.due_at.timestamp() if row.due_at else 0.0
    return is_task, 0 if is_task else row.severity, row.due_at is None, due, row.number


def _we_wait(
    session: Session, now: datetime, reader: Reader, customer: Customer, rows: Sequence[Ranked]
) -> WeWait:
    """What waits for a customer, of what is open for them and its reader may see."""
    known: list[Wait] = []
    for noun in {row.noun for row in rows}:
        numbers = [row.number for row in rows if row.noun == noun]
        open_ones = stored_waits.open_among(session, reader.team_id, noun, numbers)
        known += [each for each in open_ones.values() if each.customer_id == customer.customer_id]
    known.sort(key=lambda wait: (wait.began_at, wait.noun, wait.number))
    things = [(wait.noun, wait.number) for wait in known]
    found = listings.items(session, reader.team_id, reader, things)
    year = Period(now - YEAR, now)
    days, _ = waited.for_customer(session, reader.team_id, customer.customer_id, year)
    theirs = [AwaitedOf(found[each.noun, each.number], each) for each in known
              if (each.noun, each.number) in found]  # fmt: skip
    return WeWait(theirs, days)


# --- what they lived through, and heard ---


def _issues(session: Session, reader: Reader, numbers: Sequence[int]) -> list[EndedIssue]:
    """These issues in this order, as far as the reader may see them."""
    things = [(Issue.noun, number) for number in numbers]
    found = listings.items(session, reader.team_id, reader, things)
    said = noes.about(session, reader.team_id, Issue.noun, numbers)
    seen = [found[thing] for thing in things if thing in found]
    return [
        EndedIssue(each, said[each.number].instead if each.number in said else "") for each in seen
    ]


def _first(session: Session, actor: Person, customer: Customer) -> list[HeardFirst]:
    """What they heard of before they noticed, of the newest issues that its reader may see."""
    told = concerns.told(session, actor.team_id, customer.customer_id, _LOOKED_AT)
    found = ((issues.find(session, actor.team_id, each.number), each) for each in told)
    seen = [
        HeardFirst(issue.ref, each)
        for issue, each in found
        if issue and access.may_see(session, actor, issue)
    ]
    return seen[:LAST]


def _loss(session: Session, actor: Person, customer: Customer) -> Loss | None:
    """What is known of it that they left; only for those who may read why."""
    loss = losses.standing_of(session, actor.team_id, customer.customer_id)
    return loss if loss and room.may_read(session, actor, loss) else None


def _spoken(session: Session, now: datetime, actor: Person, customer: Customer) -> str:
    """When an executive last spoke with them; what was learned only executives and the CCO read."""
    last = stored_voices.last_with(session, actor.team_id, customer.customer_id)
    reads = last is not None and voices.may_read(session, actor, last)
    return voice_cards.last_with(customer, last, reads, hours.day_of(now, actor.zone))


def _heard(session: Session, actor: Person, customer: Customer) -> Heard | None:
    """What they were told last, of all that its reader may see and nobody has undone since."""
    told = lived.told(session, actor.team_id, customer.customer_id, _LOOKED_AT)
    for event in told:
        thing = audiences.find(session, actor.team_id, event.noun, event.number)
        if not isinstance(thing, Item) or thing.customer_id != customer.customer_id:
            continue
        if access.may_see(session, actor, thing) and _holds(session, event):
            return Heard(thing.ref, event)
    return None


def _holds(session: Session, told: Event) -> bool:
    """Whether nobody has taken back that they told them."""
    undone = 0
    for event in history.since(session, told):
        undone += event.verb == "undone" and event.details.get("undid") == told.verb
        undone -= event.verb == told.verb and undone > 0
    return not undone
