"""Tasks and issues by their number: found, given to people, changed, with every card kept true."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlmodel import Session

from handlers.calendar import calendars, hours
from handlers.chasing import faces
from handlers.chasing import policy as policies
from handlers.chasing.nouns import About
from handlers.people import access
from handlers.promises.items.quiet import is_quiet
from handlers.promises.items.titles import title_within
from handlers.speech import blocks, cleaning, naming, phrases
from handlers.speech.errors import NoteMissing, NoteTooLong, TitleTooLong
from handlers.speech.lengths import units
from handlers.speech.promise_errors import (
    AlreadyClosed,
    NoItem,
    NoSuchNumber,
    NotRoutedYet,
    UnclearItem,
)
from storage import (
    asks,
    counters,
    customers,
    departments,
    history,
    issues,
    people,
    tasks,
)
from storage import cards as stored_cards
from storage.cards import Face, Place
from storage.counters import Numbered
from storage.customers import Customer, Tier
from storage.decisions import Decision
from storage.departments import Department
from storage.issues import Issue
from storage.items import Item, State
from storage.people import Person
from storage.tasks import Task

NOTE = 10_000
"""Units of what is added to a story at once, as `lengths.units` counts them."""
TITLE = 300
TOUCHPOINT = 120
"""Characters of a headline, and of where something happened."""
TABLES: dict[str, type[Task] | type[Issue]] = {table.letter: table for table in (Task, Issue)}
NOUNS = {letter: table.noun for letter, table in TABLES.items()}
"""The nouns of items by the letter that people name them by."""
CALLED = {"inquiry": "question"}
"""How people say what a noun of ours names, where that is another word."""
FURTHER_DOWN = "{title}: what is new stands further down."
"""What is left of a message whose card has come again."""
PRESSED_AGAIN = timedelta(minutes=1)
"""Within this somebody presses a button twice because nothing seemed to happen."""
CLOSED = {
    State.DONE: "it is done",
    State.DECLINED: "it was answered with a no",
    State.WITHDRAWN: "it was taken back",
}


def check_title(title: str) -> None:
    """Refuse a title that no card can show.

    Raises TitleTooLong.
    """
    length = units(title)
    if length > TITLE:
        raise TitleTooLong(length=f"{length:,}", most=str(TITLE))


def note_of(words: str) -> str:
    """What is kept of words that somebody adds to a story.

    Raises NoteMissing where they say nothing, and what `check_note` raises.
    """
    said = cleaning.clean(words).strip()
    if cleaning.says_nothing(said):
        raise NoteMissing
    check_note(said)
    return said


def check_note(words: str) -> None:
    """Refuse what is no note any more, but a file.

    Raises NoteTooLong.
    """
    length = units(words)
    if length > NOTE:
        raise NoteTooLong(length=f"{length:,}", most=f"{NOTE:,}")


def named(thing: Item | Decision) -> str:
    """“T-12 Rewrite the refund mail” as markup."""
    return f"{thing.ref} {blocks.safe(title_within(thing), 150)}"


def get(session: Session, person: Person, words: str) -> Item:
    """The task or issue that somebody names, locked: of two who change it at once, one is first.

    Raises UnclearItem when the words are no name, NoItem for the name of a decision or the like,
    NoSuchNumber when nothing has it, and what `access.check_known` raises.
    """
    said = phrases.reference(words)
    letter = (said.letter if said else "") or Task.letter
    if said and letter in naming.LETTERS and letter not in NOUNS:
        raise NoItem(ref=f"{letter}-{said.number}")
    if said is None or letter not in NOUNS:
        raise UnclearItem
    item = find(session, person.team_id, NOUNS[letter], said.number, lock=True)
    access.check_known(session, person, item)
    if item is None:
        raise unknown(session, person.team_id, TABLES[letter], said.number)
    return item


def unknown(session: Session, team_id: str, table: type[Numbered], number: int) -> NoSuchNumber:
    """What is said of a number that nothing has, with the one that was given last."""
    newest = counters.newest(session, team_id, table.noun)
    noun = CALLED.get(table.noun, table.noun)
    last = f"The newest {noun} is {table.letter}-{newest}."
    return NoSuchNumber(
        ref=f"{table.letter}-{number}", newest=last if newest else f"There is no {noun} yet."
    )


def find(
    session: Session, team_id: str, noun: str, number: int, *, lock: bool = False
) -> Item | None:
    """The task or issue with this noun and number; `lock` holds it until the commit.

    Raises LookupError for a noun that is neither.
    """
    match noun:
        case Task.noun:
            return tasks.find(session, team_id, number, lock=lock)
        case Issue.noun:
            return issues.find(session, team_id, number, lock=lock)
        case _:
            raise LookupError(f"“{noun}” is no noun of an item")


def get_live(session: Session, person: Person, words: str) -> Item:
    """The same, when it is still open.

    Raises AlreadyClosed for one that is not, as well as what `get` raises.
    """
    item = get(session, person, words)
    check_live(item)
    return item


def check_live(item: Item) -> None:
    """Refuse to change what has ended.

    Raises AlreadyClosed.
    """
    if not item.live:
        raise AlreadyClosed(ref=item.ref, how=how_closed(item))


def check_routed(item: Item) -> None:
    """Refuse what only whoever has an issue can do, while it waits for a department.

    Raises NotRoutedYet.
    """
    if isinstance(item, Issue) and item.owner_id is None:
        raise NotRoutedYet(ref=item.ref)


def how_closed(item: Item) -> str:
    """“it is done”, or to what it was joined, of one that has ended."""
    joined = joined_to(item)
    return f"it is {joined}" if joined else CLOSED[State(item.state)]


def joined_to(item: Item) -> str:
    """“joined to I-3”; empty where it is not."""
    number = item.joined_to if isinstance(item, Issue) else None
    return f"joined to {Issue.letter}-{number}" if number else ""


def joined(session: Session, item: Item) -> list[Issue]:
    """The issues that were joined to an issue."""
    return issues.joined(session, item.team_id, item.number) if isinstance(item, Issue) else []


def has_just(session: Session, now: datetime, person: Person, item: Item, verb: str) -> bool:
    """Whether whoever presses did just this, a moment ago, and nothing has happened since.

    A double click is no failure, so they are told of none.
    """
    if item.state == State.OPEN:
        # Every button that acts at once leaves an item in another state than this.
        return False
    newest = history.latest(session, item.team_id, item.noun, item.number)
    return (
        newest is not None
        and (newest.verb, newest.actor) == (verb, person.user_id)
        and now - newest.happened_at <= PRESSED_AGAIN
    )


def resolve_by(
    session: Session, now: datetime, owner: Person, severity: int, tier: Tier
) -> datetime:
    """The instant (UTC) by which an issue of this severity and tier is to be put right."""
    policy = policies.of(session, owner.team_id)
    calendar = calendars.for_person(session, owner)
    if owner.stand_in_id:
        # Somebody stands in, so the customer need not wait until they are back.
        calendar = calendar.without_leave()
    due = policies.after(calendar, now, policy.resolve[severity][tier])
    return hours.closing(calendar, hours.local_day(calendar, due))


def show_new(
    session: Session, now: datetime, item: Item, department: Department, owner: Person
) -> None:
    """Put the first cards of an item into the owner's messages and the department's channel.

    What is private has none in a channel, and what a file says quietly has none at all.
    """
    reader = asked_of(session, item, owner)
    opens = hours.next_open(calendars.for_person(session, reader), now)
    places = [Place(Face.OWNER, reader.user_id, opens)]
    if department.channel_id and not item.is_private:
        places.insert(0, Place(Face.CHANNEL, department.channel_id))
    _post(session, now, item, *places)


def asked_of(session: Session, item: Item, person: Person) -> Person:
    """Who was asked about an item in place of a person who is not there, else that person."""
    if person.stand_in_id is None and person.works_here:
        return person
    for ask in asks.open_about(session, item.team_id, item.noun, item.number):
        if ask.for_id == person.user_id:
            return people.find(session, item.team_id, ask.person_id) or person
    return person


def show(session: Session, now: datetime, item: Item, department: Department) -> None:
    """Put a card of the item into the department's channel, unless it is private."""
    if department.channel_id and not item.is_private:
        add_card(session, now, item, Face.CHANNEL, department.channel_id)


def show_owner(session: Session, now: datetime, item: Item, owner: Person) -> None:
    """Put a card of the item into the owner's messages, in their own working time."""
    show_person(session, now, item, Face.OWNER, asked_of(session, item, owner))


def show_person(session: Session, now: datetime, item: Item, face: Face, person: Person) -> None:
    """Bring a card of the item into a person's messages as something new, in their working time.

    Where it stands among them already it comes again: an edit notifies nobody.
    """
    opens = hours.next_open(calendars.for_person(session, person), now)
    known = stored_cards.at(session, item.team_id, item.noun, item.number, face, person.user_id)
    if known is None or is_quiet(session):
        _post(session, now, item, Place(face, person.user_id, opens))
        return
    line = FURTHER_DOWN.format(title=named(item))
    old = blocks.Shown(line, blocks.message(blocks.context(line)))
    stored_cards.post_again(session, known, now, old.payload, opens)


def add_card(session: Session, now: datetime, item: Item, face: Face, lane: str) -> None:
    """Post a card once; where it stands already, bring it up to date instead."""
    noun = item.noun
    known = [
        card
        for card in stored_cards.of(session, item.team_id, noun, item.number)
        if (card.face, card.lane) == (face, lane)
    ]
    if known:
        faces.refresh_cards(session, now, known)
    else:
        _post(session, now, item, Place(face, lane))


def _post(session: Session, now: datetime, item: Item, *places: Place) -> None:
    if is_quiet(session):
        return
    stored_cards.post(
        session,
        team_id=item.team_id,
        now=now,
        noun=item.noun,
        number=item.number,
        places=places,
    )


def days_early(item: Item, at: datetime) -> int:
    """How many days before its date something was done, at an instant (UTC).

    By the calendar, on the clock on which the date was given, and measured against the date that
    was given first: what was put off is not early by that.
    """
    if item.due_at is None:
        return 0
    first = min(item.due_at, item.original_due_at or item.due_at)
    early = hours.day_of(first, item.due_zone) - hours.day_of(at, item.due_zone)
    return max(0, early.days)


def about(item: Item, customer: Customer | None) -> About:
    """What there is to say about an item; `customer` is whom it is for."""
    return About(
        thing=item,
        team_id=item.team_id,
        noun=item.noun,
        number=item.number,
        ref=item.ref,
        title=title_within(item),
        severity=item.severity,
        due_at=item.due_at,
        zone=item.due_zone,
        timed=item.due_timed,
        customer=customer,
        department_id=item.department_id,
        promised_by=item.promised_by or "",
        asked_by=item.created_by,
        began_at=item.created_at,
    )


def owner_of(session: Session, item: Item) -> Person | None:
    """The person an item is with."""
    return people.find(session, item.team_id, item.owner_id) if item.owner_id else None


def department_of(session: Session, item: Item) -> Department | None:
    """The department that answers for an item."""
    return departments.find(session, item.team_id, item.department_id)


def customer_of(session: Session, item: Item) -> Customer | None:
    """The customer an item is for."""
    return customers.find(session, item.team_id, item.customer_id)


def customers_of(session: Session, item: Item, parts: Sequence[Issue]) -> list[Customer]:
    """Everybody whom an item is for, each once: those of what was joined to it come behind."""
    ids = dict.fromkeys(each.customer_id for each in (item, *parts) if each.customer_id)
    found = (customers.find(session, item.team_id, customer_id) for customer_id in ids)
    return [customer for customer in found if customer]
