"""What people type, click and send about initiatives."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime

from sqlmodel import Session

from handlers.calendar import hours
from handlers.customers import initiatives as room
from handlers.customers.contents import HomeLine
from handlers.customers.initiatives import (
    InitiativeSaid,
    cards,
    form_cards,
    moves,
    reading,
    undoing,
    words,
)
from handlers.customers.initiatives.form_cards import FormChoices
from handlers.people import access, choices, lookup, vocabulary
from handlers.promises import traces
from handlers.speech import blocks, forms, paging, typed, values
from handlers.speech import words as plain
from handlers.speech.errors import StaleForm, TitleTooLong
from handlers.speech.initiative_errors import (
    AnswererMissing,
    EndsBeforeItBegins,
    InitiativeMissing,
    LastsTooLong,
    NegativeMoney,
    PayerMissing,
    SpanMissing,
)
from handlers.speech.outcome_errors import MovesEnded, MovesOver, MovesUnknown
from handlers.speech.people_errors import GoneCustomer, GoneDepartment, UnfitPerson, UnknownPerson
from handlers.speech.request import OpenForm, Reply, Request, Response, UpdateForm
from handlers.speech.setup_errors import (
    OtherCurrency,
    TooMuch,
    UnclearAmount,
    UnclearDay,
    UnclearScale,
    UnknownCurrency,
)
from storage import (
    customer_outcomes,
    customers,
    departments,
    initiatives,
    segments,
    workspaces,
)
from storage.customer_outcomes import CustomerOutcome
from storage.customers import Tier
from storage.initiatives import Initiative
from storage.people import Person
from storage.segments import FlagKind

FIELDS = {
    **dict.fromkeys((InitiativeMissing, TitleTooLong), form_cards.WHAT),
    **dict.fromkeys((PayerMissing, GoneDepartment), choices.DEPARTMENT),
    **dict.fromkeys((AnswererMissing, UnfitPerson, UnknownPerson), form_cards.OWNER),
    **dict.fromkeys((SpanMissing, EndsBeforeItBegins, LastsTooLong, UnclearDay), form_cards.ENDS),
    **dict.fromkeys(
        (NegativeMoney, UnclearAmount, UnclearScale, TooMuch, OtherCurrency, UnknownCurrency),
        form_cards.MONEY,
    ),
    GoneCustomer: choices.CUSTOMERS,
    **dict.fromkeys((MovesUnknown, MovesEnded, MovesOver), traces.FIELD),
}
"""Under which field a sentence stands."""
EACH_FACET, SHORTEST = 25, 60
"""So many words of a facet are offered as segments, of at most so many characters."""


def typed_list(request: Request, session: Session, now: datetime) -> Response:
    """`/cx initiatives [First ninety days: a welcome call]`: the register, or the form filled in.

    Raises what `access.check` raises.
    """
    person, today = _here(request, session, now)
    access.check(session, person, access.READ)
    said = vocabulary.words(session, request.team_id, request.text)
    if said:
        return _form(session, now, person, typed.value(said))
    return OpenForm(cards.register(reading.register(session, person), today))


def turn(request: Request, session: Session, now: datetime) -> Response:
    """Another page of the register, in its place. Raises UnreadableRequest."""
    person, today = _here(request, session, now)
    access.check(session, person, access.READ)
    page = reading.register(session, person, paging.start(request.value))
    return UpdateForm(cards.register(page, today))


def show(request: Request, session: Session, now: datetime) -> Response:
    """The register, from a button elsewhere."""
    person, today = _here(request, session, now)
    access.check(session, person, access.READ)
    return OpenForm(cards.register(reading.register(session, person), today))


def week(session: Session, now: datetime, person: Person) -> list[HomeLine]:
    """What the CCO reads of a week: how many pairs look alike."""
    del now
    pairs = reading.live_pairs(session, person.team_id)
    if not pairs:
        return []
    return [HomeLine(cards.week(pairs), blocks.button("Open…", words.SHOW, ""), 6)]


def open_form(request: Request, session: Session, now: datetime) -> Response:
    """The form of an initiative."""
    person, _ = _here(request, session, now)
    return _form(session, now, person, "")


def send(request: Request, session: Session, now: datetime) -> Response:
    """The form comes back filled in."""
    person, _ = _here(request, session, now)
    access.check(session, person, access.WRITE_INITIATIVE)
    with forms.placing(FIELDS):
        new = room.write(session, now, person, _said(request, session, now, person))
    shown = cards.written(new)
    return Reply(shown.text, shown.blocks, title="Noted")


def open_edit(request: Request, session: Session, now: datetime) -> Response:
    """The same form, filled in with what is known."""
    person, _ = _here(request, session, now)
    initiative = room.named(session, person, request.value, moves.CHANGE)
    return OpenForm(form_cards.edit(initiative, _offered(session, now, person, initiative)))


def send_edit(request: Request, session: Session, now: datetime) -> Response:
    """It comes back changed."""
    person, _ = _here(request, session, now)
    initiative = room.named(session, person, request.value, moves.CHANGE)
    with forms.placing(FIELDS):
        said = _said(request, session, now, person, initiative)
        if not room.may_read_money(session, person, initiative):
            said = replace(said, keeps_amount=True)
        room.change(session, now, person, request.value, said)
    shown = cards.changed(initiative)
    return Reply(shown.text, shown.blocks, title="Noted")


def press_undo(request: Request, session: Session, now: datetime) -> Response:
    """One click: it stands as it stood before."""
    person, _ = _here(request, session, now)
    initiative = undoing.undo(session, now, person, request.value)
    return Reply(cards.undone(initiative), instead=True, title="Undone")


def undo(session: Session, now: datetime, person: Person, ref: str) -> str:
    """Undo what was said last of one, and say how it stands. Raises what `undoing.undo` does."""
    return cards.undone(undoing.undo(session, now, person, ref))


def _here(request: Request, session: Session, now: datetime) -> tuple[Person, date]:
    """Who asks, and which day it is for them."""
    person = access.actor(session, request)
    return person, hours.day_of(now, person.zone)


def _form(session: Session, now: datetime, person: Person, title: str) -> Response:
    access.check(session, person, access.WRITE_INITIATIVE)
    return OpenForm(form_cards.write(_offered(session, now, person, title=title), person.user_id))


def _offered(
    session: Session,
    now: datetime,
    person: Person,
    known: Initiative | None = None,
    title: str = "",
) -> FormChoices:
    """What the form offers; filled in with what is known of one."""
    team_id = person.team_id
    ids = initiatives.named_with(session, team_id, known.number) if known else set()
    customers.read(session, team_id, ids)
    named = [each for each in (customers.find(session, team_id, one) for one in ids) if each]
    money: str | None = ""
    if known and room.may_read_money(session, person, known):
        money = "" if known.amount is None else f"{known.amount:,}"
    elif known:
        money = None
    home = known.department_id if known else person.department_id
    return FormChoices(
        choices.of_departments(session, person, departments.find(session, team_id, home)),
        choices.of_several_customers(session, person, sorted(named, key=lambda each: each.name)),
        money,
        title,
        traces.offered(session, now, person, _moved(session, known)),
        _segments(session, team_id, known),
    )


def _segments(session: Session, team_id: str, known: Initiative | None) -> dict[str, str]:
    """The segments that a form offers: what is flagged, and what most accounts have."""
    found = [segments.segment(each) for each in FlagKind]
    for facet in words.FACETS:
        said = segments.words_of(session, team_id, facet, EACH_FACET)
        found += [segments.segment(facet, each) for each in said if len(each) <= SHORTEST]
    kept = known.segments if known else []
    return {each: plain.capital(words.segment(each)) for each in dict.fromkeys([*kept, *found])}


def _moved(session: Session, known: Initiative | None) -> CustomerOutcome | None:
    """The outcome that an initiative moves so far."""
    if known is None or known.outcome_number is None:
        return None
    return customer_outcomes.find(session, known.team_id, known.outcome_number)


def _chosen(request: Request, session: Session, known: Initiative | None) -> list[str]:
    """The segments that somebody chose of those that are offered. Raises StaleForm."""
    offered = _segments(session, request.team_id, known)
    chosen = request.choices(form_cards.SEGMENTS)
    if any(each not in offered for each in chosen):
        raise StaleForm
    return list(chosen)


def _said(
    request: Request,
    session: Session,
    now: datetime,
    person: Person,
    known: Initiative | None = None,
) -> InitiativeSaid:
    team_id = request.team_id
    workspace = workspaces.find(session, team_id)
    own = workspace.currency if workspace else None
    if known and known.amount is not None:
        own = known.currency or own
    department = lookup.chosen_department(session, team_id, request.words(choices.DEPARTMENT))
    who = request.person_id(form_cards.OWNER)
    moved, before = request.words(traces.FIELD), _moved(session, known)
    is_asked = traces.FIELD in request.fields
    written = request.words(form_cards.MONEY)
    return InitiativeSaid(
        title=request.words(form_cards.WHAT),
        department=department,
        owner=lookup.chosen_person(session, team_id, who) if who else None,
        begins_on=values.day(request.words(form_cards.BEGINS)),
        ends_on=values.day(request.words(form_cards.ENDS)),
        amount=values.amount(written, own=own),
        currency=own or values.currency_written(written) or None,
        tiers=[values.choice(each, Tier) for each in request.choices(form_cards.TIERS)],
        customers=lookup.chosen_customers(session, team_id, request.choices(choices.CUSTOMERS)),
        outcome=traces.named(session, now, person, moved, before) if is_asked else before,
        segments=_chosen(request, session, known),
    )
