"""Executives at work: they ask, answer and read, as tests of decisions and prompts need it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import uuid4

from sqlmodel import select

from handlers.executives.decisions import drawing, requests
from handlers.speech.blocks import Shown
from handlers.speech.errors import WrongFields
from handlers.speech.request import FieldValue, FormErrors, Nothing, OpenForm, Reply, Request
from storage.asks import Ask
from storage.cards import Card
from storage.database import Database
from storage.decisions import Impact
from tests.cast import MONDAY, NORA, SARA, TEAM

PRICE = "Raise the standard plan by 6 % in January"
WORSE: dict[str, FieldValue] = {
    "why": "They pay more for the same",
    "tiers": ["standard", "key"],
    "owner": SARA,
    "task": "Soften the price rise",
    "day": "2026-11-27",
}


TASK: dict[str, FieldValue] = {"owner": SARA, "task": "Call them today", "day": "2026-11-27"}
FILLED: dict[Impact, dict[str, FieldValue]] = {
    Impact.BETTER: {"why": "A shorter queue", "tiers": ["key"]},
    Impact.WORSE: WORSE,
    Impact.NONE: {"why": "Nothing changes"},
    Impact.UNKNOWN: {"why": "Who has a fee cap", **TASK},
    Impact.KNOWN: {"why": "Sara called each of them"},
    Impact.UNTOLD: TASK,
    Impact.MINE: TASK,
    Impact.GIVEN: TASK,
    Impact.NOBODY: {"why": "Nobody is affected"},
    Impact.WRITTEN: {"why": "Why do I wait?"},
    Impact.NAMED: {"why": "The notice clause"},
    Impact.PASSED_ON: TASK,
    Impact.HELPS: TASK,
    Impact.IN_VAIN: {"why": "They want the old price"},
}
"""An answer of each kind as its form comes back, where it has one."""


def request(user_id: str, verb: str, **facts: Any) -> Request:
    return Request(team_id=TEAM, user_id=user_id, verb=verb, key=uuid4().hex, **facts)


def ask(database: Database, words: str = PRICE, by: str = NORA, now: datetime = MONDAY) -> Reply:
    with database.write() as session:
        reply = requests.ask(request(by, "impact", text=words), session, now)
    assert isinstance(reply, Reply)
    return reply


def answer(
    database: Database,
    who: str,
    sign: str,
    fields: Mapping[str, FieldValue],
    now: datetime = MONDAY,
    ref: str = "D-1",
) -> FormErrors | Nothing:
    sent = request(who, "decision.answer.send", value=f"{ref}|{sign}", fields=fields)
    try:
        with database.write() as session:
            response = requests.send_answer(sent, session, now)
    except WrongFields as error:
        return FormErrors(error.errors)
    assert isinstance(response, Nothing)
    return response


def click(database: Database, who: str, sign: str, ref: str = "D-1") -> Reply:
    with database.write() as session:
        clicked = request(who, f"decision.{sign}", value=ref)
        response = requests.open_answer(clicked, session, MONDAY)
    assert isinstance(response, Reply)
    return response


def open_form(database: Database, who: str, sign: str, ref: str = "D-1") -> dict[str, Any]:
    with database.write() as session:
        clicked = request(who, f"decision.{sign}", value=ref)
        response = requests.open_answer(clicked, session, MONDAY)
    assert isinstance(response, OpenForm)
    return response.view


def inputs(view: dict[str, Any]) -> dict[str, dict[str, Any]]:
    return {block["block_id"]: block for block in view["blocks"] if block["type"] == "input"}


def card(database: Database, number: int = 1, now: datetime = MONDAY) -> Shown:
    with database.write() as session:
        query = select(Card).where(Card.noun == "decision", Card.number == number)
        shown = drawing.render(session, session.exec(query).one(), now)
    assert shown is not None
    return shown


def lines(shown: Shown) -> list[str]:
    texts = []
    for block in shown.blocks:
        texts += [" | ".join(cell["text"] for cell in row) for row in block.get("rows", [])]
        parts = block.get("elements") or [block]
        texts += [part["text"]["text"] for part in parts if isinstance(part.get("text"), dict)]
        texts += [part["text"] for part in parts if isinstance(part.get("text"), str)]
    return texts


def rows(database: Database, kind: type[Any]) -> list[Any]:
    with database.read() as session:
        return list(session.exec(select(kind)))


def open_impacts(database: Database) -> list[str]:
    return sorted(
        each.person_id
        for each in rows(database, Ask)
        if each.kind == "impact" and each.answered_at is None
    )
