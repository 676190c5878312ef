"""What there is to do, as lists: mine, what I asked for, a department's, a person's, everybody's.

What somebody owes is read from asks, as everywhere; what is somebody's own they may always read.
For the rest `access.check` says who may, and of each thing it is asked who may see it.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from sqlmodel import Session

from handlers.chasing import outcomes, owed
from handlers.chasing.nouns import About
from handlers.chasing.owed import Pending, Waiting
from handlers.chasing.registers import Registers
from handlers.chasing.telling import Way
from handlers.people import access, audiences
from handlers.promises import listed
from handlers.promises.listed import Since
from handlers.promises.lists import finding, ordering
from handlers.promises.lists.filters import Filter, ListOwner, Sorting
from handlers.promises.lists.finding import Suggested
from handlers.promises.lists.menus import story, ways
from handlers.promises.lists.ordering import Cut, PagePlace
from handlers.speech import values
from handlers.speech.errors import UnreadableRequest
from storage import asks, customers, departments, follows, history, listings, people, search
from storage.customers import Customer
from storage.decisions import Decision
from storage.departments import Department
from storage.history import Event
from storage.items import Item
from storage.listings import ENDED, ListWanted, Ranked, RankedThings, Which
from storage.people import Person
from storage.scopes import Reader

SHORT = 10
"""So many are shown in a reply, each with its ways out; the button beneath leads to all."""
ThingName = tuple[str, int]
"""A thing by its noun and number."""


@dataclass(frozen=True)
class ListLine:
    """One thing in a list: an item, or what is `about` anything else, and what is `pending` of it.

    On a page it has its `customer` and `ways`, what its reader may do with it; `newest` names the
    newest event, `news` is that event where it came after the page was shown.
    """

    ref: str
    item: Item | None = None
    about: About | None = None
    pending: Pending | None = None
    customer: Customer | None = None
    ways: Sequence[Way] = ()
    newest: str = ""
    news: Event | None = None
    answered: str = ""
    """How its reader's last question about it was answered, as markup, where none is open."""


@dataclass(frozen=True)
class Listing:
    """One page of a list.

    `name` and `customer` are whose it is and whom it is for, where somebody was chosen. Of `total`
    things `is_cut` says that there are more, and of `hidden` ones the reader may not see what they
    are; none are counted where words were searched for. Where nothing was found, `open_instead` are
    open, or other words are `suggested`.
    """

    of: Filter
    total: int
    lines: Sequence[ListLine]
    since: Since
    cut: Cut
    name: str = ""
    customer: str = ""
    is_cut: bool = False
    hidden: int = 0
    open_instead: int = 0
    suggested: Suggested | None = None
    may_choose: bool = True

    @property
    def items(self) -> list[Item]:
        """The tasks and issues on the page."""
        return [line.item for line in self.lines if line.item]


def mine(registers: Registers, session: Session, actor: Person, limit: int) -> Waiting:
    """The first of what somebody owes an answer to, what matters most first."""
    return owed.by(registers, session, actor, limit)


def mine_again(
    registers: Registers, session: Session, actor: Person, refs: Sequence[str]
) -> list[ListLine]:
    """What stood in a list of what somebody owes, in its order, as it stands now.

    `refs` are the names of what stood there; what is gone, or is not theirs to see, is left out.
    """
    things = (_named(registers, ref) for ref in refs)
    found = (_owed_again(registers, session, actor, thing) for thing in things if thing)
    return [each for each in found if each]


def _owed_again(
    registers: Registers, session: Session, actor: Person, thing: ThingName
) -> ListLine | None:
    noun, number = thing
    about = registers.nouns[noun].about(session, actor.team_id, number)
    if about is None or not access.may_see(session, actor, about.thing):
        return None
    asked = listings.asked(session, actor.team_id, actor.user_id, noun, number)
    if asked:
        pending = owed.pending(registers, session, asked, actor)
        return ListLine(about.ref, about=about, pending=pending)
    theirs = [
        ask
        for ask in asks.ever_about(session, actor.team_id, noun, number)
        if actor.user_id in (ask.person_id, ask.for_id) and ask.answered_at
    ]
    last = max(theirs, key=lambda ask: (ask.answered_at, ask.ask_id), default=None)
    said = outcomes.of(registers, session, last, actor) if last else ""
    return ListLine(about.ref, about=about, answered=said)


def look(
    registers: Registers,
    session: Session,
    now: datetime,
    actor: Person,
    of: Filter,
    place: PagePlace | None = None,
) -> Listing:
    """The things of one page of a list, the first if no place is given.

    Raises what `access.check` raises, and UnreadableRequest for a list of somebody who is not here
    and for a place in another list.
    """
    found = _frame(registers, session, now, actor, of, place)
    things = [(thing.noun, thing.number) for thing in found.cut.things]
    return _filled(session, now, found, actor, _lines(registers, session, actor, things))


def page(
    registers: Registers,
    session: Session,
    now: datetime,
    actor: Person,
    of: Filter,
    place: PagePlace | None = None,
) -> Listing:
    """The same, with what one can do with each thing. Raises what `look` raises."""
    found = look(registers, session, now, actor, of, place)
    lines = [_with_ways(session, now, actor, line, {}) for line in found.lines]
    return replace(found, lines=lines)


def _frame(
    registers: Registers,
    session: Session,
    now: datetime,
    actor: Person,
    of: Filter,
    place: PagePlace | None = None,
) -> Listing:
    """What stands around the lines of a page. Raises what `look` raises."""
    _check(session, actor, of)
    name, customer = _names(session, actor, of)
    found, nearest = _things(registers, session, now, actor, of)
    cut = ordering.cut(found.rows, of.order, place, nearest)
    return Listing(
        of, len(found.rows), [], {}, cut,
        name=name, customer=customer, is_cut=found.is_cut, hidden=found.hidden,
        open_instead=0 if found.rows else _open_instead(registers, session, now, actor, of),
        suggested=None if found.rows else _suggested(session, actor, of),
        may_choose=access.may(session, actor, access.READ),
    )  # fmt: skip


def again(
    registers: Registers,
    session: Session,
    now: datetime,
    actor: Person,
    of: Filter,
    place: PagePlace | None,
    shown: Mapping[str, str],
) -> Listing:
    """The same page with the same things, and what was done with them since it was shown.

    `shown` are they by name, each with the id of its newest event then. Raises what `look` raises.
    """
    fresh = _frame(registers, session, now, actor, of, place)
    named = [_named(registers, ref) for ref in shown]
    things = [thing for thing in named if thing]
    lines = [
        _with_ways(session, now, actor, line, shown)
        for line in _lines(registers, session, actor, things)
    ]
    return _filled(session, now, fresh, actor, lines)


def all_departments(session: Session, actor: Person) -> Sequence[Department]:
    """Every department, by name. Raises what `access.check` raises."""
    access.check(session, actor, access.READ)
    return departments.everyone(session, actor.team_id)


def first_customers(
    session: Session, actor: Person, limit: int, after: int = 0
) -> tuple[Sequence[Customer], int]:
    """So many customers by name, those `after` so many, and how many there are.

    Raises what `access.check` raises.
    """
    access.check(session, actor, access.READ)
    first = customers.first(session, actor.team_id, limit, after)
    return first, customers.count(session, actor.team_id)


def _check(session: Session, actor: Person, of: Filter) -> None:
    is_own = of.whose is ListOwner.ME and not (of.words or of.customer_id or of.which in ENDED)
    if not is_own:
        access.check(session, actor, access.READ)


def _names(session: Session, actor: Person, of: Filter) -> tuple[str, str]:
    """The names of whose list it is and of its customer. Raises UnreadableRequest."""
    team_id = actor.team_id
    owner: Person | Department | None = None
    if of.department_id:
        owner = departments.find(session, team_id, of.department_id)
    elif of.person_id:
        owner = people.find(session, team_id, of.person_id)
    customer = customers.find(session, team_id, of.customer_id)
    if bool(of.department_id or of.person_id) != bool(owner):
        raise UnreadableRequest
    if bool(of.customer_id) != bool(customer):
        raise UnreadableRequest
    return owner.name if owner else "", customer.name if customer else ""


def _things(
    registers: Registers, session: Session, now: datetime, actor: Person, of: Filter
) -> tuple[RankedThings, Mapping[ThingName, int]]:
    """Everything that a list is of, and in which order it was found where it was searched for."""
    reader = audiences.reader(session, actor)
    circles = tuple(kind.name for kind in registers.kinds.values() if kind.circle)
    wanted = of.wanted(actor, now, circles)
    nearest: dict[ThingName, int] = {}
    if of.words:
        hits = search.find(session, actor.team_id, of.words)
        nearest = {(hit.noun, hit.number): place for place, hit in enumerate(hits)}
        wanted = replace(wanted, numbers=_by_noun(nearest))
    found = listings.rows(session, reader, wanted, now)
    more = [
        *_others(session, reader, actor, of, wanted, now),
        *_found(registers, session, actor, of, nearest),
    ]
    # Of what was searched for nothing hidden is counted: who asks word by word would read it.
    hidden = 0 if of.words else found.hidden
    return replace(found, rows=[*found.rows, *more], hidden=hidden), nearest


def _by_noun(things: Iterable[ThingName]) -> dict[str, list[int]]:
    numbers: dict[str, list[int]] = {}
    for noun, number in things:
        numbers.setdefault(noun, []).append(number)
    return numbers


def _others(
    session: Session, reader: Reader, actor: Person, of: Filter, wanted: ListWanted, now: datetime
) -> list[Ranked]:
    """What is no task and no issue: decisions found or followed, or what one has to answer."""
    if of.noun or of.customer_id or of.which not in (Which.OPEN, Which.LATE, Which.EVERYTHING):
        return []
    if wanted.numbers is not None or wanted.followed_by:
        found = listings.decisions(session, reader, _decisions(session, actor, of, wanted))
        return [
            Ranked(each.noun, each.number, 3, 3, each.due_at, each.created_at, None)
            for each in found
        ]
    if of.whose is not ListOwner.ME:
        return []
    late_at = now if of.which is Which.LATE else None
    asks = listings.other_asks(session, actor.team_id, actor.user_id, late_at)
    return [
        Ranked(a.noun, a.number, a.severity, a.tier_rank, a.due_at, a.opened_at, None)
        for a in asks
    ]  # fmt: skip


def _found(
    registers: Registers,
    session: Session,
    actor: Person,
    of: Filter,
    nearest: Mapping[ThingName, int],
) -> list[Ranked]:
    """What was found by its words and is no task, issue or decision."""
    is_narrow = of.noun or of.customer_id or of.whose is not ListOwner.ALL
    if is_narrow or of.which not in (Which.OPEN, Which.EVERYTHING):
        return []
    return finding.others(registers.nouns, session, actor, _by_noun(nearest))


def _decisions(session: Session, actor: Person, of: Filter, wanted: ListWanted) -> Collection[int]:
    """The numbers of the decisions that were found, of what somebody follows where it is that."""
    found = None if wanted.numbers is None else wanted.numbers.get(Decision.noun, ())
    if not wanted.followed_by:
        return (found or ()) if of.whose is ListOwner.ALL else ()
    mine = follows.followed(session, actor.team_id, actor.user_id, Decision.noun)
    return mine if found is None else set(found) & set(mine)


def _lines(
    registers: Registers, session: Session, actor: Person, things: Sequence[ThingName]
) -> list[ListLine]:
    """The lines of these things, as far as their reader may see them."""
    items = listings.items(session, actor.team_id, audiences.reader(session, actor), things)
    lines: list[ListLine] = []
    for noun, number in things:
        item = items.get((noun, number))
        other = None if item else _of_other(registers, session, actor, noun, number)
        if item:
            lines.append(ListLine(item.ref, item))
        elif other:
            lines.append(other)
    return lines


def _of_other(
    registers: Registers, session: Session, actor: Person, noun: str, number: int
) -> ListLine | None:
    """A thing of any other noun, which the reader was asked about or may see."""
    if noun not in registers.nouns or noun in listings.NOUNS:
        return None
    about = registers.nouns[noun].about(session, actor.team_id, number)
    if about is None or not access.may_see(session, actor, about.thing):
        return None
    asked = listings.asked(session, actor.team_id, actor.user_id, noun, number)
    pending = owed.pending(registers, session, asked, actor) if asked else None
    return ListLine(about.ref, about=about, pending=pending)


def _with_ways(
    session: Session, now: datetime, actor: Person, line: ListLine, shown: Mapping[str, str]
) -> ListLine:
    """The line with what can be done with its thing, and what happened since it was shown."""
    found, thing = line, line.item or line.about
    if line.item:
        customer = customers.find(session, actor.team_id, line.item.customer_id)
        found = replace(line, customer=customer, ways=ways(session, now, actor, line.item))
    elif line.about:
        found = replace(line, ways=[story(line.ref)])
    event = history.latest(session, actor.team_id, thing.noun, thing.number) if thing else None
    newest = event.event_id.hex[-12:] if event else ""
    is_news = event is not None and event.actor and shown.get(line.ref, newest) != newest
    return replace(found, newest=newest, news=event if is_news else None)


def _filled(
    session: Session, now: datetime, frame: Listing, actor: Person, lines: Sequence[ListLine]
) -> Listing:
    items = [line.item for line in lines if line.item]
    since = listed.waiting_since(session, now, actor.team_id, items)
    return replace(frame, lines=lines, since=since)


def _named(registers: Registers, ref: str) -> ThingName | None:
    letter, _, number = ref.partition("-")
    noun = next((each.name for each in registers.nouns.values() if each.letter == letter), None)
    numbered = values.whole(number)
    return (noun, numbered) if noun and numbered is not None else None


def _open_instead(
    registers: Registers, session: Session, now: datetime, actor: Person, of: Filter
) -> int:
    """How many of the same are open, where nothing else was found."""
    if of.words or of.which is Which.OPEN:
        return 0
    plain = replace(of, which=Which.OPEN, order=Sorting.URGENT)
    return len(_things(registers, session, now, actor, plain)[0].rows)


def _suggested(session: Session, actor: Person, of: Filter) -> Suggested | None:
    if not of.words:
        return None
    return finding.suggest(session, audiences.reader(session, actor), actor, of.words)
