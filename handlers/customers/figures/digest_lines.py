"""A department reads how many customers gave a low score and have not heard from us yet."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from sqlmodel import Session

from handlers.customers import figures
from handlers.customers.figures import words
from handlers.executives.digest_lines import DigestLine, Occasion
from handlers.promises import listed
from handlers.speech import blocks
from storage import asks, people, responses
from storage.asks import Ask
from storage.departments import Department
from storage.issues import Issue
from storage.listings import Which

RANK = 0


def department(session: Session, occasion: Occasion, whose: Department) -> Sequence[DigestLine]:
    """“Two customers gave low scores and have not heard from us: who calls them?”.

    Where the issue is of this department, or of nobody yet and somebody here is to call. How many
    they are: who they are, and what they said, is read by those who call them.
    """
    del occasion
    waiting = responses.to_call_in(session, whose.team_id, whose.department_id)
    numbers = {each.number for each in waiting if each.number and each.department_id is None}
    callers = _callers(session, whose, numbers)
    here = {
        each.customer_id for each in waiting
        if each.department_id or each.number in callers
    }  # fmt: skip
    if not here:
        return []
    way = blocks.button(
        "Open the list…", listed.ALL, listed.of_department(whose.department_id, Which.OPEN)
    )
    # What is of nobody yet stands in no department's list.
    ways = [way] if any(each.department_id for each in waiting) else []
    return [DigestLine(words.in_digest(len(here)), ways, RANK)]


def _callers(session: Session, whose: Department, numbers: Collection[int]) -> set[int]:
    """Those of these issues, which are of no department, about which somebody here is asked."""
    if not numbers:
        return set()
    owed: dict[int, list[Ask]] = {}
    for ask in asks.about_these(session, whose.team_id, Issue.noun, numbers):
        owed.setdefault(ask.number, []).append(ask)
    asked = {number: figures.first_of(about) for number, about in owed.items()}
    callers = {number: ask.person_id for number, ask in asked.items() if ask}
    known = people.by_id(session, whose.team_id, set(callers.values())) if callers else {}
    return {
        number
        for number, user_id in callers.items()
        if user_id in known and known[user_id].department_id == whose.department_id
    }
