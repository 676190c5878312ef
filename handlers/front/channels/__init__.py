"""What Slack tells of channels is kept here, and nothing is posted where another company reads."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session

from handlers.chasing import faces, notes
from handlers.front.channels import words
from handlers.people import office
from storage import channels, decisions, departments, posted_pages, schedules, workspaces
from storage.plan_pages import PlanPage
from storage.roadmap_pages import RoadmapPage


@dataclass(frozen=True)
class WhoReads:
    """What Slack says of a channel; None is what it does not say."""

    is_private: bool | None = None
    is_shared: bool | None = None


def remember(
    session: Session, now: datetime, team_id: str, channel_id: str, facts: WhoReads, *, asked: bool
) -> None:
    """Keep what Slack says of a channel; `asked` says that we have asked for it.

    Where something is posted and people of another company read along from now on, or no more,
    whoever looks after customers hears of it.
    """
    known = channels.known(session, team_id, channel_id)
    was_shared, was_open = known.is_shared is True, known.is_private is False
    if facts.is_private is not None:
        known.is_private = facts.is_private
    if facts.is_shared is not None:
        known.is_shared = facts.is_shared
    known.looked_at = now if asked else None
    session.add(known)
    if known.is_private is False and not was_open:
        _draw_again(session, now, team_id, channel_id)
    is_shared = known.is_shared is True
    if is_shared != was_shared and channel_id in in_use(session, team_id):
        said = words.shared(channel_id) if is_shared else words.ours_again(channel_id)
        for cco in office.holders(session, team_id):
            notes.send(session, now, cco, said)


def _draw_again(session: Session, now: datetime, team_id: str, channel_id: str) -> None:
    """What was taken for private while nobody knew who reads a channel is shown there no more."""
    session.flush()
    for decision in decisions.waiting(session, team_id, channel_id):
        faces.refresh(session, now, team_id, decision.noun, decision.number)


def in_use(session: Session, team_id: str) -> list[str]:
    """The channels in which something is posted, such as those of executives and departments."""
    workspace = workspaces.find(session, team_id)
    used = [
        workspace.executive_channel_id if workspace else None,
        *(each.channel_id for each in departments.everyone(session, team_id)),
        *(each.channel_id for each in schedules.everyone(session, team_id)),
        *(
            page.channel_id
            for table in (RoadmapPage, PlanPage)
            for page in posted_pages.standing(session, table, team_id)
        ),
    ]
    return list(dict.fromkeys(channel_id for channel_id in used if channel_id))


def to_ask(session: Session, now: datetime, team_id: str, limit: int) -> list[str]:
    """Channels of which Slack is to be asked: those in use, and those of which it told a change.

    Each once a day.
    """
    known = {each.channel_id: each for each in channels.everything(session, team_id)}
    asked = {key for key, each in known.items() if each.is_fresh(now)}
    wanted = [
        *in_use(session, team_id),
        *(key for key, each in known.items() if not each.looked_at),
    ]
    return [each for each in dict.fromkeys(wanted) if each not in asked][:limit]
