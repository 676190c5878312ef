"""People type `/cx cause C-3`, press “Change…” on its page, and say more of why things happen."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import datetime

from sqlmodel import Session

from handlers.people import access, choices, lookup
from handlers.promises import causes
from handlers.promises.causes import CauseSaid, OneCause, cards, reading
from handlers.speech import blocks, cause_kinds, forms, paging
from handlers.speech.errors import UnreadableRequest, WhyMissing
from handlers.speech.people_errors import GoneDepartment, UnfitPerson, UnknownPerson
from handlers.speech.promise_errors import (
    CauseToItself,
    CauseTooLong,
    KnownAlias,
    KnownCause,
    UnclearCause,
    UnknownCause,
)
from handlers.speech.request import (
    Json,
    Nothing,
    OpenForm,
    Options,
    Reply,
    Request,
    Response,
    UpdateForm,
)
from storage import people
from storage.causes import Cause
from storage.people import Person

ABOUT_MORE = {
    **dict.fromkeys((UnfitPerson, UnknownPerson), cards.DECIDER),
    GoneDepartment: choices.DEPARTMENT,
}
"""Under which input a sentence stands that is about more than the words of a cause."""
ABOUT = {
    **ABOUT_MORE,
    **dict.fromkeys((WhyMissing, CauseTooLong, KnownCause, KnownAlias), cards.WORDS),
}


_JOINING = re.compile(
    r"(C-?\d{1,9}),? (?:with|into|to|and|is|the|same|as|a|duplicate|of|joined|part|belongs| )+ "
    r"(C-?\d{1,9})\.?",
    re.IGNORECASE | re.ASCII,
)
"""How somebody says that two causes are one."""


def show(request: Request, session: Session, now: datetime) -> Response:
    """`/cx cause C-3`, or its words: its page; `C-3 with C-2` joins them; without words, all.

    Raises UnknownCause, HiddenCause, and what `causes.join` raises.
    """
    if not request.text.strip():
        return show_all(request, session, now)
    if (two := _two(request.text)) is not None:
        return _join(request, session, now, *two)
    person, cause = _named(request, session)
    return OpenForm(_page(session, now, person, cause, 0))


def tell(request: Request, session: Session, now: datetime) -> Response:
    """The same in words, as a message that stays; its button opens the page."""
    if not request.text.strip():
        return tell_all(request, session, now)
    if _two(request.text) is not None:
        return show(request, session, now)
    person, cause = _named(request, session)
    shown = cards.message(reading.page(session, now, person, cause), person, now)
    return Reply(shown.text, shown.blocks)


def show_all(request: Request, session: Session, now: datetime) -> Response:
    """`/cx causes`: all of them, those first that came most in 90 days."""
    person = access.actor(session, request)
    found = reading.every(session, now, person, 0, cards.LISTED)
    return OpenForm(cards.listing(found, person, now))


def tell_all(request: Request, session: Session, now: datetime) -> Response:
    """The first of them, as a message that stays."""
    person = access.actor(session, request)
    shown = cards.listed(reading.every(session, now, person, 0, cards.LISTED), person, now)
    return Reply(shown.text, shown.blocks)


def open_all(request: Request, session: Session, now: datetime) -> Response:
    """A page of all causes. Raises UnreadableRequest."""
    person = access.actor(session, request)
    access.check(session, person, access.READ)
    found = reading.every(session, now, person, paging.start(request.value), cards.LISTED)
    return UpdateForm(cards.listing(found, person, now))


def open_page(request: Request, session: Session, now: datetime) -> Response:
    """The page of a cause; in a form, in its place. Raises UnreadableRequest, HiddenCause."""
    person = access.actor(session, request)
    access.check(session, person, access.READ)
    which, after = paging.read(request.value)
    return UpdateForm(_page(session, now, person, _carried(session, person, which), after))


def find(request: Request, session: Session, now: datetime) -> Options:
    """The causes that somebody may mean who has typed so much of one."""
    person = people.find(session, request.team_id, request.user_id)
    if person is None or not choices.may_look(request, session):
        return Options([])
    found = reading.choices(session, now, person, request.text, cards.OFFERED)
    return Options(blocks.options(found))


# --- two that are one ---


def open_join(request: Request, session: Session, now: datetime) -> Response:
    """The form that asks which cause it really is."""
    person = access.actor(session, request)
    access.check(session, person, access.READ)
    cause = _carried(session, person, request.value)
    causes.check_may_change(session, person, cause)
    causes.check_seen(session, now, person, cause)
    return OpenForm(cards.join_form(cause))


def send_join(request: Request, session: Session, now: datetime) -> Response:
    """The form comes back filled in."""
    person = access.actor(session, request)
    access.check(session, person, access.READ)
    cause = _carried(session, person, request.value)
    causes.check_may_change(session, person, cause)
    with forms.placing(dict.fromkeys((UnclearCause, UnknownCause, CauseToItself), cards.CAUSE)):
        into = causes.get(session, person.team_id, request.words(cards.CAUSE))
        found = causes.join(session, now, person, cause, into)
    return _joined(request, cause, found)


def press_part(request: Request, session: Session, now: datetime) -> Response:
    """One click: two causes are two again. Raises UnreadableRequest, and what `part` raises."""
    person = access.actor(session, request)
    access.check(session, person, access.READ)
    cause = causes.hold(session, person.team_id, request.value)
    if cause is None:
        raise UnreadableRequest
    found = causes.part(session, now, person, cause)
    if request.within:
        return Nothing()
    return Reply(cards.parted(cause, found), instead=True)


def _join(request: Request, session: Session, now: datetime, first: str, second: str) -> Response:
    person = access.actor(session, request)
    access.check(session, person, access.READ)
    cause, into = (causes.get(session, person.team_id, each) for each in (first, second))
    return _joined(request, cause, causes.join(session, now, person, cause, into))


def _joined(request: Request, cause: Cause, found: OneCause) -> Response:
    if request.within:
        return Nothing()
    shown = cards.joined(cause, found)
    return Reply(shown.text, shown.blocks)


def _two(text: str) -> tuple[str, str] | None:
    """The two causes that somebody says are one: “C-3 with C-2”; None where it is one."""
    said = _JOINING.fullmatch(" ".join(text.split()))
    return (said[1], said[2]) if said else None


# --- to say more of it ---


def open_change(request: Request, session: Session, now: datetime) -> Response:
    """The form for all that is known of a cause."""
    person = access.actor(session, request)
    access.check(session, person, access.READ)
    cause = _carried(session, person, request.value)
    causes.check_may_change(session, person, cause)
    causes.check_seen(session, now, person, cause)
    said = causes.stands(session, cause)
    offered = choices.of_departments(session, person, said.department)
    return OpenForm(cards.change_form(cause, said, offered))


def send_change(request: Request, session: Session, now: datetime) -> Response:
    """The form comes back; what its reader did not touch stays as it is by now."""
    person = access.actor(session, request)
    access.check(session, person, access.READ)
    ref, shown = _shown(request)
    cause = causes.hold(session, person.team_id, ref)
    if cause is None:
        raise UnreadableRequest
    with forms.placing(ABOUT):
        is_now, said = causes.stands(session, cause), more(request, session)
        words = request.words(cards.WORDS)
        changed = causes.change(
            session, now, person, cause,
            cause.words if words == shown.get(cards.WORDS) else words,
            CauseSaid(
                is_now.kind if str(said.kind or "") == shown.get(cards.KIND) else said.kind,
                is_now.department if _department(said) == shown.get(choices.DEPARTMENT)
                else said.department,
                is_now.decider if _decider(said) == shown.get(cards.DECIDER) else said.decider,
            ),
        )  # fmt: skip
    if request.within:
        return Nothing()
    return Reply(cards.changed(cause) if changed else cards.unchanged(cause))


def more(request: Request, session: Session) -> CauseSaid:
    """What a form says of a cause beside its words.

    Raises UnreadableRequest, GoneDepartment and UnknownPerson.
    """
    decider_id = request.person_id(cards.DECIDER)
    decider = people.find(session, request.team_id, decider_id) if decider_id else None
    if decider_id and decider is None:
        raise lookup.unknown(session, request.team_id, f"<@{decider_id}>")
    chosen = request.words(choices.DEPARTMENT)
    return CauseSaid(
        cause_kinds.read(request.words(cards.KIND)),
        lookup.chosen_department(session, request.team_id, chosen),
        decider,
    )


def _department(said: CauseSaid) -> str:
    return str(said.department.department_id) if said.department else ""


def _decider(said: CauseSaid) -> str:
    return said.decider.user_id if said.decider else ""


def _page(session: Session, now: datetime, person: Person, cause: Cause, after: int) -> Json:
    return cards.page(reading.page(session, now, person, cause), person, now, after)


def _named(request: Request, session: Session) -> tuple[Person, Cause]:
    person = access.actor(session, request)
    access.check(session, person, access.READ)
    return person, causes.get(session, person.team_id, request.text)


def _carried(session: Session, person: Person, ref: str) -> Cause:
    """The cause whose number a button or a form carries. Raises UnreadableRequest."""
    found = causes.carried(session, person.team_id, ref)
    if found is None:
        raise UnreadableRequest
    return found


def _shown(request: Request) -> tuple[str, Mapping[str, str]]:
    """Which cause a form is about, and what it showed of it. Raises UnreadableRequest."""
    match forms.carried(request.value):
        case {"ref": str(ref), "shown": dict(shown)}:
            return ref, shown
        case _:
            raise UnreadableRequest
