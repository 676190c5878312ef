"""Tasks and issues by their number: found, given to people, changed, with every card kept true."""

from __future__ import annotations

import re
from datetime import datetime, timedelta

from sqlmodel import Session

from handlers.calendar import calendars, hours
from handlers.chasing import policy as policies
from handlers.people import access
from handlers.speech import blocks
from handlers.speech.errors import (
    AlreadyClosed,
    TitleTooLong,
    UnclearItem,
    UnknownItem,
)
from handlers.speech.lengths import units
from storage import cards as stored_cards
from storage import (
    customers,
    departments,
    history,
    issues,
    outbox,
    people,
    tasks,
)
from storage.cards import Card, Face, Place
from storage.customers import Customer, Tier
from storage.departments import Department
from storage.issues import Issue
from storage.items import Item, Noun, State
from storage.people import Person
from storage.tasks import Task

TITLE = 300
TOUCHPOINT = 120
"""Characters of a headline, and of where something happened."""
LETTERS = {"T": Noun.TASK, "I": Noun.ISSUE, "D": Noun.DECISION}
PRESSED_AGAIN = timedelta(minutes=1)
"""Within this somebody presses a button twice because nothing seemed to happen."""
CLOSED = {
    State.DONE: "it is done",
    State.DECLINED: "it was answered with a no",
    State.WITHDRAWN: "it was taken back",
}
_REF = re.compile(r"#?([TIDtid])?-?(\d{1,9})", re.ASCII)


def check_title(title: str) -> None:
    """Refuse a title that no card can show.

    Raises TitleTooLong.
    """
    length = units(title)
    if length > TITLE:
        raise TitleTooLong(length=f"{length:,}", most=str(TITLE))


def ref(item: Item) -> str:
    """The name people use: T-12."""
    return f"{item.noun[0].upper()}-{item.number}"


def named(item: Item) -> str:
    """“T-12 Rewrite the refund mail” as markup."""
    return f"{ref(item)} {blocks.safe(item.title, 150)}"


def read_ref(words: str) -> tuple[Noun, int] | None:
    """A noun and number from “T-12”, “t12” or plain “12” (a task); None when it is neither."""
    match = _REF.fullmatch(words.strip())
    if match is None:
        return None
    return LETTERS[(match[1] or "T").upper()], int(match[2])


def get(session: Session, person: Person, words: str) -> Task | Issue:
    """The task or issue that somebody names, locked: of two who change it at once, one is first.

    Raises UnclearItem when the words are no name, UnknownItem when nothing has it, and what
    `access.check_known` raises.
    """
    found = read_ref(words)
    if found is None or found[0] == Noun.DECISION:
        raise UnclearItem
    item = find(session, person.team_id, *found, lock=True)
    access.check_known(session, person, item)
    if item is None:
        raise UnknownItem(ref=f"{found[0][0].upper()}-{found[1]}")
    return item


def find(
    session: Session, team_id: str, noun: str, number: int, *, lock: bool = False
) -> Task | Issue | None:
    """The task or issue with this noun and number; `lock` holds it until the commit."""
    finder = tasks.find if noun == Noun.TASK else issues.find
    return finder(session, team_id, number, lock=lock)


def get_live(session: Session, person: Person, words: str) -> Task | Issue:
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
        raise AlreadyClosed(ref=ref(item), how=CLOSED[State(item.state)])


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


def tier_of(customer: Customer | None) -> Tier:
    """The tier that sets the clocks."""
    return Tier(customer.tier) if customer else Tier.STANDARD


def resolve_by(
    session: Session, now: datetime, owner: Person, severity: int, tier: Tier
) -> datetime:
    """The instant (UTC) by which an issue of this severity and tier is to be put right."""
    policy = policies.of(session, owner.team_id)
    calendar = calendars.for_person(session, owner)
    due = policies.after(calendar, now, policy.resolve[severity][tier])
    return hours.closing(calendar, hours.local_day(calendar, due))


def show_new(
    session: Session, now: datetime, item: Item, department: Department, owner: Person
) -> None:
    """Put the first cards of an item into the department's channel and the owner's messages."""
    opens = hours.next_open(calendars.for_person(session, owner), now)
    places = [Place(Face.OWNER, owner.user_id, opens)]
    if department.channel_id:
        places.insert(0, Place(Face.CHANNEL, department.channel_id))
    _post(session, now, item, *places)


def show(session: Session, now: datetime, item: Item, department: Department) -> None:
    """Put a card of the item into the department's channel."""
    if department.channel_id:
        add_card(session, now, item, Face.CHANNEL, department.channel_id)


def show_owner(session: Session, now: datetime, item: Item, owner: Person) -> datetime:
    """Put a card of the item into the owner's messages; when they will find it there (UTC)."""
    return show_person(session, now, item, Face.OWNER, owner)


def show_person(
    session: Session, now: datetime, item: Item, face: Face, person: Person
) -> datetime:
    """Put a card into a person's messages, in their own working time; that instant (UTC)."""
    opens = hours.next_open(calendars.for_person(session, person), now)
    add_card(session, now, item, face, person.user_id, not_before=opens)
    return opens


def add_card(
    session: Session,
    now: datetime,
    item: Item,
    face: Face,
    lane: str,
    not_before: datetime | None = None,
) -> None:
    """Post a card once; where it stands already, bring it up to date instead."""
    noun = item.noun
    known = [
        card
        for card in stored_cards.of(session, item.team_id, noun, item.number)
        if (card.face, card.lane) == (face, lane)
    ]
    if known:
        refresh_cards(session, now, known)
    else:
        _post(session, now, item, Place(face, lane, not_before))


def _post(session: Session, now: datetime, item: Item, *places: Place) -> None:
    stored_cards.post(
        session,
        team_id=item.team_id,
        now=now,
        noun=item.noun,
        number=item.number,
        places=places,
    )


def refresh(session: Session, now: datetime, team_id: str, noun: str, number: int) -> None:
    """Bring every card of an item or decision up to date; each is drawn when it is sent."""
    session.flush()
    refresh_cards(session, now, stored_cards.of(session, team_id, noun, number))


def refresh_cards(session: Session, now: datetime, known: list[Card]) -> None:
    """One pending update per card is enough: it will show the latest state."""
    if not known:
        return
    team_id, lanes = known[0].team_id, {card.lane for card in known}
    waiting = outbox.that_wait(session, team_id, lanes, [card.card_id for card in known])
    behind = [(card.card_id, card.lane) for card in known if card.card_id not in waiting]
    outbox.add_updates(session, team_id=team_id, now=now, cards=behind)


def owner_of(session: Session, item: Item) -> Person | None:
    """The person an item is with."""
    return people.find(session, item.team_id, item.owner_id) if item.owner_id else None


def department_of(session: Session, item: Item) -> Department | None:
    """The department that answers for an item."""
    return departments.find(session, item.team_id, item.department_id)


def customer_of(session: Session, item: Item) -> Customer | None:
    """The customer an item is for."""
    return customers.find(session, item.team_id, item.customer_id)
