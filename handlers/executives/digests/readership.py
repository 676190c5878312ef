"""Whose digest it is: a department's or the executives', its channel, its clock and its days."""

from __future__ import annotations

from dataclasses import dataclass

from sqlmodel import Session

from handlers.calendar import calendars
from handlers.calendar.hours import Calendar
from handlers.people import leads, lookup, office
from handlers.speech.setup_errors import NoChannel, NoExecutiveChannel
from storage import departments, workspaces
from storage.departments import Department

EXECUTIVES = "the executives"


@dataclass(frozen=True)
class Readership:
    """Whose digest it is, and the channel it belongs in; without a department the executives'."""

    channel_id: str
    department: Department | None

    @property
    def name(self) -> str:
        """The name of whose digest it is."""
        return self.department.name if self.department else EXECUTIVES


def in_channel(session: Session, team_id: str, channel_id: str) -> Readership | None:
    """Whose digest a channel gets."""
    workspace = workspaces.find(session, team_id)
    if workspace and channel_id and workspace.executive_channel_id == channel_id:
        return Readership(channel_id, None)
    department = departments.in_channel(session, team_id, channel_id) if channel_id else None
    return Readership(channel_id, department) if department else None


def named(session: Session, team_id: str, words: str) -> Readership:
    """Whose digest these words name.

    Raises NoExecutiveChannel, NoChannel or UnknownDepartment.
    """
    if words.lower() == "executives":
        workspace = workspaces.find(session, team_id)
        if workspace is None or not workspace.executive_channel_id:
            raise NoExecutiveChannel
        return Readership(workspace.executive_channel_id, None)
    department = lookup.department(session, team_id, words)
    if not department.channel_id:
        raise NoChannel(department=department.name)
    return Readership(department.channel_id, department)


def zone_of(session: Session, team_id: str, whose: Readership) -> str:
    """The zone of whoever leads a department, or of the CCO for the executives."""
    if not whose.department:
        return office.zone_of(session, team_id)
    lead = leads.lead_of(session, whose.department)
    return lead.zone if lead else "UTC"


def calendar(whose: Readership, zone: str) -> Calendar:
    """The working days of a channel's readers, without any one person's leave."""
    return calendars.of_department(whose.department, zone)
