"""What a task or an issue has to say above its story: for whom it is, how it stands, who has it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from functools import partial

from sqlmodel import Session

from handlers.calendar import hours
from handlers.chasing.telling import Opening, Telling, Way
from handlers.people import access
from handlers.people.tiers import TIERS
from handlers.promises import borders, items, moves, similar
from handlers.promises.causes import words as cause_words
from handlers.promises.items import concerned, following, view, waited
from handlers.promises.items import parts as taking
from handlers.promises.items.loop_line import loop_line
from handlers.promises.items.titles import title_within
from handlers.promises.items.words import due
from handlers.promises.lifecycle import past
from handlers.promises.listed import CUSTOMER_PAGE
from handlers.promises.similar import cards as similar_cards
from handlers.promises.steps import words as step_words
from handlers.promises.telling import ways
from handlers.promises.telling.lines import line
from handlers.promises.undoable import UNDOING
from handlers.speech import blocks, feelings, money, paging, reasons, words
from storage import history, issues, sales, surveys, tasks
from storage.causes import CauseKind
from storage.customers import Customer, Tier
from storage.history import Event
from storage.issues import Issue
from storage.items import Item
from storage.people import Person
from storage.sales import Sale
from storage.tasks import Task

UNSAID = "escalated"
"""Whom Duly told is said with its reminders."""
_WHY = 600
_ANSWERS = 3
"""So many of what they answered last are read."""


def _find(table: type[Task] | type[Issue], session: Session, person: Person, number: int) -> Item:
    """An item, which is not held. Raises NoSuchNumber, and what `access.check_known` raises."""
    found: Callable[[Session, str, int], Item | None]
    found = tasks.find if table is Task else issues.find
    item = found(session, person.team_id, number)
    access.check_known(session, person, item)
    if item is None:
        raise items.unknown(session, person.team_id, table, number)
    return item


def _opening(
    table: type[Task] | type[Issue], session: Session, now: datetime, person: Person, number: int
) -> Opening:
    item = _find(table, session, person, number)
    seen = view.of(session, item, now)
    began = history.first(session, item.team_id, item.noun, item.number)
    return Opening(
        name=f"{item.ref} · {seen.customer.name}" if seen.customer else item.ref,
        title=blocks.safe(title_within(item)),
        lines=[
            *_lines(session, now, person, seen, began),
            *_answered(session, person, seen),
            *_loop(seen),
        ],
        state=_state(seen),
        fields=_fields(session, now, item),
        parts=[
            *waited.lines(session, seen),
            *_concerned(seen),
            *_cause(session, person, seen),
            *_takings(seen),
            *_parts(session, now, person, item),
        ],
        ways=ways.of(session, now, person, seen),
        beside=_to_customer(session, person, seen.customer),
    )


def _answered(session: Session, person: Person, seen: view.ItemView) -> list[str]:
    """What the customer answered, where it was opened for that and the reader may know."""
    if not isinstance(seen.item, Issue) or seen.customer is None:
        return []
    found = surveys.scores_of_issue(session, seen.item.team_id, seen.item.number)
    if not found or not access.may_read_answers(session, person, seen.customer, seen.item):
        return []
    return [step_words.answered(each, seen.customer.name) for each in found[-_ANSWERS:]]


def _loop(seen: view.ItemView) -> list[str]:
    """How far its loop has come, and with whom each step is."""
    line = loop_line(seen, named=True)
    return [line] if line else []


def _cause(session: Session, person: Person, seen: view.ItemView) -> list[str]:
    """Why it happened, and where else, as far as the reader may see it."""
    line = view.cause_line(seen, lambda issue: access.may_see(session, person, issue))
    sale = _sale_behind(session, seen)
    return [*([line] if line else []), *([cause_words.sold_in(sale)] if sale else [])]


def _sale_behind(session: Session, seen: view.ItemView) -> Sale | None:
    """What was sold, where an issue happened because they did not need it."""
    is_of_sale = seen.cause is not None and seen.cause.kind == CauseKind.SALE
    if not is_of_sale or seen.customer is None:
        return None
    item = seen.item
    day = item.created_at.date()
    return sales.behind(session, item.team_id, seen.customer.customer_id, day)


def _concerned(seen: view.ItemView) -> list[str]:
    """How many of those who will meet it as well have heard of it from us."""
    line = concerned.line(seen.concerned)
    return [line] if line else []


def _takings(seen: view.ItemView) -> list[str]:
    """Where each department stands that must take it."""
    found = taking.lines(seen.takings, seen.now)
    return ["\n".join(found)] if found else []


def _to_customer(session: Session, person: Person, customer: Customer | None) -> list[Way]:
    """What leads to the page of its customer, for those who may read of them."""
    if customer is None or not access.may(session, person, access.READ):
        return []
    value = paging.value(customer.customer_id.hex)
    return [Way(f"Open {customer.name}…", CUSTOMER_PAGE, value)]


def _lines(
    session: Session, now: datetime, person: Person, seen: view.ItemView, began: Event | None
) -> list[str]:
    """For whom it is, and why it matters to them, in the words of whoever asked."""
    item, customer, today = seen.item, seen.customer, hours.day_of(now, person.zone)
    why = item.story if isinstance(item, Issue) else ""
    said = began.details.get(reasons.FIELD, "") if began else ""
    why = why or (said if isinstance(said, str) else "")
    quoted = f"“{blocks.linked(why, _WHY)}”" if why else ""
    is_told = customer is not None and access.may_see_money(session, person, customer)
    whom = f"For {_customer(customer, today, money_shown=is_told)}." if customer else ""
    return [" ".join(filter(None, (whom, quoted)))] if whom or quoted else []


def _customer(customer: Customer, today: date, *, money_shown: bool) -> str:
    facts = [blocks.safe(customer.name, 80)]
    if customer.tier != Tier.STANDARD:
        facts.append(TIERS[Tier(customer.tier)])
    if customer.annual_value and money_shown:
        facts.append(money.a_year(customer.annual_value, customer.currency))
    renews_on = customer.renews_on(today)
    if renews_on:
        facts.append(f"renews {words.dated(renews_on).partition(' ')[2]}")
    return ", ".join(facts)


def _state(seen: view.ItemView) -> str:
    """Number, state, tier, date, department, where it belongs, and who may see it."""
    item, parts = seen.item, [view.state_line(seen)]
    if item.closed_at:
        parts.append(f"ended {words.day(item.closed_at, seen.zone, seen.now)}")
    if seen.department:
        parts.append(blocks.safe(seen.department.name, 80))
    if isinstance(item, Task):
        parts += [f"part of I-{item.issue_number}"] if item.issue_number else []
        parts += [f"follows from D-{item.decision_number}"] if item.decision_number else []
        parts += [f"moves O-{item.outcome_number}"] if item.outcome_number else []
    return " · ".join(parts)


def _fields(session: Session, now: datetime, item: Item) -> dict[str, str]:
    """Who has it and who asked; the first date, where it is another one now, and how often."""
    found = {"Owner": blocks.person(item.owner_id) if item.owner_id else ""}
    found["Asked by" if isinstance(item, Task) else "Reported by"] = blocks.person(item.created_by)
    first = item.original_due_at
    if first and first != item.due_at:
        found["First date"] = words.day(first, item.due_zone, now)
    if item.due_at:
        found["Date now" if "First date" in found else "Date"] = _date(session, now, item)
    if isinstance(item, Issue):
        found["They felt"] = feelings.arrow(item.felt, item.feels)
        found["Where"] = blocks.safe(item.touchpoint, 80)
    return {name: said for name, said in found.items() if said}


def _date(session: Session, now: datetime, item: Item) -> str:
    moved = times_moved(session, item)
    return f"{due(item, now)}{f', moved {words.times(moved)}' if moved else ''}"


def times_moved(session: Session, item: Item) -> int:
    """How often its date was moved: what was undone counts no more, and a first date is no move."""
    moved = undone = 0
    happened = history.with_verbs(
        session, item.team_id, item.noun, item.number, (moves.REDATE.verb, UNDOING), item.created_at
    )
    for event in reversed(happened):
        if event.verb == UNDOING:
            undone += event.details.get("undid") == moves.REDATE.verb
        elif undone:
            undone -= 1
        else:
            moved += not past.gave_first_date(event)
    return moved


def _parts(session: Session, now: datetime, person: Person, item: Item) -> list[str]:
    between = borders.line(session, now, item)
    at_border = [between] if between else []
    if not isinstance(item, Issue):
        return at_border
    seen = partial(access.may_see, session, person)
    found = following.lines(session, item, now, seen)
    neighbours = similar_cards.lines(session, now, similar.of(session, person, item))
    joined = similar_cards.joined(session, items.joined(session, item), seen)
    return [*at_border, *(["\n".join(found)] if found else []), *joined, *neighbours]


TASK, ISSUE = (
    Telling(opening=partial(_opening, table), line=line, unsaid=UNSAID) for table in (Task, Issue)
)
