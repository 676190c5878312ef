"""What a sale has to say above its story: what was sold, what it is needed for, what is used."""

from __future__ import annotations

from datetime import datetime

from sqlmodel import Session

from handlers.calendar import hours
from handlers.chasing.telling import Opening, StoryLine, Telling, Way
from handlers.customers import sales as room
from handlers.customers.sales import asking, cards, moves, undoing, words
from handlers.customers.sales.kind import NEED, USE
from handlers.people import access
from handlers.promises import items, lifecycle
from handlers.promises.listed import CUSTOMER_PAGE
from handlers.speech import blocks, paging
from storage import customers, sales
from storage.history import Event
from storage.people import Person
from storage.sales import Fit, Sale, Use

HAPPENED = {
    "sold": "wrote it down",
    "begun": "saw that a new account starts",
    "need asked for": "asked {to} what they need it for",
    "handed on": "asked {to}, who leads the account now",
    "led by another": "saw that {to} leads the account now",
    "account gone": "took it back: the account went with its file",
    "corrected": "changed what was written down",
    "need said": "said what they need it for",
    "finds out": "named a day by which to know what they need it for",
    "use asked for": "asked {to} whether they use it",
    "use said": "said whether they use it",
    "passed on": "asked {to} instead",
    "escalated": "told {to} that an answer is missing",
    "undone": "undid that",
}
QUOTED = ("needs", "used_words", "sold")
"""Of what is different with an event, the words that are told with it."""


def _opening(session: Session, now: datetime, person: Person, number: int) -> Opening:
    """Raises NoSuchNumber, and what `access.check` raises."""
    sale = sales.find(session, person.team_id, number)
    if sale is None or not room.may_read(session, person, sale):
        access.check(session, person, access.READ_SALES, sale)
    if sale is None:
        raise items.unknown(session, person.team_id, Sale, number)
    customer = customers.find(session, sale.team_id, sale.customer_id)
    today = hours.day_of(now, person.zone)
    money_shown = access.may_see_money(session, person, customer)
    return Opening(
        name=sale.ref,
        title=blocks.safe(sale.title, 80),
        lines=cards.facts(sale, customer, today, money_shown=money_shown),
        state=cards.state(sale),
        ways=_ways(session, now, person, sale),
        beside=[Way(f"Open {customer.name}…", CUSTOMER_PAGE,
                    paging.value(customer.customer_id.hex))] if customer else [],
    )  # fmt: skip


def _ways(session: Session, now: datetime, person: Person, sale: Sale) -> list[Way]:
    found: list[Way] = []
    if not sale.stands:
        return found
    is_asked = {kind: bool(asking.open_of(session, sale, kind)) for kind in (NEED.name, USE.name)}
    says_need = lifecycle.may(session, person, sale, moves.HAND_OVER) and room.may_say(
        session, person, sale, NEED.name
    )
    if says_need and is_asked[NEED.name]:
        found += [
            Way("It fits…", words.FITS, sale.ref, is_answer=True),
            Way("Less would do…", words.LESS, sale.ref, is_answer=True),
            Way("I don't know yet…", words.UNKNOWN, sale.ref, is_answer=True),
        ]
    elif says_need:
        found.append(Way("What they need it for…", words.NEED, sale.ref))
    says_use = lifecycle.may(session, person, sale, moves.SAY_USE) and room.may_say(
        session, person, sale, USE.name
    )
    if says_use and is_asked[USE.name]:
        found += [
            Way("They do", words.USED, sale.ref, is_answer=True),
            Way("Some of it…", words.SOME, sale.ref, is_answer=True),
            Way("Hardly…", words.HARDLY, sale.ref, is_answer=True),
        ]
    for kind, says, label in ((NEED, says_need, "Their need"), (USE, says_use, "Their use")):
        if says and is_asked[kind.name]:
            value = f"{sale.ref}{blocks.SEPARATOR}{kind.name}"
            found.append(Way(f"{label}: somebody else…", words.PASS, value))
    if room.may_change(session, person, sale):
        found.append(Way(cards.EDIT_IT, words.EDIT, sale.ref))
    if undoing.can(session, now, person, sale):
        found.append(Way(cards.UNDO, words.UNDO, sale.ref))
    return found


def _line(event: Event, before: Event | None, reader: Person) -> StoryLine:
    del before, reader
    actor = blocks.person(event.actor) if event.actor else "Duly"
    said = HAPPENED.get(event.verb, event.verb).format(to=blocks.person(event.details.get("to")))
    after = event.details.get("after") or event.details.get("sale") or {}
    if event.verb == "need said" and after.get("fit"):
        said = f"{said}: {words.FIT[Fit(after['fit'])]}"
    if event.verb == "use said" and after.get("used"):
        said = f"{said}: {words.USE[Use(after['used'])]}"
    quoted = next((str(after[name]) for name in QUOTED if after.get(name)), "")
    return StoryLine(f"{actor} {said}", "" if event.verb == "undone" else quoted)


TOLD = Telling(opening=_opening, line=_line)
