"""What people type and press to follow a promise, and what they are told."""

from __future__ import annotations

from datetime import datetime

from sqlmodel import Session

from handlers.promises import follows, preamble
from handlers.promises.follows import cards
from handlers.speech.request import Reply, Request, Response


def type_follow(request: Request, session: Session, now: datetime) -> Response:
    """`/cx follow T-12`."""
    said = preamble.typed(request, session, cards.USAGE)
    said.check_nothing_left("follow")
    return Reply(
        cards.followed([follows.follow(session, now, said.person, item) for item in said.items])
    )


def type_unfollow(request: Request, session: Session, now: datetime) -> Response:
    """`/cx unfollow T-12`."""
    said = preamble.typed(request, session, cards.UNFOLLOW_USAGE)
    said.check_nothing_left("unfollow")
    return Reply(
        cards.ended([follows.unfollow(session, now, said.person, item) for item in said.items])
    )


def follow(request: Request, session: Session, now: datetime) -> Response:
    """One click: what becomes of it is heard."""
    person, item = preamble.clicked(request, session)
    return Reply(cards.followed([follows.follow(session, now, person, item)]))


def unfollow(request: Request, session: Session, now: datetime) -> Response:
    """One click: it is heard no more."""
    person, item = preamble.clicked(request, session)
    return Reply(cards.ended([follows.unfollow(session, now, person, item)]))
