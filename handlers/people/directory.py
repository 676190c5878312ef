"""Who works here comes from Slack's directory; what Duly knows of them besides is kept."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session

from handlers.people import records
from handlers.speech import blocks, cleaning, values
from storage import departures, people
from storage.departments import key_of
from storage.gathering import gathered
from storage.people import Standing

TOLD = ("gone", "standing")
"""What history tells of somebody whom the directory has brought before."""


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
    status_text: str = ""
    status_emoji: str = ""
    status_expiration: int = 0
    """Seconds since 1970, 0 for none. A status is read and never kept."""

    def __post_init__(self) -> None:
        """Whatever people call themselves is kept on one line, and cut where it is too long."""
        for name in ("handle", "name", "title", "email"):
            line = cleaning.line(getattr(self, name))
            object.__setattr__(self, name, blocks.clip(line, values.NAME))

    def facts(self) -> dict[str, object]:
        """The same as it is kept; of somebody who left, no more than it takes to know them."""
        return {
            "handle": self.handle.lower(),
            "name": self.name,
            "key": key_of(self.name),
            "title": "" if self.gone else self.title,
            "email": self.email.lower() or None,
            "zone": self.zone,
            "gone": self.gone,
            "is_bot": self.is_bot,
            "standing": self.standing,
            "is_admin": self.is_admin,
        }


def news(session: Session, team_id: str, profiles: Iterable[Profile]) -> list[Profile]:
    """Those profiles that say something new, or of somebody new."""
    return _compared(session, team_id, profiles)[0]


def remember(session: Session, now: datetime, team_id: str, profiles: Iterable[Profile]) -> int:
    """Write down what the directory says; role, department, deputy and absence stay as they are.

    Returns how many people were new or different.
    """
    fresh, different = _compared(session, team_id, profiles)
    _tell(session, now, team_id, different)
    people.keep(session, team_id, {profile.user_id: profile.facts() for profile in fresh})
    return len(fresh)


def _compared(
    session: Session, team_id: str, profiles: Iterable[Profile]
) -> tuple[list[Profile], list[Profile]]:
    """Those that say something new; and of these, those by which somebody known left or came."""
    listed = list(profiles)
    known = people.listed(session, team_id, [profile.user_id for profile in listed])
    fresh = [profile for profile in listed if known.get(profile.user_id) != profile.facts()]
    different = [
        profile
        for profile in fresh
        if profile.user_id in known and _changes_standing(known[profile.user_id], profile)
    ]
    return fresh, different


def _changes_standing(known: Mapping[str, object], profile: Profile) -> bool:
    """Whether somebody left, came back or has another standing; newcomers only become known."""
    if known["standing"] == Standing.NEWCOMER:
        return False
    return any(known[name] != profile.facts()[name] for name in TOLD)


def _tell(session: Session, now: datetime, team_id: str, different: Sequence[Profile]) -> None:
    """Write down who left, came back or has another standing, unless somebody else just did."""
    if not different:
        return
    # Held, as two may copy the directory at once, and each would tell it.
    held = people.hold(session, team_id, [profile.user_id for profile in different])
    with gathered(session):
        for profile in different:
            person, said = held[profile.user_id], profile.facts()
            before = records.facts_of(person)
            after = before | {name: said[name] for name in TOLD}
            records.changed(session, now, "", person, before, after)
            if said["gone"] and not person.gone:
                departures.begin(session, team_id, person.user_id, now)
