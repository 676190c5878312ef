"""A person as Slack's directory shows them, in Duly's plain fields."""

from __future__ import annotations

import logging

from bot.shapes import part, text
from handlers.speech import values
from handlers.speech.request import FieldValue
from storage.people import Standing

log = logging.getLogger(__name__)

LATEST = 253_402_300_800
"""The end of the year 9999, after which nobody counts."""
ADMIN_FLAGS = ("is_admin", "is_owner", "is_primary_owner")


def person_fields(user: dict[str, object], team_id: str = "") -> dict[str, FieldValue]:
    """A Slack user object as the directory's plain fields, seen from the workspace `team_id`.

    https://docs.slack.dev/reference/objects/user-object; what is not there is empty, and so is
    what has another shape.
    """
    profile = part(user, "profile")
    name = text(profile.get("real_name")) or text(user.get("real_name")) or text(user.get("name"))
    bot = user.get("is_bot") is True or user.get("id") == "USLACKBOT"
    return {
        "handle": text(user.get("name")),
        "name": name,
        "title": text(profile.get("title")),
        "email": text(profile.get("email")),
        "zone": _zone(text(user.get("tz"))),
        "gone": "yes" if user.get("deleted") is True else "",
        "is_bot": "yes" if bot else "",
        "standing": _standing(user, team_id),
        "status_text": text(profile.get("status_text")),
        "status_emoji": text(profile.get("status_emoji")),
        "status_expiration": _seconds(profile.get("status_expiration")),
        "is_admin": "yes" if any(user.get(flag) is True for flag in ADMIN_FLAGS) else "",
    }


def _seconds(value: object) -> str:
    """When a status ends, in seconds since 1970; “0” where it does not, or says nothing."""
    return str(value) if isinstance(value, int) and 0 < value < LATEST else "0"


def _standing(user: dict[str, object], team_id: str) -> Standing:
    """What somebody is in our workspace.

    `is_stranger` alone is not enough: Slack leaves it out for people of a connected workspace
    with whom we share a channel (docs.slack.dev/reference/objects/user-object).
    """
    home = text(user.get("team_id"))
    shared = part(user, "enterprise_user").get("teams")
    teams = [home, *(shared if isinstance(shared, list) else [])]
    elsewhere = bool(team_id and home) and team_id not in teams
    if user.get("is_stranger") is True or elsewhere:
        return Standing.STRANGER
    guest = user.get("is_restricted") is True or user.get("is_ultra_restricted") is True
    return Standing.GUEST if guest else Standing.MEMBER


def _zone(name: str) -> str:
    """A zone that this machine knows too; UTC rather than one that it cannot reckon with."""
    known = values.zone(name)
    if known is None and name:
        log.warning("a zone of the directory is not known here; taken as UTC")
    return known or "UTC"
