"""A question is taken back once what it was asked because of is over, and says how that came."""

from __future__ import annotations

from datetime import datetime

from sqlmodel import Session

from handlers.chasing import notes
from handlers.executives.prompts import inquiry_cards as cards
from handlers.executives.prompts import moves
from handlers.executives.prompts.facts import over
from handlers.promises import lifecycle
from handlers.promises.items.words import open_story
from handlers.speech import blocks
from storage import inquiries, people, workspaces
from storage.inquiries import InquiryState


def look_after(session: Session, now: datetime, team_id: str) -> None:
    """Take back what asks of nothing any more, in the channel of a workspace's executives.

    This is done whenever a workspace is audited.
    """
    workspace = workspaces.find(session, team_id)
    if workspace is not None and workspace.executive_channel_id:
        take_back(session, now, team_id, workspace.executive_channel_id)


def take_back(session: Session, now: datetime, team_id: str, channel: str) -> None:
    """Take back the open questions in a channel that ask of nothing any more.

    The card says why, and whoever is asked reads it.
    """
    for each in inquiries.open_in(session, team_id, channel):
        why = over.why(session, now, each)
        inquiry = inquiries.find(session, team_id, each.number, lock=True) if why else None
        if inquiry is None or inquiry.state != InquiryState.OPEN:
            continue
        inquiry.words = why
        lifecycle.pass_on(session, now, moves.TAKE_BACK, inquiry, words=why)
        to = people.find(session, team_id, inquiry.to_id)
        if to is not None:
            row = blocks.actions(open_story(inquiry.ref))
            notes.send(session, now, to, cards.asked_no_more(inquiry), row)
