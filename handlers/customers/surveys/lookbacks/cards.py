"""The forms of a look back, and the short replies to what somebody chose."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from handlers.customers.surveys.lookbacks import WaitingCustomer, words
from handlers.people import choices
from handlers.speech import blocks, inputs, reasons
from handlers.speech import words as plain
from handlers.speech.blocks import Choices
from handlers.speech.request import Json
from storage.look_backs import LookBack
from storage.surveys import Survey

LISTED = 10
"""So many accounts are told with what they gave, where all of them are too many to list."""


def choose(
    found: LookBack,
    survey: Survey,
    scores: int,
    known: Sequence[WaitingCustomer],
    searched: Choices,
    today: date,
) -> Json:
    """Which accounts still hear from us, and why the others do not.

    `searched` are all customers, for when those who gave low scores are too many to list.
    """
    offered = {
        str(each.customer.customer_id): said(each, survey, today) for each in known
    }  # fmt: skip
    told = [blocks.section(words.came_old(scores, words.named(found)))]
    field = inputs.choices(choices.CUSTOMERS, words.WHICH, offered)
    if len(known) > blocks.OPTIONS:
        first = [f"• {blocks.safe(said(each, survey, today), 200)}" for each in known[:LISTED]]
        told.append(blocks.section("\n".join([*first, _and_more(len(known) - LISTED)])))
        field = inputs.several(choices.CUSTOMERS, words.WHICH, searched)
    return blocks.form(
        "Who hears from us?", words.CHOOSE_SEND, *told, field,
        reasons.ask_for("Why do the others not?", optional=True),
        blocks.context("Whoever leads an account you choose is asked to call. The others rest."),
        value=carried(found, scores), submit="Have them called",
    )  # fmt: skip


def _and_more(number: int) -> str:
    return f"and {plain.count(number, 'account')} more"


def said(each: WaitingCustomer, survey: Survey, today: date) -> str:
    """“Globex: 3 of 10, Tue 3 Mar”, or the lowest of several; plain text."""
    name, account = blocks.clip(each.customer.name, 40), each.account
    day = plain.plain_day(account.last_on, today)
    given = f"{account.lowest} of {survey.highest}"
    if account.scores == 1:
        return f"{name}: {given}, {day}"
    return f"{name}: {account.scores:,}, at least {given}, {day}"


def none(found: LookBack, scores: int) -> Json:
    """Why nobody of them hears from us."""
    return blocks.form(
        "Nobody is called", words.NONE_SEND,
        blocks.section(words.came_old(scores, words.named(found))),
        reasons.ask_for("Why should none of them hear from us?"),
        value=carried(found, scores), submit="Let them rest",
    )  # fmt: skip


def carried(found: LookBack, scores: int) -> str:
    """What a form carries: which look back, and how many low scores there were."""
    return f"{found.ref}{blocks.SEPARATOR}{scores}"


def chosen(found: LookBack, called: int) -> str:
    """How many accounts hear from us."""
    who = plain.capital(plain.count(called, "account"))
    verb = "gets its call" if called == 1 else "get their call"
    rest = " The others rest, and your reason stays beside them." if found.reason else ""
    return f"Noted. {who} from {words.named(found)} {verb}.{rest}"


def rests(found: LookBack) -> str:
    """Nobody does, and the reason stays."""
    return (
        f"Noted. Nobody is called for old answers to {words.named(found)}, and your reason stays "
        "beside them."
    )
