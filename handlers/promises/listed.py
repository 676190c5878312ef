"""How a task or an issue stands in any list, on one line, and what leads to the whole of a list."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlmodel import Session

from handlers.chasing import pauses, standing
from handlers.chasing.pauses import Paused
from handlers.promises.items import silence
from handlers.promises.items.titles import title_within
from handlers.promises.items.view import STATES
from handlers.speech import blocks, words
from storage import asks, customers
from storage.asks import OverdueAsk
from storage.departments import Department
from storage.items import Item, State
from storage.listings import Which
from storage.people import Person

ALL = "list.all"
"""The button that leads to the whole of a list."""
MINE = "owed.mine"
"""The button that leads to everything that the person owes."""
CUSTOMER_PAGE, CUSTOMERS = "customer.open", "directory.customers"
"""The buttons that lead to the page of a customer, and to all customers."""
DEPARTMENT, TRIAGE = "department", "triage"
NOES = f"all.{Which.NO}..urgent"
"""What leads to the list of what was lately closed with a no."""
GIVEN = "given.open..urgent"
"""What leads to the list of what the reader asked others for."""


@dataclass(frozen=True)
class Hanging:
    """The oldest overdue question about a thing, what it waits for, and whose it is."""

    since: OverdueAsk | None = None
    paused: Paused | None = None
    customer: str = ""


Since = Mapping[tuple[str, int], Hanging]
"""How that is of several things, by noun and number; what nothing is to be said of is left out."""


def department_key(department: Department) -> str:
    """What leads to the list of what is open in a department."""
    return f"{DEPARTMENT}:{department.department_id}"


def of_department(department_id: UUID, which: Which) -> str:
    """What leads to the list of those things of a department, the most urgent first."""
    return f"{DEPARTMENT}:{department_id.hex}.{which}..urgent"


def customer_key(customer_id: UUID) -> str:
    """What leads to the list of what a customer waits for."""
    return f"customer:{customer_id}"


def waiting_since(session: Session, now: datetime, team_id: str, items: Sequence[Item]) -> Since:
    """Since when the oldest overdue question about each of these waits, and for whom they are."""
    whose = _whose(session, team_id, items)
    found = {thing: Hanging(customer=name) for thing, name in whose.items()}
    for noun in {item.noun for item in items}:
        numbers = [item.number for item in items if item.noun == noun]
        since = asks.overdue_since(session, team_id, noun, numbers, now)
        paused = pauses.among(session, team_id, noun, numbers)
        for number in {*since, *paused}:
            name = whose.get((noun, number), "")
            found[noun, number] = Hanging(since.get(number), paused.get(number), name)
    return found


def _whose(session: Session, team_id: str, items: Sequence[Item]) -> Mapping[tuple[str, int], str]:
    """The name of the customer of each of these that has one; all are read at once."""
    customers.read(session, team_id, {each.customer_id for each in items if each.customer_id})
    found = {}
    for item in items:
        customer = customers.find(session, team_id, item.customer_id)
        if customer:
            found[item.noun, item.number] = customer.name
    return found


def standing_of(item: Item, hangs: Hanging | None, reader: Person, now: datetime) -> list[str]:
    """How an item that is open stands; nothing where it is corrected and no answer is overdue.

    Of what waits it is said for whom, and what others than whoever waits have not answered.
    """
    since = hangs.since if hangs else None
    if hangs and hangs.paused:
        missing = silence.missing(since, reader.zone, now)
        return [hangs.paused.says(reader.zone, now), *([missing] if missing else [])]
    if not item.is_promised and since is None:
        return []
    return [standing.of_thing(
        item.owed_by, since, now, zone=reader.zone, due_zone=item.due_zone, timed=item.due_timed,
        unanswered=silence.of(since),
    )]  # fmt: skip


def line(item: Item, since: Since, reader: Person, now: datetime) -> str:
    """One item on one line of markup, as its reader may read it on any day."""
    state = STATES[State(item.state)]
    owner = [blocks.person(item.owner_id)] if item.owner_id else []
    hangs = since.get((item.noun, item.number))
    when = standing_of(item, hangs, reader, now)
    title = words.headed(title_within(item), hangs.customer if hangs else "")
    return f"*{item.ref}* {blocks.safe(title, 150)} — {', '.join([*owner, *when, state])}"
