"""Who works here comes from Slack's directory; what Duly knows of them besides is kept."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session

from handlers.request import Nothing, Request, Response
from storage import people
from storage.departments import key_of
from storage.people import Person, Standing


@dataclass(frozen=True)
class Profile:
    """One Slack user as the directory shows them; `zone` is an IANA name."""

    user_id: str
    handle: str
    name: str
    title: str = ""
    email: str = ""
    zone: str = "UTC"
    gone: bool = False
    is_bot: bool = False
    standing: str = Standing.MEMBER
    is_admin: bool = False


def changed(request: Request, session: Session, now: datetime) -> Response:
    """Somebody joined, left, moved or was renamed (`user_change`, `team_join`)."""
    del now
    profile = Profile(
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
    )
    remember(session, request.team_id, [profile])
    return Nothing()


def remember(session: Session, team_id: str, profiles: Iterable[Profile]) -> int:
    """Write down what the directory says; role, department, deputy and absence stay as they are.

    Returns how many people were new or different.
    """
    listed = list(profiles)
    known = people.by_id(session, team_id, [profile.user_id for profile in listed])
    count = 0
    for profile in listed:
        person = known.get(profile.user_id) or Person(team_id=team_id, user_id=profile.user_id)
        if _same(person, profile):
            continue
        person.handle, person.title = profile.handle.lower(), profile.title
        person.name, person.key = profile.name, key_of(profile.name)
        person.email, person.zone = profile.email.lower() or None, profile.zone
        person.gone, person.is_bot = profile.gone, profile.is_bot
        person.standing, person.is_admin = profile.standing, profile.is_admin
        session.add(person)
        count += 1
    return count


def _same(person: Person, profile: Profile) -> bool:
    stored = (person.handle, person.name, person.title, person.email or "", person.zone)
    handle, email = profile.handle.lower(), profile.email.lower()
    listed = (handle, profile.name, profile.title, email, profile.zone)
    is_now = (person.gone, person.is_bot, person.standing, person.is_admin)
    shall_be = (profile.gone, profile.is_bot, profile.standing, profile.is_admin)
    return (stored, is_now) == (listed, shall_be)
