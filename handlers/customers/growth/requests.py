"""People type `/cx growth october` and read who came and who left."""

from __future__ import annotations

from datetime import datetime

from sqlmodel import Session

from handlers.calendar import hours
from handlers.customers import growth
from handlers.customers.growth import cards
from handlers.executives.scores import periods
from handlers.people import access, office
from handlers.speech.loss_errors import GrowthToCome, NoSuchMonth
from handlers.speech.request import Reply, Request, Response
from storage import workspaces


def typed(request: Request, session: Session, now: datetime) -> Response:
    """`/cx growth [october|last quarter|2026-11]`: alone it is the last month that is over.

    Raises NoSuchMonth, GrowthToCome, and what `periods.read` and `access.check` raise.
    """
    person = access.actor(session, request)
    access.check(session, person, access.READ_GROWTH)
    today = hours.day_of(now, office.zone_of(session, person.team_id))
    said = request.text.strip()
    period = periods.read(said, today) if said else periods.month_of(today).before
    if period is None:
        raise NoSuchMonth
    if period.first > today:
        raise GrowthToCome
    workspace = workspaces.find(session, person.team_id)
    found = growth.read(session, now, person, period)
    shown = cards.shown(found, workspace.currency if workspace else None)
    return Reply(shown.text, shown.blocks)
