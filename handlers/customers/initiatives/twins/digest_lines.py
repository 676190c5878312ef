"""What both owners call the same thing is a question to the executives, until it is decided."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlmodel import Session

from handlers.calendar import hours
from handlers.customers.initiatives.twins import alike, cards
from handlers.executives.decisions.words import OPEN_DECIDE
from handlers.executives.digest_lines import DigestQuestion, Occasion
from handlers.people import audiences
from handlers.promises.items.words import open_story
from handlers.speech import blocks
from storage import decisions, twins, workspaces
from storage.decisions import Decision, DecisionState
from storage.twins import TwinState


def executives(session: Session, occasion: Occasion, team_id: str) -> Sequence[DigestQuestion]:
    """“N-5 and N-8 are the same thing. One of them?”, [Decide…]."""
    found = []
    for twin in twins.in_state(session, team_id, TwinState.PROPOSED):
        decision = decisions.find(session, team_id, twin.decision) if twin.decision else None
        pair = alike.read(session, twin) if decision else None
        if decision is None or pair is None or not _is_put(session, decision):
            continue
        found.append(DigestQuestion(
            subject=f"{twin.noun}:{twin.number}",
            asked=cards.one_of_them(pair),
            known=cards.in_digest(pair, decision),
            ways=[
                blocks.button("Decide…", OPEN_DECIDE, decision.ref, "primary"),
                open_story(decision.ref),
            ],
            named=cards.both(pair),
            value=cards.smaller(pair),
            days=_days(occasion, decision.created_at),
        ))  # fmt: skip
    return found


def _is_put(session: Session, decision: Decision) -> bool:
    """Whether it waits for whoever decides, and those who read the digest may see it."""
    workspace = workspaces.find(session, decision.team_id)
    channel = workspace.executive_channel_id if workspace else None
    is_open = decision.decided_at is None and decision.state != DecisionState.WITHDRAWN
    return is_open and channel is not None and audiences.lane_sees(session, channel, decision)


def _days(occasion: Occasion, since: datetime) -> int:
    return max(hours.working_days_between(occasion.calendar, since, occasion.now), 0)
