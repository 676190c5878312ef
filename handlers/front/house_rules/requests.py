"""What people type, click and send about the rules of the workspace, and what they are shown."""

from __future__ import annotations

import json
from datetime import datetime
from typing import Any

from sqlmodel import Session

from handlers.chasing.registers import Registers
from handlers.front import house_rules
from handlers.front.house_rules import cards
from handlers.front.house_rules.pages import PAGES, RulePage
from handlers.people import access
from handlers.speech import forms, values
from handlers.speech.errors import Missing, UnreadableRequest, WrongFields
from handlers.speech.request import OpenForm, Request, Response, UpdateForm
from handlers.speech.setup_errors import WrongRule


def show(request: Request, session: Session, now: datetime) -> Response:
    """`/cx policy`: the rules in words; what else was typed changes none, and is said to."""
    del now
    person = access.actor(session, request)
    found = house_rules.in_force(session, person)
    return OpenForm(cards.overview(found, unread=request.text.strip()))


def open_page(request: Request, session: Session, now: datetime) -> Response:
    """The button beside a page: its rules, to be changed."""
    del now
    person = access.actor(session, request)
    found = house_rules.page(session, person)
    page = _page(request.value)
    return UpdateForm(cards.form(page, found, f"{page.name} {found.version}"))


def try_it(registers: Registers, request: Request, session: Session, now: datetime) -> Response:
    """What is written on the page is tried on the last fortnight, and changes nothing."""
    person = access.actor(session, request)
    found = house_rules.page(session, person)
    name, _, version = request.value.partition(" ")
    wanted = _page(name).read(request.line, found.policy)
    try:
        tried = house_rules.try_out(registers, session, now, person, wanted)
    except WrongRule as error:
        # What was read field by field can only name a department that is not there.
        raise WrongFields({error.facts["rule"]: error.message}) from error
    return UpdateForm(cards.trial(tried, json.dumps([_number(version), wanted])))


def send(request: Request, session: Session, now: datetime) -> Response:
    """The change that was tried counts from now on."""
    person = access.actor(session, request)
    access.check(session, person, access.CHANGE_POLICY)
    seen, wanted = _carried(request.value)
    with forms.placing({Missing: cards.WHY}):
        done = house_rules.switch_on(session, now, person, wanted, request.words(cards.WHY), seen)
    return UpdateForm(cards.overview(house_rules.in_force(session, person), done=done))


def _page(name: str) -> RulePage:
    """Raises UnreadableRequest."""
    if name not in PAGES:
        raise UnreadableRequest
    return PAGES[name]


def _number(written: str) -> int:
    """Raises UnreadableRequest."""
    found = values.whole(written)
    if found is None:
        raise UnreadableRequest
    return found


def _carried(value: str) -> tuple[int, dict[str, Any]]:
    """The version that was looked at and the change that was tried, as the form carries them.

    Raises UnreadableRequest.
    """
    match forms.carried(value):
        case [int(seen), dict(wanted)] if not isinstance(seen, bool):
            return seen, wanted
    raise UnreadableRequest
