"""The page of the customer room pack that tells how customers are looked after, and whom best."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from sqlmodel import Session

from handlers.customers import segments as room
from handlers.customers.segments import cards, terms, words
from handlers.executives.chapters import PackChapter, PackFigure, PackSection, PackTable
from handlers.speech import money
from handlers.speech import words as plain
from storage import rooms, segments, workspaces
from storage.customers import Customer
from storage.rooms import TierWorth
from storage.segments import Flag, FlagKind, SegmentPage, ServedTier

TITLE = "Customers by segment"
TIERS_HEAD = ("Tier", "Accounts", "Worth a year", "Of so many", "Cost to serve", "Of so many")
PRECIOUS = "Not to be lost"
PRECIOUS_HEAD = ("Account", "Tier", "Worth a year", "Since", "Look at it again on")
SHOWN = 10
"""So many accounts that are not to be lost are named, what is worth most first."""
NONE = "–"
MADE = (
    "customers who have not left by tier, and what is known to come from them in a year; the cost "
    "to serve is the sum of those whose cost is known; as known on the day on which this was made"
)
FLAGGED = "accounts with the flag “cannot afford to lose” that have not left, and why they have it"


def read(session: Session, now: datetime, team_id: str, month: date) -> PackChapter | None:
    """How customers are looked after today; None where nobody has said anything of it."""
    del month
    worth = rooms.worth(session, team_id)
    watched = sum(each.number for each in worth if each.tier in terms.WATCHED)
    size = terms.one_size(session, team_id, watched)
    precious = segments.flagged(session, team_id, FlagKind.CANNOT_LOSE, 0, SHOWN)
    if not precious.total and not size.known and not segments.rules(session, team_id):
        return None
    workspace = workspaces.find(session, team_id)
    currency = workspace.currency if workspace else None
    elsewhere = len(room.elsewhere(session, now, team_id))
    said = [
        cards.not_to_be_lost(precious.total),
        words.one_size(size.total, size.known, size.same, size.asked, len(size.needs)),
        cards.elsewhere(elsewhere) if elsewhere else "",
    ]
    figures = [PackFigure(_by_tier(session, team_id, worth, currency))]
    made = [(TITLE, MADE, sum(each.number for each in worth))]
    if precious.total:
        figures.append(PackFigure(_named(session, team_id, precious, currency)))
        made.append((PRECIOUS, FLAGGED, precious.total))
    sentences = [each.replace("*", "") for each in said if each]
    return PackChapter(PackSection("segments", TITLE, sentences, figures), made)


def _by_tier(
    session: Session, team_id: str, worth: Sequence[TierWorth], currency: str | None
) -> PackTable:
    rows = [_tier(each, segments.served(session, team_id, each.tier), currency) for each in worth]
    return PackTable(TITLE, TIERS_HEAD, rows, frozenset(range(1, len(TIERS_HEAD))), is_wide=True)


def _tier(each: TierWorth, served: ServedTier, currency: str | None) -> tuple[str, ...]:
    """What is worth or costs nothing that anybody knows stays empty."""
    value = money.amount(each.value, currency) if each.valued else NONE
    cost = money.amount(served.cost, currency) if served.number else NONE
    name = words.capital_tier(each.tier)
    return name, f"{each.number:,}", value, f"{each.valued:,}", cost, f"{served.number:,}"


def _named(
    session: Session, team_id: str, precious: SegmentPage, currency: str | None
) -> PackTable:
    """Accounts by name, never a person: who said so stands on the page of the account."""
    ids = [each.customer_id for each in precious.page]
    known = {
        each.customer_id: each
        for each in segments.flags_of(session, team_id, ids)
        if each.kind == FlagKind.CANNOT_LOSE
    }
    rows = [_row(each, known[each.customer_id], currency) for each in precious.page]
    left = precious.total - len(rows)
    more = f"{plain.capital(plain.count(left, 'more account'))} not shown." if left else ""
    return PackTable(PRECIOUS, PRECIOUS_HEAD, rows, frozenset({2}), more, is_wide=True)


def _row(customer: Customer, flag: Flag, currency: str | None) -> tuple[str, ...]:
    value = customer.annual_value
    return (
        customer.name,
        words.capital_tier(customer.tier),
        NONE if value is None else money.amount(value, currency),
        plain.dated(flag.since),
        plain.dated(flag.review_on) if flag.review_on else NONE,
    )
