"""What follows from the question of a week about who left is told in the story of that loss.

It asks what keeps others from leaving; what stood behind this one, and the call, are asked as ever.
"""

from __future__ import annotations

from datetime import datetime

from sqlmodel import Session

from handlers.customers.losses import moves
from handlers.executives.settling import Brings, SaidToInquiry
from handlers.promises import lifecycle
from storage import losses
from storage.people import Person


def settle(
    session: Session, now: datetime, actor: Person, number: int, said: SaidToInquiry, bring: Brings
) -> str:
    """A task or a decision follows from a loss. The name of what was brought.

    Raises what `bring` raises.
    """
    del said
    loss = losses.find(session, actor.team_id, number, lock=True)
    ref = bring()
    if ref and loss is not None and loss.state in moves.FOLLOW.start:
        lifecycle.pass_on(session, now, moves.FOLLOW, loss, led_to=ref, by=actor.user_id)
    return ref


def unsettle(
    session: Session, now: datetime, actor: Person, number: int, led_to: str, words: str
) -> None:
    """What followed was taken back."""
    del words
    loss = losses.find(session, actor.team_id, number, lock=True)
    if led_to and loss is not None and loss.state in moves.FOLLOW_NO_MORE.start:
        lifecycle.pass_on(
            session, now, moves.FOLLOW_NO_MORE, loss, led_to=led_to, by=actor.user_id
        )  # fmt: skip
