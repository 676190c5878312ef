"""Once a month those who sell read how many sales of the year came back as too much: a count."""

from __future__ import annotations

from collections.abc import Sequence

from slackblocks import Button
from sqlmodel import Session

from handlers.customers.sales import cards, counting, words
from handlers.executives.digest_lines import DigestLine, Occasion
from handlers.speech import blocks, paging
from storage.departments import Department

RANK = 5


def department(session: Session, occasion: Occasion, whose: Department) -> Sequence[DigestLine]:
    """“*Sales*: Three of 14 sales this year came back as too much.”, for departments that sold any.

    Of the whole company, so that no number is that of one seller.
    """
    if not occasion.begins_month:
        return []
    found, back = counting.of_year(session, whose.team_id, occasion.today)
    if not any(each.department_id == whose.department_id for each in found):
        return []
    said = cards.week(len(found), len(back))
    return [DigestLine(said, [_sales()], RANK)] if said else []


def _sales() -> Button:
    return blocks.button("Sales…", words.LIST, paging.value(""))
