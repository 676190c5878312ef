"""What executives answer to a question of the week about a theme is an answer to the theme too."""

from __future__ import annotations

from datetime import datetime

from sqlmodel import Session

from handlers.customers import themes as room
from handlers.customers.themes import moves, undoing
from handlers.executives.settling import Brings, SaidToInquiry
from handlers.promises import lifecycle
from storage import themes
from storage.inquiries import InquiryAnswer
from storage.people import Person
from storage.themes import ThemeState


def settle(
    session: Session, now: datetime, actor: Person, number: int, said: SaidToInquiry, bring: Brings
) -> str:
    """What was brought follows from a theme; for a reason it rests. The name of what was brought.

    Raises what `bring` raises.
    """
    theme = themes.find(session, actor.team_id, number, lock=True)
    ref = bring()
    if theme is None:
        return ref
    if ref and lifecycle.may(session, actor, theme, moves.FOLLOW):
        room.keep(session, now, actor, theme, ref)
    elif said.course is InquiryAnswer.BECAUSE and lifecycle.may(session, actor, theme, moves.REST):
        room.let_rest(session, now, actor, theme, said.words)
    return ref


def unsettle(
    session: Session, now: datetime, actor: Person, number: int, led_to: str, words: str
) -> None:
    """A theme waits for an answer again, unless somebody has answered it otherwise since."""
    theme = themes.find(session, actor.team_id, number, lock=True)
    if theme is None:
        return
    if theme.state == ThemeState.FOLLOWED and theme.led_to == led_to:
        room.open_again(session, now, theme)
    elif theme.state == ThemeState.RESTING and theme.reason == words.strip() and not led_to:
        undoing.undo(session, now, actor, theme.ref)
