"""Slack says that somebody joined, left or changed; what waited for them, or is left, moves on."""

from __future__ import annotations

from datetime import datetime

from sqlmodel import Session

from handlers.front.away import sources
from handlers.people import directory
from handlers.people.directory import Profile
from handlers.promises import triage
from handlers.speech import values
from handlers.speech.request import Nothing, Request, Response
from storage import people
from storage.people import Role, Standing

EXPIRES = 12
"""Digits of an instant in seconds."""


def changed(request: Request, session: Session, now: datetime) -> Response:
    """Somebody joined, left, moved or was renamed (`user_change`, `team_join`)."""
    directory.remember(session, now, request.team_id, [_profile(request)])
    if sources.news(session, now, request.team_id, [_profile(request)]):
        sources.read_status(session, now, request.team_id, _profile(request))
    person = people.find(session, request.team_id, request.user_id)
    if person is not None and person.role == Role.CCO:
        # They may just have left the CCO's office empty, or have come back to it.
        triage.look_after(session, now, request.team_id)
    return Nothing()


def is_news(request: Request, session: Session, now: datetime) -> bool:
    """Whether an event about a person changes anything that Duly keeps.

    `user_change` comes at every change of a status, thousands of times a day in a large workspace.
    """
    profiles = [_profile(request)]
    if directory.news(session, request.team_id, profiles):
        return True
    return bool(sources.news(session, now, request.team_id, profiles))


def _profile(request: Request) -> Profile:
    return Profile(
        user_id=request.user_id,
        handle=request.words("handle"),
        name=request.words("name"),
        title=request.words("title"),
        email=request.words("email"),
        zone=request.words("zone") or "UTC",
        gone=bool(request.words("gone")),
        is_bot=bool(request.words("is_bot")),
        standing=request.words("standing") or Standing.MEMBER,
        is_admin=bool(request.words("is_admin")),
        status_text=request.words("status_text"),
        status_emoji=request.words("status_emoji"),
        status_expiration=values.whole(request.words("status_expiration"), EXPIRES) or 0,
    )
