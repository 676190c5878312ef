"""Who decides here, in which channel, and whose answer to a decision is still missing."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlmodel import Session

from handlers.calendar import calendars
from handlers.chasing import policy as policies
from handlers.executives.decisions.kind import DECIDE, IMPACT
from handlers.promises.lifecycle import things
from handlers.speech.setup_errors import NoExecutiveChannel, SharedChannel
from storage import asks, channels, people, workspaces
from storage.asks import Ask
from storage.audiences import Audience
from storage.decisions import Decision
from storage.people import Person, Role


def channel(session: Session, team_id: str) -> str:
    """The channel in which decisions are put to the executives.

    Raises NoExecutiveChannel, and SharedChannel where people of other companies read it.
    """
    workspace = workspaces.find(session, team_id)
    if workspace is None or not workspace.executive_channel_id:
        raise NoExecutiveChannel
    if channels.is_shared(session, team_id, workspace.executive_channel_id):
        raise SharedChannel
    return workspace.executive_channel_id


def usual_audience(session: Session, team_id: str, channel_id: str) -> Audience:
    """Who may see what is asked in a channel: where only its members read it, they alone.

    A channel of which Slack has not told counts as such.
    """
    is_open = channels.is_open(session, team_id, channel_id)
    return Audience.DEPARTMENT if is_open else Audience.PRIVATE


def executives(session: Session, team_id: str) -> list[Person]:
    """Everyone who decides and is here, the CCO among them."""
    roles = (Role.EXECUTIVE, Role.CCO)
    return [each for role in roles for each in people.with_role(session, team_id, role)]


def usual_due(
    session: Session, now: datetime, decision: Decision, asked: Sequence[Person]
) -> datetime:
    """By when (UTC) the first of these is to answer, each in their own working time.

    So nobody is late who answers by the day that all of them read.
    """
    policy, about = policies.of(session, decision.team_id), things.about(decision)
    return min(
        IMPACT.due(policy, calendars.for_person(session, each), now, about) for each in asked
    )


def owed(session: Session, decision: Decision) -> list[Ask]:
    """The answers to a decision that somebody still owes."""
    about = asks.open_about(session, decision.team_id, decision.noun, decision.number)
    return [each for each in about if each.kind == IMPACT.name]


def asked_to_decide(session: Session, decision: Decision) -> Ask | None:
    """What is asked of whoever decides it, while that is open."""
    about = asks.open_about(session, decision.team_id, decision.noun, decision.number)
    return next((each for each in about if each.kind == DECIDE.name), None)


def waited_for(session: Session, decision: Decision) -> set[str]:
    """Whose answer is missing: those who were asked, and for a question of the bank everyone."""
    if decision.is_prompt:
        return {each.user_id for each in executives(session, decision.team_id)}
    return {each.person_id for each in owed(session, decision)}
