"""People say of an account that it cannot be lost, or is one of the first of something."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from sqlmodel import Session

from handlers.chasing import notes
from handlers.customers import segments as room
from handlers.customers.segments import LONGEST, WORDS, running, words
from handlers.people import access, office
from handlers.speech import blocks, cleaning
from handlers.speech.segment_errors import (
    FlaggedAlready,
    FlagGone,
    FlagMissing,
    FlagOfNothing,
    PlacedNobody,
    ReviewMissing,
    ReviewPast,
    RuleWithoutReason,
)
from storage import customers, segments
from storage.customers import Customer
from storage.people import Person
from storage.segments import Flag, FlagKind

AGAIN = timedelta(days=182)
REVIEW_WITHIN = timedelta(days=2 * 366)


@dataclass(frozen=True)
class FlagSaid:
    """What somebody says of an account beside its tier, and the day on which to look again."""

    customer: Customer | None
    kind: FlagKind | None
    reason: str
    review_on: date | None
    of: str = ""
    said_by: str = ""
    """The Slack id of whoever proposed it in these words, where somebody did."""


def add(session: Session, now: datetime, actor: Person, said: FlagSaid) -> Flag:
    """Flag an account.

    Raises PlacedNobody, PlacedLeft, FlagMissing, FlagOfNothing, FlaggedAlready, RuleWithoutReason,
    ReviewMissing, ReviewPast, and what `access.check` raises.
    """
    access.check(session, actor, access.PLACE_CUSTOMERS)
    customer = said.customer
    room.check_is_here(customer)
    if customer is None:
        raise PlacedNobody
    if said.kind is None:
        raise FlagMissing
    of = cleaning.line(said.of)[:WORDS] if said.kind == FlagKind.FIRST else ""
    if said.kind == FlagKind.FIRST and cleaning.says_nothing(of):
        raise FlagOfNothing
    if cleaning.says_nothing(said.reason):
        raise RuleWithoutReason
    today = office.day_of(session, actor.team_id, now)
    if said.review_on is None:
        raise ReviewMissing
    if not today < said.review_on <= today + REVIEW_WITHIN:
        raise ReviewPast
    known = segments.flags_of(session, actor.team_id, [customer.customer_id])
    if any((each.kind, each.of) == (said.kind, of) for each in known):
        raise FlaggedAlready(name=customer.name)
    flag = Flag(
        team_id=actor.team_id, customer_id=customer.customer_id, kind=str(said.kind), of=of,
        reason=said.reason.strip()[:LONGEST], by_id=said.said_by or actor.user_id, since=today,
        review_on=said.review_on,
    )  # fmt: skip
    running.give_flag(session, now, actor.user_id, flag)
    return flag


def keep(session: Session, now: datetime, actor: Person, flag_id: UUID | None) -> Flag:
    """It is still so: look at it again in half a year. Raises FlagGone, as `take_off` does."""
    access.check(session, actor, access.PLACE_CUSTOMERS)
    flag = segments.flag(session, actor.team_id, flag_id) if flag_id else None
    if flag is None or flag.review_on is None:
        raise FlagGone
    today = office.day_of(session, actor.team_id, now)
    running.put_off(session, now, actor.user_id, flag, today + AGAIN)
    return flag


def look_after(session: Session, now: datetime, team_id: str) -> None:
    """Ask each Monday from the review day on whether a flag still stands, until somebody says so.

    Whoever said it is asked, and the CCO where they hold no office any more. This is done whenever
    a workspace is audited.
    """
    today = office.day_of(session, team_id, now)
    due = segments.due(session, team_id, today)
    ccos = office.holders(session, team_id)
    for flag in due:
        customer = customers.find(session, team_id, flag.customer_id)
        if customer is None or customer.left_on is not None or flag.review_on is None:
            continue
        # On its day, and then on each Monday.
        monday = max(flag.review_on, today - timedelta(days=today.weekday()))
        said_so = [each for each in ccos if each.user_id == flag.by_id]
        for reader in (said_so or ccos)[:1]:
            row = blocks.actions(
                blocks.button("Still so", words.STILL, flag.flag_id.hex),
                blocks.button("Take it off", words.TAKE_OFF, flag.flag_id.hex),
            )
            text = words.still_flagged(flag, customer, today)
            key = f"flag:{flag.flag_id.hex}:{monday}"
            notes.send(session, now, reader, text, row, key=key, once=True)


def take_off(session: Session, now: datetime, actor: Person, flag_id: UUID | None) -> Flag:
    """Take a flag off. Raises FlagGone, and what `access.check` raises."""
    access.check(session, actor, access.PLACE_CUSTOMERS)
    flag = segments.flag(session, actor.team_id, flag_id) if flag_id else None
    if flag is None:
        raise FlagGone
    running.take_flag(session, now, actor.user_id, flag)
    return flag
