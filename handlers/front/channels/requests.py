"""Slack says that a channel is shared with another company, or not any more."""

from __future__ import annotations

from datetime import datetime

from sqlmodel import Session

from handlers.front import channels
from handlers.front.channels import WhoReads
from handlers.speech.request import Nothing, Request, Response


def shared(request: Request, session: Session, now: datetime) -> Response:
    """People of another company read a channel from now on (`channel_shared`)."""
    facts = WhoReads(is_shared=True)
    channels.remember(session, now, request.team_id, request.channel_id, facts, asked=False)
    return Nothing()


def unshared(request: Request, session: Session, now: datetime) -> Response:
    """One company reads it no more (`channel_unshared`); Slack is asked whether others do."""
    channels.remember(session, now, request.team_id, request.channel_id, WhoReads(), asked=False)
    return Nothing()
